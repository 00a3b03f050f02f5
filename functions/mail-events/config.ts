import * as z from 'zod';
import { ruleSettings } from '../../shared/runtime/settings.ts';

/** What this function reads from its environment. */
export const configSchema = z.object({
  PROJECTS_TABLE: z.string().min(1),
  HISTORY_TABLE: z.string().min(1),
  ...ruleSettings,
  LOG_LEVEL: z.string().min(1),
});
