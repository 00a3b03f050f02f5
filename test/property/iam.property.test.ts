import { runSimulation, type Simulation } from '@cloud-copilot/iam-simulate';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createAuthorizer, principalOf } from '../../infra/local/services/iam/authorizer.ts';
import type { Call } from '../../infra/local/services/iam/call.ts';
import { compilePolicy } from '../../infra/local/services/iam/policy.ts';

// The evaluator of the local host, held against an independent one, which is only ever used in tests.

const account = '000000000000';
const roleArn = `arn:aws:iam::${account}:role/Writer`;
const tables = ['Projects', 'History'].map((name) => `arn:aws:dynamodb:us-east-1:${account}:table/${name}`);
const places = [
  ...tables,
  `${tables[0]}/index/by-unit`,
  'arn:aws:s3:::kept/checkpoints/1',
  'arn:aws:s3:::kept/x',
];
const actions = ['dynamodb:PutItem', 'dynamodb:Query', 's3:PutObject', 's3:GetObject'];

/** What the host knows of a call, by the keys' usual names. */
const context = (action: string) =>
  fc.record(
    {
      'aws:SecureTransport': fc.constantFrom('true', 'false'),
      ...(action.startsWith('s3:') ? { 's3:TlsVersion': fc.constantFrom('1.1', '1.2', '1.3') } : {}),
      ...(action === 's3:PutObject' ? { 's3:if-none-match': fc.constant('*') } : {}),
      ...(action === 'dynamodb:PutItem' ? { 'dynamodb:LeadingKeys': leadingKeys } : {}),
    },
    { requiredKeys: [] },
  );
const leadingKeys = fc.array(fc.constantFrom('S#1', 'LIMIT#a', 'P#2'), { minLength: 1, maxLength: 2 });

const condition = fc.constantFrom<object>(
  {},
  { Bool: { 'aws:SecureTransport': 'false' } },
  { Bool: { 'aws:SecureTransport': ['true', 'false'] } },
  { StringEquals: { 'aws:SecureTransport': 'true' }, Null: { 'aws:SecureTransport': 'true' } },
);
const ofS3 = fc.constantFrom<object>(
  { Null: { 's3:if-none-match': 'true' } },
  { Null: { 's3:if-none-match': ['true', 'false'] } },
  { NumericLessThan: { 's3:TlsVersion': 1.2 } },
  { NumericLessThan: { 'S3:tlsversion': ['1.2', '1.3'] } },
  { StringLike: { 's3:if-none-match': '?' }, Bool: { 'aws:SecureTransport': 'true' } },
);
const ofKeys = fc.constantFrom<object>(
  { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['S#*'] } },
  {
    'ForAllValues:StringLike': { 'dynamodb:leadingkeys': ['S#?', 'LIMIT#*'] },
    Null: { 'dynamodb:LeadingKeys': 'false' },
  },
  { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': 'S#1' } },
);
const resource = fc.constantFrom(
  ...places,
  '*',
  `${tables[0]}*`,
  `${tables[0]}/index/*`,
  'arn:aws:s3:::kept/*',
  'arn:aws:s3:::ke??/checkpoints/?',
);
const some = <T>(one: fc.Arbitrary<T>) => fc.array(one, { minLength: 1, maxLength: 3 });

/** Actions together with conditions on what those actions have. */
const asked = fc.oneof(
  fc.record({
    Action: some(fc.constantFrom(...actions, 'dynamodb:*', 's3:*', 's3:Get?bject', 'S3:putobject', '*')),
    Condition: condition,
  }),
  fc.record({ Action: some(fc.constantFrom('s3:PutObject', 's3:*', 's3:G*')), Condition: ofS3 }),
  fc.record({ Action: fc.constant(['dynamodb:PutItem']), Condition: ofKeys }),
);
const statement = fc
  .record({ asked, Effect: fc.constantFrom('Allow', 'Allow', 'Deny'), Resource: some(resource) })
  .map(({ asked, ...rest }) => ({ ...rest, ...asked }));
const document = (statements: fc.Arbitrary<object>) =>
  fc.array(statements, { maxLength: 3 }).map((Statement) => ({ Version: '2012-10-17', Statement }));
const principal = fc.constantFrom<unknown>(
  '*',
  { AWS: '*' },
  { AWS: roleArn },
  { AWS: `arn:aws:iam::${account}:root` },
  { AWS: `arn:aws:iam::${account}:role/Other` },
  { Service: 'events.amazonaws.com' },
);
const ownDocument = document(
  fc
    .record({ statement, Principal: principal })
    .map(({ statement, Principal }) => ({ ...statement, Principal })),
);

const call = fc
  .record({ action: fc.constantFrom(...actions), resource: fc.constantFrom(...places) })
  .filter(({ action, resource }) => action.split(':')[0] === resource.split(':')[2])
  // Of an index one can only query.
  .filter(({ action, resource }) => action === 'dynamodb:Query' || !resource.includes('/index/'))
  .chain((asked) => context(asked.action).map((known) => ({ ...asked, context: known })));

const lowered = (given: object): Call['context'] =>
  Object.fromEntries(Object.entries(given).map(([key, value]) => [key.toLowerCase(), value]));

describe('the evaluator', () => {
  it('decides as an independent one on whatever policies a role and a resource have', async () => {
    await fc.assert(
      fc.asyncProperty(
        document(statement),
        ownDocument,
        call,
        async (identity, own, { action, resource, context }) => {
          const role = {
            name: 'Writer',
            arn: roleArn,
            trust: [],
            documents: [],
            policies: compilePolicy(identity, 'own', 'identity'),
          };
          const guarded = [
            {
              arn: resource,
              policies: compilePolicy(own, 'of', 'resource'),
              document: own,
              needsDelegation: false,
            },
          ];
          const decide = createAuthorizer(guarded, () => {});
          const verdict = decide(principalOf(role, 'writer'), {
            action,
            resource,
            context: lowered(context),
          });

          const simulation: Simulation = {
            request: {
              principal: principalOf(role, 'writer').sessionArn,
              action,
              resource: { resource, accountId: account },
              contextVariables: context,
            },
            identityPolicies: [{ name: 'own', policy: identity }],
            resourcePolicy: own,
            serviceControlPolicies: [],
            resourceControlPolicies: [],
          };
          const ours = verdict.allowed ? 'Allowed' : verdict.by ? 'ExplicitlyDenied' : 'ImplicitlyDenied';
          const theirs = await runSimulation(simulation, {});
          expect(theirs).toMatchObject({ overallResult: ours });
        },
      ),
      { numRuns: 400 },
    );
  });
});
