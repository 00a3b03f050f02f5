import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Call } from '../../infra/local/control/struck-calls.ts';
import { routes } from '../../shared/contract/routes.ts';
import { placeOf } from '../faults/trial.ts';
import { type Platform, startPlatform } from '../support/platform.ts';
import { type MakeReady, otherCalls, otherWays, sendReady, toldCalls } from '../support/unsafe-calls.ts';

/**
 * Whoever is told of a failure may believe it: an answer is made of what was read before the change and of what the
 * change wrote. Calls have no key here, by which a failure behind the change would be told as the success all the same.
 */

let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform({ env: { COUNTERSIGN_LIMIT_FACTOR: '1000' } });
});
afterAll(() => platform.stop());

const unsafe = routes.filter(({ method }) => method !== 'GET').map(({ key }) => key);
const calls: Readonly<Record<string, MakeReady>> = { ...toldCalls, ...otherCalls, ...otherWays };

/** What comes behind the change, and why that may fail. */
const behind: Readonly<Record<string, readonly string[]>> = {
  // That the files are kept, which the sweep says where this does not.
  'POST /projects/{id}/submit: with a file': ['UpdateItem'],
  // The bytes of what has no record any more, which the bucket lets go of by itself.
  'DELETE /projects/{id}/attachments/{attachment}': ['DeleteObject'],
};

const writes = new Set(['PutItem', 'UpdateItem', 'DeleteItem']);

/** All that comes behind the change: the last transaction, or where there is none the last write. */
function behindChange(made: readonly Call[]): Call[] {
  const transaction = made.findLastIndex(({ operation }) => operation === 'TransactWriteItems');
  const write = made.findLastIndex(({ operation }) => writes.has(operation));
  const change = transaction < 0 ? write : transaction;
  return change < 0 ? [] : made.slice(change + 1);
}

interface About {
  readonly calls: readonly Call[];
  readonly struck: boolean;
}

let runs = 0;

/** Sends a call that nobody has sent before. @param fails the call of its function that fails at every try */
async function sent(key: string, fails?: Call) {
  const ready = await calls[key]?.(platform);
  if (!ready) throw new Error(`${key} has no case`);
  runs += 1;
  const run = `run-${runs}`;
  const control = `${platform.control}/runs`;
  const body = {
    run,
    owns: 'nobody owns anything',
    ...(fails ? { blow: { ...placeOf(fails), kind: 'refused' } } : {}),
  };
  const headers = { 'content-type': 'application/json' };
  expect((await fetch(control, { method: 'POST', body: JSON.stringify(body), headers })).ok).toBe(true);
  const [method = ''] = key.split(' ');
  const answer = await sendReady(platform, method, ready, { run });
  const about = (await (await fetch(`${control}?run=${run}`)).json()) as About;
  return { answer, ...about };
}

it('every unsafe route has a case', () => {
  expect(Object.keys({ ...toldCalls, ...otherCalls }).sort()).toEqual([...unsafe].sort());
  const named = Object.keys(otherWays).map((key) => key.split(': ')[0]);
  expect(unsafe).toEqual(expect.arrayContaining(named));
});

describe.each(Object.keys(calls))('%s', (key) => {
  it('reads nothing for its answer once it is carried out', async () => {
    const { answer, calls: made } = await sent(key);
    expect([answer.body, answer.status < 400]).toEqual([answer.body, true]);
    const late = behindChange(made);
    expect(late.map(({ operation }) => operation)).toEqual(behind[key] ?? []);
    for (const one of late) {
      const again = await sent(key, one);
      expect([again.struck, again.answer.status]).toEqual([true, answer.status]);
    }
  });
});
