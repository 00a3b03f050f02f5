import * as z from 'zod';
import { isOver, type ProjectStateName, projectStates } from '../history/vocabulary.ts';
import type { Database, Item, Write } from '../store/database.ts';
import { totalsPk } from './keys.ts';
import { financeOf, type ListedLine } from './listed-line.ts';

/**
 * What the lines of a list come to, by state and in review by stage, by budget year, round and form. For every finance
 * unit that is kept exactly in the transactions that write the lines; for every declaring unit of what has ended alone:
 * what it has under way is read with its list in any case, and is added up. What was never handed in counts nowhere.
 */

const NONE = '-';

/** All finance units' together: whoever sees everything finds them there. */
const FINANCE = 'F';
const ofUnit = (unit: string): string => `U#${unit}`;

/** Under which finance unit, budget year, round and form a line counts. */
const groupOf = (line: ListedLine): string =>
  [financeOf(line), line.budgetYear ?? NONE, line.round ?? NONE, line.form].join('#');

/** The keys of what a line counts in. */
function keysOf(line: ListedLine): { readonly pk: string; readonly sk: string }[] {
  if (!line.isHandedIn) return [];
  const sk = groupOf(line);
  return [
    { pk: totalsPk(FINANCE), sk },
    ...(isOver(line.state) ? [{ pk: totalsPk(ofUnit(line.unit.id)), sk }] : []),
  ];
}

/** How many, what they ask for, and what is left of it: the attributes of a state, or of a stage. */
const attributesOf = (of: string) => [`${of}:n`, `${of}:asked`, `${of}:left`] as const;

/** No state is called like this. */
const STAGE = '@';

/** What a line counts under: its state, and while it is in review its stage. */
const countedUnder = ({ state, stage }: ListedLine): string[] => [
  state,
  ...(stage === undefined ? [] : [`${STAGE}${stage}`]),
];

const amountsOf = ({ requestedFen, leftFen }: ListedLine): readonly number[] => [
  1,
  requestedFen ?? 0,
  leftFen ?? 0,
];

function addition(database: Database, key: Item, added: ReadonlyMap<string, number>): Write {
  const parts = [...added].map(([name, value], at) => ({ name, value, at }));
  return {
    name: 'list',
    Update: {
      TableName: database.projects,
      Key: key,
      UpdateExpression: `ADD ${parts.map(({ at }) => `#a${at} :a${at}`).join(', ')}`,
      ExpressionAttributeNames: Object.fromEntries(parts.map(({ name, at }) => [`#a${at}`, name])),
      ExpressionAttributeValues: Object.fromEntries(parts.map(({ value, at }) => [`:a${at}`, value])),
    },
  };
}

/** Adds what a line counts for, or takes it away. */
function count(sums: Map<string, number>, line: ListedLine, sign: 1 | -1): void {
  for (const of of countedUnder(line))
    for (const [at, attribute] of attributesOf(of).entries())
      sums.set(attribute, (sums.get(attribute) ?? 0) + sign * (amountsOf(line)[at] ?? 0));
}

/** The writes by which the totals follow a line. */
export function totalsWrites(database: Database, before: ListedLine | undefined, after: ListedLine): Write[] {
  const moved = new Map<string, { readonly key: Item; readonly added: Map<string, number> }>();
  const add = (line: ListedLine, sign: 1 | -1) => {
    for (const key of keysOf(line)) {
      const name = `${key.pk} ${key.sk}`;
      const { added } = moved.get(name) ?? { added: new Map<string, number>() };
      count(added, line, sign);
      moved.set(name, { key, added });
    }
  };
  if (before) add(before, -1);
  add(after, 1);
  return [...moved.values()].flatMap(({ key, added }) => {
    const some = new Map([...added].filter(([, value]) => value !== 0));
    return some.size === 0 ? [] : [addition(database, key, some)];
  });
}

