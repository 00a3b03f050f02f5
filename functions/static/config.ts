import * as z from 'zod';
import { edgeSettings, formSettings, logSettings, tableSettings } from '../../shared/runtime/settings.ts';

/** What this function reads from its environment. */
export const configSchema = z.object({
  ...logSettings,
  ...edgeSettings,
  ...formSettings,
  ...tableSettings,
});
