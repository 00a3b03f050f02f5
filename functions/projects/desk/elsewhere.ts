import * as z from 'zod';
import type { DeskQuery } from '../../../shared/contract/routes/projects.ts';
import { listPage } from '../../../shared/project/list-pages.ts';
import { totalsOfFinance } from '../../../shared/project/list-totals.ts';
import { listOf } from '../../../shared/project/listed-line.ts';
import type { Database } from '../../../shared/store/database.ts';
import { decoded, encoded, isMeant } from './arrange.ts';
import type { DonePage } from './done.ts';
import { elsewhere } from './items.ts';

/** What is in review in the units that a decider serves and does not wait for them: it is with others. */

/** The units (USCC) whose posts the reader holds or stands in for today. */
type Serves = ReadonlySet<string>;

/** How many there are beside those that wait for the reader. */
export async function countElsewhere(database: Database, serves: Serves, waiting: number): Promise<number> {
  const totals = await Promise.all([...serves].map((finance) => totalsOfFinance(database, finance)));
  const inReview = totals
    .flat()
    .flatMap(({ states }) => states)
    .filter(({ state }) => state === 'in-review')
    .reduce((sum, { projects }) => sum + projects, 0);
  // What was handed over from another office waits without standing in these lists.
  return Math.max(0, inReview - waiting);
}

/** So many lines of some 400 bytes are looked at for a page: five read units. It may then be short, and goes on. */
const MOST_LOOKED_AT = 100;

const place = z.strictObject({ after: z.string() });

/** A page of it, the newest first. @throws Problem `invalid-parameter` for a cursor of something else */
export async function pageElsewhere(
  database: Database,
  serves: Serves,
  waiting: ReadonlySet<string>,
  query: DeskQuery,
): Promise<DonePage> {
  const after = query.cursor === undefined ? undefined : decoded(query.cursor, place).after;
  const meant = isMeant(query);
  const { lines, next } = await listPage(
    database,
    {
      lists: [...serves].map((finance) => ({
        list: listOf.finance(finance),
        admits: (line) => !waiting.has(line.id) && meant(elsewhere(line)),
      })),
      filters: { state: 'in-review' },
      titleOf: ({ maskedTitle, title }) => maskedTitle ?? title,
      order: 'newest',
      limit: query.limit,
      after,
    },
    MOST_LOOKED_AT,
  );
  return { items: lines.map(elsewhere), next: next === null ? null : encoded({ after: next }) };
}
