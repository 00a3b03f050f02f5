import * as z from 'zod';
import type { Database, Item, Write } from '../store/database.ts';
import { roundKey, roundOfUnitKey } from '../store/keys.ts';
import { type Committed, committedFen, type Round, unitCeilingOf } from '../workflow/rounds.ts';
import type { ProjectRecord } from './records.ts';

/**
 * What each round has committed, kept exactly: with every change of a project the difference is written in the same
 * transaction, whether the round has a ceiling or not, so that one that is set later holds.
 */

const total = z.object({ fen: z.int() });
const fenOf = (item: Item | undefined): number => (item === undefined ? 0 : total.parse(item).fen);

/** What a round holds, in all and of one unit (USCC); read strongly. */
export async function loadCommitted(database: Database, round: string, unit: string): Promise<Committed> {
  const [all, ofUnit] = await Promise.all([
    database.get(database.projects, roundKey(round)),
    database.get(database.projects, roundOfUnitKey(round, unit)),
  ]);
  return { allFen: fenOf(all), unitFen: fenOf(ofUnit) };
}

/** Whether anything was ever handed in to a round. */
export const wasUsed = async (database: Database, round: string): Promise<boolean> =>
  (await database.get(database.projects, roundKey(round))) !== undefined;

type Counted = Pick<ProjectRecord, 'round' | 'flow' | 'unit'>;

/** By how much something moves under each key: what leaves one place and enters another. */
function differences(
  before: Counted | undefined,
  after: Counted,
  keyOf: (of: Counted) => string | undefined,
): Map<string, number> {
  const moved = new Map<string, number>();
  const add = (key: string | undefined, fen: number) => {
    if (key !== undefined) moved.set(key, (moved.get(key) ?? 0) + fen);
  };
  if (before) add(keyOf(before), -committedFen(before.flow));
  add(keyOf(after), committedFen(after.flow));
  return new Map([...moved].filter(([, fen]) => fen !== 0));
}

/** Adds to a total, where it grows on condition that the ceiling is not passed. */
function addition(database: Database, key: Item, fen: number, ceilingFen: number | undefined): Write {
  const bounded = fen > 0 && ceilingFen !== undefined;
  return {
    name: 'round',
    Update: {
      TableName: database.projects,
      Key: key,
      UpdateExpression: 'ADD #fen :fen',
      ...(bounded ? { ConditionExpression: 'attribute_not_exists(#fen) OR #fen <= :room' } : {}),
      ExpressionAttributeNames: { '#fen': 'fen' },
      ExpressionAttributeValues: { ':fen': fen, ...(bounded ? { ':room': ceilingFen - fen } : {}) },
    },
  };
}

/**
 * The writes by which the totals follow a project. The core has refused what passes a ceiling by the totals as they were
 * read; the conditions hold it against whoever was faster. A ceiling is asked of what is handed in alone: what a cut that
 * is taken back or sent back gives again was in the round before, and stands in nobody's way there.
 */
export function roundWrites(
  database: Database,
  before: Counted | undefined,
  after: Counted,
  rounds: readonly Round[],
): Write[] {
  const isHandedIn = before === undefined || committedFen(before.flow) === 0;
  // Neither is what another unit takes over held against its ceiling: it cannot stay where it is.
  const roundWith = (id: string) => (isHandedIn ? rounds.find((one) => one.id === id) : undefined);
  const inAll = differences(before, after, ({ round }) => round);
  const ofUnits = differences(before, after, ({ round, unit }) => round && `${round} ${unit.id}`);
  return [
    ...[...inAll].map(([id, fen]) => addition(database, roundKey(id), fen, roundWith(id)?.ceilingFen)),
    ...[...ofUnits].map(([key, fen]) => {
      const [id = '', unit = ''] = key.split(' ');
      const round = roundWith(id);
      const ceiling = round && unitCeilingOf(round, unit);
      return addition(database, roundOfUnitKey(id, unit), fen, ceiling);
    }),
  ];
}
