import * as z from 'zod';
import { optionalFen } from '../../shared/runtime/settings.ts';

/** What this function reads from its environment. */
export const configSchema = z.object({
  PROJECTS_TABLE: z.string().min(1),
  HISTORY_TABLE: z.string().min(1),
  BASE_URL: z.string().min(1),
  ISSUER: z.string().min(1),
  CLIENT_ID: z.string().min(1),
  AUDIENCES: z.string().min(1),
  ROLES_CLAIM: z.string().min(1),
  /** The ids of the forms that can be submitted, separated by commas. */
  FORMS: z.string().min(1),
  /** From which amounts on a stronger procedure applies: red flags ask what lies just below. */
  CODE_THRESHOLD_FEN: optionalFen,
  COLLECTIVE_THRESHOLD_FEN: optionalFen,
  /** Where checkpoints are kept apart from the tables. */
  CHECKPOINT_BUCKET: z.string().min(1),
  LOG_LEVEL: z.string().min(1),
});
