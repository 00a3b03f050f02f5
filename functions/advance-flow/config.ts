import * as z from 'zod';
import { stateMachines } from '../../shared/effects/state-machines.ts';

/** What this function reads from its environment. */
export const configSchema = z.object({
  PROJECTS_TABLE: z.string().min(1),
  HISTORY_TABLE: z.string().min(1),
  STATE_MACHINES: stateMachines,
  UNPROCESSED_QUEUE_URL: z.string().min(1),
  LOG_LEVEL: z.string().min(1),
});
