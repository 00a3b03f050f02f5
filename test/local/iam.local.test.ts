import { join } from 'node:path';
import {
  BatchWriteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openResources } from '../../infra/local/assembly/resources.ts';
import { createFaults } from '../../infra/local/control/faults.ts';
import { type Listening, listen } from '../../infra/local/ports.ts';
import { createAwsEndpoint } from '../../infra/local/services/aws-endpoint/aws-endpoint.ts';
import { checkTables } from '../../infra/local/services/dynamodb/check-tables.ts';
import { connectDynamoDb } from '../../infra/local/services/dynamodb/client.ts';
import { type Door, openDoor } from '../../infra/local/services/dynamodb/door.ts';
import { type Engine, findEngine, startEngine } from '../../infra/local/services/dynamodb/engine.ts';
import { createTables, readTables } from '../../infra/local/services/dynamodb/tables.ts';
import { sesCalls } from '../../infra/local/services/iam/calls/json-services.ts';
import { type Iam, openIam } from '../../infra/local/services/iam/iam.ts';
import { checkLambdaDemands } from '../../infra/local/services/iam/lambda-demands.ts';
import { createS3 } from '../../infra/local/services/s3/s3.ts';
import { openEventRules } from '../../infra/local/services/schedules/event-rules.ts';
import { invokeByRole } from '../../infra/local/services/step-functions/invoke-by-role.ts';
import { templatesOf } from '../infra/templates-of.ts';
import { functionsOf, resourcesOf, standingClock, storeOf, temporaryFolder } from './fixture.ts';

const folder = temporaryFolder();
const account = '000000000000';
const region = 'us-east-1';
const arnOf = (service: string, rest: string) => `arn:aws:${service}:${region}:${account}:${rest}`;
const aliasArn = arnOf('lambda', 'function:writer:live');

type Parts = Readonly<Record<string, { Type: string; Properties?: object }>>;

const policy = (...Statement: object[]) => ({ Version: '2012-10-17', Statement });
const trusting = (Service: string, more: object = {}) =>
  policy({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service }, ...more });
const role = (trust: object, ...statements: object[]) => ({
  Type: 'AWS::IAM::Role',
  Properties: {
    AssumeRolePolicyDocument: trust,
    Policies: [{ PolicyName: 'own', PolicyDocument: policy(...statements) }],
  },
});
const allow = (Action: string | string[], Resource: unknown, more: object = {}) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
});
const attribute = (id: string, name = 'Arn') => ({ 'Fn::GetAtt': [id, name] });
const table = (Sid?: string) => ({
  Type: 'AWS::DynamoDB::Table',
  Properties: {
    AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    StreamSpecification: { StreamViewType: 'NEW_IMAGE' },
    ...(Sid && {
      ResourcePolicy: {
        PolicyDocument: policy({
          Sid,
          Effect: 'Deny',
          Principal: '*',
          Action: ['dynamodb:DeleteItem', 'dynamodb:UpdateItem'],
          Resource: '*',
        }),
      },
    }),
  },
});

const template: Parts = {
  Drafts: table(),
  History: table('NobodyRewrites'),
  Archive: {
    Type: 'AWS::S3::Bucket',
    Properties: { VersioningConfiguration: { Status: 'Enabled' } },
  },
  ArchivePolicy: {
    Type: 'AWS::S3::BucketPolicy',
    Properties: {
      Bucket: { Ref: 'Archive' },
      PolicyDocument: policy(
        {
          Effect: 'Deny',
          Principal: { AWS: '*' },
          Action: 's3:*',
          Resource: { 'Fn::Join': ['', [attribute('Archive'), '/*']] },
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        },
        {
          Sid: 'NobodyOverwrites',
          Effect: 'Deny',
          Principal: { AWS: '*' },
          Action: 's3:PutObject',
          Resource: { 'Fn::Join': ['', [attribute('Archive'), '/*']] },
          Condition: { Null: { 's3:if-none-match': 'true' } },
        },
      ),
    },
  },
  WriterRole: role(
    trusting('lambda.amazonaws.com'),
    allow(['dynamodb:GetItem', 'dynamodb:DeleteItem'], [attribute('Drafts'), attribute('History')]),
    allow('dynamodb:PutItem', attribute('Drafts'), {
      Condition: {
        'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['S#*'] },
        Null: { 'dynamodb:LeadingKeys': 'false' },
      },
    }),
    allow(['s3:PutObject', 's3:GetObject'], { 'Fn::Join': ['', [attribute('Archive'), '/kept/*']] }),
  ),
  // Beside the role, as CDK writes most of them.
  WriterMails: {
    Type: 'AWS::IAM::Policy',
    Properties: {
      PolicyName: 'mails',
      Roles: [{ Ref: 'WriterRole' }],
      PolicyDocument: policy(allow('ses:SendEmail', arnOf('ses', 'identity/office.example'))),
    },
  },
  writer: { Type: 'AWS::Lambda::Function', Properties: { Role: attribute('WriterRole') } },
};

