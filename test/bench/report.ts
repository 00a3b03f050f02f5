import { writeFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';
import type { Check } from './budget.ts';
import { checkout } from './npm-start.ts';
import { round } from './statistics.ts';

export type Row = Readonly<Record<string, string | number>>;

/** Prints rows under a title, numbers to the right. */
export function printTable(title: string, rows: readonly Row[]): void {
  console.log(`\n${title}`);
  const [first] = rows;
  if (first === undefined) return;
  const columns = Object.keys(first).map((name) => {
    const cells = rows.map((row) => row[name] ?? '');
    const width = Math.max(name.length, ...cells.map((cell) => String(cell).length));
    return { name, width, right: cells.every((cell) => typeof cell === 'number') };
  });
  const line = (cellOf: (name: string) => string | number): string =>
    columns
      .map(({ name, width, right }) =>
        right ? String(cellOf(name)).padStart(width) : String(cellOf(name)).padEnd(width),
      )
      .join('  ')
      .trimEnd();
  console.log(`  ${line((name) => name)}`);
  for (const row of rows) console.log(`  ${line((name) => row[name] ?? '')}`);
}

const verdictOf = ({ holds, kind }: Check): string => {
  if (holds) return 'ok';
  return kind === 'limit' ? 'EXCEEDED' : 'aim not reached';
};

export function printChecks(checks: readonly Check[]): void {
  printTable(
    'Budget (test/bench/budget.json)',
    checks.map((check) => ({
      what: check.what,
      measured: round(check.measured),
      bound: `${check.bound === 'most' ? '≤' : '≥'} ${check.limit}`,
      verdict: verdictOf(check),
    })),
  );
}

/** What the numbers were measured on: without it they say little. */
export function machine() {
  const [cpu] = cpus();
  return {
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    processors: cpus().length,
    model: cpu?.model ?? 'unknown',
    memoryGb: round(totalmem() / 1024 ** 3, 1),
    // Over two on two processors: something else was running, and everything with a clock in it is too slow.
    load: loadavg().map((load) => round(load)),
  };
}

/** Writes all numbers to `bench.json` in the checkout, which is not committed. */
export function writeReport(report: object): string {
  const file = join(checkout, 'bench.json');
  writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`);
  return file;
}
