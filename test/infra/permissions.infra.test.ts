import { describe, expect, it } from '@jest/globals';
import { type Statement, statementsOf } from './policies.ts';
import { ofType, synthesize } from './template.ts';

const { storage, service } = synthesize({ alarmEmail: 'duty@office.example' }, { checks: true });
const everything = [...storage, ...service];
const statements = statementsOf(everything);
const allowed = statements.filter((statement) => statement.effect === 'Allow');

/** Everything by which an event could be changed or removed. */
const rewriting = [
  'dynamodb:UpdateItem',
  'dynamodb:DeleteItem',
  'dynamodb:BatchWriteItem',
  'dynamodb:PartiQLInsert',
  'dynamodb:PartiQLUpdate',
  'dynamodb:PartiQLDelete',
];

/** The actions that may stand beside the resource `*`, and why no narrower one would do. */
const withoutResource: Record<string, string> = {
  'xray:PutTraceSegments': 'traces know no resource in IAM',
  'xray:PutTelemetryRecords': 'traces know no resource in IAM',
  'xray:GetSamplingRules': 'traces know no resource in IAM',
  'xray:GetSamplingTargets': 'traces know no resource in IAM',
  'dynamodb:ListStreams': 'a listing knows no resource, and Lambda refuses a mapping without it',
  'logs:CreateLogDelivery': 'vended logs know no resource in IAM',
  'logs:GetLogDelivery': 'vended logs know no resource in IAM',
  'logs:UpdateLogDelivery': 'vended logs know no resource in IAM',
  'logs:DeleteLogDelivery': 'vended logs know no resource in IAM',
  'logs:ListLogDeliveries': 'vended logs know no resource in IAM',
  'logs:PutResourcePolicy': 'vended logs know no resource in IAM',
  'logs:DescribeResourcePolicies': 'vended logs know no resource in IAM',
  'logs:DescribeLogGroups': 'vended logs know no resource in IAM',
};

const touches = (statement: Statement, table: string) =>
  statement.resources.some((resource) => resource === '*' || resource.includes(`"storage.${table}"`));
const rolesThat = (action: string, table: string) =>
  allowed
    .filter((statement) => statement.actions.includes(action) && touches(statement, table))
    .flatMap((statement) => statement.roles.map((role) => role.replace(/Role$/, '')))
    .sort();

describe('the history', () => {
  it('is denied to everyone who would change or remove an event, by its own policy', () => {
    const own = statements.filter((statement) => statement.of === 'History' && statement.effect === 'Deny');
    expect(own).toEqual([expect.objectContaining({ principal: { AWS: '*' }, resources: ['*'], roles: [] })]);
    expect(own[0]?.actions.toSorted()).toEqual(rewriting.toSorted());
  });

  it('can be changed or removed by no role', () => {
    const offenders = allowed.filter(
      (statement) =>
        statement.actions.some((action) => rewriting.includes(action)) && touches(statement, 'History'),
    );
    expect(offenders).toEqual([]);
  });

  it('is appended to by those who record, and by nobody else', () => {
    expect(rolesThat('dynamodb:PutItem', 'History')).toEqual([
      // A file that somebody put into a draft, or took away, is an event.
      'Attachments',
      'Decisions',
      'Directory',
      // Checkpoints stand beside the events.
      'Evidence',
      // What readers take away is an event.
      'History',
      // So is a mail that comes back later.
      'MailEvents',
      'Projects',
      'RequestDecision',
      // A mail that cannot be delivered is an event.
      'SendMail',
      // Roles that somebody signs in with for the first time.
      'Session',
      'Sweep',
    ]);
  });

  it('is read by those who need it', () => {
    const readers = [
      'Attachments',
      'Decisions',
      'Directory',
      'History',
      'MailEvents',
      'Projects',
      'Evidence',
      'RequestDecision',
      'SendMail',
      'Session',
      'Sweep',
    ];
    expect(new Set(rolesThat('dynamodb:Query', 'History'))).toEqual(new Set(readers));
  });

  it('is streamed to its consumers alone', () => {
    expect(rolesThat('dynamodb:GetRecords', 'History')).toEqual(['AdvanceFlow', 'SendMail', 'WatchHistory']);
  });
});

