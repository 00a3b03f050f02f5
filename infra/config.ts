import * as z from 'zod';
import { readAmount, whyNoAmount } from '../shared/values/read-amount.ts';
import { normalText } from '../shared/values/text.ts';
import { againstLine, issueOf } from '../shared/values/text-schema.ts';

/** `countersign.example` is reserved for examples: nothing sent from it can reach anyone. */
const sampleSender = 'countersign@countersign.example';

const whole = z.coerce.number('is no number').int('is no whole number').positive('is not more than 0');

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

/** Yes or no, as JSON has it or as a flag writes it. */
const flag = z.preprocess(
  (given) => (given === 'true' ? true : given === 'false' ? false : given),
  z.boolean(),
);

/** Ids of AWS, comma separated. */
const ids = (prefix: string) =>
  z
    .string()
    .transform((list) => list.split(',').map((id) => id.trim()))
    .pipe(
      z.array(z.string().regex(new RegExp(`^${prefix}-[0-9a-f]{8,17}$`), `is no list of ${prefix}-… ids`)),
    );

/** What Cognito refuses in the label of a sign-in page. */
const reservedInLabels = /aws|amazon|cognito/;

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
 * How a setting may be changed once it is deployed: at any time; by the steps that its description tells; or never,
 * because what it names would be made anew.
 */
export const changes = ['free', 'two-step', 'fixed'] as const;
export type Change = (typeof changes)[number];

/** A setting with how it may be changed, and what it is for: the reason goes wherever the setting is shown. */
const setting = <Schema extends z.ZodType>(schema: Schema, change: Change, ...reason: string[]): Schema =>
  schema.meta({ description: reason.join(' '), change });

/**
 * The settings of one deployment. Each has a default that runs on one machine and in a fresh account, and a
 * reason. They stand in a settings file (`settings-file.ts`); without one they are read from the CDK context and from
 * COUNTERSIGN_NAME in the environment.
 */
