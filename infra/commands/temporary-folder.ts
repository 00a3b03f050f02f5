import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAlive } from '../local/processes.ts';

const PREFIX = 'countersign-command-';

/**
 * A folder for as long as a command runs, under the system's own. A command that was killed left its own behind, with
 * whatever of an office was in it: the next one removes it.
 */
export function temporaryFolder(system = tmpdir()): { readonly path: string; remove(): void } {
  for (const name of readdirSync(system)) {
    const [, pid] = new RegExp(`^${PREFIX}(\\d+)-`).exec(name) ?? [];
    if (pid !== undefined && !isAlive(Number(pid)))
      rmSync(join(system, name), { recursive: true, force: true });
  }
  const path = mkdtempSync(join(system, `${PREFIX}${process.pid}-`));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}
