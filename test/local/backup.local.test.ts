import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from '@jest/globals';
import { openDataFolder } from '../../infra/local/data-folder.ts';
import { dataVersion, keepVersion } from '../../infra/local/data-version.ts';
import { createBackup } from '../../infra/local/serve/backup-file.ts';
import { restoreBackup } from '../../infra/local/serve/restore-backup.ts';
import { backupFileIn, takeBackup } from '../../infra/local/serve/take-backup.ts';
import { openSqlite } from '../../infra/local/sqlite.ts';
import { launch, runScript } from '../support/office-server.ts';
import { temporaryFolder } from './fixture.ts';

const folder = temporaryFolder();
const databases = ['host', 'executions', 'identity', 'dynamodb'].map((name) => `${name}.sqlite`);

/** A data folder with something in each of its files. @param rows of a kilobyte that does not compress */
function dataFolder(name: string, rows = 10): string {
  const data = join(folder, name);
  openDataFolder(data);
  keepVersion(data);
  for (const file of databases) {
    const database = openSqlite(join(data, file));
    database.exec('CREATE TABLE things (id INTEGER PRIMARY KEY, what BLOB)');
    database.exec(`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${rows})
      INSERT INTO things SELECT i, randomblob(1024) FROM n`);
    database.close();
  }
  mkdirSync(join(data, 'kms'));
  writeFileSync(join(data, 'kms', 'CheckpointKey.pem'), 'a key');
  mkdirSync(join(data, 's3', 'archive', 'checkpoint'), { recursive: true });
  writeFileSync(join(data, 's3', 'archive', 'checkpoint', '1.bytes'), Buffer.alloc(1000, 7));
  writeFileSync(join(data, 's3', 'archive', 'checkpoint', '1.json.new'), 'half');
  writeFileSync(join(data, 's3', 'empty'), '');
  return data;
}

const rowsOf = (file: string): unknown[] => {
  const database = new DatabaseSync(file);
  const rows = database.prepare('SELECT id, hex(what) AS what FROM things ORDER BY id').all();
  database.close();
  return rows;
};

