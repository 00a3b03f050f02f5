/** The value below which a share of all values lies; 0 where there are none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

/** The machine is shared and noisy: one slow round must not decide what is said of all. */
export const median = (values: readonly number[]): number => quantile(values, 0.5);

/** Rounded for reading: two decimals are more than any number here can promise. */
export const round = (value: number, digits = 2): number => Number(value.toFixed(digits));

/**
 * How a quantity goes on, in its unit a step: the median of the slopes between all pairs (Theil and Sen). Unlike the line
 * of least squares it is not moved by the few that are far off, as a collection of garbage or a cold start is.
 */
export function slopeOf(values: readonly number[]): number {
  const slopes = values.flatMap((from, first) =>
    values.slice(first + 1).map((to, between) => (to - from) / (between + 1)),
  );
  return median(slopes);
}
