import * as z from 'zod';
import { readAmount, whyNoAmount } from '../shared/values/read-amount.ts';
import { normalText } from '../shared/values/text.ts';
import { againstLine, issueOf } from '../shared/values/text-schema.ts';

/** `countersign.example` is reserved for examples: nothing sent from it can reach anyone. */
const sampleSender = 'countersign@countersign.example';

const whole = z.coerce.number().int().positive();

/** An amount as people type it, `500000`, `500,000` or `50万元`: whole yuan. */
const yuan = z
  .union([z.string(), z.number()])
  .transform((given, context) => {
    const text = String(given);
    const reading = readAmount(text, 'yuan');
    if (reading.fen !== null) return reading.fen / 100;
    context.addIssue(issueOf(whyNoAmount(text, reading)));
    return z.NEVER;
  })
  .pipe(z.int().positive());

/** A text of one line that says something. */
const line = (most: number) =>
  z
    .string()
    .max(most)
    .transform(normalText)
    .superRefine((text, context) => {
      const words = againstLine(text, true);
      if (words) context.addIssue(issueOf(words));
    });

/**
 * The settings of one deployment. Each has a default that runs on one machine and in a fresh account, and a
 * reason. Given as `cdk deploy -c name=value`, or as COUNTERSIGN_NAME in the environment.
 */
const fields = {
  /** Where to deploy. Absent: wherever the command's credentials point, so that synthesis needs no account. */
  region: z
    .string()
    .regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'is no region, such as eu-central-1 or cn-north-1')
    .optional(),
  account: z
    .string()
    .regex(/^\d{12}$/, 'is no account number (12 digits)')
    .optional(),

  /** The office's own host name. Absent: the address that API Gateway gives. */
  domain: z.hostname().optional(),
  /** The certificate of that host name, in the same region. */
  certificateArn: z.string().startsWith('arn:').optional(),

  /** Who the mails come from. The default can send nothing and is refused when an account is known. */
  mailFrom: z.email().default(sampleSender),
  /** SES needs no server of one's own; SMTP is for partitions without SES and offices with a relay. */
  mailTransport: z.enum(['ses', 'smtp']).default('ses'),
  /**
   * The name in Secrets Manager of the secret whose text is the SMTP address (`smtps://user:password@host`). Whoever
   * deploys creates it; the functions that send read it when they send, so that no template, environment or git has it.
   */
  smtpSecretName: z
    .string()
    .regex(/^[A-Za-z0-9/_+=.@-]{1,512}$/, 'is no name of a secret (its ARN is none)')
    .optional(),
  /** Whom to ask, at the foot of every mail: people trust a mail with an office behind it. */
  contact: line(200).default('项目办公室（示例） 010-00000000'),

  /** An OIDC issuer of one's own. Absent: a Cognito pool with one-time codes by mail. */
  issuer: z.url({ protocol: /^https$/ }).optional(),
  /** The client that was registered there for this product. */
  clientId: z.string().min(1).optional(),
  /** Further `aud` or `client_id` values that programs may present, comma separated. */
  audiences: z.string().default(''),
  /** The claim that holds the roles: Cognito's name for groups. */
  rolesClaim: z.string().min(1).default('cognito:groups'),
  /**
   * After how many minutes without a request whoever decides, administers or audits is signed out. 30: longer than
   * reading a declaration takes, shorter than a meeting, during which a desk stands open to whoever passes. Who only
   * submits is not meant: they may type for hours, and what they do is to a draft.
   */
  sessionIdleMinutes: whole.min(5, 'is shorter than reading a declaration takes').default(30),
  /** After how many hours everybody signs in again. A working day: roles are those of the moment of signing in. */
  sessionHours: whole.max(24, 'outlives the day whose roles it has').default(8),
  /** First label of Cognito's sign-in page. Absent: `countersign-<account>`, since the label is global. */
  signInPrefix: z
    .string()
    .regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, 'is no host label')
    .optional(),
  /**
   * Who sends the sign-in codes. Cognito's own sender works at once, with 50 mails a day; change to `ses` when
   * the sender's domain is verified (Cognito refuses an unverified one, so a first deployment cannot start there).
   */
  signInMail: z.enum(['cognito', 'ses']).default('cognito'),

  /** Requests per second for everyone together: 200 people at a click every four seconds. */
  throttleRate: whole.default(50),
  /** Twice the rate: a page is one request and its assets are cached, so bursts are short. */
  throttleBurst: whole.default(100),
  /**
   * How many times the usual number a person may do what is limited for each (`shared/contract/limits.ts`). 1 is more
   * than hands can do; an office whose program hands in for all units by one account needs more.
   */
  limitFactor: whole.max(1_000, 'is no limit any more').default(1),
  /** Half a year: the time within which an audit asks how something came about. The evidence is the history. */
  logRetentionDays: z.coerce
    .number()
    .pipe(z.literal([30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 3653]))
    .default(180),
  logLevel: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
  /** Who is told when an alarm goes off. Absent: alarms show in the console only. */
  alarmEmail: z.email().optional(),

  /**
   * Mailboxes that each checkpoint of the history is sent to, comma separated. An audit office's own is the best: no
   * operator of this system reaches it. Absent: nobody, since an address of ours would anchor nothing.
   */
  checkpointMail: z
    .string()
    .transform((list) => list.split(',').map((address) => address.trim()))
    .pipe(z.array(z.email()))
    .optional(),
  /**
   * Whether kept checkpoints are locked (S3 Object Lock): `GOVERNANCE` can be lifted with a right of its own,
   * `COMPLIANCE` by nobody, not even with the account's root. No default: it cannot be undone, and costs storage until
   * its end.
   */
  checkpointLockMode: z.enum(['GOVERNANCE', 'COMPLIANCE']).optional(),
  /** For how many days: as long as the office must keep its records (会计档案: 10 or 30 years). No default either. */
  checkpointLockDays: whole.max(36_500, 'is longer than S3 takes (100 years)').optional(),

  /** From how many yuan on a decider proves the mailbox with a code, beside the link. Absent: never. */
  codeThresholdYuan: yuan.optional(),
  /** From how many yuan on a decision is taken collectively (三重一大). Absent: never; each office sets its own. */
  collectiveThresholdYuan: yuan.optional(),

  /**
   * After how many days a returned project that is not handed in again lapses. 60: two months are longer than any
   * holiday, and a budget's timetable does not wait longer. Its two warnings come two weeks and one week before.
   */
  lapseDays: whole.min(21, 'leaves no week before the first warning').default(60),

  /**
   * How long the flow waits for one decision before it asks the record again. A safety net, far beyond the
   * deadlines that people see: 30 days, so that a lost token costs a month at most.
   */
  waitDays: whole.max(365, 'is longer than an execution lives (a year)').default(30),
};

