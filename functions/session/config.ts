import * as z from 'zod';

/** What this function reads from its environment. */
export const configSchema = z.object({
  PROJECTS_TABLE: z.string().min(1),
  HISTORY_TABLE: z.string().min(1),
  BASE_URL: z.string().min(1),
  ISSUER: z.string().min(1),
  CLIENT_ID: z.string().min(1),
  AUDIENCES: z.string().min(1),
  ROLES_CLAIM: z.string().min(1),
  LOG_LEVEL: z.string().min(1),
});