/** What some projects come to; `leftFen` is 0 where nothing of them counts. */
export interface Sums {
  readonly projects: number;
  readonly requestedFen: number;
  readonly leftFen: number;
}
export interface StateTotals extends Sums {
  readonly state: ProjectStateName;
}
export interface StageTotals extends Sums {
  readonly stage: string;
}

/** What the projects of one finance unit, budget year, round and form come to. */
export interface Subtotals {
  readonly finance: string;
  readonly budgetYear: number | null;
  readonly round: string | null;
  readonly form: string;
  readonly states: readonly StateTotals[];
  /** Of those in review. */
  readonly stages: readonly StageTotals[];
}

const totalsItem = z.looseObject({ sk: z.string() });
const stored = z.int().default(0);

function subtotalsOf(item: Item): Subtotals {
  const { sk, ...sums } = totalsItem.parse(item);
  const sumsOf = (of: string): Sums[] => {
    const [projects = 0, requestedFen = 0, leftFen = 0] = attributesOf(of).map((name) =>
      stored.parse(sums[name]),
    );
    return projects === 0 ? [] : [{ projects, requestedFen, leftFen }];
  };
  const stages = Object.keys(sums).flatMap((name) => /^@(.+):n$/.exec(name)?.[1] ?? []);
  const [finance = '', budgetYear = NONE, round = NONE, form = ''] = sk.split('#');
  return {
    finance,
    budgetYear: budgetYear === NONE ? null : Number(budgetYear),
    round: round === NONE ? null : round,
    form,
    states: projectStates.flatMap((state) => sumsOf(state).map((one) => ({ state, ...one }))),
    stages: stages.flatMap((stage) => sumsOf(`${STAGE}${stage}`).map((one) => ({ stage, ...one }))),
  };
}

/** The totals under a partition, of one finance unit or of all. */
async function read(database: Database, of: string, finance?: string): Promise<Subtotals[]> {
  const items: Item[] = [];
  let start: Item | undefined;
  do {
    const page = await database.query({
      TableName: database.projects,
      KeyConditionExpression: finance === undefined ? 'pk = :pk' : 'pk = :pk AND begins_with(sk, :finance)',
      ExpressionAttributeValues: {
        ':pk': totalsPk(of),
        ...(finance === undefined ? {} : { ':finance': `${finance}#` }),
      },
      ExclusiveStartKey: start,
    });
    items.push(...page.items);
    start = page.next;
  } while (start);
  return items.map(subtotalsOf).filter(({ states }) => states.length > 0);
}

/** What a finance unit's list comes to; without one, that of every finance unit. */
export const totalsOfFinance = (database: Database, finance?: string): Promise<Subtotals[]> =>
  read(database, FINANCE, finance);

/** What lines come to. */
function summed(lines: readonly ListedLine[]): Subtotals[] {
  const groups = new Map<string, Map<string, number>>();
  for (const line of lines) {
    const sums = groups.get(groupOf(line)) ?? new Map<string, number>();
    count(sums, line, 1);
    groups.set(groupOf(line), sums);
  }
  return [...groups].map(([sk, sums]) => subtotalsOf({ sk, ...Object.fromEntries(sums) }));
}

/** Of what has ended alone: earlier releases counted what is under way as well. */
const ended = ({ states, ...of }: Subtotals): Subtotals => ({
  ...of,
  states: states.filter(({ state }) => isOver(state)),
  stages: [],
});

/**
 * What a unit's own list comes to, by the finance unit that decides on it.
 * @param underWay what the unit has under way (`allListedUnderWay`)
 */
export const totalsOfUnit = async (
  database: Database,
  unit: string,
  underWay: readonly ListedLine[],
): Promise<Subtotals[]> => [
  ...(await read(database, ofUnit(unit))).map(ended).filter(({ states }) => states.length > 0),
  ...summed(underWay.filter(({ isHandedIn }) => isHandedIn)),
];
