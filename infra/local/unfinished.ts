import { existsSync, readdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { isAlive } from './processes.ts';

const mark = '.unfinished';

/**
 * The name under which this process alone makes a file or a folder, which gets its own when it is whole: of two that make
 * the same at once each has all of its own. What killed ones have left beside the target goes.
 */
export function unfinishedName(target: string): string {
  const [folder, prefix] = [dirname(target), `${basename(target)}${mark}`];
  for (const name of existsSync(folder) ? readdirSync(folder) : []) {
    if (!name.startsWith(prefix)) continue;
    // Earlier releases wrote no process into it; what has its number now may be this very one.
    const [, pid = process.pid] = /^-(\d+)/.exec(name.slice(prefix.length)) ?? [];
    if (Number(pid) === process.pid || !isAlive(Number(pid)))
      rmSync(join(folder, name), { recursive: true, force: true });
  }
  return join(folder, `${prefix}-${process.pid}`);
}
