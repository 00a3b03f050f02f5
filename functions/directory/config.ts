import * as z from 'zod';
import {
  addressSettings,
  formSettings,
  issuerSettings,
  logSettings,
  tableSettings,
} from '../../shared/runtime/settings.ts';

/** What this function reads from its environment. */
export const configSchema = z.object({
  ...logSettings,
  ...tableSettings,
  ...addressSettings,
  ...issuerSettings,
  ...formSettings,
});