describe('the projects', () => {
  it('can be changed in place by those who keep requests, totals of rounds, digests, files and the head of the office; who counts can change counters alone', () => {
    const updating = allowed.filter(
      (statement) => statement.actions.includes('dynamodb:UpdateItem') && touches(statement, 'Projects'),
    );
    const rolesOf = (counts: boolean) =>
      updating
        .filter(({ condition }) => (condition !== undefined) === counts)
        .flatMap(({ roles }) => roles)
        .sort();
    expect(rolesOf(false)).toEqual([
      // What is found out about a file, fact by fact.
      'AttachmentsRole',
      'DecisionsRole',
      'DirectoryRole',
      'ProjectsRole',
      'RequestDecisionRole',
      'ScanFileRole',
      'SendMailRole',
      'SweepRole',
    ]);
    expect(rolesOf(true)).toEqual(['EvidenceRole', 'HistoryRole']);
    for (const { condition } of updating.filter((one) => one.condition !== undefined))
      expect(condition).toEqual({
        'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['LIMIT#*'] },
        Null: { 'dynamodb:LeadingKeys': 'false' },
      });
  });
});

describe('what declarations offer each other', () => {
  it('is kept by the function that follows approvals, which can put nothing else', () => {
    const putting = allowed.filter(
      ({ roles, actions }) => roles.includes('AdvanceFlowRole') && actions.includes('dynamodb:PutItem'),
    );
    expect(putting.map(({ condition }) => condition)).toEqual([
      {
        'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['LIBRARY#*'] },
        Null: { 'dynamodb:LeadingKeys': 'false' },
      },
    ]);
  });
});

describe('every policy', () => {
  it('names its actions: no wildcard', () => {
    const wild = allowed.flatMap((statement) => statement.actions.filter((action) => action.includes('*')));
    expect(wild).toEqual([]);
  });

  it('names its resources, except for actions that know none', () => {
    const anywhere = allowed
      .filter((statement) => statement.resources.includes('*'))
      // In a key's own policy `*` is that key.
      .filter((statement) => statement.of !== 'CheckpointKey');
    expect(new Set(anywhere.flatMap((statement) => statement.actions))).toEqual(
      new Set(Object.keys(withoutResource)),
    );
  });

  it('has a wildcard inside a resource only for indexes, executions, objects of buckets, and states of alarms', () => {
    const partly = allowed
      // Who asks for alarms by name needs the right to ask for all of them.
      .filter((statement) => statement.actions.join() !== 'cloudwatch:DescribeAlarms')
      .flatMap((statement) => statement.resources)
      .filter((resource) => resource !== '*' && resource.includes('*'))
      .filter((resource) => !/\/index\/\*"/.test(resource) && !/:execution:.*:\*"/.test(resource))
      .filter((resource) => !/\/checkpoints\/\*"/.test(resource))
      .filter((resource) => !/"storage\.(Uploads|Files)","Arn"\]\},"\/\*"/.test(resource));
    expect(partly).toEqual([]);
  });

  it('belongs to a role made here: no managed policy, no inline user or group', () => {
    expect(ofType(everything, 'AWS::IAM::Role').filter((role) => role.properties.ManagedPolicyArns)).toEqual(
      [],
    );
    for (const type of [
      'AWS::IAM::ManagedPolicy',
      'AWS::IAM::User',
      'AWS::IAM::Group',
      'AWS::IAM::UserPolicy',
    ])
      expect(ofType(everything, type)).toEqual([]);
  });
});

