import * as z from 'zod';
import { inTurns } from '../runtime/in-turns.ts';
import type { Database } from '../store/database.ts';

/** Open requests whose deadline has passed, from the index by the unit that is asked: no record is read. */

const overdueItem = z.object({
  projectId: z.string(),
  stage: z.string(),
  revision: z.int(),
  unitName: z.string(),
  deadline: z.string(),
});
export type OverdueRequest = z.infer<typeof overdueItem>;

export interface OverdueRequests {
  /** The oldest deadline first. */
  readonly requests: readonly OverdueRequest[];
  /** Whether there are more than were read. */
  readonly more: boolean;
}

/** So many of each asked unit are read: some twelve read units, whatever the backlog. */
const MOST_OF_UNIT = 200;
/** So many units at once keep the table calm. */
const AT_ONCE = 25;

/** What is overdue at the posts of these units. */
export async function overdueRequests(
  database: Database,
  askedUnits: Iterable<string>,
  now: Date,
): Promise<OverdueRequests> {
  const pages = await inTurns([...new Set(askedUnits)], AT_ONCE, (unit) =>
    database.query({
      TableName: database.projects,
      IndexName: 'by-asked',
      KeyConditionExpression: '#asked = :unit AND #deadline < :now',
      ExpressionAttributeNames: { '#asked': 'askedUnit', '#deadline': 'deadline' },
      ExpressionAttributeValues: { ':unit': unit, ':now': now.toISOString() },
      Limit: MOST_OF_UNIT,
    }),
  );
  return {
    requests: pages
      .flatMap(({ items }) => items.map((item) => overdueItem.parse(item)))
      .sort((a, b) => (a.deadline < b.deadline ? -1 : 1)),
    more: pages.some(({ next }) => next !== undefined),
  };
}
