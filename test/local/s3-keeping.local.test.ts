import { existsSync, mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { openBucket } from '../../infra/local/services/s3/bucket.ts';
import type { BucketSettings } from '../../infra/local/services/s3/bucket-settings.ts';
import { receive } from '../../infra/local/services/s3/incoming.ts';
import type { Store } from '../../infra/local/services/s3/store.ts';
import type { ServiceEvent } from '../../infra/local/services/schedules/event-rules.ts';
import { hostDatabase, resourcesOf, standingClock, storeOf, temporaryFolder, until } from './fixture.ts';

const base = temporaryFolder();
const newFolder = (): string => mkdtempSync(join(base, 'data-'));
const about = { contentType: 'text/plain', checksum: 'none', metadata: {} } as const;
const everything = { min: 0, max: 100 };
const day = 86_400;

/** Without versions, unless a test says otherwise; an object goes after 30 days. */
function bucketOf(change: Partial<BucketSettings> = {}) {
  const folder = newFolder();
  const clock = standingClock();
  const rule = { prefix: '', days: 30, noncurrentDays: undefined };
  const settings = { name: 'b', isVersioned: false, retention: undefined, expiry: [rule], ...change };
  const bucket = openBucket({ folder, clock, settings });
  return {
    ...{ folder, clock, bucket },
    put: async (key: string) =>
      bucket.add(key, await receive(folder, Readable.from([Buffer.from(key)]), everything), about),
  };
}

describe('an object', () => {
  it('goes at the midnight after its days, and what was put again stays', async () => {
    const { bucket, clock, put } = bucketOf();
    await put('p/old');
    await put('p/touched');
    clock.advance(25 * day);
    await put('p/touched');
    // It was put at 08:00.
    clock.advance(5 * day + 16 * 3_600 - 1);
    expect(await bucket.expire()).toBe(0);
    clock.advance(1);
    expect(await bucket.expire()).toBe(1);
    expect(bucket.newest('p/old')).toBeUndefined();
    expect(bucket.newest('p/touched')).toBeDefined();
    clock.advance(30 * day);
    expect(await bucket.expire()).toBe(1);
  });

  it('stays where no rule speaks of it', async () => {
    const { bucket, clock, put } = bucketOf({
      expiry: [{ prefix: 'tmp/', days: 1, noncurrentDays: undefined }],
    });
    await put('tmp/1');
    await put('kept/1');
    clock.advance(400 * day);
    expect(await bucket.expire()).toBe(1);
    expect(bucket.newest('kept/1')).toBeDefined();
  });

  it('of a bucket with versions loses those that others have replaced long ago, but none that is locked', async () => {
    const expiry = [{ prefix: '', days: undefined, noncurrentDays: 2 }];
    const versions = async (change: Partial<BucketSettings>) => {
      const { bucket, folder, clock, put } = bucketOf({ isVersioned: true, expiry, ...change });
      await put('k');
      clock.advance(10 * day);
      await put('k');
      expect(await bucket.expire()).toBe(0);
      expect(readdirSync(join(folder, 'b', 'k'))).toHaveLength(4);
      clock.advance(3 * day);
      await bucket.expire();
      return readdirSync(join(folder, 'b', 'k')).sort();
    };
    expect(await versions({})).toEqual(['2.bytes', '2.json']);
    expect(await versions({ retention: { Mode: 'COMPLIANCE', Days: 14 } })).toHaveLength(4);
    expect(await versions({ retention: { Mode: 'COMPLIANCE', Days: 12 } })).toHaveLength(2);
  });

  it('is all that stays of what a killed host has left', async () => {
    const { bucket, folder, put } = bucketOf();
    await put('p/one');
    const place = join(folder, 'b', 'p', 'one');
    for (const name of ['2.bytes', '2.json.new']) writeFileSync(join(place, name), 'half');
    const orphan = join(folder, 'b', 'q', 'two');
    mkdirSync(orphan, { recursive: true });
    writeFileSync(join(orphan, '1.bytes'), 'half');
    expect(bucket.newest('q/two')).toBeUndefined();
    expect(await bucket.expire()).toBe(0);
    expect(readdirSync(place).sort()).toEqual(['1.bytes', '1.json']);
    expect(readdirSync(join(folder, 'b'))).toEqual(['p']);
    expect(bucket.newest('p/one')).toBeDefined();
  });
});

describe('a store', () => {
  const resources = resourcesOf({
    Storage: {
      resources: {
        Uploads: {
          Type: 'AWS::S3::Bucket',
          Properties: {
            LifecycleConfiguration: {
              Rules: [
                {
                  Id: 'Orphans',
                  Status: 'Enabled',
                  ExpirationInDays: 30,
                  AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
                },
              ],
            },
            NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } },
          },
        },
      },
    },
  });
  const place = { bucket: 'uploads', key: 'p/one' };
  const put = async (store: Store, key = place.key) =>
    store.put({ ...place, key }, await store.receive(Readable.from([Buffer.from('x')]), everything), about, {
      reason: 'PutObject',
      from: '127.0.0.1',
    });
  const never = () => new Promise<void>(() => {});

  it('removes at its start what was half received', () => {
    const folder = newFolder();
    mkdirSync(join(folder, '.incoming'));
    writeFileSync(join(folder, '.incoming', 'x.new'), 'half');
    storeOf({ resources, folder, clock: standingClock() });
    expect(existsSync(join(folder, '.incoming'))).toBe(false);
  });

  it('lets objects go when the clock is advanced', async () => {
    const clock = standingClock();
    const store = storeOf({ resources, folder: newFolder(), clock });
    store.start();
    await put(store);
    clock.advance(32 * day);
    expect(store.newest(place)).toBeDefined();
    await until('it has gone', () => store.newest(place) === undefined);
    await store.close();
  });

  it('tells of an object again after a host that ended before everybody had heard of it', async () => {
    const common = { resources, folder: newFolder(), clock: standingClock() };
    const file = join(common.folder, 'host.sqlite');
    const told: ServiceEvent[] = [];
    const killed = storeOf({
      ...common,
      database: hostDatabase(file),
      putEvent: (event) => {
        told.push(event);
        return never();
      },
    });
    await put(killed);
    expect(told).toHaveLength(1);

    const second = storeOf({ ...common, database: hostDatabase(file) });
    second.start();
    await until('it is told again', () => second.events.length === 1);
    expect(second.events).toEqual(told);
    await second.close();

    const third = storeOf({ ...common, database: hostDatabase(file) });
    third.start();
    expect(third.events).toEqual([]);
    await third.close();
  });

  it('tells of it again where a function was ended together with the host', async () => {
    const common = { resources, folder: newFolder(), clock: standingClock() };
    const file = join(common.folder, 'host.sqlite');
    let end = (): void => {};
    const ending = storeOf({
      ...common,
      database: hostDatabase(file),
      putEvent: () => new Promise((settle) => (end = settle)),
    });
    await put(ending);
    await ending.close();
    end();
    await pause(10);
    const next = storeOf({ ...common, database: hostDatabase(file) });
    next.start();
    await until('it is told again', () => next.events.length === 1);
    await next.close();
  });

  it('tells of nothing that did not come to be', async () => {
    const common = { resources, folder: newFolder(), clock: standingClock() };
    const file = join(common.folder, 'host.sqlite');
    const killed = storeOf({ ...common, database: hostDatabase(file), putEvent: never });
    await put(killed, 'p/gone');
    // As if it had been killed between the line in its database and the object.
    killed.remove({ bucket: 'uploads', key: 'p/gone' });
    // A name that cannot be a file's is not even written down.
    await expect(put(killed, 'p//x')).rejects.toMatchObject({ code: 'NotImplemented' });
    const next = storeOf({ ...common, database: hostDatabase(file) });
    next.start();
    expect(next.events).toEqual([]);
    await next.close();
  });
});
