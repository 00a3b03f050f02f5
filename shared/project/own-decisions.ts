import * as z from 'zod';
import { Problem } from '../contract/problem.ts';
import type { HistoryEvent } from '../history/event.ts';
import type { ProjectStateName } from '../history/vocabulary.ts';
import { inTurns } from '../runtime/in-turns.ts';
import type { Database } from '../store/database.ts';
import { ForeignCursor, queryHistory } from '../store/history-query.ts';
import { projectKey, requestKey } from './keys.ts';
import { projectRecord, requestRecord } from './records.ts';
import { unpacked } from './stored.ts';

/** What somebody has decided. */

const asked = z.lazy(() => requestRecord.unwrap().pick({ title: true, unitName: true }));

export interface Decided {
  readonly event: HistoryEvent<'decided'>;
  /** As it was decided on; null where that cannot be read any more. */
  readonly asked: z.infer<typeof asked> | null;
}

export interface DecidedPage {
  readonly decided: readonly Decided[];
  readonly next: string | null;
}

interface Asked {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/**
 * A page of somebody's decisions, the newest first; whoever is asked for a decision may read what it was about for
 * ever. A page with a cursor may be short: others decided in the person's place as well.
 * @param person the directory's id
 * @throws Problem `invalid-parameter` for a cursor of something else
 */
export async function decidedBy(
  { database, now }: { readonly database: Database; readonly now: () => Date },
  person: string,
  { limit, cursor }: Asked,
): Promise<DecidedPage> {
  const query = { actor: person, action: 'decided', order: 'newest', limit, cursor } as const;
  const page = await queryHistory(database, query, now()).catch((error: unknown) => {
    throw error instanceof ForeignCursor ? new Problem('invalid-parameter', { cause: error }) : error;
  });
  const decided = await Promise.all(
    page.events.map(async (event): Promise<Decided[]> => {
      if (event.action !== 'decided' || event.actor.id !== person) return [];
      const key = requestKey(event.projectId, event.revision, event.stage);
      // Its title is what it was when it was asked: the cheaper read says the same.
      const item = await database.get(database.projects, key, 'eventually');
      return [{ event, asked: item === undefined ? null : asked.parse(unpacked(item)) }];
    }),
  );
  return { decided: decided.flat(), next: page.next };
}

const standing = z.lazy(() => projectRecord.unwrap().pick({ flow: true }));
/** So many reads at once keep a page quick and the table calm. */
const AT_ONCE = 25;

/** How projects stand now, by their ids; of one that is not there nothing. */
export async function statesOf(
  database: Database,
  projects: Iterable<string>,
): Promise<ReadonlyMap<string, ProjectStateName>> {
  const states = await inTurns([...new Set(projects)], AT_ONCE, async (id) => {
    // How something ended is no less true a moment later: the cheaper read says it.
    const item = await database.get(database.projects, projectKey(id), 'eventually');
    return item === undefined ? [] : [[id, standing.parse(unpacked(item)).flow.state] as const];
  });
  return new Map(states.flat());
}
