import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { InUse, type Side } from '../../infra/commands/move.ts';
import { archiveTold, moveArchive, placeInFolder } from '../../infra/commands/move-archive.ts';
import { archiveKey, unpack } from '../../shared/evidence/checkpoints/archive.ts';
import { publishedKeys } from '../../shared/evidence/checkpoints/published-keys.ts';
import { saveCheckpoint } from '../../shared/store/checkpoint-store.ts';
import type { Database } from '../../shared/store/database.ts';
import { aKey, type SigningKey, type Stop, stopOf } from '../builders/evidence.ts';
import { openTables, type Tables } from '../support/tables.ts';

/** A history whose checkpoints three keys have signed, one after the other. */
const [first, second, third] = [aKey(), aKey(), aKey()];
const signers = [first, first, first, second, second, third, third];

const folder = mkdtempSync(join(tmpdir(), 'checkpoint-keys-'));
const stops: Stop[] = [];
for (const [place, key] of signers.entries()) {
  const leaf = { chain: 'rules', seq: place + 1, hash: String(place).repeat(64) };
  stops.push(stopOf([leaf], `2026-03-18T0${place}:00:00.000Z`, stops.at(-1)?.checkpoint, key));
}
const packed = ({ checkpoint, leaves }: Stop, { pem: publicKey }: SigningKey): Uint8Array =>
  gzipSync(JSON.stringify({ checkpoint, publicKey, leaves }));

let tables: Tables;
let database: Database;
let side: Side;
beforeAll(async () => {
  tables = await openTables();
  database = await tables.fresh();
  for (const { checkpoint } of stops) await saveCheckpoint(database, checkpoint);
  side = {
    PROJECTS_TABLE: database.projects,
    HISTORY_TABLE: database.history,
    client: new DynamoDBClient(),
  };
});
afterAll(async () => {
  side?.client.destroy();
  await tables?.stop();
  rmSync(folder, { recursive: true });
});

/** An archive with the checkpoints of these numbers. */
async function archiveOf(name: string, numbers: readonly number[]) {
  const place = placeInFolder(join(folder, name));
  for (const number of numbers) {
    const [stop, key] = [stops[number - 1], signers[number - 1]];
    if (stop && key) await place.create(archiveKey(number), packed(stop, key));
  }
  return place;
}

const all = stops.map(({ checkpoint }) => checkpoint.number);

it('every key that signed before the present one is known, with the last checkpoint that it signed', async () => {
  const place = await archiveOf('whole', all);
  const archive = {
    read: async (number: number) => {
      const bytes = await place.read(archiveKey(number));
      return bytes ? unpack(bytes) : null;
    },
  };
  const formerTo = async ({ id, pem }: SigningKey) => {
    const signer = { publicKey: async () => ({ id, pem, jwk: { kty: 'EC', crv: 'P-256', x: '', y: '' } }) };
    const keys = publishedKeys({ database, archive, signer });
    const { former } = await keys();
    // What is remembered is the same.
    expect((await keys()).former).toEqual(former);
    return former;
  };
  const before = [
    { id: second.id, until: 5, pem: second.pem },
    { id: first.id, until: 3, pem: first.pem },
  ];
  expect(await formerTo(third)).toEqual(before);
  // One that has not signed yet.
  expect(await formerTo(aKey())).toEqual([{ id: third.id, until: 7, pem: third.pem }, ...before]);
});

it('a move tells the keys, what the archive lacks, and what it holds otherwise', async () => {
  const from = await archiveOf(
    'flawed',
    all.filter((number) => number !== 2 && number !== 4),
  );
  const [fourth] = stops.slice(3);
  if (fourth) await from.create(archiveKey(4), packed(fourth, first));
  const to = placeInFolder(join(folder, 'target'));
  const moved = await moveArchive(side, from, to);
  expect(moved).toEqual({
    ...{ written: 6, there: 0, missing: [2], unlike: [4] },
    keys: [
      { id: first.id, first: 1, last: 3 },
      { id: second.id, first: 4, last: 5 },
      { id: third.id, first: 6, last: 7 },
    ],
  });
  expect(archiveTold(moved).map(({ en }) => en)).toEqual([
    'Archive of checkpoints: 6 written, 0 were there',
    ...moved.keys.map(({ id }) => expect.stringContaining(id)),
    expect.stringMatching(/lacks.*: 2$/),
    expect.stringMatching(/otherwise.*: 4$/),
  ]);
  expect(await moveArchive(side, from, to)).toMatchObject({ written: 0, there: 6 });
});

it('what was archived without reaching the table goes along, and nothing else that stands there is written over', async () => {
  const from = await archiveOf('ahead', all);
  const last = stops.at(-1)?.checkpoint;
  const next = stopOf(
    [{ chain: 'rules', seq: 9, hash: 'f'.repeat(64) }],
    '2026-03-18T09:00:00.000Z',
    last,
    third,
  );
  await from.create(archiveKey(8), packed(next, third));
  const to = await archiveOf('other', [1]);
  const stands = packed(next, first);
  await to.create(archiveKey(8), stands);
  await expect(moveArchive(side, from, to)).rejects.toThrow(InUse);
  expect(await to.read(archiveKey(8))).toEqual(Buffer.from(stands));
});
