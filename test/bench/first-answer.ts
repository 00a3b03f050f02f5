import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as z from 'zod';
import { budget, check, type Outcome } from './budget.ts';
import type { Sizes } from './options.ts';
import { printTable } from './report.ts';
import { median, round } from './statistics.ts';

const measured = z.object({
  empty: z.array(z.number()),
  decisions: z.array(z.number()),
  projects: z.array(z.number()),
});

/**
 * The first answer of a function on one machine, from the start of its thread: in processor time, and as a ratio to that
 * of an empty function, which is Node's own.
 */
export async function measureFirstAnswer({ importPairs: rounds }: Sizes): Promise<Outcome> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [join(import.meta.dirname, 'first-answer-once.ts'), String(rounds)],
    { env: { ...process.env, NODE_OPTIONS: '' } },
  );
  const { empty, ...functions } = measured.parse(JSON.parse(stdout));
  const bare = median(empty);
  const rows = Object.entries(functions).map(([name, ms]) => ({
    function: name,
    processorMs: round(median(ms), 1),
    ratio: round(median(ms) / bare),
  }));
  printTable(
    `First answer of a thread, median of ${rounds}; ratio: to an empty function (${round(bare, 1)} ms)`,
    rows,
  );
  const { ratio, ratioAim } = budget.firstAnswer;
  const checks = rows.flatMap((row) => {
    const what = `first answer of ${row.function}, ratio`;
    return [check(what, row.ratio, 'most', ratio), check(what, row.ratio, 'most', ratioAim, 'aim')];
  });
  return { numbers: { rounds, emptyMs: bare, functions: rows }, checks };
}
