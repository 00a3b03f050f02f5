import { beijingMonth, monthsBetween } from '../values/beijing-month.ts';
import type { Calendar } from '../values/calendar/calendar.ts';
import { workingDaysBetween } from '../values/office-time.ts';
import type { HistoryEvent } from './event.ts';
import { type Flag, type FlagSettings, flagCounts } from './red-flags.ts';
import { type Split, splitsIn } from './splits.ts';
import type { Outcome } from './vocabulary.ts';

/** How many decisions of each outcome a month in Beijing saw. */
export interface MonthOfDecisions {
  readonly month: string;
  readonly byOutcome: Readonly<Record<Outcome, number>>;
}

/** How long the decisions of a stage were waited for. */
export interface StageWaits {
  readonly stage: string;
  /** In working days, the shortest first. */
  readonly days: readonly number[];
}

/** What a unit's approved projects had requested, and what was approved of it. */
export interface UnitAmounts {
  readonly unit: string;
  readonly projects: number;
  readonly requestedFen: number;
  readonly approvedFen: number;
}

/** What a period's events come to. Every number is a count or sum of events that one query gives. */
export interface Overview {
  /** Every month of the period, also those without decisions. */
  readonly months: readonly MonthOfDecisions[];
  readonly waits: readonly StageWaits[];
  /** The largest request first. */
  readonly amounts: readonly UnitAmounts[];
  readonly flags: Readonly<Record<Flag, number>>;
  readonly splits: readonly Split[];
}

export interface OverviewSettings extends FlagSettings {
  /** The stages in the order in which projects pass them. */
  readonly stages: readonly string[];
}

/** The working days that a decision was waited for; undefined for every other event. */
export function waitedDays(event: HistoryEvent, calendar: Calendar): number | undefined {
  if (event.action !== 'decided' || event.requestedAt === undefined) return undefined;
  return workingDaysBetween(calendar, event.requestedAt, event.at);
}

function monthsOf(events: readonly HistoryEvent[], from: string, to: string): MonthOfDecisions[] {
  const counts = new Map<string, Record<Outcome, number>>(
    monthsBetween(from, to).map((month) => [month, { approve: 0, return: 0, reject: 0 }]),
  );
  for (const event of events) {
    const month = counts.get(beijingMonth(event.at));
    if (event.action === 'decided' && month !== undefined) month[event.outcome] += 1;
  }
  return [...counts].map(([month, byOutcome]) => ({ month, byOutcome }));
}

function waitsOf(events: readonly HistoryEvent[], settings: OverviewSettings): StageWaits[] {
  const stages = new Map<string, number[]>();
  for (const event of events) {
    const days = waitedDays(event, settings.calendar);
    if (days === undefined || event.stage === undefined) continue;
    const others = stages.get(event.stage);
    if (others === undefined) stages.set(event.stage, [days]);
    else others.push(days);
  }
  // A stage that the deployment does not have any more stands behind those that it has.
  const known = settings.stages.filter((stage) => stages.has(stage));
  const order = [...new Set([...known, ...[...stages.keys()].sort()])];
  return order.map((stage) => ({ stage, days: (stages.get(stage) ?? []).sort((a, b) => a - b) }));
}

function amountsOf(events: readonly HistoryEvent[]): UnitAmounts[] {
  const units = new Map<string, UnitAmounts>();
  for (const event of events) {
    if (event.action !== 'approved') continue;
    const { unit, approvedFen, requestedFen = approvedFen } = event;
    const before = units.get(unit) ?? { unit, projects: 0, requestedFen: 0, approvedFen: 0 };
    units.set(unit, {
      unit,
      projects: before.projects + 1,
      requestedFen: before.requestedFen + requestedFen,
      approvedFen: before.approvedFen + approvedFen,
    });
  }
  return [...units.values()].sort((a, b) => b.requestedFen - a.requestedFen || (a.unit < b.unit ? -1 : 1));
}

/**
 * Counts the events of a period, in any order.
 * @param from UTC, inclusive @param to UTC, exclusive
 */
export function overviewOf(
  events: readonly HistoryEvent[],
  period: { readonly from: string; readonly to: string },
  settings: OverviewSettings,
): Overview {
  return {
    months: monthsOf(events, period.from, period.to),
    waits: waitsOf(events, settings),
    amounts: amountsOf(events),
    flags: flagCounts(events, settings),
    splits: splitsIn(events, settings.thresholdsFen),
  };
}
