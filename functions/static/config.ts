import * as z from 'zod';

/** What this function reads from its environment. */
export const configSchema = z.object({
  BASE_URL: z.string().min(1),
  /** The ids of the forms that can be submitted, separated by commas. */
  FORMS: z.string().min(1).default('project-declaration'),
  LOG_LEVEL: z.string().min(1),
});
