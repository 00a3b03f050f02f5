// A folder for what the test files of one run share, made before the first of them and removed after the last.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

export default function makeFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-tests-'));
  process.env.SHARED_TEST_FOLDER = folder;
  // Where hosts keep compiled modules (`infra/local/runtime.ts`): what tests start reads its first ones there as well.
  process.env.NODE_COMPILE_CACHE = resolve(import.meta.dirname, '../../node_modules/.cache/compile');
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
}
