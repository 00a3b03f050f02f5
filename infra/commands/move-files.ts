import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { paginateScan } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, HeadObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { objectKey } from '../../shared/attachments/object-store.ts';
import { type AttachmentRecord, attachmentRecord } from '../../shared/attachments/record.ts';
import { isTaken } from '../../shared/evidence/checkpoints/archive.ts';
import { sizeText } from '../../shared/history/verification/attachment-messages.ts';
import { inTurns } from '../../shared/runtime/in-turns.ts';
import { ITEMS_OF_A_PAGE } from '../../shared/store/database.ts';
import { attachmentsPk } from '../../shared/store/keys.ts';
import type { Words } from '../../shared/values/language.ts';
import { openBucket } from '../local/services/s3/bucket.ts';
import { receive } from '../local/services/s3/incoming.ts';
import type { Moved, Side } from './move.ts';

/**
 * Moves attached files: what was submitted or decided with, and what drafts have. A file's name is the hash of its bytes,
 * so what is there needs no second look, and what has another hash is not moved under it. Nothing is written over, as
 * the bucket's own policy has it; its default locks what is put, where the settings ask for that.
 */

/** Where files lie, by the keys of the bucket: on either side, so that they go both ways. */
export interface FilePlace {
  /** What is there: its size in bytes and, where the store knows it, its SHA-256 in lowercase hex. */
  find(key: string): Promise<{ readonly size: number; readonly sha256?: string } | undefined>;
  read(key: string): Promise<Uint8Array | undefined>;
  /** Stores it; what stands there by then stays. */
  create(key: string, bytes: Uint8Array, type: string): Promise<void>;
}

/** Both buckets of attached files. */
export interface FilePlaces {
  readonly files: FilePlace;
  readonly uploads: FilePlace;
}

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Of a hash as S3 writes it. */
const hexOf = (base64: string): string => Buffer.from(base64, 'base64').toString('hex');

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : '');
const isMissing = (error: unknown): boolean => ['NoSuchKey', 'NotFound'].includes(nameOf(error));

