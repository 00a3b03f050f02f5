import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
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
  const own = ofCommand(system);
  expect([left, atWork, foreign, own.path].map((path) => existsSync(path))).toEqual([
    false,
    true,
    true,
    true,
  ]);
  own.remove();
  expect(existsSync(own.path)).toBe(false);
});
