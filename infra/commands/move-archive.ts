import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { paginateQuery } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { archiveKey, isTaken, unpack } from '../../shared/evidence/checkpoints/archive.ts';
import { isWhole } from '../../shared/evidence/checkpoints/whole.ts';
import { canonical } from '../../shared/history/canonical.ts';
import { type Checkpoint, checkpoint } from '../../shared/history/checkpoint.ts';
import { inTurns } from '../../shared/runtime/in-turns.ts';
import { ITEMS_OF_A_PAGE } from '../../shared/store/database.ts';
import { CHECKPOINTS } from '../../shared/store/keys.ts';
import type { Words } from '../../shared/values/language.ts';
import { openBucket } from '../local/services/s3/bucket.ts';
import { receive } from '../local/services/s3/incoming.ts';
import { InUse, type Moved, type Side } from './move.ts';

/**
 * Moves the archive of checkpoints, object by object and byte for byte: each holds the public key that signed it, so
 * that the history is checked back to the first one whatever key signs from now on. Nothing is written over, as the
 * bucket's own policy has it; what is there must be the same.
 */

/** Where objects lie, by their names. */
export interface Place {
  read(name: string): Promise<Uint8Array | undefined>;
  /** @returns whether the name was free; otherwise nothing was written */
  create(name: string, bytes: Uint8Array): Promise<boolean>;
}

const CONTENT_TYPE = 'application/gzip';

/** The archive of a data folder. */
export function placeInFolder(data: string): Place {
  const folder = join(data, 's3');
  const bucket = openBucket({
    folder,
    settings: { name: 'checkpoints', isVersioned: true, retention: undefined, expiry: [] },
    clock: { now: () => Date.now() },
  });
  const read = async (name: string) => {
    const object = bucket.newest(name);
    return object && readFile(object.file);
  };
  return {
    read,
    async create(name, bytes) {
      if (bucket.newest(name) !== undefined) return false;
      const incoming = await receive(folder, Readable.from([bytes]), { min: 0, max: bytes.length });
      bucket.add(name, incoming, { contentType: CONTENT_TYPE, checksum: 'crc32', metadata: {} });
      return true;
    },
  };
}

/** The bucket of a deployment. Its own default locks what is put, where the settings ask for that. */
export const placeInBucket = (client: S3Client, Bucket: string): Place => ({
  async read(Key) {
    try {
      const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }));
      return await Body?.transformToByteArray();
    } catch (error) {
      if (error instanceof Error && error.name === 'NoSuchKey') return undefined;
      throw error;
    }
  },
  async create(Key, Body) {
    try {
      await client.send(
        new PutObjectCommand({ Bucket, Key, Body, ContentType: CONTENT_TYPE, IfNoneMatch: '*' }),
      );
      return true;
    } catch (error) {
      if (isTaken(error)) return false;
      throw error;
    }
  },
});

/** What came of it. */
export interface MovedArchive extends Moved {
  /** Checkpoints of the history that the archive did not hold. */
  readonly missing: readonly number[];
  /** Those that it holds otherwise than the history, or that do not hold in themselves. */
  readonly unlike: readonly number[];
  /** The fingerprints of the keys that signed, each with its first and its last checkpoint. */
  readonly keys: readonly { readonly id: string; readonly first: number; readonly last: number }[];
}

/** Objects side by side: each may be some megabytes. */
const AT_ONCE = 8;

const item = z.object({ checkpoint });

/** The checkpoints of the history, in their order. */
async function* checkpointsOf({ client, HISTORY_TABLE }: Side): AsyncGenerator<Checkpoint[]> {
  const pages = paginateQuery(
    { client, pageSize: ITEMS_OF_A_PAGE },
    {
      TableName: HISTORY_TABLE,
      ConsistentRead: true,
      KeyConditionExpression: '#chain = :chain',
      ExpressionAttributeNames: { '#chain': 'chain' },
      ExpressionAttributeValues: { ':chain': { S: CHECKPOINTS } },
    },
  );
  for await (const { Items = [] } of pages) yield Items.map((one) => item.parse(unmarshall(one)).checkpoint);
}

/** @returns whether it was written @throws InUse where another object stands there */
async function moveObject(to: Place, name: string, bytes: Uint8Array): Promise<boolean> {
  if (await to.create(name, bytes)) return true;
  const there = await to.read(name);
  if (there !== undefined && Buffer.compare(there, bytes) === 0) return false;
  throw new InUse(name);
}

async function isLike(bytes: Uint8Array, one: Checkpoint): Promise<boolean> {
  try {
    const sealed = await unpack(bytes);
    return canonical(sealed.checkpoint) === canonical(one) && isWhole(sealed);
  } catch {
    return false;
  }
}

/** @throws InUse */
export async function moveArchive(history: Side, from: Place, to: Place): Promise<MovedArchive> {
  const [missing, unlike, written]: [number[], number[], boolean[]] = [[], [], []];
  const keys = new Map<string, { id: string; first: number; last: number }>();
  let last = 0;
  for await (const page of checkpointsOf(history)) {
    await inTurns(page, AT_ONCE, async (one) => {
      const bytes = await from.read(archiveKey(one.number));
      if (bytes === undefined) {
        missing.push(one.number);
        return;
      }
      written.push(await moveObject(to, archiveKey(one.number), bytes));
      if (!(await isLike(bytes, one))) unlike.push(one.number);
    });
    for (const { key: id, number } of page) {
      keys.set(id, { id, first: keys.get(id)?.first ?? number, last: number });
      last = number;
    }
  }
  // One that was archived while its maker was stopped before the table: the next run takes it over there.
  for (let number = last + 1; ; number++) {
    const bytes = await from.read(archiveKey(number));
    if (bytes === undefined) break;
    written.push(await moveObject(to, archiveKey(number), bytes));
  }
  const there = written.filter((one) => !one).length;
  return { written: written.length - there, there, missing, unlike, keys: [...keys.values()] };
}

/** Line by line what is told of it. */
export function archiveTold({ written, there, missing, unlike, keys }: MovedArchive): Words[] {
  const listed = (numbers: readonly number[]) => [...numbers].sort((a, b) => a - b).join(', ');
  return [
    {
      zh: `检查点存档：写入 ${written} 个，已在 ${there} 个`,
      en: `Archive of checkpoints: ${written} written, ${there} were there`,
    },
    ...keys.map(({ id, first, last }) => ({
      zh: `第 ${first} 至 ${last} 号由此公钥（指纹）核对，迁移后仍在 /history/key：${id}`,
      en: `Checkpoints ${first} to ${last} are checked with this public key (fingerprint), which stays at /history/key: ${id}`,
    })),
    ...(missing.length > 0
      ? [
          {
            zh: `存档中没有这些检查点，无从迁移：${listed(missing)}`,
            en: `The archive lacks these checkpoints, and they were not moved: ${listed(missing)}`,
          },
        ]
      : []),
    ...(unlike.length > 0
      ? [
          {
            zh: `存档与历史不一致，已原样迁移，请按“历史被篡改”查明：${listed(unlike)}`,
            en: `The archive has these otherwise than the history; moved as they are, look into it as tampering: ${listed(unlike)}`,
          },
        ]
      : []),
  ];
}
