/** Texts may hold 20,000 characters together; one alone is bounded at 10,000. */
export const LONG_TEXT = 10_000;

/** A month of a year, as fields hold it: `2021-05`. */
export const YEAR_MONTH = '^(?:19|2\\d)\\d{2}-(0[1-9]|1[0-2])$';