export const fields = {
  region: setting(
    z
      .string()
      .regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'is no region, such as eu-central-1 or cn-north-1')
      .optional(),
    'fixed',
    'Where to deploy. Absent: wherever the command’s credentials point, so that synthesis needs no account.',
  ),
  account: setting(
    z
      .string()
      .regex(/^\d{12}$/, 'is no account number (12 digits)')
      .optional(),
    'fixed',
    'The account to deploy to. Absent: that of the command’s credentials.',
  ),
  environment: setting(
    z
      .string()
      .regex(
        /^[a-z][a-z0-9]{0,15}$/,
        'is no name of an environment (a letter, then at most 15 letters or digits)',
      )
      .optional(),
    'fixed',
    'One of several deployments in an account: it is part of every name. Chosen by the command, and with it the',
    'settings file. Absent: the only one, or the first.',
  ),
  protected: setting(
    flag.prefault(false),
    'free',
    'Whether stacks, tables and people are protected against being deleted. The first successful `npm run deploy`',
    'writes true: what is protected from the beginning cannot be cleared away when a first deployment fails.',
  ),

  domain: setting(
    // As browsers write it, and as API Gateway alone takes it.
    z.hostname().toLowerCase().optional(),
    'two-step',
    'The office’s own host name. Absent: the address that API Gateway gives. Added later: that address stays open',
    '(`gatewayAddress`) until the links that were mailed with it have ended; people sign in at the new one alone. Another',
    'host name in place of one: give the first in `formerDomains` at the same time. None after one ends the links that',
    'were mailed with it.',
  ),
  formerDomains: setting(
    z
      .string()
      .transform((list) => list.split(',').map((name) => name.trim().toLowerCase()))
      .pipe(z.array(z.hostname()))
      .optional(),
    'two-step',
    'Host names that the office had before, comma separated: pages that are opened there lead to the same page at the',
    'present address, so that mailed links work on. First deploy this release as it is set; then give `domain` the new',
    'name and this the former one, and deploy. API Gateway keeps the former name, with its certificate; a week later,',
    'when the links mailed with it have ended, take it away here and delete it there (RUNBOOK, Another host name).',
  ),
  certificateArn: setting(
    z.string().startsWith('arn:').optional(),
    'free',
    'The certificate of that host name, in the same region.',
  ),
  gatewayAddress: setting(
    z.enum(['open', 'closed']).default('open'),
    'free',
    'Whether the address that API Gateway gives goes on to answer beside `domain`. Links that were mailed with it work',
    'for a week: close it a week after `domain` was set, or at once where nothing was mailed before.',
  ),

  mailFrom: setting(
    z.email().default(sampleSender),
    'two-step',
    'Who the mails come from. The default can send nothing and is refused at deploying. Within the same domain it may',
    'be changed at any time; to another domain: verify that one in SES first, then change both this and',
    '`mailIdentity`, to `existing`.',
  ),
  mailTransport: setting(
    z.enum(['ses', 'smtp']).default('ses'),
    'two-step',
    'SES needs no server of one’s own; SMTP is for partitions without SES and offices with a relay. From ses to smtp:',
    'deploy with `mailIdentity` as it was, then take `mailIdentity` away and deploy again.',
  ),
  mailIdentity: setting(
    z.enum(['domain', 'address', 'existing']).optional(),
    'two-step',
    'What SES knows the sender by: the domain of `mailFrom` (three DNS records verify it), the very address (one click',
    'in a mail that AWS sends there), or an identity that exists already, which the deployment then leaves alone.',
    'Absent: the domain, where mail goes by SES. Given with smtp: the sender of before is kept.',
  ),
  smtpSecretName: setting(
    z
      .string()
      .regex(/^[A-Za-z0-9/_+=.@-]{1,512}$/, 'is no name of a secret (its ARN is none)')
      .optional(),
    'free',
    'The name in Secrets Manager of the secret whose text is the SMTP address (`smtps://user:password@host`, or `smtp://`',
    'with STARTTLS; `smtp://host?tls=none` alone sends unencrypted). Whoever deploys creates it; the functions that send',
    'read it when they send, so that no template, environment or git has it.',
  ),
  contact: setting(
    line(200).prefault('项目办公室（示例） 010-00000000'),
    'free',
    'Whom to ask, at the foot of every mail: people trust a mail with an office behind it.',
  ),

  issuer: setting(
    z.url({ protocol: /^https$/ }).optional(),
    'two-step',
    'An OIDC issuer of one’s own. Absent: a Cognito pool with one-time codes by mail. From the pool to an issuer:',
    'deploy with `userPool` true, then take `userPool` away and deploy again; the pool itself is kept.',
  ),
  userPool: setting(
    flag.optional(),
    'two-step',
    'Whether the deployment keeps a Cognito pool. Absent: where there is no `issuer`.',
  ),
  clientId: setting(
    z.string().min(1).optional(),
    'free',
    'The client that was registered at the issuer for this product.',
  ),
  audiences: setting(
    z.string().default(''),
    'free',
    'Further `aud` or `client_id` values that programs may present, comma separated.',
  ),
  rolesClaim: setting(
    z.string().min(1).default('cognito:groups'),
    'free',
    'The claim that holds the roles: Cognito’s name for groups.',
  ),
  sessionIdleMinutes: setting(
    whole.min(5, 'is shorter than reading a declaration takes').default(30),
    'free',
    'After how many minutes without a request whoever decides, administers or audits is signed out. 30: longer than',
    'reading a declaration takes, shorter than a meeting, during which a desk stands open to whoever passes. Who only',
    'submits is not meant: they may type for hours, and what they do is to a draft.',
  ),
  sessionHours: setting(
    whole.max(24, 'outlives the day whose roles it has').default(8),
    'free',
    'After how many hours everybody signs in again. A working day: roles are those of the moment of signing in.',
  ),
  signInPrefix: setting(
    z
      .string()
      .regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, 'is no host label')
      .refine(
        (label) => !reservedInLabels.test(label),
        'contains aws, amazon or cognito, which Cognito refuses',
      )
      .optional(),
    'fixed',
    'First label of Cognito’s sign-in page. Absent: `countersign-<account>`, since the label is global.',
  ),
  signInMail: setting(
    z.enum(['cognito', 'ses']).default('cognito'),
    'free',
    'Who sends the sign-in codes. Cognito’s own sender works at once, with 50 mails a day; change to `ses` when the',
    'sender’s domain is verified (Cognito refuses an unverified one, so a first deployment cannot start there).',
  ),

  throttleRate: setting(
    whole.default(50),
    'free',
    'Requests per second for everyone together: 200 people at a click every four seconds.',
  ),
  throttleBurst: setting(
    whole.default(100),
    'free',
    'Twice the rate: a page is one request and its assets are cached, so bursts are short.',
  ),
  limitFactor: setting(
    whole.max(1_000, 'is no limit any more').default(1),
    'free',
    'How many times the usual number a person may do what is limited for each (`shared/contract/limits.ts`). 1 is more',
    'than hands can do; an office whose program hands in for all units by one account needs more.',
  ),
  logRetentionDays: setting(
    z.coerce
      .number()
      .pipe(z.literal([30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 3653]))
      .default(180),
    'free',
    'Half a year: the time within which an audit asks how something came about. The evidence is the history.',
  ),
  logLevel: setting(
    z.enum(['debug', 'info', 'warn', 'error']).default('info'),
    'free',
    'From which level on the functions log. What alarms count is written at every level.',
  ),
  alarmEmail: setting(
    z.email().optional(),
    'free',
    'Who is told when an alarm goes off: a mailbox that several people read. Absent: alarms show in the console only.',
  ),
  budgetUsd: setting(
    whole.max(100_000, 'is no budget of this product').optional(),
    'free',
    'From how many US dollars a month on, of everything in the account, `alarmEmail` is told of the cost. Absent: never.',
  ),

  checkpointMail: setting(
    z
      .string()
      .transform((list) => list.split(',').map((address) => address.trim()))
      .pipe(z.array(z.email()))
      .optional(),
    'free',
    'Mailboxes that each checkpoint of the history is sent to, comma separated. An audit office’s own is the best: no',
    'operator of this system reaches it. Absent: nobody, since an address of ours would anchor nothing.',
  ),
  checkpointLockMode: setting(
    z.enum(['GOVERNANCE', 'COMPLIANCE']).optional(),
    'fixed',
    'Whether kept checkpoints, and the attachments of what was submitted, are locked (S3 Object Lock): `GOVERNANCE` can be lifted with a right of its own,',
    '`COMPLIANCE` by nobody, not even with the account’s root. No default: it cannot be undone, and costs storage until',
    'its end. It may be switched on later, and never off again.',
  ),
  checkpointLockDays: setting(
    whole.max(36_500, 'is longer than S3 takes (100 years)').optional(),
    'free',
    'For how many days: as long as the office must keep its records (会计档案: 10 or 30 years). No default either.',
  ),

  fileScanner: setting(
    z.enum(['none', 'clamd', 'guardduty']).default('none'),
    'free',
    'What looks for malware in attachments. `clamd`: a ClamAV of the office’s own, by `clamdAddress`; `guardduty`: Amazon’s',
    'Malware Protection for S3, billed by size, not in China; `none`: nothing, and then `unscannedFiles` says what becomes',
    'of them. None by default: one has to be installed or paid for.',
  ),
  clamdAddress: setting(
    z
      .string()
      .regex(
        /^(\/[\w./-]+|([A-Za-z0-9.-]+|\[[0-9A-Fa-f:]+\]):[1-9]\d{0,4})$/,
        'is neither host and port, such as clamd.office.example:3310, nor the path of a socket',
      )
      .refine(
        (address) => address.startsWith('/') || Number(address.replace(/^.*:/, '')) <= 65_535,
        'has no port up to 65535',
      )
      .optional(),
    'free',
    'Host and port at which `clamd` listens, or on one server the path of its socket (`/run/clamav/clamd.ctl`). It knows',
    'no password and no TLS: a network of one’s own, or the machine itself.',
  ),
  clamdSubnets: setting(
    ids('subnet').optional(),
    'free',
    'Where `scan-file` runs so as to reach `clamd`: subnets of the office’s own network on AWS, comma separated, in at',
    'least two zones, with gateway endpoints for S3 and DynamoDB. Not used on one server.',
  ),
  clamdSecurityGroups: setting(
    ids('sg').optional(),
    'free',
    'Its security groups there, comma separated: they must let it out to `clamd`, S3 and DynamoDB.',
  ),
  unscannedFiles: setting(
    z.enum(['mark', 'refuse']).default('mark'),
    'free',
    'What becomes of files that no scanner looked at: shown as such, or refused. With `refuse` and without a scanner nobody',
    'can attach anything.',
  ),
  lockedFiles: setting(
    z.enum(['allow', 'refuse']).default('allow'),
    'free',
    'What becomes of files with a password, into which no scanner sees: shown as such, or refused. Allowed by default:',
    'banks and auditors send theirs so, and a refused one is sent by other ways.',
  ),
  attachmentMegabytes: setting(
    whole.max(50, 'is more than is looked through at once').default(20),
    'free',
    'The most that one attachment holds: 20 MB are a scanned contract of a hundred pages.',
  ),
  attachmentsMegabytes: setting(
    whole.max(1_000, 'is no file any more, but an archive').default(100),
    'free',
    'The most that all attachments of a project hold together.',
  ),

  historyStreamArn: setting(
    z
      .string()
      .regex(/^arn:aws(-[a-z]+)*:dynamodb:[^*]+\/stream\/[^*]+$/, 'is no stream of a table')
      .optional(),
    'two-step',
    'The stream of the table History after a restore, which gives it a new one. Absent: the one that it was deployed with.',
    'Set it when the table is back under its name (RUNBOOK, Restore), deploy the service alone, and leave it from then on.',
  ),

  codeThresholdYuan: setting(
    yuan.optional(),
    'free',
    'From how many yuan on a decider proves the mailbox with a code, beside the link. Absent: never.',
  ),
  collectiveThresholdYuan: setting(
    yuan.optional(),
    'free',
    'From how many yuan on a decision is taken collectively (三重一大). Absent: never; each office sets its own.',
  ),

  lapseDays: setting(
    whole.min(21, 'leaves no week before the first warning').default(60),
    'free',
    'After how many days a returned project that is not handed in again lapses. 60: two months are longer than any',
    'holiday, and a budget’s timetable does not wait longer. Its two warnings come two weeks and one week before.',
  ),

  waitDays: setting(
    whole.max(365, 'is longer than an execution lives (a year)').default(30),
    'free',
    'How long the flow waits for one decision before it asks the record again. A safety net, far beyond the deadlines',
    'that people see: 30 days, so that a lost token costs a month at most.',
  ),
};

