import * as z from 'zod';
import { stateMachines } from '../../shared/effects/state-machines.ts';
import { logSettings, tableSettings } from '../../shared/runtime/settings.ts';

/** What this function reads from its environment. */
export const configSchema = z.object({
  ...logSettings,
  ...tableSettings,
  STATE_MACHINES: stateMachines,
  UNPROCESSED_QUEUE_URL: z.string().min(1),
});
