/** What some work cost this process, in milliseconds of its processor: on a busy machine the clock says little. */
export async function processorTime<T>(
  work: () => T | Promise<T>,
): Promise<readonly [result: T, ms: number]> {
  const before = process.cpuUsage();
  const result = await work();
  const { user, system } = process.cpuUsage(before);
  return [result, (user + system) / 1_000];
}

/**
 * A line between what ends and what does not, no measure of speed: what is read in one go takes a fraction of a second of
 * processor time, on a busy machine too; what grew with the square of its length took 6 to 86 seconds in these cases.
 */
export const FAR_TOO_LONG_MS = 5_000;
