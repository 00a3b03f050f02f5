import * as z from 'zod';
import type { Database } from '../database.ts';
import { followedKey } from '../keys.ts';
import { directoryHead } from './snapshot.ts';

/** How far open requests have followed the office: which version of the directory, and which day in Beijing. */

const point = z.lazy(() =>
  z.object({ head: directoryHead.unwrap().extend({ version: z.int().min(0) }), day: z.string() }),
);
export type Followed = z.infer<typeof point>;

const followedItem = z.lazy(() =>
  point.unwrap().extend({
    /**
     * From where it is followed once more: a request that was being opened while the office changed was in no list yet.
     */
    again: point.unwrap().extend({ notBefore: z.string() }).optional(),
    /** The last request of 0.1 that is listed by whom it waits for; null where none is. Absent where all are. */
    listedUntil: z
      .object({
        projectId: z.string(),
        request: z.object({ revision: z.int(), stage: z.string() }),
        dueAt: z.string(),
      })
      .nullable()
      .optional(),
    /** How far the work has come of which a run could do a part only. */
    cursor: z
      .object({
        of: z.string(),
        /** The point that is followed to; earlier releases began anew with every change. */
        to: point.optional(),
        /** The step, and the last that was done of it. */
        waiting: z.string(),
        after: z.string().optional(),
      })
      .optional(),
  }),
);
export type FollowedItem = z.infer<typeof followedItem>;

export async function loadFollowed(database: Database): Promise<FollowedItem | undefined> {
  const item = await database.get(database.projects, followedKey);
  return item === undefined ? undefined : followedItem.parse(item);
}

export const saveFollowed = (database: Database, followed: FollowedItem): Promise<void> =>
  database.put(database.projects, { ...followedKey, ...followed });