describe('a backup', () => {
  it('gets the name of its minute where a folder is given, so that a timer needs no shell', () => {
    const now = new Date('2026-11-29T02:30:05Z');
    expect(backupFileIn(folder, now)).toBe(join(folder, 'countersign-2026-11-29T0230Z.backup'));
    expect(backupFileIn(join(folder, 'one.backup'), now)).toBe(join(folder, 'one.backup'));
  });

  it('is one file of its owner’s, with everything that must survive, and is restored as it was', async () => {
    const data = dataFolder('first');
    const file = join(folder, 'first.backup');
    await takeBackup(data, file);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const restored = join(folder, 'restored');
    mkdirSync(restored);
    restoreBackup(file, restored);
    for (const name of databases) expect(rowsOf(join(restored, name))).toEqual(rowsOf(join(data, name)));
    for (const path of ['kms/CheckpointKey.pem', 's3/archive/checkpoint/1.bytes', 's3/empty', 'version'])
      expect(readFileSync(join(restored, path))).toEqual(readFileSync(join(data, path)));
    expect(readdirSync(join(restored, 's3/archive/checkpoint'))).toEqual(['1.bytes']);
    expect(statSync(restored).mode & 0o777).toBe(0o700);
    expect(readdirSync(folder).filter((name) => name.includes('unfinished'))).toEqual([]);
  });

  it('is never written over another, nor restored over anything', async () => {
    const data = dataFolder('second');
    const file = join(folder, 'second.backup');
    await takeBackup(data, file);
    const before = readFileSync(file);
    await expect(takeBackup(data, file)).rejects.toThrow('never written over');
    expect(readFileSync(file).equals(before)).toBe(true);
    expect(() => restoreBackup(file, data)).toThrow('is not empty');
    // The two swapped.
    expect(() => restoreBackup(data, file)).toThrow('is a file: the backup comes first');
    await expect(takeBackup(join(folder, 'nothing'), join(folder, 'n.backup'))).rejects.toThrow(
      'is no data folder',
    );
  });

  it('that is damaged anywhere is refused before anything is written', async () => {
    const file = join(folder, 'damaged.backup');
    await takeBackup(dataFolder('third', 200), file);
    const bytes = readFileSync(file);
    const target = join(folder, 'from-damaged');
    for (const share of [0.2, 0.5, 0.8, 0.95]) {
      const copy = Buffer.from(bytes);
      const at = Math.floor(copy.length * share);
      for (let index = at; index < at + 16; index += 1) copy[index] = (copy[index] ?? 0) ^ 0xff;
      writeFileSync(file, copy);
      expect(() => restoreBackup(file, target)).toThrow();
      expect(existsSync(target)).toBe(false);
    }
    writeFileSync(file, bytes.subarray(0, Math.floor(bytes.length / 2)));
    expect(() => restoreBackup(file, target)).toThrow();
    writeFileSync(file, 'no database');
    expect(() => restoreBackup(file, target)).toThrow('cannot be restored');
    expect(() => restoreBackup(folder, target)).toThrow(`There is no file ${folder}`);
    expect(existsSync(target)).toBe(false);
  });

  it('holds every object of a server that stores them anew and removes others all the while', async () => {
    const data = dataFolder('at-work');
    const objects = join(data, 's3', 'uploads');
    const names = Array.from({ length: 60 }, (_, n) => `p${n % 6}/o${n}`);
    for (const name of names) {
      mkdirSync(join(objects, name), { recursive: true });
      for (const kind of ['bytes', 'json']) writeFileSync(join(objects, name, `1.${kind}`), `${name} 1`);
    }
    // As the host does it: the new bytes, what describes them, and then the old ones go. Another comes and goes.
    const worker = new Worker(
      `const { mkdirSync, rmSync, renameSync, writeFileSync } = require('node:fs');
      const { workerData: { objects, names }, parentPort } = require('node:worker_threads');
      const put = (place, version) => {
        for (const kind of ['bytes', 'json']) {
          writeFileSync(place + '/' + version + '.' + kind + '.new', place.slice(objects.length + 1) + ' ' + version);
          renameSync(place + '/' + version + '.' + kind + '.new', place + '/' + version + '.' + kind);
        }
      };
      for (let version = 2; ; version += 1) {
        for (const name of names) {
          put(objects + '/' + name, version);
          for (const kind of ['json', 'bytes']) rmSync(objects + '/' + name + '/' + (version - 1) + '.' + kind);
        }
        const passing = objects + '/passing/' + version;
        mkdirSync(passing, { recursive: true });
        put(passing, 1);
        rmSync(passing, { recursive: true });
        if (version === 10) parentPort.postMessage('at work');
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, version > 10 ? 3 : 0);
      }`,
      { eval: true, workerData: { objects, names } },
    );
    await new Promise((resolve) => worker.once('message', resolve));
    const file = join(folder, 'at-work.backup');
    try {
      await takeBackup(data, file);
    } finally {
      await worker.terminate();
    }
    const restored = join(folder, 'from-work');
    restoreBackup(file, restored);
    for (const name of names) {
      const place = join(restored, 's3', 'uploads', name);
      const described = readdirSync(place).filter((one) => one.endsWith('.json'));
      expect(described).not.toEqual([]);
      for (const one of described) {
        const version = Number.parseInt(one, 10);
        for (const kind of ['bytes', 'json'])
          expect(readFileSync(join(place, `${version}.${kind}`), 'utf8')).toBe(`${name} ${version}`);
      }
    }
  }, 60_000);

  it('that lacks a file is none, though each of the others is whole', async () => {
    const file = join(folder, 'lacking.backup');
    await takeBackup(dataFolder('fourth'), file);
    const database = new DatabaseSync(file);
    database.exec("DELETE FROM files WHERE path LIKE 'kms/%'; DELETE FROM parts WHERE path LIKE 'kms/%'");
    database.close();
    expect(() => restoreBackup(file, join(folder, 'from-lacking'))).toThrow('It is not whole');
  });

  it('whose taking is killed leaves no file of its name, and the next one takes away what it left', async () => {
    const data = dataFolder('large', 20_000);
    const file = join(folder, 'killed.backup');
    let halves = 0;
    const moments = [
      ['.copies', 50],
      ['', 0],
      ['', 50],
      ['', 150],
    ] as const;
    for (const [until, afterMs] of moments) {
      const { child, exited } = launch('infra/local/backup.ts', [file, '--data', data]);
      const unfinished = `${file}.unfinished-${child.pid}`;
      while (!existsSync(`${unfinished}${until}`) && child.exitCode === null) await pause(2);
      await pause(afterMs);
      child.kill('SIGKILL');
      await exited;
      if (existsSync(file)) break;
      if (!existsSync(unfinished)) continue;
      halves += 1;
      // Nor is what is left taken for one by somebody who names it.
      const target = join(folder, 'from-half');
      expect(() => restoreBackup(unfinished, target)).toThrow();
      expect(existsSync(target)).toBe(false);
    }
    expect(halves).toBeGreaterThan(0);
    if (!existsSync(file)) await takeBackup(data, file);
    expect(readdirSync(folder).filter((name) => name.includes('unfinished'))).toEqual([]);
    restoreBackup(file, join(folder, 'from-whole'));
    expect(rowsOf(join(folder, 'from-whole', 'dynamodb.sqlite'))).toHaveLength(20_000);
  }, 120_000);

  it('that two take at once is one’s, and restored by two at once is whole', async () => {
    const data = dataFolder('twice', 20_000);
    const [file, restored] = [join(folder, 'twice.backup'), join(folder, 'from-twice')];
    const both = async (script: string, ...args: string[]) => {
      const runs = await Promise.all([runScript(script, args), runScript(script, args)]);
      return runs.toSorted((one, other) => (one.code ?? 0) - (other.code ?? 0));
    };
    expect(await both('infra/local/backup.ts', file, '--data', data)).toMatchObject([
      { code: 0 },
      { code: 1, output: `${file} is there already: a backup is never written over another\n` },
    ]);
    expect(await both('infra/local/restore.ts', file, restored)).toMatchObject([
      { code: 0 },
      { code: 1, output: expect.stringMatching(/^\S+ is not empty: .*\n$/) },
    ]);
    for (const name of databases) expect(rowsOf(join(restored, name))).toHaveLength(20_000);
    expect(readdirSync(folder).filter((name) => name.includes('unfinished'))).toEqual([]);
  }, 120_000);

  it('whose restoring fails in the middle leaves nothing of it', () => {
    const file = join(folder, 'unwritable.backup');
    const writer = createBackup(file, { version: `${dataVersion}`, takenAt: new Date().toISOString() });
    // A file, and one below it: no disk takes both.
    for (const path of ['kms', 'kms/key']) writer.add(path, import.meta.filename);
    writer.close();
    expect(() => restoreBackup(file, join(folder, 'from-unwritable'))).toThrow('EEXIST');
    expect(readdirSync(folder).filter((name) => name.startsWith('from-unwritable'))).toEqual([]);
  });
});

