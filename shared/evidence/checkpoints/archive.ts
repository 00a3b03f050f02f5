import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod';
import { checkpoint } from '../../history/checkpoint.ts';
import { servicePatience } from '../../runtime/patience.ts';
import { StorageUnavailable } from '../../store/errors.ts';

const zip = promisify(gzip);
const unzip = promisify(gunzip);

/** A checkpoint as it is kept: with everything that it takes to check it and to make the next one. */
export const sealed = z.lazy(() =>
  z.strictObject({
    checkpoint,
    /** The key that signed, PEM: also when a later key has taken its place. */
    publicKey: z.string(),
    /** The heads of all chains, in the order of the tree. */
    leaves: z.array(z.strictObject({ chain: z.string(), seq: z.int(), hash: z.string() })),
  }),
);
export type Sealed = z.infer<typeof sealed>;

/** Where checkpoints are kept apart from the tables: each number once, never written again. */
export interface CheckpointArchive {
  /** @returns null where there is none of that number */
  read(number: number): Promise<Sealed | null>;
  /**
   * Keeps a checkpoint under its number.
   * @returns whether it was free; otherwise nothing was written
   * @throws StorageUnavailable
   */
  create(one: Sealed): Promise<boolean>;
}

/** `checkpoints/000001.json.gz`: names sort by number up to a million, a century of one each hour. */
export const archiveKey = (number: number): string =>
  `checkpoints/${String(number).padStart(6, '0')}.json.gz`;

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : '');

/** What S3 answers where the object is there, or is being written at this very moment. */
export const isTaken = (error: unknown): boolean =>
  ['PreconditionFailed', 'ConditionalRequestConflict'].includes(nameOf(error));

/** Reads an object of the archive. @throws Error where it holds no checkpoint */
export const unpack = async (bytes: Uint8Array): Promise<Sealed> =>
  sealed.parse(JSON.parse((await unzip(bytes)).toString('utf8')));

/** Keeps checkpoints in a bucket. Whether and how long they are locked is the bucket's own setting. */
export function s3Archive(bucket: string): CheckpointArchive {
  let opened: Promise<{ sdk: typeof import('@aws-sdk/client-s3'); client: S3Client }> | undefined;
  const open = () => {
    opened ??= import('@aws-sdk/client-s3').then((sdk) => ({
      sdk,
      client: new sdk.S3Client(servicePatience),
    }));
    return opened;
  };
  return {
    async read(number) {
      const { sdk, client } = await open();
      try {
        const { Body } = await client.send(
          new sdk.GetObjectCommand({ Bucket: bucket, Key: archiveKey(number) }),
        );
        if (!Body) throw new Error('S3 gave no body');
        return await unpack(await Body.transformToByteArray());
      } catch (error) {
        if (nameOf(error) === 'NoSuchKey') return null;
        throw error;
      }
    },
    async create(one) {
      const { sdk, client } = await open();
      try {
        await client.send(
          new sdk.PutObjectCommand({
            Bucket: bucket,
            Key: archiveKey(one.checkpoint.number),
            Body: await zip(JSON.stringify(one)),
            ContentType: 'application/gzip',
            // The bucket's policy refuses whoever does not ask for this.
            IfNoneMatch: '*',
          }),
        );
        return true;
      } catch (error) {
        if (isTaken(error)) return false;
        // The disk of a platform on one machine.
        if (nameOf(error) === 'InsufficientStorage')
          throw new StorageUnavailable('The disk takes nothing', { cause: error });
        throw error;
      }
    },
  };
}