const schema = z
  .object(fields)
  .superRefine((settings, context) => {
    const refuse = (path: keyof typeof fields, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message });

    if (settings.domain !== undefined && settings.certificateArn === undefined)
      refuse('certificateArn', 'is needed with domain');
    if (settings.mailTransport === 'smtp' && settings.smtpSecretName === undefined)
      refuse('smtpSecretName', 'is needed with mailTransport=smtp');
    if (settings.issuer !== undefined && settings.clientId === undefined)
      refuse('clientId', 'is needed with issuer');
    if (settings.checkpointLockMode !== undefined && settings.checkpointLockDays === undefined)
      refuse('checkpointLockDays', 'is needed with checkpointLockMode');
    if (settings.checkpointLockDays !== undefined && settings.checkpointLockMode === undefined)
      refuse('checkpointLockMode', 'is needed with checkpointLockDays');
    if (settings.signInMail === 'ses' && settings.mailTransport !== 'ses')
      refuse('signInMail', 'can be ses only with mailTransport=ses');

    // Neither SES nor Cognito's user pools can be counted on in China's regions.
    if (settings.region?.startsWith('cn-')) {
      if (settings.mailTransport === 'ses') refuse('mailTransport', 'must be smtp in a region of China');
      if (settings.issuer === undefined) refuse('issuer', 'is needed in a region of China');
    }
    if (settings.account !== undefined && settings.mailFrom === sampleSender)
      refuse('mailFrom', `is still ${sampleSender}; give your own with -c mailFrom=…`);
  })
  .readonly();

/** The settings of one deployment, checked. */
export type Settings = z.infer<typeof schema>;

/**
 * Reads the settings from the CDK context and the environment (context wins), and refuses with every problem at
 * once. A context key that is neither a setting nor a CDK key (those have a colon) is refused: a typing error
 * must not deploy a default.
 */
export function readSettings(
  context: Readonly<Record<string, unknown>>,
  environment: Readonly<Record<string, string | undefined>>,
): Settings {
  const unknown = Object.keys(context).filter((key) => !key.includes(':') && !(key in fields));
  const given: Record<string, unknown> = {
    // What the cdk command found out about its credentials.
    account: environment.CDK_DEFAULT_ACCOUNT,
    region: environment.CDK_DEFAULT_REGION,
  };
  for (const name of Object.keys(fields)) {
    const value = context[name] ?? environment[variableOf(name)];
    if (value !== undefined && value !== '') given[name] = value;
  }
  const result = schema.safeParse(given);
  const problems = [
    ...unknown.map((key) => `${key} is no setting`),
    ...(result.error?.issues ?? []).map((issue) => `${issue.path.join('.')}: ${issue.message}`),
  ];
  if (!result.success || problems.length > 0)
    throw new Error(`The settings of this deployment do not hold:\n  ${problems.join('\n  ')}`);
  return result.data;
}

/** mailFrom → COUNTERSIGN_MAIL_FROM */
function variableOf(name: string): string {
  return `COUNTERSIGN_${name.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;
}
