import * as z from 'zod';

// What several functions read from their environment, by subject. A function's `config.ts` is made of these pieces
// and of what it alone needs; `infra/service-stack.ts` gives the values by the same subjects.

const text = z.string().min(1);
const positive = z.coerce.number().int().positive();

export const logSettings = {
  LOG_LEVEL: text,
  /** Where what is counted for alarms is counted: each environment of an account has its own. */
  METRIC_NAMESPACE: text,
};

export const tableSettings = { PROJECTS_TABLE: text, HISTORY_TABLE: text };

/** The two buckets of attachments: uploads on trial, and the files that declarations and decisions name. */
export const fileSettings = {
  UPLOADS_BUCKET: text,
  FILES_BUCKET: text,
  /** Where browsers reach each: a host, which may have a port and a path behind it, without the protocol. */
  UPLOADS_HOST: text,
  FILES_HOST: text,
};

/** What an office takes as attachments. */
export const attachmentSettings = {
  FILE_SCANNER: z.enum(['none', 'clamd', 'guardduty']),
  /** Whether a file that no scanner looked at is shown as such, or refused. */
  UNSCANNED_FILES: z.enum(['mark', 'refuse']),
  /** The same of one that is locked by a password. */
  LOCKED_FILES: z.enum(['allow', 'refuse']),
  /** The most that one file, and that all of a project's together, may hold. */
  ATTACHMENT_BYTES: positive,
  ATTACHMENTS_BYTES: positive,
};

/** Where people reach the product; links begin with it. */
export const addressSettings = { BASE_URL: text };

/** Whoever answers people: also at which host names of before they may come. */
export const edgeSettings = {
  ...addressSettings,
  /** Separated by commas; empty for none. */
  FORMER_HOSTS: z.string().transform((hosts) => hosts.split(',').filter((host) => host !== '')),
};

/** Whose sign-ins and tokens count. */
export const issuerSettings = {
  ISSUER: text,
  CLIENT_ID: text,
  /** Whom a token may be meant for, separated by commas. */
  AUDIENCES: text,
  ROLES_CLAIM: text,
  /** After how long without a request a session of somebody who decides is over, and after how long any is. */
  SESSION_IDLE_MINUTES: positive,
  SESSION_HOURS: positive,
};

export const mailSettings = {
  MAIL_FROM: text,
  MAIL_TRANSPORT: z.enum(['ses', 'smtp']),
  /** What SES sends by: whom it tells of bounces, whether it insists on TLS; empty with `smtp`. */
  MAIL_CONFIGURATION_SET: z.string(),
  /** The name of the secret that holds the relay's address, with its password; empty with `ses`. */
  SMTP_SECRET: z.string(),
};

/** A setting that is an amount in fen, or empty for none. */
const optionalFen = z
  .string()
  .regex(/^\d{0,15}$/)
  .transform((text) => (text === '' ? null : Number(text)));

/** How many times the usual number a person may do what is limited (`shared/contract/limits.ts`). */
export const limitSettings = { LIMIT_FACTOR: positive };

/** The ids of the forms that can be submitted, separated by commas. */
export const formSettings = { FORMS: text };

/** From which amounts on a stronger procedure applies. */
export const thresholdSettings = {
  COLLECTIVE_THRESHOLD_FEN: optionalFen,
  CODE_THRESHOLD_FEN: optionalFen,
};

/**
 * The settings that the rules of a deployment are made of; whoever acts by them is given all of them. What an office
 * decided for itself (`shared/workflow/settings.ts`) goes before all but the forms.
 */
export const ruleSettings = {
  ...formSettings,
  ...thresholdSettings,
  /** Calendar days after which a returned project that is not handed in again lapses. */
  LAPSE_DAYS: positive,
  /** Whom to ask, at the foot of mails and pages. */
  CONTACT: z.string(),
};

const rules = z.object(ruleSettings);
export type RuleSettings = z.infer<typeof rules>;
