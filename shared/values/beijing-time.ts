/** Beijing is eight hours before UTC, all year and since 1991 (domain.md §1): no table of zones is needed. */
export const BEIJING_MS = 8 * 60 * 60_000;
