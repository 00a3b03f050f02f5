import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, it } from '@jest/globals';
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
