import type { RuleSettings } from '../runtime/settings.ts';
import type { Database } from '../store/database.ts';

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
      // Loaded when something is done by them: most that wakes a function which mails does nothing by rules.
      recorded ??= import('./record-rules.ts')
        .then(({ recordRules }) => recordRules(database, settings, now()))
        .catch((error: unknown) => {
          // The next call tries again: without its rules in the history nothing is decided.
          recorded = undefined;
          throw error;
        });
      return recorded;
    },
  };
}
