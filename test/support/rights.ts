/** What the roles of all platforms of a run were granted and used for, held against each other and an independent evaluator. */
import { readFileSync } from 'node:fs';
import { runSimulation, type Simulation } from '@cloud-copilot/iam-simulate';
import * as z from 'zod';
import { wildcard } from '../../infra/local/services/iam/pattern.ts';

const list = z.union([z.string().transform((one) => [one]), z.array(z.string())]);
const policy = z.looseObject({
  Statement: z.array(z.looseObject({ Effect: z.string(), Action: list, Resource: list.optional() })),
});
const call = z.object({
  role: z.string(),
  session: z.string(),
  asks: z.string(),
  on: z.string(),
  context: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
  allowed: z.boolean(),
});
const line = z.union([
  z.strictObject({ role: z.string(), has: z.array(policy) }),
  z.strictObject({ guarded: z.string(), by: policy }),
  call,
]);
type Call = z.infer<typeof call>;
type Policy = z.infer<typeof policy>;

/** What is granted though no flow on this machine uses it, by action or by role and action, with the reason. */
const unusedHere: readonly (readonly [RegExp, string])[] = [
  [/^\S+ logs:/, 'Lambda and Step Functions write their logs by the role; here they are files of the host'],
  [/^ReleaseRole /, 'CodeDeploy moves no alias here'],
  [/^\S+ xray:/, 'there are no traces here'],
  [
    /^\S+ ses:SendEmail identity\/[^ ]+@/,
    'in place of the domain only where the account has verified the address too, which this template does not',
  ],
  [
    /^(Decisions|Evidence|Sweep)Role secretsmanager:GetSecretValue secret:countersign\/(relay|smtp)-\?{6}$/,
    'whoever sends reads the address of the relay; the flows with a relay send by SendMail, and by these when it fails',
  ],
  [
    /^\S+ states:\S+ \S*equipment-request/,
    'the flow of a second form is repaired by the very statements that repair the first’s',
  ],
  [
    /^(Document|History)Role dynamodb:PutItem table\/Projects$/,
    'says in a session when its person was last there, two minutes after the last time at the earliest',
  ],
  [/^\S+ s3:(Get|Put)ObjectTagging /, 'there are no tags here, and no GuardDuty that would set them'],
  [
    /^\S+ s3:ListBucket (uploads|files)$/,
    'is needed only where an object is not there any more, which not every function meets in a flow',
  ],
  [/^HistoryRole s3:ListBucket /, 'is needed only where a kept checkpoint is not there any more'],
  [
    /^(Projects|Sweep)Role s3:GetObject files\//,
    'looks whether a file is kept already where its upload is gone: a month after a crash between copy and record',
  ],
  [
    /^SweepRole s3:PutObject files\//,
    'keeps what was handed in and could not be said to be kept: after a crash between the two',
  ],
];

export interface Rights {
  /** `Role action resource`, each in its own words. */
  readonly denied: readonly string[];
  readonly unused: readonly string[];
  /** Calls on which the independent evaluator says something else than the host. */
  readonly disputed: readonly string[];
  /** How many different calls there were. */
  readonly calls: number;
}

/** `arn:aws:sqs:us-east-1:0000:name` → `name`: accounts and regions are those of each platform. */
const shortened = (arn: string): string => arn.split(':').slice(5).join(':') || arn;
/** @param file the lines of `logs/iam.ndjson` of all platforms, one after the other */
export async function rightsIn(file: string): Promise<Rights> {
  const grants: Grant[] = [];
  // A platform's policies stand before its calls; another platform may have others.
  const roles = new Map<string, Policy[]>();
  const resources = new Map<string, Policy>();
  const calls = new Map<string, { readonly call: Call; readonly simulation: Simulation }>();
  for (const text of readFileSync(file, 'utf8').split('\n').filter(Boolean)) {
    const said = line.parse(JSON.parse(text));
    if ('has' in said) {
      roles.set(said.role, said.has);
      grants.push(...said.has.flatMap((own) => grantsOf(said.role, own)));
    } else if ('guarded' in said) resources.set(said.guarded, said.by);
    else {
      const guard = [...resources].find(([arn]) => said.on === arn || said.on.startsWith(`${arn}/`))?.[1];
      const simulation = simulationOf(said, roles.get(said.role) ?? [], guard);
      calls.set(JSON.stringify([simulation, said.allowed]), { call: said, simulation });
    }
  }

  const made = [...calls.values()];
  const used = unique(made.filter(({ call }) => call.allowed).map(({ call }) => wordsOf(call)));
  const unused = grants.filter(
    ({ role, action, resource }) => !used.some(wildcard(`${role} ${action} ${shortened(resource)}`)),
  );
  return {
    denied: unique(made.filter(({ call }) => !call.allowed).map(({ call }) => wordsOf(call))),
    unused: unique(
      unused.map(({ role, action, resource }) => `${role} ${action} ${shortened(resource)}`),
    ).filter((grant) => !unusedHere.some(([pattern]) => pattern.test(grant))),
    disputed: unique(await disputedIn(made)),
    calls: new Set(made.map(({ call }) => wordsOf(call))).size,
  };
}

const wordsOf = ({ role, asks, on }: Call): string => `${role} ${asks} ${shortened(on)}`;

interface Grant {
  readonly role: string;
  readonly action: string;
  readonly resource: string;
}

const unique = (texts: readonly string[]): string[] => [...new Set(texts)].sort();

const grantsOf = (role: string, { Statement }: Policy): Grant[] =>
  Statement.filter(({ Effect }) => Effect === 'Allow').flatMap(({ Action, Resource }) =>
    Action.flatMap((action) => (Resource ?? []).map((resource) => ({ role, action, resource }))),
  );

async function disputedIn(
  made: readonly { readonly call: Call; readonly simulation: Simulation }[],
): Promise<string[]> {
  const disputed: string[] = [];
  for (const { call, simulation } of made) {
    // The library takes answering a task for an action without resource; the service names the state machine.
    if (call.asks.startsWith('states:SendTask')) continue;
    const theirs = await runSimulation(simulation, {});
    const said = theirs.resultType === 'error' ? theirs.errors.message : theirs.overallResult;
    if ((said === 'Allowed') !== call.allowed) disputed.push(`${wordsOf(call)}: ${said}`);
  }
  return disputed;
}

function simulationOf(
  { session, asks, on, context }: Call,
  own: readonly Policy[],
  guard: Policy | undefined,
): Simulation {
  const [, , , , accountId = ''] = session.split(':');
  return {
    request: {
      principal: session,
      action: asks,
      resource: { resource: on, accountId },
      contextVariables: context,
    },
    identityPolicies: own.map((document, n) => ({ name: String(n), policy: document })),
    ...(guard ? { resourcePolicy: guard } : {}),
    serviceControlPolicies: [],
    resourceControlPolicies: [],
  };
}
