import * as z from 'zod';
import { type Database, onCondition } from './database.ts';
import { sweepTurnKey } from './keys.ts';

/** As long as its function may run at most: one that was killed keeps others away for no longer. */
const TURN_MS = 55_000;

const later = (now: Date, milliseconds: number): string =>
  new Date(now.getTime() + milliseconds).toISOString();

const turnItem = z.object({ endsAt: z.string(), ahead: z.string().optional() });

/** A turn of looking after everything. */
export interface Turn {
  /** Up to when (UTC) things were done by a clock that was ahead, and has been set back since; absent where none was. */
  readonly ahead?: string | undefined;
}

/**
 * Schedules fire twice now and then, and a run that failed is tried again while the next minute's is at work. A turn that
 * ended or ends later than any can was taken before the clock was set back.
 * @returns undefined where another run is at work
 */
export async function takeTurn(database: Database, now: Date): Promise<Turn | undefined> {
  const [at, latest] = [now.toISOString(), later(now, TURN_MS)];
  const last = turnItem.parse((await database.get(database.projects, sweepTurnKey)) ?? { endsAt: at });
  const ahead = [last.ahead ?? at, last.endsAt > latest ? last.endsAt : at].toSorted().at(-1) ?? at;
  const turn = ahead > at ? { ahead } : {};
  const isTaken = await onCondition(
    database.put(
      database.projects,
      { ...sweepTurnKey, endsAt: latest, ...turn },
      'attribute_not_exists(pk) OR endsAt <= :now OR endsAt > :latest',
      { ':now': at, ':latest': latest },
    ),
  );
  return isTaken ? turn : undefined;
}

/** @param left what of it the next one has to see to */
export const endTurn = (database: Database, now: Date, left: Turn): Promise<void> =>
  database.put(database.projects, { ...sweepTurnKey, endsAt: now.toISOString(), ...left });
