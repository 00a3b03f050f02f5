import * as z from 'zod';

/** What this function reads from its environment. */
export const configSchema = z.object({ LOG_LEVEL: z.string().min(1) });
