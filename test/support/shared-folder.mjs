// A folder for what the test files of one run share, made before the first of them and removed after the last.
import { existsSync, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const memory = '/dev/shm';
// A platform's folder is some 10 MB, and three or four are there at once.
const ENOUGH_BYTES = 1024 ** 3;

function hasRoom(folder) {
  if (!existsSync(folder)) return false;
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize >= ENOUGH_BYTES;
}

export default function makeFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-tests-'));
  process.env.SHARED_TEST_FOLDER = folder;
  // Platforms have their folders in memory: what each commit writes is written through, and a disk would be waited for.
  const platforms = mkdtempSync(join(hasRoom(memory) ? memory : tmpdir(), 'countersign-platforms-'));
  process.env.PLATFORMS_TEST_FOLDER = platforms;
  // Where hosts keep compiled modules (`infra/local/runtime.ts`): what tests start reads its first ones there as well.
  process.env.NODE_COMPILE_CACHE = resolve(import.meta.dirname, '../../node_modules/.cache/compile');
  process.on('exit', () => {
    for (const made of [folder, platforms]) rmSync(made, { recursive: true, force: true });
  });
}
