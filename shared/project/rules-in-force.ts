import { loadForm } from '../declaration/registry.ts';
import type { RuleSettings } from '../runtime/settings.ts';
import type { Database } from '../store/database.ts';
import { saveRules } from '../store/rules-store.ts';
import { CALENDAR_VERSION } from '../values/working-days.ts';
import { usualDeadlines } from '../workflow/deadlines.ts';

/**
 * By what a deployment asks and decides: its forms with their versions and stages, its thresholds, its deadlines and
 * the calendar they are counted by. With the directory of a day it tells why somebody was asked on that day.
 */
async function rulesOf(settings: RuleSettings): Promise<Readonly<Record<string, unknown>>> {
  const forms = await Promise.all(settings.FORMS.split(',').map(loadForm));
  return {
    forms: forms.map(({ definition: { id, version }, stages }) => ({ id, version, stages })),
    collectiveThresholdFen: settings.COLLECTIVE_THRESHOLD_FEN,
    codeThresholdFen: settings.CODE_THRESHOLD_FEN,
    deadlines: usualDeadlines,
    lapseDays: settings.LAPSE_DAYS,
    calendar: CALENDAR_VERSION,
  };
}

/** The rules of a deployment, as the door decides by them. */
export interface RulesInForce {
  /** From this amount on a decision is taken collectively, in fen; null for never. */
  readonly collectiveThresholdFen: number | null;
  /** From this amount on a decision needs a code beside the link, in fen; null for never. */
  readonly codeThresholdFen: number | null;
  /** Calendar days after which a returned project that is not handed in again lapses. */
  readonly lapseDays: number;
  /** Sees to it, once in a process, that they stand in the history before anything is done by them. */
  record(): Promise<void>;
}

export function rulesInForce(database: Database, settings: RuleSettings, now: () => Date): RulesInForce {
  let recorded: Promise<void> | undefined;
  return {
    collectiveThresholdFen: settings.COLLECTIVE_THRESHOLD_FEN,
    codeThresholdFen: settings.CODE_THRESHOLD_FEN,
    lapseDays: settings.LAPSE_DAYS,
    record() {
      recorded ??= rulesOf(settings)
        .then((rules) => saveRules(database, rules, now()))
        .catch((error: unknown) => {
          // The next call tries again: without its rules in the history nothing is decided.
          recorded = undefined;
          throw error;
        });
      return recorded;
    },
  };
}
