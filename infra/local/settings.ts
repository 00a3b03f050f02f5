import { resolve } from 'node:path';

/** What the host is started with; everything else comes from the template. */
export interface Settings {
  /** The checkout: where `infra/app.ts` is. */
  readonly root: string;
  /** The folder of the synthesized template. */
  readonly template: string;
  /** What the synthesis sees: the settings of the deployment stand in it as COUNTERSIGN_NAME. */
  readonly environment: NodeJS.ProcessEnv;
  /** Everything that must survive a restart lies under this folder. */
  readonly data: string;
  /** A real mail server: what SES takes is passed on to it beside the mailbox, and it is the secret of `mailTransport=smtp`. */
  readonly smtpUrl: string | undefined;
  /** A DynamoDB that runs already, such as the official DynamoDB Local. */
  readonly dynamodbEndpoint: string | undefined;
  /** Whether each call of a function to the tables is looked at on its way: for its role's right, and for what shall befall it. */
  readonly checksTableRights: boolean;
  /** When time begins in a new data folder; otherwise it is real time. */
  readonly clock: Date | undefined;
}

/** What whoever develops decides beside that. */
export interface DevelopmentSettings extends Settings {
  readonly port: number;
  readonly controlPort: number;
}

/** The moment that an ISO 8601 time in UTC with milliseconds names, in the very form that `Date` writes. */
function readMoment(text: string): Date | undefined {
  const moment = new Date(text);
  return !Number.isNaN(moment.getTime()) && moment.toISOString() === text ? moment : undefined;
}

/** Reads the settings from the environment and refuses with every problem at once. */
export function readSettings(environment: NodeJS.ProcessEnv): DevelopmentSettings {
  const root = resolve(import.meta.dirname, '../..');
  const problems: string[] = [];

  const port = Number(environment.PORT || 3000);
  // The control port is the next one.
  if (!Number.isInteger(port) || port < 1 || port > 65_534)
    problems.push('PORT must be a number up to 65534');
  for (const name of ['SMTP_URL', 'AWS_ENDPOINT_URL_DYNAMODB']) {
    const value = environment[name];
    if (value && !URL.canParse(value)) problems.push(`${name} must be an address`);
  }
  const clock = environment.COUNTERSIGN_CLOCK ? readMoment(environment.COUNTERSIGN_CLOCK) : undefined;
  if (environment.COUNTERSIGN_CLOCK && clock === undefined)
    problems.push('COUNTERSIGN_CLOCK must be a time such as 2026-03-18T02:00:00.000Z');
  if (!['', 'checked'].includes(environment.COUNTERSIGN_TABLE_RIGHTS ?? ''))
    problems.push('COUNTERSIGN_TABLE_RIGHTS must be checked, or not there');
  if (problems.length > 0) throw new Error(problems.join('; '));

  return {
    root,
    template: resolve(root, environment.COUNTERSIGN_TEMPLATE || 'cdk.out'),
    environment,
    data: resolve(root, environment.COUNTERSIGN_DATA || '.local'),
    port,
    controlPort: port + 1,
    smtpUrl: environment.SMTP_URL || undefined,
    dynamodbEndpoint: environment.AWS_ENDPOINT_URL_DYNAMODB || undefined,
    checksTableRights: environment.COUNTERSIGN_TABLE_RIGHTS === 'checked',
    clock,
  };
}