const schema = z
  .object(fields)
  .superRefine((settings, context) => {
    const refuse = (path: keyof typeof fields, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message });

    if (settings.domain !== undefined && settings.certificateArn === undefined)
      refuse('certificateArn', 'is needed with domain');
    for (const name of ['certificateArn', 'historyStreamArn'] as const) {
      const [, , , region] = settings[name]?.split(':') ?? [];
      if (region && settings.region !== undefined && region !== settings.region)
        refuse(
          name,
          `is of ${region}, and the deployment of ${settings.region}: it takes one of its own region`,
        );
    }
    if (settings.domain !== undefined && settings.formerDomains?.includes(settings.domain))
      refuse('formerDomains', 'names the present domain');
    if (settings.gatewayAddress === 'closed' && settings.domain === undefined)
      refuse('gatewayAddress', 'is the only address without domain');
    if (settings.mailTransport === 'smtp' && settings.smtpSecretName === undefined)
      refuse('smtpSecretName', 'is needed with mailTransport=smtp');
    if (settings.issuer !== undefined && settings.clientId === undefined)
      refuse('clientId', 'is needed with issuer');
    if (settings.userPool === false && settings.issuer === undefined)
      refuse('userPool', 'is needed without issuer');
    if (settings.checkpointLockMode !== undefined && settings.checkpointLockDays === undefined)
      refuse('checkpointLockDays', 'is needed with checkpointLockMode');
    if (settings.checkpointLockDays !== undefined && settings.checkpointLockMode === undefined)
      refuse('checkpointLockMode', 'is needed with checkpointLockDays');
    if (settings.signInMail === 'ses' && settings.mailTransport !== 'ses')
      refuse('signInMail', 'can be ses only with mailTransport=ses');
    if (settings.issuer === undefined && settings.signInPrefix === undefined)
      if (reservedInLabels.test(settings.environment ?? ''))
        refuse(
          'signInPrefix',
          'is needed: the environment contains aws, amazon or cognito, which Cognito refuses',
        );
    if (settings.budgetUsd !== undefined && settings.alarmEmail === undefined)
      refuse('alarmEmail', 'is needed with budgetUsd');

    if (settings.fileScanner === 'clamd' && settings.clamdAddress === undefined)
      refuse('clamdAddress', 'is needed with fileScanner=clamd');
    if ((settings.clamdSubnets === undefined) !== (settings.clamdSecurityGroups === undefined))
      refuse(
        settings.clamdSubnets === undefined ? 'clamdSubnets' : 'clamdSecurityGroups',
        'is needed too: a function in a network has both',
      );
    if (settings.clamdSubnets !== undefined && settings.clamdAddress?.startsWith('/'))
      refuse('clamdAddress', 'is a path, which no function in a network reaches: host and port');
    if (settings.attachmentsMegabytes < settings.attachmentMegabytes)
      refuse('attachmentsMegabytes', 'is less than one file may hold (attachmentMegabytes)');

    if (settings.region?.startsWith('us-gov-') && settings.budgetUsd !== undefined)
      refuse('budgetUsd', 'is not offered in a region of GovCloud');
    // Neither SES nor Cognito's user pools can be counted on in China's regions.
    if (isChina(settings)) {
      if (settings.mailTransport === 'ses') refuse('mailTransport', 'must be smtp in a region of China');
      if (settings.issuer === undefined) refuse('issuer', 'is needed in a region of China');
      if (settings.fileScanner === 'guardduty')
        refuse('fileScanner', 'is not offered as guardduty in a region of China: clamd or none');
      for (const name of ['mailIdentity', 'userPool', 'budgetUsd'] as const)
        if (settings[name]) refuse(name, 'is not offered in a region of China');
    }
  })
  .readonly();

