import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream, mkdirSync, rmSync } from 'node:fs';
import { link, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { crc32 } from 'node:zlib';
import { S3Refusal } from './refusal.ts';

/** What is known of bytes once they have all been seen; hashes as S3 writes them. */
export interface Digests {
  /** In bytes. */
  readonly size: number;
  /** Base64, as in `x-amz-checksum-sha256`. */
  readonly sha256: string;
  /** Base64, big endian, as in `x-amz-checksum-crc32`. */
  readonly crc32: string;
  /** Hexadecimal: what the ETag of an object that came in one piece is. */
  readonly md5: string;
}

/** Bytes that have arrived and are on the disk, and belong to no object yet. */
export interface Incoming extends Digests {
  /** Where they lie. Whoever gives them a place renames it. */
  readonly file: string;
  /** Removes them, where they have got no place. */
  drop(): Promise<void>;
}

/** Where bytes wait until they are whole. No bucket's name begins with a dot. */
const waiting = '.incoming';

/** Removes what a host that was killed has left half received. @param folder of all buckets */
export const dropUnfinished = (folder: string): void =>
  rmSync(join(folder, waiting), { recursive: true, force: true });

/** A place of its own for bytes on their way. What ends in `.new` is in no backup. */
function placeForIncoming(folder: string): string {
  mkdirSync(join(folder, waiting), { recursive: true });
  return join(folder, waiting, `${randomUUID()}.new`);
}

/**
 * Takes a stream to the disk, piece by piece, and digests it on the way.
 *
 * @param folder of all buckets
 * @param limits in bytes; a longer stream is not read to its end
 * @throws S3Refusal where it is too long or too short; whatever the stream or the disk throws. Then nothing is left
 */
export async function receive(
  folder: string,
  stream: Readable,
  limits: { readonly min: number; readonly max: number },
): Promise<Incoming> {
  const file = placeForIncoming(folder);
  const drop = () => rm(file, { force: true });
  const digesting = digest(limits.max);
  try {
    // The promise of a stored object is kept by the disk, not by a cache.
    const sink = createWriteStream(file, { mode: 0o600, flags: 'wx', flush: true });
    // By its iterator: a request must outlive this, to be answered.
    await pipeline(stream.iterator({ destroyOnReturn: false }), digesting.through, sink);
    const digests = digesting.end();
    if (digests.size < limits.min)
      throw new S3Refusal(
        400,
        'EntityTooSmall',
        'Your proposed upload is smaller than the minimum allowed size',
      );
    return { ...digests, file, drop };
  } catch (error) {
    await drop();
    throw error;
  }
}

/**
 * Bytes that lie here already, under a further name of theirs: stored bytes never change, so that two objects may
 * have the same. Where the disk knows no second names, and where the hashes are not known yet, they are read and
 * written.
 */
export async function shareBytes(
  folder: string,
  { file, known }: { readonly file: string; readonly known: Digests | undefined },
): Promise<Incoming> {
  const copy = placeForIncoming(folder);
  try {
    if (known === undefined) throw new Error('Nobody knows what these bytes are');
    await link(file, copy);
    return { ...known, file: copy, drop: () => rm(copy, { force: true }) };
  } catch {
    return await receive(folder, createReadStream(file), { min: 0, max: Number.POSITIVE_INFINITY });
  }
}

function digest(max: number) {
  const [sha256, md5] = [createHash('sha256'), createHash('md5')];
  let sum = 0;
  let size = 0;
  return {
    async *through(chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) {
        size += chunk.length;
        if (size > max)
          throw new S3Refusal(400, 'EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size');
        sha256.update(chunk);
        md5.update(chunk);
        sum = crc32(chunk, sum);
        yield chunk;
      }
    },
    end(): Digests {
      const bytes = Buffer.alloc(4);
      bytes.writeUInt32BE(sum);
      return {
        size,
        sha256: sha256.digest('base64'),
        crc32: bytes.toString('base64'),
        md5: md5.digest('hex'),
      };
    },
  };
}
