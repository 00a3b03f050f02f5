/** What some work cost this process, in milliseconds of its processor: on a busy machine the clock says little. */
export async function processorTime<T>(
  work: () => T | Promise<T>,
): Promise<readonly [result: T, ms: number]> {
  const before = process.cpuUsage();
  const result = await work();
  const { user, system } = process.cpuUsage(before);
  return [result, (user + system) / 1_000];
}
