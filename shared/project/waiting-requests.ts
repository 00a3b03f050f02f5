import type { WaitingRequest } from '../contract/views.ts';
import { inTurns } from '../runtime/in-turns.ts';
import type { Database } from '../store/database.ts';
import { isOfRequest, whatIsDue } from './due.ts';
import { projectKey, requestKey } from './keys.ts';
import { storedRecord, storedRequest } from './stored.ts';
import type { WaitingAt } from './waiting-for.ts';

export interface WaitingRequests {
  readonly requests: readonly WaitingRequest[];
  /** Whether there are more than were read. */
  readonly more: boolean;
}

/** Which ones: of one declaring unit (USCC), of one budget year. */
export interface WaitingFilter {
  readonly unit?: string | undefined;
  readonly year?: number | undefined;
}

/** At most this many records are read for a page: a bureau with more open requests looks at its units one by one. */
const MOST_READ = 500;
/** So many reads at once keep the page quick and the table calm. */
const AT_ONCE = 25;
/** Everything that will ever be due: an open request stands in the index until it ends. */
const EVER = new Date('9999-12-31T00:00:00.000Z');

async function listed(database: Database): Promise<{ due: WaitingAt[]; more: boolean }> {
  const due: WaitingAt[] = [];
  for await (const one of whatIsDue(database, EVER)) {
    if (!isOfRequest(one)) continue;
    if (due.length === MOST_READ) return { due, more: true };
    due.push({ ...one.request, projectId: one.projectId });
  }
  return { due, more: false };
}

async function read(
  database: Database,
  { projectId, revision, stage }: WaitingAt,
  filter: WaitingFilter,
): Promise<WaitingRequest[]> {
  const [item, project] = await Promise.all([
    database.get(database.projects, requestKey(projectId, revision, stage)),
    database.get(database.projects, projectKey(projectId)),
  ]);
  if (item === undefined || project === undefined) return [];
  const request = storedRequest(item);
  const { unit, budgetYear } = storedRecord(project);
  const isAsked =
    request.status === 'open' &&
    (filter.unit === undefined || unit.id === filter.unit) &&
    (filter.year === undefined || budgetYear === filter.year);
  const { title, unitName, requestedFen, deadline, requestedAt, assignees } = request;
  return isAsked
    ? [{ projectId, revision, stage, title, unitName, requestedFen, deadline, requestedAt, assignees }]
    : [];
}

/**
 * The requests that wait for a decision now. The index lists them and lags a moment behind; the records, read
 * strongly, decide.
 */
export async function waitingRequests(database: Database, filter: WaitingFilter): Promise<WaitingRequests> {
  const { due, more } = await listed(database);
  const requests = await inTurns(due, AT_ONCE, (one) => read(database, one, filter));
  return { requests: requests.flat(), more };
}
