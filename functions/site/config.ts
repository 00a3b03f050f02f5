import * as z from 'zod';

/** What this function reads from its environment. */
export const configSchema = z.object({
  BASE_URL: z.string().min(1),
  LOG_LEVEL: z.string().min(1),
});
