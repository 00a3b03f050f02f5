import { inTurns } from '../runtime/in-turns.ts';
import type { Database } from '../store/database.ts';
import { projectKey, requestKey } from './keys.ts';
import { storedRecord, storedRequest } from './stored.ts';
import { type WaitingAt, waitingFor, waitingUnder } from './waiting-for.ts';
import { asks, type WaitingLine, waitingLineOf } from './waiting-line.ts';

/** One open request that asks somebody. */
export type OwnWaiting = WaitingAt & WaitingLine;

export interface OwnWaitingList {
  readonly lines: readonly OwnWaiting[];
  /** Whether there are more than were read. */
  readonly more: boolean;
}

/**
 * Of one person so much is read, some 400 KB: whoever has more open than that has them decided in months, and sees the
 * others as these go. The page says so.
 */
const MOST_LINES = 1_000;
/** So many reads at once keep the table calm. */
const AT_ONCE = 25;

/** What an earlier release listed without its line is read from its records. */
async function readLine(database: Database, at: WaitingAt, person: string): Promise<OwnWaiting[]> {
  const { projectId, revision, stage } = at;
  const [item, project] = await Promise.all([
    database.get(database.projects, requestKey(projectId, revision, stage)),
    database.get(database.projects, projectKey(projectId)),
  ]);
  if (item === undefined || project === undefined) return [];
  const request = storedRequest(item);
  const own = request.assignees.find(({ id }) => id === person);
  if (!own || !asks(request, person)) return [];
  return [{ projectId, revision, stage, ...waitingLineOf(storedRecord(project), request, own) }];
}

/**
 * The open requests that ask a person (the directory's id), read strongly: what was decided or handed over in this
 * moment is not among them. It costs this person's list, whatever waits for others.
 */
export async function waitingOf(database: Database, person: string): Promise<OwnWaitingList> {
  const { found, last } = await waitingUnder(database, waitingFor.person(person), undefined, MOST_LINES);
  const lines = await inTurns(found, AT_ONCE, async ({ line, projectId, revision, stage }) => {
    if (line === undefined) return readLine(database, { projectId, revision, stage }, person);
    return line === null ? [] : [{ projectId, revision, stage, ...line }];
  });
  return { lines: lines.flat(), more: last !== undefined };
}
