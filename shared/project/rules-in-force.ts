import type { RuleSettings } from '../runtime/settings.ts';
import type { Database } from '../store/database.ts';
import type { Calendar } from '../values/calendar/calendar.ts';
import { calendarInForce } from './calendar-in-force.ts';

/** The rules of a deployment, as the door decides by them. */
export interface RulesInForce {
  /** From this amount on a decision is taken collectively, in fen; null for never. */
  readonly collectiveThresholdFen: number | null;
  /** From this amount on a decision needs a code beside the link, in fen; null for never. */
  readonly codeThresholdFen: number | null;
  /** Calendar days after which a returned project that is not handed in again lapses. */
  readonly lapseDays: number;
  /** The working calendar that deadlines are counted by. */
  calendar(): Promise<Calendar>;
  /** Sees to it, once in a process and calendar, that they stand in the history before anything is done by them. */
  record(): Promise<void>;
}

export function rulesInForce(database: Database, settings: RuleSettings, now: () => Date): RulesInForce {
  const calendar = calendarInForce(database, now);
  let recorded: { readonly version: string; readonly done: Promise<void> } | undefined;
  return {
    calendar,
    collectiveThresholdFen: settings.COLLECTIVE_THRESHOLD_FEN,
    codeThresholdFen: settings.CODE_THRESHOLD_FEN,
    lapseDays: settings.LAPSE_DAYS,
    async record() {
      const present = await calendar();
      if (recorded?.version !== present.version) {
        // Loaded when something is done by them: most that wakes a function which mails does nothing by rules.
        const done = import('./record-rules.ts')
          .then(({ recordRules }) => recordRules(database, settings, present, now()))
          .catch((error: unknown) => {
            // The next call tries again: without its rules in the history nothing is decided.
            recorded = undefined;
            throw error;
          });
        recorded = { version: present.version, done };
      }
      return recorded.done;
    },
  };
}
