import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmdirSync, rmSync, statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as z from 'zod';
import type { Clock } from '../../clock.ts';
import { makeFolderDurably, renameDurably, syncFolder, writeDurably } from '../../durable-file.ts';
import { codeOf } from '../../error-code.ts';
import type { BucketSettings } from './bucket-settings.ts';
import type { Incoming } from './incoming.ts';
import { S3Refusal } from './refusal.ts';

const described = z.object({
  contentType: z.string(),
  crc32: z.string(),
  /** Both are lacking where an earlier release has stored the object. */
  sha256: z.string().optional(),
  md5: z.string().optional(),
  /** Which of the hashes whoever put it had checked, and is shown again. */
  checksum: z.enum(['crc32', 'sha256', 'none']).default('crc32'),
  metadata: z.record(z.string(), z.string()).default({}),
  at: z.string(),
  /** What the bucket's default retention gave this version when it was put. */
  retention: z.object({ mode: z.enum(['GOVERNANCE', 'COMPLIANCE']), until: z.string() }).optional(),
});

/** What whoever puts an object says of it. */
export interface About {
  readonly contentType: string;
  readonly checksum: 'crc32' | 'sha256' | 'none';
  /** By the names after `x-amz-meta-`. */
  readonly metadata: Readonly<Record<string, string>>;
}

export interface StoredObject extends About {
  /** Where its bytes lie; they never change. */
  readonly file: string;
  /** In bytes. */
  readonly size: number;
  readonly etag: string;
  readonly crc32: string;
  readonly sha256: string | undefined;
  /** ISO 8601, UTC. */
  readonly at: string;
  /** Counts what was put under the name. */
  readonly sequence: number;
  /** In a bucket with versions. */
  readonly versionId: string | undefined;
  readonly retention: { readonly mode: 'GOVERNANCE' | 'COMPLIANCE'; readonly until: string } | undefined;
}

/** A bucket: a folder for each object, and in it two files for each version. */
export interface Bucket {
  readonly name: string;
  /** @throws S3Refusal for a name that no file can have here */
  newest(key: string): StoredObject | undefined;
  /**
   * Gives bytes that have arrived a place as an object, which is on the disk when this returns. With versions the ones
   * before it stay, otherwise they go.
   * @param announce is called with the object's sequence just before the object is there
   */
  add(key: string, bytes: Incoming, about: About, announce?: (sequence: number) => void): StoredObject;
  /** Removes an object, if there is one. @throws S3Refusal in a bucket with versions, where it would get a marker */
  remove(key: string): void;
  /** Removes what is past its age by the bucket's rules, and what a killed host has left. @returns how many objects went */
  expire(): Promise<number>;
}

const dayMs = 86_400_000;
// S3's own limit, in UTF-8.
const longestKey = 1024;
// What a file's name may have in the file systems of servers.
const longestName = 255;
const ownNames = /^\d+\.(json|bytes)(\.new)?$/;

