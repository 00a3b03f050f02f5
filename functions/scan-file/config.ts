import * as z from 'zod';
import {
  addressSettings,
  attachmentSettings,
  fileSettings,
  logSettings,
  tableSettings,
} from '../../shared/runtime/settings.ts';

/** What this function reads from its environment. */
export const configSchema = z.object({
  ...logSettings,
  ...addressSettings,
  PROJECTS_TABLE: tableSettings.PROJECTS_TABLE,
  ...fileSettings,
  FILE_SCANNER: attachmentSettings.FILE_SCANNER,
  /** `host:port`, or the path of a socket; empty unless files are scanned by `clamd`. */
  CLAMD_ADDRESS: z.string(),
});