const resources = (more: Parts = {}) => resourcesOf({ Service: { resources: { ...template, ...more } } });
const iamOf = (more: Parts = {}) => openIam(resources(more), join(folder, 'iam.ndjson'));
const session = `arn:aws:sts::${account}:assumed-role/WriterRole/writer`;

describe('a function’s calls of the database', () => {
  let engine: Engine;
  let door: Door;
  let client: DynamoDBClient;
  const clientWith = (accessKeyId: string) =>
    new DynamoDBClient({
      endpoint: door.endpoint,
      region,
      credentials: { accessKeyId, secretAccessKey: 'local', sessionToken: 'local' },
      maxAttempts: 1,
    });

  beforeAll(async () => {
    const tables = readTables(resources());
    engine = await startEngine({
      program: findEngine(),
      file: join(folder, 'dynamodb.sqlite'),
      log: join(folder, 'dynamodb.log'),
      died: () => {},
    });
    await createTables(connectDynamoDb(engine.endpoint), tables);
    const iam = iamOf();
    door = await openDoor(engine.endpoint, checkTables(iam, tables), createFaults());
    client = clientWith(iam.credentialsOf('writer').AWS_ACCESS_KEY_ID ?? '');
  });
  afterAll(async () => {
    client.destroy();
    await door.close();
    await engine.stop();
  });

  const key = (pk: string) => ({ pk: { S: pk } });
  const get = (pk: string) => client.send(new GetItemCommand({ TableName: 'Drafts', Key: key(pk) }));
  const put = (TableName: string, pk: string) =>
    client.send(new PutItemCommand({ TableName, Item: { ...key(pk), text: { S: '项目'.repeat(60_000) } } }));
  const remove = (TableName: string, pk: string) =>
    client.send(new TransactWriteItemsCommand({ TransactItems: [{ Delete: { TableName, Key: key(pk) } }] }));

  it('reach it where a policy of the role allows them, large ones whole', async () => {
    await put('Drafts', 'S#1');
    expect((await get('S#1')).Item?.text?.S).toHaveLength(120_000);
    await remove('Drafts', 'S#1');
    expect((await get('S#1')).Item).toBeUndefined();
  });

  it('are denied, with action and resource, where none does', async () => {
    await expect(put('History', 'S#1')).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: `User: ${session} is not authorized to perform: dynamodb:PutItem on resource: ${arnOf('dynamodb', 'table/History')} because no identity-based policy allows the dynamodb:PutItem action`,
    });
  });

  it('are denied by the table’s own policy, whatever the role may, and told by which', async () => {
    await expect(remove('History', 'x')).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining(
        'with an explicit deny in a resource-based policy: History, NobodyRewrites',
      ),
    });
  });

  it('are held to the keys that a condition names', async () => {
    await expect(put('Drafts', 'T#1')).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });

  it('need the right to every part of a transaction: none of it is done', async () => {
    await put('Drafts', 'S#2');
    const parts = [
      { Delete: { TableName: 'Drafts', Key: key('S#2') } },
      {
        ConditionCheck: {
          TableName: 'Drafts',
          Key: key('S#3'),
          ConditionExpression: 'attribute_not_exists(pk)',
        },
      },
    ];
    await expect(client.send(new TransactWriteItemsCommand({ TransactItems: parts }))).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining('dynamodb:ConditionCheckItem'),
    });
    expect((await get('S#2')).Item).toBeDefined();
  });

  it('do not pass where nobody has said what they ask for', async () => {
    const batch = new BatchWriteItemCommand({
      RequestItems: { Drafts: [{ DeleteRequest: { Key: key('S#1') } }] },
    });
    await expect(client.send(batch)).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });

  it('do not pass with a key that was given to nobody', async () => {
    const stranger = clientWith('ASIAAAAAAAAAAAAAAAAA');
    await expect(
      stranger.send(new GetItemCommand({ TableName: 'Drafts', Key: key('S#1') })),
    ).rejects.toMatchObject({ name: 'UnrecognizedClientException' });
    stranger.destroy();
  });

  it('are not taken from a page of another origin', async () => {
    const answer = await fetch(door.endpoint, {
      method: 'POST',
      headers: { 'sec-fetch-site': 'cross-site' },
    });
    expect(answer.status).toBe(403);
    expect((await fetch(door.endpoint, { method: 'POST', body: '{}' })).status).toBe(400);
  });

  it('go on after many at once on few connections', async () => {
    const answers = await Promise.all(Array.from({ length: 60 }, (_, n) => get(`S#many${n}`)));
    expect(answers).toHaveLength(60);
  });
});

