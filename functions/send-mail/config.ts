import * as z from 'zod';
import {
  addressSettings,
  logSettings,
  mailSettings,
  ruleSettings,
  tableSettings,
} from '../../shared/runtime/settings.ts';

/** What this function reads from its environment. */
export const configSchema = z.object({
  ...logSettings,
  ...tableSettings,
  ...addressSettings,
  ...mailSettings,
  ...ruleSettings,
  UNPROCESSED_QUEUE_URL: z.string().min(1),
});