/** The settings of one deployment, checked. */
export type Settings = z.infer<typeof schema>;

/** Whether it is one of the two regions of the partition aws-cn, where some services are not offered. */
export const isChina = ({ region }: Pick<Settings, 'region'>): boolean => region?.startsWith('cn-') ?? false;

export const isSampleSender = ({ mailFrom }: Pick<Settings, 'mailFrom'>): boolean =>
  mailFrom === sampleSender;

/** On AWS: whether files would go to `clamd` over the internet. */
export const lacksNetwork = ({ fileScanner, clamdSubnets }: Settings): boolean =>
  fileScanner === 'clamd' && clamdSubnets === undefined;

/** What may be synthesized, and bootstrapped for, but not deployed. */
export function whyNotDeployed(settings: Settings): string | undefined {
  if (settings.account === undefined) return undefined;
  if (isSampleSender(settings))
    return `mailFrom is still ${settings.mailFrom}, from which nothing reaches anybody: \`npm run setup\` asks for yours`;
  if (lacksNetwork(settings))
    return 'clamdSubnets is missing: without a network of your own, files would go to clamd over the internet, unencrypted';
  return undefined;
}

/** The settings as a file has them; see `settings-file.ts`. */
export interface SettingsFile {
  readonly name: string;
  readonly settings: Readonly<Record<string, unknown>>;
}