describe('a function’s calls of the other services', () => {
  let server: Listening;
  let iam: Iam;
  let s3: S3Client;
  let ses: SESv2Client;

  beforeAll(async () => {
    iam = iamOf();
    const { admit } = iam;
    const faults = createFaults();
    const store = storeOf({ resources: resources(), folder: join(folder, 's3'), clock: standingClock() });
    server = await listen(0);
    const ofOffice = (from: string) => from.slice(from.indexOf('@') + 1);
    server.serve(
      createAwsEndpoint(
        [
          { prefix: '/s3/', serve: createS3({ resources: resources(), store, faults, admit }) },
          {
            routes: { 'POST /v2/email/outbound-emails': 'SendEmail' },
            calls: sesCalls(iam.account, ofOffice),
            handle: () => ({ status: 200, body: { MessageId: '1' } }),
          },
        ],
        faults,
        admit,
      ),
    );
    const endpoint = `http://127.0.0.1:${server.port}`;
    const accessKeyId = iam.credentialsOf('writer').AWS_ACCESS_KEY_ID ?? '';
    const settings = { region, credentials: { accessKeyId, secretAccessKey: 'local' }, maxAttempts: 1 };
    s3 = new S3Client({ ...settings, endpoint: `${endpoint}/s3` });
    ses = new SESv2Client({ ...settings, endpoint });
  });
  afterAll(async () => {
    s3.destroy();
    ses.destroy();
    await server.close();
  });

  const put = (Key: string, more: object = { IfNoneMatch: '*' }) =>
    s3.send(new PutObjectCommand({ Bucket: 'archive', Key, Body: 'x', ...more }));

  it('are held to the bucket’s policy: nothing is written over', async () => {
    await put('kept/1');
    await expect(put('kept/2', {})).rejects.toMatchObject({
      name: 'AccessDenied',
      message: expect.stringContaining('ArchivePolicy, NobodyOverwrites'),
      $metadata: { httpStatusCode: 403 },
    });
    await expect(put('elsewhere/1')).rejects.toMatchObject({
      name: 'AccessDenied',
      message: expect.stringContaining('no identity-based policy allows the s3:PutObject action'),
    });
  });

  it('hear “forbidden” of an object that is not there, unless they may list what is', async () => {
    const missing = new GetObjectCommand({ Bucket: 'archive', Key: 'kept/none' });
    await expect(s3.send(missing)).rejects.toMatchObject({
      name: 'AccessDenied',
      message: expect.stringContaining('s3:ListBucket'),
    });
  });

  it('need the identity that they send from and the configuration set that they name', async () => {
    const send = (FromEmailAddress: string, more: object = {}) =>
      ses.send(
        new SendEmailCommand({
          FromEmailAddress,
          Destination: { ToAddresses: ['a@b.example'] },
          Content: { Simple: { Subject: { Data: 's' }, Body: { Text: { Data: 't' } } } },
          ...more,
        }),
      );
    await expect(send('a@office.example')).resolves.toMatchObject({ MessageId: '1' });
    for (const refused of [
      send('a@other.example'),
      send('a@office.example', { ConfigurationSetName: 'another' }),
    ])
      await expect(refused).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });
});

