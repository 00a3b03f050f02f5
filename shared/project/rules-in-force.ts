import type { RuleSettings } from '../runtime/settings.ts';
import type { Database } from '../store/database.ts';
import type { DirectorySnapshot } from '../store/directory/snapshot.ts';
import { loadSettings, settingsBeside } from '../store/settings-store.ts';
import type { Calendar } from '../values/calendar/calendar.ts';
import { type Defaults, inForce, type OfficeSettings } from '../workflow/settings.ts';
import { calendarInForce } from './calendar-in-force.ts';

/** The rules that are decided by. */
export interface RulesInForce {
  /**
   * As they are now: a change by the office holds for the next decision. Whoever has just read the directory names it, and
   * has them as they stood beside it without another read; without, it is one small strong read.
   */
  load(beside?: DirectorySnapshot): Promise<OfficeSettings>;
  /** The working calendar that deadlines are counted by. */
  calendar(): Promise<Calendar>;
  /** Sees to it, once in a process and calendar, that those of the release stand in the history before anything is done. */
  record(): Promise<void>;
}

/** What a deployment gives where the office decided nothing. */
export const defaultsOf = (settings: Omit<RuleSettings, 'FORMS'>): Defaults => ({
  collectiveThresholdFen: settings.COLLECTIVE_THRESHOLD_FEN,
  codeThresholdFen: settings.CODE_THRESHOLD_FEN,
  lapseDays: settings.LAPSE_DAYS,
  contact: settings.CONTACT,
});

export function rulesInForce(database: Database, settings: RuleSettings, now: () => Date): RulesInForce {
  const defaults = defaultsOf(settings);
  const calendar = calendarInForce(database, now);
  let recorded: { readonly version: string; readonly done: Promise<void> } | undefined;
  return {
    calendar: calendar.load,
    async load(beside) {
      const { settings: stored } = await (beside ? settingsBeside(beside) : loadSettings(database));
      calendar.takeFrom(stored);
      return inForce(stored, defaults);
    },
    async record() {
      const present = await calendar.load();
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
