import { sha256 } from '../history/digest.ts';
import type { HistoryEvent } from '../history/event.ts';
import { inTurns } from '../runtime/in-turns.ts';
import type { Database } from '../store/database.ts';
import { type Loaded, loadProject } from './load.ts';
import { everDecided } from './made-decisions.ts';

/** Opinions that are too long for their events, and stand in the decisions' own records. */

/** By the hash that binds them. */
type Opinions = ReadonlyMap<string, string>;

const opinionsIn = ({ requests }: Pick<Loaded, 'requests'>): [hash: string, text: string][] =>
  requests
    .flatMap(everDecided)
    .flatMap(({ comment }) => (comment === undefined ? [] : [[sha256(comment), comment] as const]))
    .map(([hash, text]) => [hash, text]);

const told = (events: readonly HistoryEvent[], opinions: Opinions): readonly HistoryEvent[] =>
  events.map((event) => {
    const comment = event.commentHash === undefined ? undefined : opinions.get(event.commentHash);
    return comment === undefined || event.action !== 'decided' ? event : { ...event, comment };
  });

/** Events of a project as people read them: with the opinions that their hashes stand for. */
export const withOpinions = (
  events: readonly HistoryEvent[],
  loaded: Pick<Loaded, 'requests'>,
): readonly HistoryEvent[] => told(events, new Map(opinionsIn(loaded)));

/** So many projects at once keep an export quick and the table calm. */
const AT_ONCE = 25;

/** The same of any projects; only those are read that have such an opinion. */
export async function withOpinionsOf(
  database: Database,
  events: readonly HistoryEvent[],
): Promise<readonly HistoryEvent[]> {
  const projects = events.flatMap(({ commentHash, projectId }) =>
    commentHash === undefined || projectId === undefined ? [] : [projectId],
  );
  const loaded = await inTurns([...new Set(projects)], AT_ONCE, (id) => loadProject(database, id));
  return told(events, new Map(loaded.flatMap((one) => (one ? opinionsIn(one) : []))));
}

/** An opinion beside the event that binds it. */
export interface OpinionBeside {
  readonly chain: string;
  readonly seq: number;
  readonly comment: string;
}

/** What is read of an event, taken apart again: the event as its hash has it, and the opinion that it binds. */
export function apart(event: HistoryEvent): {
  readonly event: HistoryEvent;
  readonly opinion?: OpinionBeside;
} {
  if (event.action !== 'decided' || event.commentHash === undefined || event.comment === undefined)
    return { event };
  const { comment, ...bare } = event;
  return { event: bare, opinion: { chain: event.chain, seq: event.seq, comment } };
}

/** The same of a page, as programs get it. */
export function allApart(events: readonly HistoryEvent[]) {
  const parts = events.map(apart);
  const opinions = parts.flatMap(({ opinion }) => opinion ?? []);
  return {
    events: parts.map(({ event }) => event),
    ...(opinions.length > 0 ? { opinions } : {}),
  };
}
