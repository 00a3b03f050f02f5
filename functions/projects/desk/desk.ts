import type { DeskTab } from '../../../shared/contract/desk-tabs.ts';
import type { DeskQuery } from '../../../shared/contract/routes/projects.ts';
import type { DeskItem } from '../../../shared/contract/views.ts';
import type { Member } from '../../../shared/identity/member.ts';
import { servedBy } from '../../../shared/project/access.ts';
import { waitingOf } from '../../../shared/project/own-waiting.ts';
import { underWayOf } from '../../../shared/project/under-way.ts';
import { unitsServedBy } from '../../../shared/store/directory/part.ts';
import type { Deps } from '../deps.ts';
import { type RoundLine, type RoundSum, roundOn, roundsFor } from '../rounds.ts';
import { arrange } from './arrange.ts';
import { type Doer, donePage } from './done.ts';
import { countElsewhere, pageElsewhere } from './elsewhere.ts';
import { ofUnit, type Today, toDecide } from './items.ts';

export interface Desk {
  readonly tabs: { readonly waiting: number; readonly mine: number; readonly done: number | null };
  readonly items: readonly DeskItem[];
  readonly next: string | null;
  /** Which the person's unit can hand in to now. */
  readonly rounds: readonly RoundLine[];
}

/** What the page shows beside that. */
export interface ShownDesk extends Desk {
  readonly today: Today;
  readonly decides: boolean;
  readonly submits: boolean;
  /** The whole list of the tab, of which `items` is a page; of what is read page by page the page alone. */
  readonly all: readonly DeskItem[];
  /** How many of them are meant stand before the page, and in all; absent of what is read page by page. */
  readonly place?: { readonly before: number; readonly count: number };
  /** Whether more waits for the reader than is read. */
  readonly more: boolean;
  /** What the round that is on holds of all units, for whoever decides. */
  readonly round?: RoundSum | undefined;
}

/** Who the reader is to a desk: they submit for a unit, they decide, or both. */
async function doerOf(member: Member, now: Date): Promise<Doer & { readonly serves: ReadonlySet<string> }> {
  const { principal, person, unit, directory } = member;
  const { roles } = principal;
  const isDecider =
    person &&
    (roles.includes('reviewer') ||
      roles.includes('approver') ||
      (await unitsServedBy(directory, person.id)).size > 0);
  return {
    decider: isDecider ? person.id : undefined,
    unit: roles.includes('submitter') && unit ? { id: unit.id, name: unit.name } : undefined,
    serves: await servedBy(member, now),
  };
}

const isDrafted = ({ state }: DeskItem): boolean => state === 'draft' || state === 'returned';

/**
 * The first page of what is done tells how many there are where they fit into it.
 * @returns null where counting would cost the whole of somebody's history
 */
const countOf = (query: DeskQuery, count: number, next: string | null): number | null => {
  const { q, unit, stage, state, cursor } = query;
  const isWhole = [q, unit, stage, state, cursor].every((one) => one === undefined);
  return isWhole && next === null ? count : null;
};

/**
 * A person's desk: what waits for them, what their unit has in review or, where they decide alone, others have, and what
 * is done. It costs their own lists and a page.
 */
export async function desk(deps: Deps, member: Member, query: DeskQuery): Promise<ShownDesk> {
  const { database } = deps;
  const now = deps.now();
  const today = { now: now.toISOString(), calendar: await deps.rules.calendar() };
  const doer = await doerOf(member, now);
  const { unit, serves } = doer;
  const [asking, underWay, rounds] = await Promise.all([
    member.person ? waitingOf(database, member.person.id) : { lines: [], more: false },
    unit ? underWayOf(database, unit.id) : { lines: [], more: false },
    unit ? roundsFor(deps, member.directory, unit.id) : [],
  ]);
  const own = underWay.lines.map((line) => ofUnit(line, today));
  const lists: Record<Exclude<DeskTab, 'done'>, readonly DeskItem[]> = {
    waiting: [...asking.lines.map((line) => toDecide(line, today)), ...own.filter(isDrafted)],
    mine: own.filter((item) => !isDrafted(item)),
  };
  const counts = {
    waiting: lists.waiting.length,
    mine: unit ? lists.mine.length : await countElsewhere(database, serves, asking.lines.length),
  };
  const about = {
    ...{ rounds, today, more: asking.more || underWay.more },
    decides: doer.decider !== undefined || asking.lines.length > 0,
    submits: unit !== undefined,
  };
  const pageOf = {
    done: () => donePage(deps, doer, query),
    mine: () => pageElsewhere(database, serves, new Set(asking.lines.map((one) => one.projectId)), query),
  };
  if (query.tab === 'done' || (query.tab === 'mine' && !unit)) {
    const { items, next } = await pageOf[query.tab]();
    const done = query.tab === 'done' ? countOf(query, items.length, next) : null;
    return { tabs: { ...counts, done }, items, next, ...about, all: items };
  }
  const all = lists[query.tab];
  const hasRound = asking.lines.length > 0 && query.tab === 'waiting';
  const round = hasRound ? await roundOn(deps, member.directory) : undefined;
  const { items, next, before, count } = arrange(all, query);
  return { tabs: { ...counts, done: null }, items, next, ...about, all, place: { before, count }, round };
}

/** What programs get. */
export const deskJson = ({ tabs, items, next, rounds }: Desk): Desk => ({ tabs, items, next, rounds });
