import { type Flag, flagCounts } from '../../shared/history/red-flags.ts';
import { type OverdueRequest, overdueRequests } from '../../shared/project/overdue-requests.ts';
import { loadDirectory } from '../../shared/store/directory/load.ts';
import { entriesAfter } from '../../shared/store/piece-map.ts';
import { type Wait, waitBetween } from '../../shared/values/wait-text.ts';
import { beijingDay } from '../../shared/values/working-days.ts';
import { readScope } from './counted-events.ts';
import type { Deps } from './deps.ts';
import { type Verified, verifiedCheckpoint } from './last-checkpoint.ts';
import type { Scope } from './pages/plots/links.ts';

/** What auditors ask first, before they search. */

/** Two queries, some 120 read units: an office's month, or the latest part of one that was busier. */
const MOST_COUNTED = 1_000;
const DAYS = 30;
const DAY_MS = 86_400_000;
/** Half a read unit each where nothing is overdue. */
const MOST_UNITS = 200;
const MOST_OVERDUE_SHOWN = 5;

export interface Start {
  readonly flags: {
    /** What was counted: thirty days in Beijing with today, or the latest part of them. */
    readonly scope: Scope;
    readonly complete: boolean;
    readonly counts: Readonly<Record<Flag, number>>;
    readonly hasThreshold: boolean;
  };
  readonly checkpoint: Verified | null;
  readonly overdue: {
    readonly count: number;
    /** Whether there are more than were counted. */
    readonly more: boolean;
    /** Those with the oldest deadlines, and how long ago these were. */
    readonly oldest: readonly (OverdueRequest & { readonly late: Wait })[];
  };
}

function lastDays(now: Date): Scope {
  const tonight = Date.parse(`${beijingDay(now)}T00:00:00+08:00`) + DAY_MS;
  return { from: new Date(tonight - DAYS * DAY_MS).toISOString(), to: new Date(tonight).toISOString() };
}

async function flagsOf(deps: Deps, now: Date): Promise<Start['flags']> {
  const [counted, thresholdsFen, calendar] = await Promise.all([
    readScope(deps, lastDays(now), MOST_COUNTED),
    deps.thresholdsFen(),
    deps.calendar(),
  ]);
  return {
    scope: counted.scope,
    complete: counted.complete,
    counts: flagCounts(counted.events, { thresholdsFen, calendar }),
    hasThreshold: thresholdsFen.length > 0,
  };
}

/**
 * The units whose posts may be asked, those that decide on others first: a stage may ask the declaring unit's own head
 * as well, so that every unit is one of them.
 */
async function askedUnits({ database }: Pick<Deps, 'database'>): Promise<string[]> {
  const deciding: string[] = [];
  const withPosts: string[] = [];
  const others: string[] = [];
  for await (const [, { unit }] of entriesAfter((await loadDirectory(database)).units)) {
    deciding.push(...[unit.finance, unit.supervisor].flatMap((id) => id ?? []));
    ((unit.posts ?? []).length > 0 ? withPosts : others).push(unit.id);
  }
  return [...new Set([...deciding, ...withPosts, ...others])];
}

async function overdueOf(deps: Deps, now: Date): Promise<Start['overdue']> {
  const units = await askedUnits(deps);
  const [{ requests, more }, calendar] = await Promise.all([
    overdueRequests(deps.database, units.slice(0, MOST_UNITS), now),
    deps.calendar(),
  ]);
  return {
    count: requests.length,
    more: more || units.length > MOST_UNITS,
    oldest: requests.slice(0, MOST_OVERDUE_SHOWN).map((request) => ({
      ...request,
      late: waitBetween(calendar, request.deadline, now.toISOString()),
    })),
  };
}

/** The red flags of the last days, the newest checkpoint, and what is overdue now: each bounded, whatever the history. */
export async function startOf(deps: Deps): Promise<Start> {
  const now = deps.now();
  const [flagged, checkpoint, overdue] = await Promise.all([
    flagsOf(deps, now),
    verifiedCheckpoint(deps),
    overdueOf(deps, now),
  ]);
  return { flags: flagged, checkpoint, overdue };
}
