import { createHash } from 'node:crypto';
import { marshall } from '@aws-sdk/util-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { DynamoDBRecord } from 'aws-lambda';
import { type Listening, listen } from '../../infra/local/ports.ts';
import { readJson } from '../../infra/local/request-body.ts';
import { processBatch, Unprocessable } from '../../shared/effects/event-batch.ts';
import { StorageSilent } from '../../shared/store/errors.ts';
import { anEvent } from '../builders/events.ts';
import { logOf } from '../support/captured-log.ts';

const consuming = { consumer: 'send-mail', queueUrl: '' };
const md5 = (text: string) => createHash('md5').update(text).digest('hex');
let queue: Listening;
let queued: unknown[] = [];
const before = { ...process.env };

beforeAll(async () => {
  queue = await listen(0);
  queue.serve(async (request, response) => {
    const body = (await readJson(request)) as { MessageBody: string };
    queued.push(JSON.parse(body.MessageBody));
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' });
    response.end(JSON.stringify({ MessageId: '1', MD5OfMessageBody: md5(body.MessageBody) }));
  });
  consuming.queueUrl = `http://127.0.0.1:${queue.port}/000000000000/Unprocessed`;
  Object.assign(process.env, { AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' });
});
afterAll(async () => {
  process.env = before;
  await queue.close();
});
beforeEach(() => {
  queued = [];
});

/** A record of the stream, as old as a test wants it. */
const recordOf = (chain: string, seq: number, ageSeconds = 0): DynamoDBRecord => ({
  eventName: 'INSERT',
  dynamodb: {
    SequenceNumber: `${chain}-${seq}`,
    ApproximateCreationDateTime: Date.now() / 1000 - ageSeconds,
    Keys: { chain: { S: chain }, seq: { N: String(seq) } },
    NewImage: marshall(anEvent(chain, seq, 'submitted', '2026-03-18T02:00:00.000Z')) as never,
  },
});

/** Processes a batch in which one project's events meet an error. */
async function batch(records: DynamoDBRecord[], trouble: Readonly<Record<string, () => Promise<never>>>) {
  const done: string[] = [];
  let failures: string[] = [];
  const codes = await logOf(async () => {
    const answer = await processBatch({ Records: records }, consuming, async ({ chain, seq }) => {
      await trouble[chain]?.();
      done.push(`${chain}-${seq}`);
    });
    failures = answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
  });
  return { done, failures, codes: codes.map(({ code }) => code) };
}

const [poisoned, other] = ['2026-AAAA-0001', '2026-BBBB-0002'];
const failing =
  (error: Error, afterMs = 0) =>
  async (): Promise<never> => {
    await new Promise((resolve) => setTimeout(resolve, afterMs));
    throw error;
  };
const refused = Object.assign(new Error('421 try later'), { code: 'ECONNECTION' });
const defect = new TypeError('x is not a function');

describe('a batch of events', () => {
  it('hands on each project’s in order, none behind another project’s', async () => {
    let begun = () => {};
    const otherBegun = new Promise<void>((resolve) => {
      begun = resolve;
    });
    const order: string[] = [];
    const records = [recordOf(poisoned, 1), recordOf(poisoned, 2), recordOf(other, 1)];
    await processBatch({ Records: records }, consuming, async ({ chain, seq }) => {
      if (chain === other) begun();
      // The first project's relay answers only once the other's event was taken up.
      else await otherBegun;
      order.push(`${chain}-${seq}`);
    });
    expect(order.filter((one) => one.startsWith(poisoned))).toEqual([`${poisoned}-1`, `${poisoned}-2`]);
    expect(order).toContain(`${other}-1`);
  });

  it('comes again from what may pass by itself', async () => {
    const records = [recordOf(poisoned, 1), recordOf(poisoned, 2), recordOf(other, 1)];
    for (const error of [refused, defect]) {
      const { done, failures, codes } = await batch(records, { [poisoned]: failing(error) });
      expect([done, failures]).toEqual([[`${other}-1`], [`${poisoned}-1`]]);
      expect(codes).toEqual(['EVENT_RETRIED']);
    }
    expect(queued).toEqual([]);
  });

  it.each([
    ['a defect that did not pass within half a minute', defect, 31, 'TypeError'],
    ['an event that is none', new Unprocessable('There is no project'), 0, 'Unprocessable'],
  ])('goes on past %s, which is on the queue with whom it is for', async (_, error, age, name) => {
    const { done, failures, codes } = await batch(
      [recordOf(poisoned, 1, age), recordOf(other, 1), recordOf(other, 2)],
      { [poisoned]: failing(error) },
    );
    expect([done, failures, codes]).toEqual([[`${other}-1`, `${other}-2`], [], ['EVENT_UNPROCESSABLE']]);
    expect(queued).toEqual([
      { consumer: 'send-mail', chain: poisoned, seq: 1, error: name, at: expect.any(String) },
    ]);
  });

  it.each([defect, new Unprocessable('There is no project'), refused])(
    'tells whoever put an event back that it failed (%s), and puts it nowhere else',
    async (error) => {
      const record = { ...recordOf(poisoned, 1, 31), eventSource: 'countersign:redrive' };
      const { failures } = await batch([record], { [poisoned]: failing(error) });
      expect([failures, queued]).toEqual([[`${poisoned}-1`], []]);
    },
  );

  it.each([
    ['that lasts', refused, 31, 0],
    ['after a call that hung', new StorageSilent('no answer'), 0, 3_100],
  ])('leaves a project to the sweep for trouble outside %s', async (_, error, age, afterMs) => {
    const { done, failures, codes } = await batch(
      [recordOf(poisoned, 1, age), recordOf(poisoned, 2, age), recordOf(other, 1)],
      { [poisoned]: failing(error, afterMs) },
    );
    expect([done, failures, codes, queued]).toEqual([[`${other}-1`], [], ['EVENT_LEFT'], []]);
  });
});