/** @returns undefined where the object is not there */
async function unlessMissing<Value>(work: Promise<Value>): Promise<Value | undefined> {
  try {
    return await work;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** A bucket of a deployment. */
export const filesInBucket = (client: S3Client, Bucket: string): FilePlace => ({
  async find(Key) {
    const head = new HeadObjectCommand({ Bucket, Key, ChecksumMode: 'ENABLED' });
    const found = await unlessMissing(client.send(head));
    if (found === undefined) return undefined;
    const { ContentLength: size = 0, ChecksumSHA256: sum } = found;
    return { size, ...(sum === undefined ? {} : { sha256: hexOf(sum) }) };
  },
  async read(Key) {
    const found = await unlessMissing(client.send(new GetObjectCommand({ Bucket, Key })));
    return found?.Body?.transformToByteArray();
  },
  async create(Key, Body, ContentType) {
    // The store compares the bytes that arrive with their hash, as it does with an upload.
    const ChecksumSHA256 = createHash('sha256').update(Body).digest('base64');
    try {
      await client.send(
        new PutObjectCommand({ Bucket, Key, Body, ContentType, ChecksumSHA256, IfNoneMatch: '*' }),
      );
    } catch (error) {
      if (!isTaken(error)) throw error;
    }
  },
});

/** One of the two buckets in a data folder, whose server does not run. */
export function filesInFolder(data: string, name: 'files' | 'uploads'): FilePlace {
  const folder = join(data, 's3');
  const bucket = openBucket({
    folder,
    settings: { name, isVersioned: name === 'files', retention: undefined, expiry: [] },
    clock: { now: () => Date.now() },
  });
  return {
    async find(key) {
      const { size, sha256 } = bucket.newest(key) ?? {};
      if (size === undefined) return undefined;
      return { size, ...(sha256 === undefined ? {} : { sha256: hexOf(sha256) }) };
    },
    async read(key) {
      const object = bucket.newest(key);
      return object && readFile(object.file);
    },
    async create(key, bytes, contentType) {
      if (bucket.newest(key) !== undefined) return;
      const limits = { min: bytes.length, max: bytes.length };
      const incoming = await receive(folder, Readable.from([bytes]), limits);
      bucket.add(key, incoming, { contentType, checksum: 'sha256', metadata: {} });
    },
  };
}

/** Both of them. */
export const placesInFolder = (data: string): FilePlaces => ({
  files: filesInFolder(data, 'files'),
  uploads: filesInFolder(data, 'uploads'),
});

/** What came of it. */
export interface MovedFiles extends Moved {
  /** Of what was written. */
  readonly bytes: number;
  /** Those that a revision or a decision names, and that were kept nowhere. */
  readonly missing: readonly string[];
  /** Those whose bytes are not those of their name: not moved. */
  readonly unlike: readonly string[];
  /** Uploads that had ended by themselves. */
  readonly ended: number;
}

/** Files side by side: each may be 50 MB, and is held whole. */
const AT_ONCE = 4;

type Came = 'written' | 'there' | 'absent' | 'unlike';

/** @returns undefined where nothing is there */
async function holds(place: FilePlace, key: string, { sha256, size }: AttachmentRecord) {
  const found = await place.find(key);
  if (found === undefined) return undefined;
  if (found.size !== size) return false;
  return (found.sha256 ?? hashOf((await place.read(key)) ?? new Uint8Array())) === sha256;
}

/** Takes one over, if it is there. */
async function moveOne(from: FilePlace, to: FilePlace, record: AttachmentRecord): Promise<Came> {
  const key = objectKey(record);
  const there = await holds(to, key, record);
  if (there !== undefined) return there ? 'there' : 'unlike';
  const bytes = await from.read(key);
  if (bytes === undefined) return 'absent';
  if (hashOf(bytes) !== record.sha256) return 'unlike';
  await to.create(key, bytes, record.type);
  return 'written';
}

/** The records of attachments, page by page. */
async function* recordsIn({ client, PROJECTS_TABLE }: Side): AsyncGenerator<AttachmentRecord[]> {
  const pages = paginateScan(
    { client, pageSize: ITEMS_OF_A_PAGE },
    {
      TableName: PROJECTS_TABLE,
      ConsistentRead: true,
      FilterExpression: 'begins_with(pk, :attachments)',
      ExpressionAttributeValues: { ':attachments': { S: attachmentsPk('') } },
    },
  );
  for await (const { Items = [] } of pages)
    yield Items.map((item) => attachmentRecord.parse(unmarshall(item)));
}

/** Moves what the records of one side name, from wherever it lies. Before the tables, so that what they name is there. */
export async function moveFiles(tables: Side, from: FilePlaces, to: FilePlaces): Promise<MovedFiles> {
  const told: { name: string; came: Came; bytes: number; isKept: boolean; wasThere: boolean }[] = [];
  for await (const page of recordsIn(tables))
    await inTurns(page, AT_ONCE, async (record) => {
      const { projectId, name, size: bytes, keptAt, arrivedAt } = record;
      for (const bucket of ['files', 'uploads'] as const) {
        const came = await moveOne(from[bucket], to[bucket], record);
        const isKept = bucket === 'files' && keptAt !== undefined;
        const wasThere = bucket === 'uploads' && keptAt === undefined && arrivedAt !== undefined;
        told.push({ name: `${projectId} ${name}`, came, bytes, isKept, wasThere });
      }
    });
  const which = (came: Came) => told.filter((one) => one.came === came);
  const written = which('written');
  return {
    written: written.length,
    there: which('there').length,
    bytes: written.reduce((sum, { bytes }) => sum + bytes, 0),
    missing: which('absent').flatMap(({ name, isKept }) => (isKept ? [name] : [])),
    unlike: [...new Set(which('unlike').map(({ name }) => name))],
    ended: which('absent').filter(({ wasThere }) => wasThere).length,
  };
}

/** Line by line what is told of it; nothing where nothing was ever attached. */
export function filesTold({ written, there, bytes, missing, unlike, ended }: MovedFiles): Words[] {
  const some = written + there + missing.length + unlike.length + ended > 0;
  return [
    ...(some
      ? [
          {
            zh: `附件：写入 ${written} 个（${sizeText(bytes)}），已在 ${there} 个`,
            en: `Attached files: ${written} written (${sizeText(bytes)}), ${there} were there`,
          },
        ]
      : []),
    ...(ended > 0
      ? [
          {
            zh: `另有 ${ended} 个上传后未提交的附件已到期清理，无从迁移`,
            en: `${ended} uploads that were never handed in had gone by their age`,
          },
        ]
      : []),
    ...missing.map((name) => ({
      zh: `存储中没有此附件，无从迁移：${name}`,
      en: `This file is not stored, and was not moved: ${name}`,
    })),
    ...unlike.map((name) => ({
      zh: `附件的内容与其哈希不符，没有迁移，请按“历史被篡改”查明：${name}`,
      en: `The bytes of this file are not those of its hash; it was not moved, look into it as tampering: ${name}`,
    })),
  ];
}
