import * as z from 'zod';
import {
  edgeSettings,
  formSettings,
  issuerSettings,
  limitSettings,
  logSettings,
  tableSettings,
  thresholdSettings,
} from '../../shared/runtime/settings.ts';

/** What this function reads from its environment. */
export const configSchema = z.object({
  ...logSettings,
  ...tableSettings,
  ...edgeSettings,
  ...issuerSettings,
  ...limitSettings,
  ...formSettings,
  ...thresholdSettings,
  /** Where checkpoints are kept apart from the tables. */
  CHECKPOINT_BUCKET: z.string().min(1),
});