it('what a backup of another night has left that was killed goes after a day, and nothing else', async () => {
  const nights = join(folder, 'nights');
  const copies = join(nights, 'countersign-2026-11-27T0230Z.backup.unfinished.copies');
  const kept = ['countersign-2026-11-26T0230Z.backup', 'countersign-2026-11-28T0230Z.backup.unfinished'];
  mkdirSync(copies, { recursive: true });
  writeFileSync(join(copies, 'dynamodb.sqlite'), 'a copy');
  for (const name of kept) writeFileSync(join(nights, name), 'bytes');
  const hours = (ago: number) => new Date(Date.now() - ago * 3_600_000);
  utimesSync(copies, hours(25), hours(25));
  utimesSync(join(nights, kept[0] ?? ''), hours(49), hours(49));
  utimesSync(join(nights, kept[1] ?? ''), hours(1), hours(1));
  await takeBackup(dataFolder('tonight'), join(nights, 'countersign-2026-11-29T0230Z.backup'));
  expect(readdirSync(nights).sort()).toEqual([...kept, 'countersign-2026-11-29T0230Z.backup'].sort());
});

describe('a data folder', () => {
  it('of a newer version is refused in words, and nothing of it is touched', async () => {
    const data = dataFolder('newer');
    writeFileSync(join(data, 'version'), `${dataVersion + 1}\n`);
    chmodSync(data, 0o755);
    const entries = () => readdirSync(data).map((name) => [name, statSync(join(data, name)).mtimeMs]);
    const before = entries();
    expect(() => openDataFolder(data)).toThrow('a newer release has worked with it');
    await expect(takeBackup(data, join(folder, 'newer.backup'))).rejects.toThrow('a newer release');
    expect(entries()).toEqual(before);
    expect(statSync(data).mode & 0o777).toBe(0o755);
    expect(existsSync(join(folder, 'newer.backup'))).toBe(false);
  });

  it('is asked for by every command that works with one: another is no server’s, and stays as it is', async () => {
    const [wrong, newer] = [join(folder, 'wrong'), dataFolder('newer-for-commands')];
    mkdirSync(wrong);
    writeFileSync(join(wrong, 'notes.txt'), 'no data');
    writeFileSync(join(newer, 'version'), `${dataVersion + 1}\n`);
    const entries = readdirSync(newer);
    const commands = [
      ['infra/local/backup.ts', join(folder, 'of-wrong.backup')],
      ['infra/queue.ts', 'list'],
      ['infra/reconcile.ts', '--lang', 'en'],
    ] as const;
    for (const [script, ...args] of commands) {
      const [none, refused] = [wrong, newer].map((data) => runScript(script, [...args, '--data', data]));
      expect(await none).toEqual({
        code: 1,
        output: expect.stringMatching(/^\S+ is no data folder: .*\n$/),
      });
      expect(await refused).toEqual({ code: 1, output: expect.stringMatching(/a newer release.*\n$/) });
    }
    expect([readdirSync(wrong), readdirSync(newer)]).toEqual([['notes.txt'], entries]);
  }, 60_000);

  it('says of which version it is from when a release works with it; one without a version is opened', () => {
    const data = join(folder, 'older');
    mkdirSync(data);
    openDataFolder(data);
    expect(readdirSync(data)).toEqual([]);
    keepVersion(data);
    expect(readFileSync(join(data, 'version'), 'utf8')).toBe(`${dataVersion}\n`);
    expect(() => openDataFolder(data)).not.toThrow();
  });
});
