import * as z from 'zod';
import { Problem } from '../../../shared/contract/problem.ts';
import type { DeskQuery } from '../../../shared/contract/routes/projects.ts';
import type { DeskItem } from '../../../shared/contract/views.ts';
import { hasWords } from '../../../shared/values/search-words.ts';

/** A list that was read whole, as its reader asked for it: what is meant of it, in which order, page by page. */

type Filter = Pick<DeskQuery, 'q' | 'unit' | 'stage' | 'state'>;

/** Whether a line is meant: every word is met in its title, its number or its unit's name. */
export function isMeant({ q = '', unit, stage, state }: Filter): (item: DeskItem) => boolean {
  const isNamed = hasWords(q);
  return (item) =>
    isNamed(`${item.title} ${item.project} ${item.unit.name}`) &&
    (unit === undefined || item.unit.id === unit) &&
    (stage === undefined || item.stage === stage) &&
    (state === undefined || (item.standing ?? item.state) === state);
}

/** Behind all that has one. */
const NONE = '~';
/** No amount has more digits. */
const DIGITS = 16;
const LARGEST = 10 ** 15;

/** Unasked: what came back, what is to be decided by its deadline, then drafts. */
const rankOf = ({ state, actions }: DeskItem): number => {
  if (state === 'returned') return 0;
  return actions.includes('decide') || state === 'in-review' ? 1 : 2;
};

/** By what an item stands in its list, as text. */
function keyOf(item: DeskItem, sort: DeskQuery['sort']): string {
  const { deadline, requestedFen, since, project } = item;
  switch (sort) {
    case 'deadline':
      return `${deadline ?? NONE} ${project}`;
    case 'amount':
      return `${String(LARGEST - (requestedFen ?? -1)).padStart(DIGITS, '0')} ${project}`;
    case 'submitted':
      return `${since ?? NONE} ${project}`;
    case undefined:
      return `${rankOf(item)} ${deadline ?? NONE} ${since ?? NONE} ${project}`;
  }
}

const place = z.strictObject({ sort: z.string(), after: z.string() });

export const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** @throws Problem `invalid-parameter` where it is no cursor of this kind */
export function decoded<T>(cursor: string, schema: z.ZodType<T>): T {
  try {
    return schema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch (error) {
    throw new Problem('invalid-parameter', { cause: error });
  }
}

const DEFAULT_ORDER = 'default';

/** Behind which item the page begins. @throws Problem `invalid-parameter` for a cursor of another order */
function placeOf(cursor: string | undefined, sort: string): string {
  if (cursor === undefined) return '';
  const read = decoded(cursor, place);
  if (read.sort !== sort) throw new Problem('invalid-parameter');
  return read.after;
}

export interface Arranged {
  readonly items: readonly DeskItem[];
  readonly next: string | null;
  /** How many stand before the page, and how many there are. */
  readonly before: number;
  readonly count: number;
}

/** A page of a list. What comes and goes between two pages makes the second neither skip nor repeat another line. */
export function arrange(all: readonly DeskItem[], query: DeskQuery): Arranged {
  const { sort, limit, cursor } = query;
  const after = placeOf(cursor, sort ?? DEFAULT_ORDER);
  const keyed = all
    .filter(isMeant(query))
    .map((item) => ({ item, key: keyOf(item, sort) }))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
  const left = keyed.filter(({ key }) => key > after);
  const page = left.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map(({ item }) => item),
    next: last && left.length > limit ? encoded({ sort: sort ?? DEFAULT_ORDER, after: last.key }) : null,
    before: keyed.length - left.length,
    count: keyed.length,
  };
}
