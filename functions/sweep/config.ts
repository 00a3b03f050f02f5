import * as z from 'zod';
import { stateMachines } from '../../shared/effects/state-machines.ts';
import {
  addressSettings,
  attachmentSettings,
  fileSettings,
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
  ...fileSettings,
  ...attachmentSettings,
  STATE_MACHINES: stateMachines,
});
