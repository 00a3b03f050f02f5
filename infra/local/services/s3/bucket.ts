import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import type { Clock } from '../../clock.ts';
import { writeDurably } from '../../durable-file.ts';
import { S3Refusal } from './refusal.ts';

const described = z.object({
  contentType: z.string(),
  crc32: z.string(),
  at: z.string(),
  /** What the bucket's default retention gave this version when it was put. */
  retention: z.object({ mode: z.enum(['GOVERNANCE', 'COMPLIANCE']), until: z.string() }).optional(),
});

export type StoredObject = z.infer<typeof described> & {
  readonly versionId: string;
  readonly bytes: Buffer;
};

/** A versioned bucket: a folder for each object, and in it two files for each version. */
export interface Bucket {
  newest(key: readonly string[]): StoredObject | undefined;
  /** Adds a version; the ones before it stay, as in every versioned bucket. */
  add(
    key: readonly string[],
    object: { readonly bytes: Buffer; readonly contentType: string; readonly crc32: string },
  ): StoredObject;
}

const DAY_MS = 86_400_000;

export function openBucket(options: {
  readonly folder: string;
  readonly name: string;
  readonly retention: { readonly Mode: 'GOVERNANCE' | 'COMPLIANCE'; readonly Days: number } | undefined;
  readonly clock: Pick<Clock, 'now'>;
}): Bucket {
  const { folder, name, retention, clock } = options;
  const placeOf = (key: readonly string[]): string => {
    // An object's name must not lead out of the folder.
    if (key.some((part) => ['', '.', '..'].includes(part) || part.includes('\0')))
      throw new S3Refusal(501, 'NotImplemented', `The key ${key.join('/')} is not emulated`);
    return join(folder, name, ...key.map(encodeURIComponent));
  };
  const versionsIn = (place: string): number[] =>
    (existsSync(place) ? readdirSync(place) : [])
      .map((file) => Number(/^(\d+)\.json$/.exec(file)?.[1] ?? 0))
      .filter((version) => version > 0)
      .sort((a, b) => a - b);
  const read = (place: string, version: number): StoredObject => ({
    ...described.parse(JSON.parse(readFileSync(join(place, `${version}.json`), 'utf8'))),
    versionId: String(version),
    bytes: readFileSync(join(place, `${version}.bytes`)),
  });

  return {
    newest(key) {
      const place = placeOf(key);
      const version = versionsIn(place).at(-1);
      return version === undefined ? undefined : read(place, version);
    },
    add(key, { bytes, contentType, crc32 }) {
      const place = placeOf(key);
      mkdirSync(place, { recursive: true });
      const version = (versionsIn(place).at(-1) ?? 0) + 1;
      const now = clock.now();
      const until = retention && new Date(now + retention.Days * DAY_MS).toISOString();
      const description = {
        contentType,
        crc32,
        at: new Date(now).toISOString(),
        ...(retention && until ? { retention: { mode: retention.Mode, until } } : {}),
      };
      // The bytes first: a version is there when its description is.
      writeDurably(join(place, `${version}.bytes`), bytes);
      writeDurably(join(place, `${version}.json`), JSON.stringify(description));
      return read(place, version);
    },
  };
}
