import { spawn } from 'node:child_process';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, it, jest } from '@jest/globals';
import { openLineFile } from '../../infra/local/line-file.ts';
import { limitFiles } from '../support/disk.ts';
import { temporaryFolder } from './fixture.ts';

const folder = temporaryFolder();
const module = resolve(import.meta.dirname, '../../infra/local/line-file.ts');

it('a log drops what the disk does not take, counts it, and goes on with whole lines', async () => {
  const log = join(folder, 'log');
  const script = join(folder, 'writes.mjs');
  // A limit is a process's own: what it is given on its input is appended, each answered when that is done.
  writeFileSync(
    script,
    `import { createInterface } from 'node:readline';
     import { openLineFile } from ${JSON.stringify(module)};
     const file = openLineFile(${JSON.stringify(log)}, (count) => console.log('recovered', count));
     for await (const line of createInterface({ input: process.stdin })) {
       file.append(line.replaceAll('/', '\\n') + '\\n');
       console.log('done');
     }`,
  );
  const child = spawn(process.execPath, [script], { stdio: ['pipe', 'pipe', 'inherit'], env: {} });
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const said: string[] = [];
  const append = async (line: string): Promise<void> => {
    child.stdin.write(`${line}\n`);
    for (let answer = await answers.next(); answer.value !== 'done'; answer = await answers.next())
      said.push(String(answer.value));
  };

  await append('0123456789');
  limitFiles(child.pid ?? 0, 15);
  await append('abcdefghij');
  await append('two/lines');
  expect(said).toEqual([]);
  limitFiles(child.pid ?? 0, 'unlimited');
  await append('after');
  await append('later');
  child.stdin.end();
  expect(said).toEqual(['recovered 3']);
  expect(readFileSync(log, 'utf8')).toBe('0123456789\nabcd\nafter\nlater\n');
});

it('a log that has grown large is put aside while it is written, by whichever of its writers looks first', () => {
  const log = join(folder, 'bounded');
  const dropped = jest.fn();
  const [one, other] = [openLineFile(log, dropped, 1000), openLineFile(log, dropped, 1000)];
  for (let line = 0; line < 500; line += 1)
    (line % 2 === 0 ? one : other).append(`${String(line).padStart(49)}\n`);
  for (const file of [log, `${log}.old`]) expect(statSync(file).size).toBeLessThan(3100);
  const kept = [`${log}.old`, log]
    .flatMap((file) => readFileSync(file, 'utf8').trimEnd().split('\n'))
    .map(Number);
  expect(kept).toContain(499);
  // Nothing between the oldest line that is kept and the newest is lost.
  expect(kept.toSorted((a, b) => a - b)).toEqual(
    Array.from({ length: kept.length }, (_, index) => 500 - kept.length + index),
  );
  expect(dropped).not.toHaveBeenCalled();
});
