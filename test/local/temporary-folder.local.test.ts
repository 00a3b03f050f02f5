import { spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { temporaryFolder as ofCommand } from '../../infra/commands/temporary-folder.ts';
import { temporaryFolder } from './fixture.ts';

const system = temporaryFolder();

it('a command removes what one that was killed left behind, and nothing of anybody else', () => {
  const { pid } = spawnSync(process.execPath, ['--version']);
  const left = join(system, `countersign-command-${pid}-a1b2c3`);
  const atWork = join(system, `countersign-command-${process.pid}-a1b2c3`);
  const foreign = join(system, `countersign-${pid}-a1b2c3`);
  for (const folder of [left, atWork, foreign]) {
    mkdirSync(folder);
    writeFileSync(join(folder, 'projects.ndjson'), '{}');
  }
  // Only root can make one of somebody else; what it cannot remove must keep no command from working.
  const anothers = join(system, `countersign-command-${pid}-d4e5f6`);
  if (process.getuid?.() === 0) {
    mkdirSync(anothers);
    chownSync(anothers, 65_534, 65_534);
  }
  const own = ofCommand(system);
  expect(existsSync(anothers)).toBe(process.getuid?.() === 0);
  expect([left, atWork, foreign, own.path].map((path) => existsSync(path))).toEqual([
    false,
    true,
    true,
    true,
  ]);
  own.remove();
  expect(existsSync(own.path)).toBe(false);
});
