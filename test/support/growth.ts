import { processorTime } from './processor-time.ts';

/** How much of something: all of it, or a sixteenth. */
export type Part = 1 | 0.0625;

/** What costs less says nothing: a collection of garbage takes as long. */
const FLOOR_MS = 10;
const RUNS = 3;

/**
 * What grows with its length costs sixteen times as much for all as for a sixteenth; with the square of it, 256 times. The
 * line lies where the part that grows with the square costs more than all the rest.
 */
export const FAR_FROM_LINEAR = 32;

/**
 * How many times as much processor time all of something costs as a sixteenth of it. Both are measured in this process,
 * the best of some runs, so that neither the machine nor what else runs there matters; a single good run is enough.
 * @param of makes so much of it, which is not measured
 */
export async function growthOf<T>(of: (part: Part) => T, work: (made: T) => unknown): Promise<number> {
  const costOf = async (part: Part): Promise<number> => {
    const made = of(part);
    const [, ms] = await processorTime(async () => work(made));
    return ms;
  };
  const best = { part: Number.POSITIVE_INFINITY, all: Number.POSITIVE_INFINITY };
  const growth = (): number => best.all / Math.max(best.part, FLOOR_MS);
  for (let run = 0; run < RUNS && !(growth() < FAR_FROM_LINEAR); run++) {
    // What runs for the first time is not compiled yet.
    for (let again = 0; again < RUNS; again++) best.part = Math.min(best.part, await costOf(0.0625));
    best.all = Math.min(best.all, await costOf(1));
  }
  return growth();
}
