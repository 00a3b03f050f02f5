import { Problem } from '../../shared/contract/problem.ts';
import { dueLongest } from '../../shared/project/due.ts';
import { now } from '../../shared/runtime/clock.ts';
import { type Database, openDatabase } from '../../shared/store/database.ts';

/**
 * What follows from an event is looked after five minutes later at the latest, every minute, and what fails then is put
 * off. So nothing is due for so long but where neither the stream's consumers nor the schedule are at work.
 */
const LONGEST_DUE_MS = 15 * 60_000;
/** Anybody may ask: one answer does for all who ask within so long. */
const KEPT_MS = 2_000;

let database: Database | undefined;
let asked: { readonly until: number; readonly answer: Promise<void> } | undefined;

async function ask(tables: { PROJECTS_TABLE: string; HISTORY_TABLE: string }): Promise<void> {
  database ??= openDatabase(tables);
  const nothing = { chain: 'READY', seq: 0 };
  const [since] = await Promise.all([dueLongest(database), database.get(database.history, nothing)]);
  if (since !== undefined && now().getTime() - Date.parse(since) > LONGEST_DUE_MS)
    throw new Problem('not-ready');
}

/** Whether the tables answer, and what follows from events is worked off. @throws Problem `not-ready`, StorageSilent */
export function demandReady(tables: { PROJECTS_TABLE: string; HISTORY_TABLE: string }): Promise<void> {
  const at = performance.now();
  if (asked === undefined || asked.until < at) asked = { until: at + KEPT_MS, answer: ask(tables) };
  return asked.answer;
}
