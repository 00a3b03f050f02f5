import * as z from 'zod';
import { stateMachines } from '../../shared/effects/state-machines.ts';
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
  STATE_MACHINES: stateMachines,
});
