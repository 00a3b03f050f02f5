import * as z from 'zod';
import { ruleSettings } from '../../shared/runtime/settings.ts';

/** What this function reads from its environment. */
export const configSchema = z.object({
  PROJECTS_TABLE: z.string().min(1),
  HISTORY_TABLE: z.string().min(1),
  BASE_URL: z.string().min(1),
  UNPROCESSED_QUEUE_URL: z.string().min(1),
  MAIL_FROM: z.string().min(1),
  MAIL_TRANSPORT: z.enum(['ses', 'smtp']),
  SMTP_URL: z.string(),
  CONTACT: z.string(),
  ...ruleSettings,
  LOG_LEVEL: z.string().min(1),
});
