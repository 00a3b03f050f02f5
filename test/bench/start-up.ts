import { cpSync, mkdirSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { budget, check, type Outcome } from './budget.ts';
import { checkout, npmStart, temporaryFolder } from './npm-start.ts';
import type { Sizes } from './options.ts';
import { printTable } from './report.ts';
import { median, round } from './statistics.ts';

/**
 * Copies what `npm start` reads, with the installed packages linked: what was synthesized and compiled before, which
 * lies in the checkout and beside the packages, is not there.
 */
function copyCheckout(to: string): void {
  for (const name of ['infra', 'functions', 'shared', 'cdk.json', 'package.json', 'package-lock.json'])
    cpSync(join(checkout, name), join(to, name), { recursive: true });
  const packages = join(checkout, 'node_modules');
  mkdirSync(join(to, 'node_modules'));
  for (const name of readdirSync(packages).filter((entry) => !entry.startsWith('.') || entry === '.bin'))
    symlinkSync(join(packages, name), join(to, 'node_modules', name));
}

/** Start-up times from the command `npm start` to `Ready.`: as in a fresh clone, and with nothing changed since. */
export async function measureStartUp(sizes: Sizes): Promise<Outcome> {
  const folder = await temporaryFolder();
  const root = join(folder.path, 'checkout');
  const data = join(folder.path, 'data');
  const start = async (): Promise<number> => {
    const running = await npmStart({ root, data });
    await running.stop();
    return round(running.seconds);
  };
  try {
    mkdirSync(root);
    copyCheckout(root);
    const first: number[] = [];
    for (let count = 0; count < sizes.firstStarts; count++) {
      for (const made of [join(root, 'cdk.out'), join(root, 'node_modules', '.cache'), data])
        rmSync(made, { recursive: true, force: true });
      first.push(await start());
    }
    const unchanged: number[] = [];
    for (let count = 0; count < sizes.unchangedStarts; count++) unchanged.push(await start());
    const rowOf = (what: string, seconds: readonly number[]) => ({
      start: what,
      median: median(seconds),
      fastest: Math.min(...seconds),
      slowest: Math.max(...seconds),
      runs: seconds.length,
    });
    printTable('From `npm start` to Ready., seconds', [
      rowOf('first, with synthesis', first),
      rowOf('nothing changed', unchanged),
    ]);
    const { firstSeconds, unchangedSeconds } = budget.startUp;
    return {
      numbers: { first, unchanged },
      checks: [
        check('first start, seconds', median(first), 'most', firstSeconds),
        check('start with nothing changed, seconds', median(unchanged), 'most', unchangedSeconds),
      ],
    };
  } finally {
    await folder.remove();
  }
}
