import { Problem } from '../../shared/contract/problem.ts';
import type { HistoryParameters } from '../../shared/contract/routes/history.ts';
import type { FlagSettings } from '../../shared/history/red-flags.ts';
import type { HistoryFilters } from '../../shared/store/history-filters.ts';
import type { Words } from '../../shared/values/language.ts';
import { parseFen } from '../../shared/values/read-amount.ts';

const DAY_MS = 86_400_000;

const instantOf = (milliseconds: number): string => new Date(milliseconds).toISOString();

/** A date alone is a day in Beijing, from its first moment to its last. */
const isDay = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text);
const startOf = (text: string): string =>
  instantOf(Date.parse(isDay(text) ? `${text}T00:00:00+08:00` : text));
const endOf = (text: string): string =>
  instantOf(isDay(text) ? Date.parse(`${text}T00:00:00+08:00`) + DAY_MS : Date.parse(text));

const amountOf = (fen: number | undefined, typed: string | undefined): number | undefined =>
  typed === undefined ? fen : (parseFen(typed, 'wan') ?? undefined);

/** The ranges of time and amounts that are asked for. */
const boundsOf = (query: HistoryParameters) => ({
  from: query.from === undefined ? undefined : startOf(query.from),
  to: query.to === undefined ? undefined : endOf(query.to),
  minFen: amountOf(query.minFen, query.minAmount),
  maxFen: amountOf(query.maxFen, query.maxAmount),
});

/** What is wrong with a search, and at which of its parameters; at none of them where it is empty. */
export interface Mistake {
  readonly name: string;
  readonly message: Words;
}

export const problemOf = ({ message }: Mistake): Problem =>
  new Problem('invalid-parameter', { detail: message });

const mistake = (name: keyof HistoryParameters, zh: string, en: string): Mistake => ({
  name,
  message: { zh, en },
});

/** Where a search contradicts itself. */
export function contradictionIn(query: HistoryParameters): Mistake | undefined {
  const { project, chain, minDays, maxDays } = query;
  const { from, to, minFen, maxFen } = boundsOf(query);
  if (project !== undefined && chain !== undefined)
    return mistake('chain', '项目和链只能给一个', 'Ask for a project or for a chain, not both');
  if (from !== undefined && to !== undefined && from >= to)
    return mistake('from', '起始时间应早于截止时间', '`from` must be before `to`');
  for (const bound of ['min', 'max'] as const)
    if (query[`${bound}Fen`] !== undefined && query[`${bound}Amount`] !== undefined)
      return mistake(`${bound}Amount`, '金额请只给一种写法', 'Give an amount in fen or as typed, not both');
  if (minFen !== undefined && maxFen !== undefined && minFen > maxFen)
    return mistake('minAmount', '金额下限不应高于上限', 'The least amount must not be above the greatest');
  if (minDays !== undefined && maxDays !== undefined && minDays >= maxDays)
    return mistake('minDays', '等待时间的下限应低于上限', 'The least wait must be below the greatest');
  return undefined;
}

/**
 * What the address of a search asks for, which does not contradict itself.
 * @param settings the configured thresholds, which a question about amounts just below them needs, and the calendar
 */
export function filtersOf(
  query: HistoryParameters,
  { thresholdsFen, calendar }: FlagSettings,
): HistoryFilters {
  const { project, chain, actor, unit, action, stage, outcome, year, flag, minDays, maxDays } = query;
  return {
    ...{ chain: project ?? chain, actor, unit, action, stage, outcome, year, ...boundsOf(query) },
    ...{ minDays, maxDays, flag, calendar },
    ...(flag === 'below-threshold' ? { thresholdsFen } : {}),
  };
}

/** A file is of what was asked for, and of nothing that it may have meant. */
export const ambiguous = (words: string): Mistake =>
  mistake(
    'q',
    `“${words}”对应的不止一项，或没有对应的项目、人员和单位：请先选定，再导出`,
    `“${words}” may mean several things, or none: choose one before exporting`,
  );

/** An address with these parameters; those that are undefined are left out. */
export function addressOf(
  path: string,
  parameters: Readonly<Record<string, string | number | undefined>>,
): string {
  const given = Object.entries(parameters).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)]],
  );
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given)}`;
}

/** What an export is recorded under: its path with its filters, readable, in a fixed order. */
export function scopeOf(path: string, parameters: Readonly<Record<string, unknown>>): string {
  const { cursor: _c, limit: _l, ...asked } = parameters;
  const given = Object.entries(asked)
    .filter(([, value]) => value !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`);
  return given.length === 0 ? path : `${path}?${given.join('&')}`;
}
