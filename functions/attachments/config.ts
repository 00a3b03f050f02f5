import * as z from 'zod';
import {
  attachmentSettings,
  edgeSettings,
  fileSettings,
  issuerSettings,
  limitSettings,
  logSettings,
  ruleSettings,
  tableSettings,
} from '../../shared/runtime/settings.ts';

/** What this function reads from its environment. */
export const configSchema = z.object({
  ...logSettings,
  ...tableSettings,
  ...edgeSettings,
  ...issuerSettings,
  ...limitSettings,
  ...ruleSettings,
  ...fileSettings,
  ...attachmentSettings,
});
