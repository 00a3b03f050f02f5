import * as z from 'zod';
import { edgeSettings, issuerSettings, logSettings, tableSettings } from '../../shared/runtime/settings.ts';

/** What this function reads from its environment. */
export const configSchema = z.object({
  ...logSettings,
  ...edgeSettings,
  ...issuerSettings,
  PROJECTS_TABLE: tableSettings.PROJECTS_TABLE,
});