/** @param options.folder of all buckets */
export function openBucket(options: {
  readonly folder: string;
  readonly settings: Pick<BucketSettings, 'name' | 'isVersioned' | 'retention' | 'expiry'>;
  readonly clock: Pick<Clock, 'now'>;
}): Bucket {
  const { settings, clock } = options;
  const { name, isVersioned, retention, expiry } = settings;
  const root = join(options.folder, name);

  const read = (place: string, sequence: number): StoredObject => {
    const { md5, sha256, retention: lock, ...rest } = descriptionIn(place, sequence);
    const file = join(place, `${sequence}.bytes`);
    return {
      ...rest,
      sha256,
      retention: lock,
      file,
      size: statSync(file).size,
      etag: `"${md5 ?? createHash('md5').update(readFileSync(file)).digest('hex')}"`,
      sequence,
      versionId: isVersioned ? String(sequence) : undefined,
    };
  };

  const removeAt = (place: string): void => {
    for (const sequence of versionsIn(place)) drop(place, sequence);
    syncFolder(prune(place, root));
  };

  /** What a place holds that nothing can read any more, or that its bucket lets go. @returns whether the object went */
  const tidy = (place: string, key: string): boolean => {
    const versions = versionsIn(place);
    const newest = versions.at(-1);
    for (const file of readdirSync(place))
      if (ownNames.test(file) && !versions.includes(Number.parseInt(file, 10))) rmSync(join(place, file));
    if (newest === undefined) {
      prune(place, root);
      return false;
    }
    const now = clock.now();
    const rules = expiry.filter(({ prefix }) => key.startsWith(prefix));
    const isPast = (since: string, days: number | undefined) =>
      days !== undefined && now >= endOfDays(Date.parse(since), days);
    for (const [index, old] of versions.slice(0, -1).entries()) {
      const since = descriptionIn(place, versions[index + 1] ?? newest).at;
      const { retention: lock } = descriptionIn(place, old);
      const isLocked = lock !== undefined && now < Date.parse(lock.until);
      const isOver = rules.some(({ noncurrentDays }) => isPast(since, noncurrentDays));
      if (!isVersioned || (isOver && !isLocked)) drop(place, old);
    }
    const { at } = descriptionIn(place, newest);
    if (!rules.some(({ days }) => isPast(at, days))) return false;
    removeAt(place);
    return true;
  };

  return {
    name,
    newest(key) {
      const place = placeOf(root, key);
      const sequence = versionsIn(place).at(-1);
      return sequence === undefined ? undefined : read(place, sequence);
    },
    add(key, { file, sha256, crc32, md5 }, about, announce) {
      const place = placeOf(root, key);
      makeFolderDurably(place);
      const before = versionsIn(place);
      const sequence = (before.at(-1) ?? 0) + 1;
      const now = clock.now();
      const until = retention && new Date(now + retention.Days * dayMs).toISOString();
      const description = {
        ...about,
        ...{ sha256, crc32, md5 },
        at: new Date(now).toISOString(),
        ...(retention && until ? { retention: { mode: retention.Mode, until } } : {}),
      };
      const bytes = join(place, `${sequence}.bytes`);
      try {
        // The bytes first: a version is there when its description is.
        renameDurably(file, bytes);
        announce?.(sequence);
        writeDurably(join(place, `${sequence}.json`), JSON.stringify(description));
      } catch (error) {
        drop(place, sequence);
        prune(place, root);
        throw error;
      }
      if (!isVersioned) for (const old of before) drop(place, old);
      return read(place, sequence);
    },
    remove(key) {
      const place = placeOf(root, key);
      if (isVersioned)
        throw new S3Refusal(501, 'NotImplemented', 'Markers of deleted objects are not emulated');
      if (versionsIn(place).length > 0) removeAt(place);
    },
    async expire() {
      let count = 0;
      for await (const { place, key } of objectsIn(root))
        if (existsSync(place) && tidy(place, key)) count += 1;
      return count;
    },
  };
}

/** S3 rounds up to the next midnight UTC. */
const endOfDays = (since: number, days: number): number => Math.ceil((since + days * dayMs) / dayMs) * dayMs;

/** The folder of an object, within that of its bucket. */
function placeOf(root: string, key: string): string {
  if (Buffer.byteLength(key) > longestKey)
    throw new S3Refusal(400, 'KeyTooLongError', 'Your key is too long');
  const parts = key.split('/');
  const names = parts.map(encoded);
  // An object's name must not lead out of the folder, nor be taken for the files of another.
  const isStrange = (part: string) =>
    ['', '.', '..'].includes(part) || part.includes('\0') || ownNames.test(part);
  if (parts.some(isStrange) || names.some((one) => one.length > longestName))
    throw new S3Refusal(501, 'NotImplemented', `The key ${key} is not emulated`);
  return join(root, ...names);
}

function encoded(part: string): string {
  try {
    return encodeURIComponent(part);
  } catch {
    // Half of a character.
    throw new S3Refusal(400, 'InvalidURI', 'The key is no text');
  }
}

/** The versions of an object, the newest last. */
const versionsIn = (place: string): number[] =>
  (existsSync(place) ? readdirSync(place) : [])
    .map((file) => Number(/^(\d+)\.json$/.exec(file)?.[1] ?? 0))
    .filter((version) => version > 0)
    .sort((a, b) => a - b);

const descriptionIn = (place: string, sequence: number): z.infer<typeof described> =>
  described.parse(JSON.parse(readFileSync(join(place, `${sequence}.json`), 'utf8')));

/** Whoever reads the bytes at this moment has them open, and reads on. */
function drop(place: string, sequence: number): void {
  for (const kind of ['json', 'json.new', 'bytes'])
    rmSync(join(place, `${sequence}.${kind}`), { force: true });
}

/** Removes a folder, and those above it, as far as nothing is in them. @returns the first one that stays */
function prune(place: string, root: string): string {
  if (place === root) return root;
  try {
    rmdirSync(place);
  } catch (error) {
    if (codeOf(error) === 'ENOTEMPTY') return place;
    if (codeOf(error) !== 'ENOENT') throw error;
  }
  return prune(dirname(place), root);
}

/** Every folder of a bucket that holds, or held, an object. Others may come and go meanwhile. */
async function* objectsIn(
  root: string,
  parts: readonly string[] = [],
): AsyncGenerator<{ place: string; key: string }> {
  const place = join(root, ...parts);
  const entries = await readdir(place, { withFileTypes: true }).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  });
  if (entries.some((entry) => entry.isFile() && ownNames.test(entry.name)))
    yield { place, key: parts.map(decodeURIComponent).join('/') };
  for (const entry of entries) if (entry.isDirectory()) yield* objectsIn(root, [...parts, entry.name]);
}
