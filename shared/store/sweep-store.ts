import { type Database, onCondition } from './database.ts';
import { sweepTurnKey } from './keys.ts';

/** As long as its function may run at most: one that was killed keeps others away for no longer. */
const TURN_MS = 55_000;

const later = (now: Date, milliseconds: number): string =>
  new Date(now.getTime() + milliseconds).toISOString();

/**
 * Schedules fire twice now and then, and a run that failed is tried again while the next minute's is at work. A turn that
 * ends later than any can was taken before the clock was set back.
 * @returns whether no other run is at work
 */
export const takeTurn = (database: Database, now: Date): Promise<boolean> =>
  onCondition(
    database.put(
      database.projects,
      { ...sweepTurnKey, endsAt: later(now, TURN_MS) },
      'attribute_not_exists(pk) OR endsAt <= :now OR endsAt > :latest',
      { ':now': now.toISOString(), ':latest': later(now, TURN_MS) },
    ),
  );

export const endTurn = (database: Database): Promise<void> =>
  database.delete(database.projects, sweepTurnKey);
