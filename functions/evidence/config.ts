import * as z from 'zod';
import {
  edgeSettings,
  fileSettings,
  formSettings,
  issuerSettings,
  limitSettings,
  logSettings,
  mailSettings,
  tableSettings,
} from '../../shared/runtime/settings.ts';

/** What this function reads from its environment. */
export const configSchema = z.object({
  ...logSettings,
  ...tableSettings,
  ...edgeSettings,
  ...issuerSettings,
  ...limitSettings,
  ...mailSettings,
  ...formSettings,
  ...fileSettings,
  /** The KMS key that signs. */
  CHECKPOINT_KEY: z.string().min(1),
  /** Where checkpoints are kept apart from the tables. */
  CHECKPOINT_BUCKET: z.string().min(1),
  /** Who is mailed each checkpoint, separated by commas; empty for nobody. */
  CHECKPOINT_MAIL: z.string(),
});
