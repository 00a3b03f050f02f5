import * as z from 'zod';
import type { Database } from '../store/database.ts';
import { listingKey } from './keys.ts';

/** How far the projects of earlier versions, which had no lists, have been listed: unit by unit. */

const walk = z.lazy(() =>
  z.object({
    /** The last unit (USCC) that was walked through; absent at the beginning. */
    unit: z.string().optional(),
    /** The last of its projects that was looked at, as the index has it; absent where all of them were. */
    after: z.record(z.string(), z.unknown()).optional(),
    /** Whether one could not be listed: then the walk begins anew some time after its end. */
    missed: z.boolean().default(false),
    /** Before which it does not go on, UTC. */
    notBefore: z.string().optional(),
    /** Everything is listed. */
    done: z.boolean(),
  }),
);
export type ListingWalk = z.infer<typeof walk>;

export async function loadListingWalk(database: Database): Promise<ListingWalk> {
  const item = await database.get(database.projects, listingKey, 'eventually');
  return item === undefined ? { missed: false, done: false } : walk.parse(item);
}

export const saveListingWalk = (database: Database, to: ListingWalk): Promise<void> =>
  database.put(database.projects, { ...listingKey, ...to });
