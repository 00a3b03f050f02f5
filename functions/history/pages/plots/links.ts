import { BEIJING_MS } from '../../../../shared/values/beijing-time.ts';
/** What an overview is about; every link from it stays inside. */
export interface Scope {
  /** UTC, inclusive. */
  readonly from: string;
  /** UTC, exclusive. */
  readonly to: string;
  readonly unit?: string | undefined;
  readonly year?: number | undefined;
}

const DAY_MS = 24 * 60 * 60_000;

const dayAt = (ms: number): string => new Date(ms + BEIJING_MS).toISOString().slice(0, 10);
const isMidnight = (ms: number): boolean => (ms + BEIJING_MS) % DAY_MS === 0;

/** A bound as an address says it: a day in Beijing where it is one, as people read it, or else the moment. */
export const fromText = (utc: string): string => (isMidnight(Date.parse(utc)) ? dayAt(Date.parse(utc)) : utc);
export const toText = (utc: string): string =>
  isMidnight(Date.parse(utc)) ? dayAt(Date.parse(utc) - DAY_MS) : utc;

type Filters = Readonly<Record<string, string | number | undefined>>;

/** The address of the search that gives exactly the events behind a figure. */
export function eventsHref(scope: Scope, filters: Filters): string {
  const { from, to, unit, year } = scope;
  const all: Filters = { unit, year, ...filters, from: fromText(from), to: toText(to) };
  const given = Object.entries(all).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)]],
  );
  return `/history?${new URLSearchParams(given)}`;
}

/** A part of a scope's time. */
export const within = (scope: Scope, from: string, to: string): Scope => ({
  ...scope,
  from: from > scope.from ? from : scope.from,
  to: to < scope.to ? to : scope.to,
});
