import { loadForm } from '../declaration/registry.ts';
import type { RuleSettings } from '../runtime/settings.ts';
import type { Database } from '../store/database.ts';
import { saveRules } from '../store/rules-store.ts';
import { type Calendar, shippedCalendar } from '../values/calendar/calendar.ts';
import { usualDeadlines } from '../workflow/deadlines.ts';

/**
 * By what a deployment asks and decides: its forms with their versions and stages, its thresholds, its deadlines and
 * the calendar they are counted by. With the directory of a day it tells why somebody was asked on that day.
 */
async function rulesOf(
  settings: RuleSettings,
  calendar: Calendar,
): Promise<Readonly<Record<string, unknown>>> {
  const added = calendar.notices.filter((notice) => !shippedCalendar.notices.includes(notice));
  const forms = await Promise.all(settings.FORMS.split(',').map(loadForm));
  return {
    forms: forms.map(({ definition: { id, version }, stages }) => ({ id, version, stages })),
    collectiveThresholdFen: settings.COLLECTIVE_THRESHOLD_FEN,
    codeThresholdFen: settings.CODE_THRESHOLD_FEN,
    deadlines: usualDeadlines,
    lapseDays: settings.LAPSE_DAYS,
    calendar: calendar.version,
    // Those of a release stand in its code.
    ...(added.length > 0 ? { notices: added } : {}),
  };
}

/** Records the rules of a deployment where they are others than those that stand in the history. */
export async function recordRules(
  database: Database,
  settings: RuleSettings,
  calendar: Calendar,
  at: Date,
): Promise<void> {
  await saveRules(database, await rulesOf(settings, calendar), at);
}
