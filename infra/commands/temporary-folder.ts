import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAlive } from '../local/processes.ts';

const PREFIX = 'countersign-command-';

/** Another user's is not ours to remove, and must keep nobody from working. */
const isOurs = (folder: string): boolean =>
  process.getuid === undefined || statSync(folder, { throwIfNoEntry: false })?.uid === process.getuid();

/**
 * A folder for as long as a command runs, under the system's own. A command that was killed left its own behind, with
 * whatever of an office was in it: the next one removes it.
 */
export function temporaryFolder(system = tmpdir()): { readonly path: string; remove(): void } {
  for (const name of readdirSync(system)) {
    const [, pid] = new RegExp(`^${PREFIX}(\\d+)-`).exec(name) ?? [];
    const left = join(system, name);
    if (pid !== undefined && !isAlive(Number(pid)) && isOurs(left))
      rmSync(left, { recursive: true, force: true });
  }
  const path = mkdtempSync(join(system, `${PREFIX}${process.pid}-`));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}
