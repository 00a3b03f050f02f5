import * as z from 'zod';

/** What this function reads from its environment. */
export const configSchema = z.object({
  PROJECTS_TABLE: z.string().min(1),
  HISTORY_TABLE: z.string().min(1),
  BASE_URL: z.string().min(1),
  ISSUER: z.string().min(1),
  CLIENT_ID: z.string().min(1),
  AUDIENCES: z.string().min(1),
  ROLES_CLAIM: z.string().min(1),
  /** The KMS key that signs. */
  CHECKPOINT_KEY: z.string().min(1),
  /** Where checkpoints are kept apart from the tables. */
  CHECKPOINT_BUCKET: z.string().min(1),
  /** Who is mailed each checkpoint, separated by commas; empty for nobody. */
  CHECKPOINT_MAIL: z.string(),
  MAIL_FROM: z.string().min(1),
  MAIL_TRANSPORT: z.enum(['ses', 'smtp']),
  SMTP_URL: z.string(),
  CONTACT: z.string(),
  /** The ids of the forms that can be submitted, separated by commas. */
  FORMS: z.string().min(1),
  LOG_LEVEL: z.string().min(1),
});
