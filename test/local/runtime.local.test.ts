import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import { allocation } from '../../infra/local/runtime.ts';
import { checkout } from '../support/platform.ts';
import { temporaryFolder } from './fixture.ts';

const folder = temporaryFolder();

/** What a program finds that asks for sparing memory first. */
function begun(env: Readonly<Record<string, string>>): unknown {
  const file = join(folder, 'program.mjs');
  writeFileSync(
    file,
    `import { spareMemory } from '${join(checkout, 'infra/local/runtime.ts')}';
    spareMemory();
    const { pid, env: { OWN, ...env }, argv, execArgv } = process;
    const allocation = Object.fromEntries(Object.entries(env).filter(([name]) => name.startsWith('MALLOC_')));
    console.log(JSON.stringify({ pid, OWN, argv: argv.slice(2), execArgv, allocation }));`,
  );
  const script = `echo $$; exec "${process.execPath}" --stack-size=900 "${file}" --settings 'a b'`;
  const [shell = '', told = ''] = execFileSync('/bin/sh', ['-c', script], { env, encoding: 'utf8' }).split(
    '\n',
  );
  const { pid, ...rest } = JSON.parse(told);
  return { ...rest, isSameProcess: pid === Number(shell) };
}

const ofLinux = process.platform === 'linux' ? it : it.skip;

ofLinux(
  'a program is begun anew in its own process, with what allocation has to be told, and all it was given',
  () => {
    const given = { OWN: 'kept', argv: ['--settings', 'a b'], isSameProcess: true };
    const execArgv = ['--max-semi-space-size=8', '--stack-size=900'];
    expect(begun({ OWN: 'kept' })).toEqual({ ...given, execArgv, allocation });
  },
);

ofLinux('one that was told is left as it is, by whoever told it', () => {
  const told = { ...allocation, MALLOC_ARENA_MAX: '4', MALLOC_TRIM_THRESHOLD_: '1' };
  expect(begun(told)).toEqual({
    argv: ['--settings', 'a b'],
    isSameProcess: true,
    execArgv: ['--stack-size=900'],
    allocation: told,
  });
});

it('a program whose readers are gone goes on, and ends when it is asked to', async () => {
  const file = join(folder, 'unread.mjs');
  writeFileSync(
    file,
    `import { runUntilSignal } from '${join(checkout, 'infra/local/runtime.ts')}';
    let defects = 0;
    process.on('uncaughtException', () => { if (++defects === 1_000) process.exit(7); });
    process.stdin.on('data', () => {
      for (let line = 0; line < 50; line += 1) setImmediate(() => console.error(line));
    });
    await runUntilSignal(async () => ({ introduction: [], close: async () => process.exit(defects) }));`,
  );
  const child = spawn(process.execPath, [file]);
  const ended = once(child, 'exit');
  await once(child.stdout, 'data');
  child.stdout.destroy();
  child.stderr.destroy();
  child.stdin.write('now');
  // Time for what would go round and round.
  await pause(300);
  child.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
});
