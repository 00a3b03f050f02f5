import * as z from 'zod';
import {
  addressSettings,
  issuerSettings,
  limitSettings,
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
  ...issuerSettings,
  ...limitSettings,
  ...mailSettings,
  ...ruleSettings,
});
