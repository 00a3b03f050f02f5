import * as z from 'zod';
import type { Database } from './database.ts';
import { calendarWarningKey, recountKey } from './keys.ts';

const recountRecord = z.lazy(() =>
  z.object({
    /** The version of the calendar that is counted by. */
    calendar: z.string(),
    /** When it was first seen, and when this walk over all open requests began: UTC. */
    since: z.string(),
    begun: z.string(),
    /** Where the walk goes on; absent at its beginning. */
    cursor: z.record(z.string(), z.unknown()).optional(),
    /** Whether all that was met so far was counted by this calendar already. */
    quiet: z.boolean(),
    /** Every open request is counted by this calendar. */
    done: z.boolean(),
  }),
);
export type Recount = z.infer<typeof recountRecord>;

/** How far open requests have been counted anew; undefined where no calendar was ever looked at. */
export async function loadRecount(database: Database): Promise<Recount | undefined> {
  const item = await database.get(database.projects, recountKey);
  return item === undefined ? undefined : recountRecord.parse(item);
}

export const saveRecount = (database: Database, recount: Recount): Promise<void> =>
  database.put(database.projects, { ...recountKey, ...recount });

const warningRecord = z.lazy(() => z.object({ day: z.string() }));

/** The last day on which it was said that a year's holidays are not known; undefined where it never was. */
export async function lastWarning(database: Database): Promise<string | undefined> {
  const item = await database.get(database.projects, calendarWarningKey);
  return item === undefined ? undefined : warningRecord.parse(item).day;
}

export const saveWarning = (database: Database, day: string): Promise<void> =>
  database.put(database.projects, { ...calendarWarningKey, day });