it('a role of a scanner that is not here is read, and harms nobody', () => {
  const { outdir } = templatesOf({ fileScanner: 'guardduty' });
  const nowhere = 'http://localhost:1';
  const resources = openResources(outdir, { product: nowhere, issuer: nowhere, services: nowhere });
  expect(resources.ofType('AWS::GuardDuty::MalwareProtectionPlan')).toHaveLength(1);
  expect(() => openIam(resources, join(folder, 'guardduty.ndjson'))).not.toThrow();
});

describe('a policy that says what is not known here', () => {
  const withStatement = (statement: object) => () =>
    iamOf({ Odd: role(trusting('lambda.amazonaws.com'), statement) });
  const odd: readonly (readonly [string, object, string])[] = [
    [
      'an operator',
      { Condition: { StringNotLike: { 'aws:SecureTransport': 'x' } } },
      'StringNotLike is not known',
    ],
    [
      'an operator with a suffix',
      { Condition: { BoolIfExists: { 'aws:SecureTransport': 'x' } } },
      'is not known',
    ],
    ['a key', { Condition: { StringEquals: { 'aws:SourceVpc': 'x' } } }, 'aws:SourceVpc is not known'],
    [
      'a key that the action does not have',
      { Action: 'dynamodb:Query', Condition: { Null: { 'dynamodb:LeadingKeys': 'false' } } },
      'is not known for dynamodb:Query',
    ],
    [
      'a key of several values that is compared as one',
      { Action: 'dynamodb:PutItem', Condition: { StringLike: { 'dynamodb:LeadingKeys': 'x' } } },
      'ForAllValues is for keys with several values',
    ],
    ['a variable', { Resource: ['arn:aws:s3:::b/$', '{aws:username}'].join('') }, 'variables are not known'],
    ['all but some actions', { NotAction: 's3:GetObject' }, 'NotAction'],
    ['a principal of its own', { Principal: '*' }, 'names a principal'],
  ];
  for (const [what, statement, message] of odd)
    it(`ends the start: ${what}`, () => {
      expect(withStatement({ Effect: 'Allow', Action: 's3:GetObject', Resource: '*', ...statement })).toThrow(
        message,
      );
    });

  it('ends the start: a managed policy of somebody else, a boundary', () => {
    const more = (Properties: object) => () =>
      iamOf({
        Odd: {
          Type: 'AWS::IAM::Role',
          Properties: { AssumeRolePolicyDocument: trusting('lambda.amazonaws.com'), ...Properties },
        },
      });
    expect(more({ ManagedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess'] })).toThrow(
      'AdministratorAccess is not emulated',
    );
    expect(more({ PermissionsBoundary: 'arn:aws:iam::aws:policy/ReadOnlyAccess' })).toThrow('boundary');
  });
});

describe('a role', () => {
  it('has the managed policies of the template, named by either side', () => {
    const managed = (Roles: object[] = []) => ({
      Type: 'AWS::IAM::ManagedPolicy',
      Properties: { Roles, PolicyDocument: policy(allow('sqs:SendMessage', '*')) },
    });
    const asking = { action: 'sqs:SendMessage', resource: arnOf('sqs', 'q'), context: {} };
    const trust = trusting('lambda.amazonaws.com');
    const naming = {
      Type: 'AWS::IAM::Role',
      Properties: { AssumeRolePolicyDocument: trust, ManagedPolicyArns: [{ Ref: 'Sending' }] },
    };
    const refusalOf = (more: Parts) =>
      iamOf(more).refusalBy('lambda.amazonaws.com', `arn:aws:iam::${account}:role/Other`, asking);
    const bare = role(trust, allow('s3:GetObject', '*'));
    expect(refusalOf({ Other: bare, Sending: managed([{ Ref: 'Other' }]) })).toBeUndefined();
    expect(refusalOf({ Other: naming, Sending: managed() })).toBeUndefined();
    expect(refusalOf({ Other: bare, Sending: managed() })).toContain('sqs:SendMessage');
  });

  it('is used by nobody whom it does not trust', () => {
    const foreign = trusting('states.amazonaws.com');
    expect(() => iamOf({ WriterRole: role(foreign, allow('s3:GetObject', '*')) })).toThrow(
      'WriterRole does not trust lambda.amazonaws.com',
    );
    const ofOther = trusting('states.amazonaws.com', {
      Condition: { StringEquals: { 'aws:SourceAccount': '111111111111' } },
    });
    const iam = iamOf({ FlowRole: role(ofOther, allow('lambda:InvokeFunction', '*')) });
    const source = {
      service: 'states.amazonaws.com',
      arn: 'x',
      roleArn: `arn:aws:iam::${account}:role/FlowRole`,
    };
    expect(() => iam.refusalToInvoke(source, aliasArn)).toThrow(
      'FlowRole does not trust states.amazonaws.com',
    );
  });

  it('signs with a key only as far as the key’s policy leaves matters to the account', () => {
    const keyWith = (...statements: object[]) => ({
      Type: 'AWS::KMS::Key',
      Properties: { KeyPolicy: policy(...statements) },
    });
    const root = { AWS: `arn:aws:iam::${account}:root` };
    const delegating = { Effect: 'Allow', Principal: root, Action: 'kms:Sign', Resource: '*' };
    const signing = { action: 'kms:Sign', resource: arnOf('kms', 'key/Key'), context: {} };
    const signer = (...statements: object[]) => role(trusting('lambda.amazonaws.com'), ...statements);
    const refusalOf = (key: object, ...statements: object[]) =>
      iamOf({ Key: key as Parts[string], Signer: signer(...statements) }).refusalBy(
        'lambda.amazonaws.com',
        `arn:aws:iam::${account}:role/Signer`,
        signing,
      );
    expect(refusalOf(keyWith(delegating), allow('kms:Sign', '*'))).toBeUndefined();
    expect(refusalOf(keyWith(delegating), allow('s3:GetObject', '*'))).toContain('no identity-based policy');
    expect(
      refusalOf(keyWith({ ...delegating, Action: 'kms:GetPublicKey' }), allow('kms:Sign', '*')),
    ).toContain('no resource-based policy');
  });
});

describe('what Lambda looks at when it takes a mapping', () => {
  const mapping = {
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: {
      FunctionName: aliasArn,
      EventSourceArn: attribute('History', 'StreamArn'),
      DestinationConfig: { OnFailure: { Destination: attribute('Failed') } },
    },
  };
  const Failed = { Type: 'AWS::SQS::Queue' };
  const stream = ['DescribeStream', 'GetRecords', 'GetShardIterator'].map((action) => `dynamodb:${action}`);
  const reading = allow(stream, attribute('History', 'StreamArn'));
  const listing = allow('dynamodb:ListStreams', '*');
  const sending = allow('sqs:SendMessage', attribute('Failed'));
  const check = (...statements: object[]) => {
    const more = { Failed, mapping, WriterRole: role(trusting('lambda.amazonaws.com'), ...statements) };
    return () => checkLambdaDemands(resources(more), iamOf(more));
  };

  it('is whether the role may read the stream and send to the queue', () => {
    expect(check(reading, listing, sending)).not.toThrow();
    expect(check(listing, sending)).toThrow('mapping would not be taken');
    expect(check(reading, sending)).toThrow('dynamodb:ListStreams');
    expect(check(reading, listing)).toThrow('sqs:SendMessage');
  });
});

describe('a service that invokes a function', () => {
  const permission = (Properties: object) => ({
    Type: 'AWS::Lambda::Permission',
    Properties: { Action: 'lambda:InvokeFunction', FunctionName: aliasArn, ...Properties },
  });
  const gateway = 'apigateway.amazonaws.com';
  const api = (rest: string) => arnOf('execute-api', `Api/${rest}`);
  const invoking = (properties: object, service: string, arn: string, target = aliasArn) =>
    iamOf({ May: permission(properties) }).refusalToInvoke({ service, arn }, target);

  it('needs a permission for what it acts for', () => {
    const whole = { Principal: gateway, SourceArn: api('*/*/*') };
    expect(invoking(whole, gateway, api('$default/GET/projects/{id}'))).toBeUndefined();
    expect(invoking(whole, gateway, api('$default/GET/'))).toBeUndefined();
    expect(invoking(whole, 'events.amazonaws.com', api('$default/GET/x'))).toContain('not authorized');
    expect(invoking(whole, gateway, arnOf('execute-api', 'Other/$default/GET/x'))).toContain(
      'not authorized',
    );
    expect(invoking({ Principal: gateway }, gateway, api('$default/GET/x'))).toBeUndefined();
    expect(
      invoking({ Principal: gateway, SourceAccount: '111111111111' }, gateway, api('$default/GET/x')),
    ).toContain('not authorized');
  });

  it('has none for the route of everything else by that of all routes with a path', () => {
    const everything = api('$default/$default');
    expect(invoking({ Principal: gateway, SourceArn: api('*/*/*') }, gateway, everything)).toContain(
      'no AWS::Lambda::Permission covers',
    );
    expect(
      invoking({ Principal: gateway, SourceArn: api('*/$default') }, gateway, everything),
    ).toBeUndefined();
  });

  it('has it for the alias alone that the permission names', () => {
    const whole = { Principal: gateway, SourceArn: api('*/*/*') };
    for (const target of [aliasArn.replace(':live', ''), aliasArn.replace('live', 'next')])
      expect(invoking(whole, gateway, api('$default/GET/x'), target)).toContain('not authorized');
  });

  const rule = {
    Type: 'AWS::Events::Rule',
    Properties: { EventPattern: { source: ['aws.states'] }, Targets: [{ Id: 'a', Arn: aliasArn }] },
  };
  const told = (more: Parts) => {
    const lines: string[] = [];
    const invoked: string[] = [];
    const put = openEventRules({
      resources: resources({ Ended: rule, ...more }),
      lambda: functionsOf(() => ({ payload: null })),
      refusalToInvoke: iamOf({ Ended: rule, ...more }).refusalToInvoke,
      invoke: async (arn) => void invoked.push(arn),
      report: (line) => void lines.push(line),
    });
    put({ source: 'aws.states', detailType: 'x', time: 0, resources: [], detail: {} });
    return { lines, invoked };
  };

  it('is a rule: without a permission it invokes nothing, and that is told', () => {
    const without = told({});
    expect(without.invoked).toEqual([]);
    expect(without.lines.join()).toContain('rule/Ended');
    const may = permission({ Principal: 'events.amazonaws.com', SourceArn: attribute('Ended') });
    expect(told({ May: may })).toEqual({ lines: [], invoked: [aliasArn] });
  });

  it('is a state machine: with the right of its role, and not without', async () => {
    const lambda = functionsOf(() => ({ payload: 'done' }));
    const arn = arnOf('states', 'stateMachine:Flow');
    const roleArn = `arn:aws:iam::${account}:role/FlowRole`;
    const invoke = (target: string) => {
      const FlowRole = role(trusting('states.amazonaws.com'), allow('lambda:InvokeFunction', target));
      const { refusalToInvoke } = iamOf({ FlowRole });
      return invokeByRole({ machines: [{ arn, roleArn }], lambda, refusalToInvoke })(aliasArn, {}, arn);
    };
    expect(await invoke(aliasArn)).toEqual({ payload: 'done' });
    expect(await invoke(aliasArn.replace('writer', 'other'))).toEqual({
      error: 'Lambda.AWSLambdaException',
      cause: expect.stringContaining('assumed-role/FlowRole/states is not authorized to perform'),
    });
  });
});
