import { BEIJING_MS } from './beijing-time.ts';

/** The month that it is in Beijing at a moment (UTC): `2026-11`. */
export const beijingMonth = (utc: string): string =>
  new Date(Date.parse(utc) + BEIJING_MS).toISOString().slice(0, 7);

/** The first moment of a month in Beijing, as UTC. */
export const monthStart = (month: string): string => new Date(`${month}-01T00:00:00+08:00`).toISOString();

export function monthAfter(month: string): string {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, '0')}`;
}

/** The months from one to another, both included: `2026-11`, `2026-12`, `2027-01`. None where the first is later. */
export function monthRange(first: string, last: string): string[] {
  const months: string[] = [];
  for (let month = first; month <= last; month = monthAfter(month)) months.push(month);
  return months;
}

/** The months in Beijing that a range of moments touches; `to` is exclusive. */
export const monthsBetween = (from: string, to: string): string[] =>
  monthRange(beijingMonth(from), beijingMonth(new Date(Date.parse(to) - 1).toISOString()));
