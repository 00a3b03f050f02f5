import { Problem } from '../../shared/contract/problem.ts';
import type { HistoryParameters } from '../../shared/contract/routes/history.ts';
import type { FlagSettings } from '../../shared/history/red-flags.ts';
import type { HistoryFilters } from '../../shared/store/history-filters.ts';
import { parseFen } from '../../shared/values/read-amount.ts';

const DAY_MS = 86_400_000;

const instantOf = (milliseconds: number): string => new Date(milliseconds).toISOString();

/** A date alone is a day in Beijing, from its first moment to its last. */
const isDay = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text);
const startOf = (text: string): string =>
  instantOf(Date.parse(isDay(text) ? `${text}T00:00:00+08:00` : text));
const endOf = (text: string): string =>
  instantOf(isDay(text) ? Date.parse(`${text}T00:00:00+08:00`) + DAY_MS : Date.parse(text));

const wrong = (zh: string, en: string): Problem => new Problem('invalid-parameter', { detail: { zh, en } });

function amountOf(fen: number | undefined, typed: string | undefined): number | undefined {
  if (fen !== undefined && typed !== undefined)
    throw wrong('金额请只给一种写法', 'Give an amount in fen or as typed, not both');
  return typed === undefined ? fen : (parseFen(typed, 'wan') ?? undefined);
}

/**
 * What the address of a search asks for.
 * @param settings the configured thresholds, which a question about amounts just below them needs, and the calendar
 * @throws Problem `invalid-parameter` where it contradicts itself
 */
export function filtersOf(
  query: HistoryParameters,
  { thresholdsFen, calendar }: FlagSettings,
): HistoryFilters {
  const { project, chain, actor, unit, action, stage, outcome, year, flag, minDays, maxDays } = query;
  if (project !== undefined && chain !== undefined)
    throw wrong('项目和链只能给一个', 'Ask for a project or for a chain, not both');
  const from = query.from === undefined ? undefined : startOf(query.from);
  const to = query.to === undefined ? undefined : endOf(query.to);
  if (from !== undefined && to !== undefined && from >= to)
    throw wrong('起始时间应早于截止时间', '`from` must be before `to`');
  const minFen = amountOf(query.minFen, query.minAmount);
  const maxFen = amountOf(query.maxFen, query.maxAmount);
  if (minFen !== undefined && maxFen !== undefined && minFen > maxFen)
    throw wrong('金额下限不应高于上限', 'The least amount must not be above the greatest');
  if (minDays !== undefined && maxDays !== undefined && minDays >= maxDays)
    throw wrong('等待时间的下限应低于上限', 'The least wait must be below the greatest');
  return {
    ...{ chain: project ?? chain, actor, unit, action, stage, outcome, year, minFen, maxFen, from, to },
    ...{ minDays, maxDays, flag, calendar },
    ...(flag === 'below-threshold' ? { thresholdsFen } : {}),
  };
}

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