describe('the flow', () => {
  const machines = ofType(service, 'AWS::StepFunctions::StateMachine').map((machine) => machine.id);
  const whoMay = (action: string) =>
    allowed
      .filter((statement) => statement.actions.includes(action))
      .flatMap((statement) => statement.roles)
      .sort();

  it('is started by two, and its tasks answered by three', () => {
    expect(whoMay('states:StartExecution')).toEqual(['AdvanceFlowRole', 'SweepRole']);
    expect(whoMay('states:DescribeExecution')).toEqual(['SweepRole']);
    expect(whoMay('states:SendTaskSuccess')).toEqual(['AdvanceFlowRole', 'RequestDecisionRole', 'SweepRole']);
  });

  it('is touched by ARN: of the machines of this stack', () => {
    const flows = allowed.filter((statement) =>
      statement.actions.some((action) => action.startsWith('states:')),
    );
    for (const resource of flows.flatMap((statement) => statement.resources))
      expect(machines.some((machine) => resource.includes(`"${machine}"`))).toBe(true);
  });

  it('invokes the alias of request-decision and nothing else', () => {
    const invoking = allowed.filter((statement) => statement.actions.includes('lambda:InvokeFunction'));
    expect(invoking).toEqual([
      expect.objectContaining({
        roles: ['storage.ApprovalFlowRole'],
        resources: [JSON.stringify({ Ref: 'RequestDecisionLive' })],
      }),
    ]);
  });
});

describe('mail', () => {
  it('is sent by four, from one sender, known by domain or address, through one configuration set', () => {
    const sending = allowed.filter((statement) => statement.actions.includes('ses:SendEmail'));
    expect(sending.flatMap((statement) => statement.roles).sort()).toEqual([
      // The code that proves a mailbox is sent while its person waits.
      'DecisionsRole',
      // A checkpoint's line to mailboxes outside.
      'EvidenceRole',
      'SendMailRole',
      'SweepRole',
    ]);
    for (const statement of sending) {
      // As a domain or as an address: SES asks for rights on what it knows the sender by.
      expect(statement.resources).toHaveLength(3);
      expect(statement.resources.join()).toContain('identity/countersign.example"');
      expect(statement.resources.join()).toContain('identity/countersign@countersign.example"');
      expect(statement.resources.join()).toContain('storage.MailConfiguration');
    }
  });
});

describe('checkpoints', () => {
  const own = (id: string) => statements.filter((statement) => statement.of === id);
  const allowedOn = (resource: string) =>
    allowed
      .filter((statement) => statement.roles.length > 0)
      .filter((statement) => statement.resources.some((one) => one.includes(`"storage.${resource}"`)))
      .map(({ roles, actions }) => [...roles, ...actions]);

  it('are signed by one function, whose role may sign and show the public key and nothing else', () => {
    expect(allowedOn('CheckpointKey')).toEqual([['EvidenceRole', 'kms:GetPublicKey', 'kms:Sign']]);
  });

  it('are signed with a key that nobody may share or give away, and whose policy leaves the rest to the account', () => {
    const [policy, ...others] = own('CheckpointKey');
    expect(others).toEqual([]);
    expect(JSON.stringify(policy?.principal)).toContain(':root');
    for (const action of ['kms:CreateGrant', 'kms:ReplicateKey', 'kms:ImportKeyMaterial'])
      expect(policy?.actions).not.toContain(action);
  });

  it('are written by that function alone, and read where a history is verified', () => {
    expect(allowedOn('Checkpoints')).toEqual([
      ['HistoryRole', 's3:GetObject'],
      ['HistoryRole', 's3:ListBucket'],
      ['EvidenceRole', 's3:ListBucket'],
      ['EvidenceRole', 's3:GetObject', 's3:PutObject'],
    ]);
  });

  it('are denied to everyone who would remove one, write over one, or come without TLS', () => {
    const denied = own('CheckpointsPolicy').map(({ effect, principal, actions, condition }) => [
      effect,
      principal,
      actions,
      condition,
    ]);
    const everyone = { AWS: '*' };
    expect(denied).toEqual([
      ['Deny', everyone, ['s3:*'], { Bool: { 'aws:SecureTransport': 'false' } }],
      ['Deny', everyone, ['s3:*'], { NumericLessThan: { 's3:TlsVersion': 1.2 } }],
      ['Deny', everyone, ['s3:DeleteObject', 's3:DeleteObjectVersion'], undefined],
      ['Deny', everyone, ['s3:PutObject'], { Null: { 's3:if-none-match': 'true' } }],
    ]);
  });
});