/**
 * Reads the settings, and refuses with every problem at once: from a file where there is one, else from the CDK context
 * and the environment (context wins). A context key that is neither a setting nor a CDK key (those have a colon) is
 * refused: a typing error must not deploy a default. So is, beside a file, a setting that is given any other way: the next
 * command would be given without it, and put it back unasked.
 */
export function readSettings(
  context: Readonly<Record<string, unknown>>,
  environment: Readonly<Record<string, string | undefined>>,
  file?: SettingsFile,
): Settings {
  const asked: Record<string, unknown> = {};
  for (const name of Object.keys(fields)) {
    const value = context[name] ?? environment[variableOf(name)];
    if (value !== undefined && value !== '') asked[name] = value;
  }
  const result = schema.safeParse({
    // What the cdk command found out about its credentials.
    account: environment.CDK_DEFAULT_ACCOUNT,
    region: environment.CDK_DEFAULT_REGION,
    ...(file ? { ...file.settings, environment: asked.environment } : asked),
  });
  const problems = [
    ...Object.keys(context)
      .filter((key) => !key.includes(':') && !(key in fields))
      .map((key) => `${key} is no setting`),
    ...(file ? besideFile(file, asked) : []),
    ...(result.error?.issues ?? []).map((issue) => `${issue.path.join('.')}: ${issue.message}`),
  ];
  if (!result.success || problems.length > 0)
    throw new Error(`The settings of this deployment do not hold:\n  ${problems.join('\n  ')}`);
  return result.data;
}

/** Which environment a command is for. @throws Error where it is no name of one */
export function chosenEnvironment(
  context: Readonly<Record<string, unknown>>,
  environment: Readonly<Record<string, string | undefined>>,
): string | undefined {
  // A variable that is set to nothing is not set; a name that was given and is empty has got lost on its way.
  const given = context.environment ?? (environment[variableOf('environment')] || undefined);
  const { data, error } = fields.environment.safeParse(given);
  if (error) throw new Error(`environment: ${error.issues.map(({ message }) => message).join('; ')}`);
  return data;
}

function besideFile(file: SettingsFile, asked: Readonly<Record<string, unknown>>): string[] {
  const notSettings = Object.keys(file.settings).filter(
    (name) => !(name in fields) || name === 'environment',
  );
  return [
    ...notSettings.map((name) => `${name} in ${file.name} is no setting`),
    ...Object.keys(asked)
      .filter((name) => name !== 'environment')
      .map((name) => `${name}: write it into ${file.name}, where the next command finds it too`),
  ];
}

/** mailFrom → COUNTERSIGN_MAIL_FROM */
export function variableOf(name: string): string {
  return `COUNTERSIGN_${name.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;
}
