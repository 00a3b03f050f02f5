import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it } from '@jest/globals';
import { type GroupCommit, openGroupCommit } from '../../infra/local/group-commit.ts';
import { temporaryFolder } from './fixture.ts';

const folder = temporaryFolder();
const ioError = () => Object.assign(new Error('EIO: i/o error, fdatasync'), { code: 'EIO' });

/** A file of its own whose waits for the disk end when the test says so. */
function opened(name: string) {
  const waits: { readonly end: () => void; readonly fail: (error: Error) => void }[] = [];
  const file = join(folder, `${name}.sqlite`);
  const sync = () => new Promise<void>((end, fail) => void waits.push({ end, fail }));
  const commits = openGroupCommit(file, sync);
  commits.database.exec('CREATE TABLE things (name TEXT)');
  return { file, waits, commits };
}
const put = ({ database }: GroupCommit, name: string) =>
  database.prepare('INSERT INTO things VALUES (?)').run(name);
const turn = () => new Promise((resolve) => setImmediate(resolve));

it('commits that come while the disk is at work share the next wait, and none is told by one that began before it', async () => {
  const { waits, commits } = opened('shared');
  const told: string[] = [];
  const say = (name: string) => {
    put(commits, name);
    return commits.durable().then(() => told.push(name));
  };
  const first = say('one');
  await turn();
  const others = [say('two'), say('three')];
  await turn();
  expect([waits.length, told]).toEqual([1, []]);
  waits[0]?.end();
  await first;
  await turn();
  expect([waits.length, told]).toEqual([2, ['one']]);
  waits[1]?.end();
  await Promise.all(others);
  expect(told).toEqual(['one', 'two', 'three']);
  commits.close();
});

it('what the disk did not take is refused, and written anew to the database before the next wait', async () => {
  const { file, waits, commits } = opened('failing');
  put(commits, 'one');
  const refused = expect(commits.durable()).rejects.toThrow('EIO');
  await turn();
  waits[0]?.fail(ioError());
  await refused;
  const again = commits.durable();
  await turn();
  waits[1]?.end();
  await again;
  // As if nothing that was only in the log had come to the disk.
  rmSync(`${file}-wal`);
  const found = new DatabaseSync(file, { readOnly: true });
  expect(found.prepare('SELECT name FROM things').all()).toEqual([{ name: 'one' }]);
  found.close();
  commits.close();
});
