import type { Database } from '../store/database.ts';
import { sentKey } from './keys.ts';

/** Marks that all mails of an event have been sent: no redelivery and no sweep sends them again. */
export const markSent = (database: Database, projectId: string, seq: number, at: Date): Promise<void> =>
  database.put(database.projects, { ...sentKey(projectId, seq), at: at.toISOString() });
