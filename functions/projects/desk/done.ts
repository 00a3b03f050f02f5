import * as z from 'zod';
import type { DeskQuery } from '../../../shared/contract/routes/projects.ts';
import type { DeskItem } from '../../../shared/contract/views.ts';
import { endedOfUnit, endedPlace } from '../../../shared/project/lists.ts';
import { decidedBy, statesOf } from '../../../shared/project/own-decisions.ts';
import type { Deps } from '../deps.ts';
import { decoded, encoded, isMeant } from './arrange.ts';
import { decided, ended } from './items.ts';

/** Where a page goes on: among what the reader decided, then among what their unit has ended. */
const place = z.union([
  z.strictObject({ decided: z.string().optional() }),
  z.strictObject({ ended: endedPlace.nullable() }),
]);
type Place = z.infer<typeof place>;

export interface DonePage {
  readonly items: readonly DeskItem[];
  readonly next: string | null;
}

/** Whose done things they are. */
export interface Doer {
  /** The directory's id of somebody who decides. */
  readonly decider: string | undefined;
  /** The unit of somebody who submits for it. */
  readonly unit: DeskItem['unit'] | undefined;
}

/** A page of history is short where it is filtered: so many are looked through for one page of the desk. */
const MOST_PAGES = 4;

/** What the reader decided, with how each project stands since. */
async function standingNow({ database }: Deps, items: readonly DeskItem[]): Promise<DeskItem[]> {
  const states = await statesOf(
    database,
    items.map(({ project }) => project),
  );
  return items.map((item) => {
    const standing = states.get(item.project);
    return standing === undefined ? item : { ...item, standing };
  });
}

async function decidedFrom(
  deps: Deps,
  decider: string,
  query: DeskQuery,
  begin: string | undefined,
): Promise<{ readonly items: DeskItem[]; readonly next: string | null }> {
  const items: DeskItem[] = [];
  // How a project stands is read of those alone that are meant by all else.
  const isNamed = isMeant({ ...query, state: undefined });
  let cursor = begin;
  for (let count = 0; count < MOST_PAGES && items.length < query.limit; count++) {
    const page = await decidedBy(deps, decider, { limit: query.limit - items.length, cursor });
    items.push(
      ...(await standingNow(deps, page.decided.map(decided).filter(isNamed))).filter(isMeant(query)),
    );
    if (page.next === null) return { items, next: null };
    cursor = page.next;
  }
  return { items, next: cursor ?? null };
}

/**
 * A page of what is done: what the reader decided, then what their unit has ended, either the newest first.
 * @throws Problem `invalid-parameter` for a cursor of something else
 */
export async function donePage(deps: Deps, { decider, unit }: Doer, query: DeskQuery): Promise<DonePage> {
  const begin: Place = query.cursor === undefined ? { decided: undefined } : decoded(query.cursor, place);
  const items: DeskItem[] = [];
  if (!('ended' in begin) && decider !== undefined) {
    const page = await decidedFrom(deps, decider, query, begin.decided);
    items.push(...page.items);
    if (page.next !== null) return { items, next: encoded({ decided: page.next }) };
  }
  if (!unit) return { items, next: null };
  const after = 'ended' in begin ? (begin.ended ?? undefined) : undefined;
  const limit = query.limit - items.length;
  if (limit === 0) return { items, next: encoded({ ended: null }) };
  const meant = isMeant(query);
  const page = await endedOfUnit(deps.database, unit.id, { after, limit }, (line) =>
    meant(ended(line, unit)),
  );
  items.push(...page.lines.map((line) => ended(line, unit)));
  return { items, next: page.next ? encoded({ ended: page.next }) : null };
}
