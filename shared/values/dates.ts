import * as z from 'zod';

/**
 * Years, days and moments as they come in from outside. A year has four digits, from 1900 to 2999: what is earlier or
 * later is a slip, and would sort, print or be added to otherwise than people expect.
 */
const FIRST_YEAR = 1900;
const LAST_YEAR = 2999;
const BEGINS_WITH_YEAR = /^(?:19|2\d)\d\d-/;
const aYear = 'The year has four digits, from 1900 to 2999';
const inYears = (text: string): boolean => BEGINS_WITH_YEAR.test(text);

export const isYear = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= FIRST_YEAR && value <= LAST_YEAR;

/** A year in an address. */
export const yearText = z
  .string()
  .regex(/^(?:19|2\d)\d\d$/)
  .transform(Number);

/** A day: `2026-11-28`. */
export const day = z.lazy(() => z.iso.date().refine(inYears, aYear));

/** A day, or a moment with its offset. */
export const dayOrMoment = z.lazy(() =>
  z.union([z.iso.datetime({ offset: true }).max(40).refine(inYears, aYear), day]),
);
