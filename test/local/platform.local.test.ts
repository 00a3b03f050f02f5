import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freePort, type Listening, listen } from '../../infra/local/ports.ts';
import { checkout } from '../support/platform.ts';

const run = promisify(execFile);

let folder: string;
let taken: Listening;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'countersign-test-'));
  taken = await listen(await freePort());
});
afterAll(async () => {
  await taken.close();
  await rm(folder, { recursive: true });
});

describe('a platform of a test whose port is taken', () => {
  it('does not come up, and leaves no folder behind', async () => {
    const start = `
      const { startPlatform } = await import('./test/support/platform.ts');
      await startPlatform({ port: ${taken.port} });
    `;
    // In a process of its own: here what is set for temporary folders is Jest's copy.
    const started = run(process.execPath, ['--input-type=module', '--eval', start], {
      cwd: checkout,
      env: { ...process.env, NODE_OPTIONS: '', TMPDIR: folder },
    });
    await expect(started).rejects.toThrow('is in use');
    expect(await readdir(folder)).toEqual([]);
  });
});
