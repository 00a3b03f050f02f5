import type { DatabaseSync } from 'node:sqlite';
import type { Readable } from 'node:stream';
import type { Resources } from '../../assembly/resources.ts';
import type { Clock } from '../../clock.ts';
import type { PutEvent } from '../schedules/event-rules.ts';
import { type About, type Bucket, openBucket, type StoredObject } from './bucket.ts';
import { type BucketSettings, readBuckets } from './bucket-settings.ts';
import { openCreatedEvents, type Reason } from './created-events.ts';
import { dropUnfinished, type Incoming, receive, shareBytes } from './incoming.ts';
import { openLifecycle } from './lifecycle.ts';
import { S3Refusal } from './refusal.ts';

/** Where an object is, or is to be. */
export interface Place {
  readonly bucket: string;
  readonly key: string;
}

/** The buckets of the template, with what they hold and whom they tell of it. */
export interface Store {
  /** @throws S3Refusal where the template has no such bucket */
  settings(bucket: string): BucketSettings;
  newest(place: Place): StoredObject | undefined;
  /** Takes bytes to the disk, for an object to be. See `receive`. */
  receive(stream: Readable, limits: { readonly min: number; readonly max: number }): Promise<Incoming>;
  /** Bytes of an object, for another: on most disks they are there once. */
  share(object: StoredObject): Promise<Incoming>;
  /** Gives bytes a place as an object, and tells of it. */
  put(place: Place, bytes: Incoming, about: About, cause: Cause): StoredObject;
  remove(place: Place): void;
  /** Tells of what an earlier host has not, and lets objects go by age from now on. */
  start(): void;
  close(): Promise<void>;
}

/** What made an object. */
export interface Cause {
  readonly reason: Reason;
  /** The address that asked. */
  readonly from: string | undefined;
}

/** @param options.folder of all buckets */
export function openStore(options: {
  readonly resources: Resources;
  readonly folder: string;
  readonly database: DatabaseSync;
  readonly clock: Clock;
  readonly putEvent: PutEvent;
  readonly report: (line: string) => void;
}): Store {
  const { resources, folder, database, clock, putEvent, report } = options;
  dropUnfinished(folder);
  const all = new Map(
    readBuckets(resources).map((settings): [string, Entry] => [
      settings.name,
      { settings, bucket: openBucket({ folder, settings, clock }) },
    ]),
  );
  const events = openCreatedEvents({ database, account: resources, putEvent, report });
  const lifecycle = openLifecycle({ buckets: [...all.values()].map(({ bucket }) => bucket), clock, report });
  const entry = (name: string): Entry => {
    const found = all.get(name);
    if (found === undefined)
      throw new S3Refusal(404, 'NoSuchBucket', `There is no bucket ${name} in the template`);
    return found;
  };
  const newest: Store['newest'] = ({ bucket, key }) => entry(bucket).bucket.newest(key);
  const isThere = (bucket: string, key: string, sequence: number): boolean =>
    all.has(bucket) && (newest({ bucket, key })?.sequence ?? 0) >= sequence;

  return {
    settings: (bucket) => entry(bucket).settings,
    newest,
    receive: (stream, limits) => receive(folder, stream, limits),
    share({ file, size, sha256, crc32, etag }) {
      const known = sha256 === undefined ? undefined : { size, sha256, crc32, md5: etag.slice(1, -1) };
      return shareBytes(folder, { file, known });
    },
    put(place, bytes, about, { reason, from = '' }) {
      const { bucket, settings } = entry(place.bucket);
      const created = {
        bucket: settings,
        key: place.key,
        digests: bytes,
        at: clock.now(),
        reason,
        from,
      };
      let event: number | undefined;
      try {
        const object = bucket.add(place.key, bytes, about, (sequence) => {
          if (settings.tellsEvents) event = events.keep({ ...created, sequence });
        });
        if (event !== undefined) events.deliver(event);
        return object;
      } catch (error) {
        if (event !== undefined) events.forget(event);
        throw error;
      }
    },
    remove: ({ bucket, key }) => entry(bucket).bucket.remove(key),
    start() {
      events.resume(isThere);
      lifecycle.start();
    },
    async close() {
      events.close();
      await lifecycle.close();
    },
  };
}

interface Entry {
  readonly settings: BucketSettings;
  readonly bucket: Bucket;
}
