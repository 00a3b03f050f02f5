/** Texts may hold 20,000 characters together; one alone is bounded at 10,000. */
export const LONG_TEXT = 10_000;
