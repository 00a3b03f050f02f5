import { randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';
import { tryWrite } from '../../disk.ts';
import type { Account } from '../iam/call.ts';
import type { PutEvent } from '../schedules/event-rules.ts';
import type { BucketSettings } from './bucket-settings.ts';
import type { Digests } from './incoming.ts';

/** By which call an object came to be, as the events name it. */
export type Reason = 'PutObject' | 'POST Object' | 'CopyObject';

/** An object that is about to be there. */
export interface Created {
  readonly bucket: BucketSettings;
  readonly key: string;
  readonly sequence: number;
  readonly digests: Digests;
  /** Milliseconds. */
  readonly at: number;
  readonly reason: Reason;
  /** The address that asked. */
  readonly from: string;
}

/**
 * The events of new objects, from just before an object is there until everybody who waits for it has been invoked:
 * a host that is killed between the two tells of it again at its next start. One that has been told may come again.
 */
export interface CreatedEvents {
  /** Writes an event down. @returns its number */
  keep(created: Created): number;
  /** Forgets it, where the object did not come to be. */
  forget(id: number): void;
  /** Tells of it, now that the object is there. */
  deliver(id: number): void;
  /** Tells of what an earlier host has not. @param isThere whether an object came to be */
  resume(isThere: (bucket: string, key: string, sequence: number) => boolean): void;
  /** What is on its way is told again at the next start. */
  close(): void;
}

const eventSchema = z.object({
  source: z.string(),
  detailType: z.string(),
  time: z.number(),
  resources: z.array(z.string()),
  detail: z.record(z.string(), z.unknown()),
});
const rowSchema = z.object({
  id: z.number(),
  bucket: z.string(),
  key: z.string(),
  sequence: z.number(),
  event: z.string().transform((text) => eventSchema.parse(JSON.parse(text))),
});

export function openCreatedEvents(options: {
  readonly database: DatabaseSync;
  readonly account: Account;
  readonly putEvent: PutEvent;
  readonly report: (line: string) => void;
}): CreatedEvents {
  const { database, account, putEvent, report } = options;
  database.exec(
    `CREATE TABLE IF NOT EXISTS s3_events
      (id INTEGER PRIMARY KEY, bucket TEXT, key TEXT, sequence INTEGER, event TEXT) STRICT`,
  );
  const insert = database.prepare('INSERT INTO s3_events (bucket, key, sequence, event) VALUES (?, ?, ?, ?)');
  const select = database.prepare('SELECT * FROM s3_events ORDER BY id');
  const selectOne = database.prepare('SELECT * FROM s3_events WHERE id = ?');
  const remove = database.prepare('DELETE FROM s3_events WHERE id = ?');
  let closed = false;

  // Where the disk takes nothing, it comes once more after the next start.
  const forget = (id: number): void => void tryWrite(() => remove.run(id));
  const tell = ({ id, bucket, key, event }: z.infer<typeof rowSchema>): void => {
    putEvent(event)
      .then(() => {
        // Whoever was invoked while the host ends may have been ended with it.
        if (!closed) forget(id);
      })
      .catch((error: unknown) => report(`The event of ${bucket}/${key} was not delivered: ${String(error)}`));
  };

  return {
    keep(created) {
      const { bucket, key, sequence } = created;
      const event = JSON.stringify(eventOf(created, account));
      return Number(insert.run(bucket.name, key, sequence, event).lastInsertRowid);
    },
    forget,
    deliver: (id) => tell(rowSchema.parse(selectOne.get(id))),
    resume(isThere) {
      for (const row of select.all().map((one) => rowSchema.parse(one)))
        if (isThere(row.bucket, row.key, row.sequence)) tell(row);
        else forget(row.id);
    },
    close() {
      closed = true;
    },
  };
}

/** As S3 tells EventBridge of an object. */
function eventOf(created: Created, { account }: Account): z.infer<typeof eventSchema> {
  const { bucket, key, sequence, digests, at, reason, from } = created;
  return {
    source: 'aws.s3',
    detailType: 'Object Created',
    time: at,
    resources: [bucket.arn],
    detail: {
      version: '0',
      bucket: { name: bucket.name },
      object: {
        key,
        size: digests.size,
        etag: digests.md5,
        ...(bucket.isVersioned ? { 'version-id': String(sequence) } : {}),
        // Of two events of a key the later one has the greater text.
        sequencer: `${hex(at, 12)}${hex(sequence, 6)}`,
      },
      'request-id': randomUUID().replaceAll('-', '').slice(0, 16).toUpperCase(),
      requester: account,
      'source-ip-address': from,
      reason,
    },
  };
}

const hex = (value: number, digits: number): string =>
  Math.trunc(value).toString(16).toUpperCase().padStart(digits, '0');
