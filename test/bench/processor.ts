import type { Running } from './npm-start.ts';
import { hasProcesses, isNpm, processTree } from './processes.ts';
import { round } from './statistics.ts';

const CLIENTS = 'the clients (this bench)';

/** Processor time of the platform's processes so far, in milliseconds; of this one too, which plays the clients. */
export function processorTimes(running: Running): Record<string, number> {
  const { user, system } = process.cpuUsage();
  const times: Record<string, number> = { [CLIENTS]: (user + system) / 1000 };
  if (hasProcesses)
    for (const one of processTree(running.pid).filter((each) => !isNpm(each)))
      times[one.command] = (times[one.command] ?? 0) + one.processorMs;
  return times;
}

/** What the processes used between two readings, for each of so many flows, decisions or pages. */
export const usedEach = (
  before: Record<string, number>,
  after: Record<string, number>,
  count: number,
): Record<string, number> =>
  Object.fromEntries(
    Object.entries(after)
      .map(([name, time]) => [name, round((time - (before[name] ?? 0)) / count, 1)] as const)
      .filter(([, time]) => time > 0),
  );

/** The platform's share of it: the clients are not what is measured. */
export const platformMs = (used: Readonly<Record<string, number>>): number =>
  round(
    Object.entries(used)
      .filter(([name]) => name !== CLIENTS)
      .reduce((sum, [, time]) => sum + time, 0),
    1,
  );
