import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Call } from '../../infra/local/control/struck-calls.ts';
import { routes } from '../../shared/contract/routes.ts';
import type { Directory } from '../../shared/workflow/directory.ts';
import { placeOf } from '../faults/trial.ts';
import { clientOf, historyOf, type Problem } from '../support/client.ts';
import { type Platform, startPlatform } from '../support/platform.ts';
import {
  type MakeReady,
  otherCalls,
  otherWays,
  type Ready,
  sendReady,
  toldCalls,
} from '../support/unsafe-calls.ts';

/** The same call again: by its key it is told what the first came to, whatever has become of that answer. */

let platform: Platform;
beforeAll(async () => {
  // Each of some eighty calls has a project of its own.
  platform = await startPlatform({ env: { COUNTERSIGN_LIMIT_FACTOR: '1000' } });
});
afterAll(() => platform.stop());

const send = (key: string, method: string, ready: Ready, json = ready.json) =>
  sendReady(platform, method, ready, { key, json });

const told = routes.filter(({ again }) => again === 'told');

it('is told again by every route that says so, and every unsafe route says what it does', () => {
  expect(Object.keys(toldCalls).sort()).toEqual(told.map(({ key }) => key).sort());
  for (const { key, method, again } of routes)
    expect([key, again !== undefined]).toEqual([key, method !== 'GET']);
});

/** What a repeat must have of the first answer; a program's key is told once, and the repeat gives another. */
const comparable = ({ body, ...answer }: Awaited<ReturnType<typeof send>>) => ({
  ...answer,
  body: typeof body === 'object' && body !== null && 'key' in body ? { ...body, key: '' } : body,
});

async function timesIn(id: string, actions: readonly string[]): Promise<number> {
  return (await historyOf(platform, id)).filter(({ action }) => action === actions[0]).length;
}

describe.each(told)('$key', ({ key: route, method, fn, records = [] }) => {
  const ready = () => toldCalls[route]?.(platform) as Promise<Ready>;

  it('gives the first answer again, and refuses the key with another body', async () => {
    const call = await ready();
    const key = randomUUID();
    const first = await send(key, method, call);
    expect([first.body, first.status]).toEqual([first.body, expect.any(Number)]);
    expect(first.status).toBeLessThan(400);
    expect(comparable(await send(key, method, call))).toEqual(comparable(first));
    if (call.in !== undefined) expect(await timesIn(call.in, records)).toBe(1);
    if (call.other === undefined) return;
    const other = await send(key, method, call, call.other);
    expect([other.status, (other.body as Problem).code]).toEqual([422, 'idempotency-mismatch']);
  });

  it('answers whoever did not hear the first, and two at once make one change', async () => {
    const call = await ready();
    const key = randomUUID();
    await platform.faults({ function: fn, when: 'after', times: 1 });
    expect((await send(key, method, call)).status).toBeGreaterThanOrEqual(500);
    const again = await send(key, method, call);
    expect([again.body, again.status < 400]).toEqual([again.body, true]);
    if (call.in !== undefined) expect(await timesIn(call.in, records)).toBe(1);

    const twin = await ready();
    const other = randomUUID();
    const twins = await Promise.all([send(other, method, twin), send(other, method, twin)]);
    expect(twins.map(({ status, location }) => [status, location])).toEqual(
      Array.from({ length: 2 }, () => [again.status, twins[0]?.location]),
    );
    if (twin.in !== undefined) expect(await timesIn(twin.in, records)).toBe(1);
  });
});

describe('what has gone on since', () => {
  interface Told {
    readonly key: string;
    readonly method: string;
    readonly call: Ready;
  }
  /** A call that was carried out, and something else behind it. */
  async function carriedOut(route: string, others: (call: Ready) => Promise<Ready>) {
    const told: Told = { key: randomUUID(), method: route.split(' ')[0] ?? '', call: await readied(route) };
    const first = await send(told.key, told.method, told.call);
    const other = await send(randomUUID(), told.method, await others(told.call));
    expect([other.body, other.status]).toEqual([other.body, 200]);
    return { first, other, again: await send(told.key, told.method, told.call) };
  }
  const readied = (route: string) => toldCalls[route]?.(platform) as Promise<Ready>;
  const over = async (path: string, account: string, json: unknown): Promise<Ready> => {
    const { headers } = await (await clientOf(platform, account)).get(path);
    return { account, path, json, headers: { 'if-match': headers.get('etag') ?? '' } };
  };

  it('is shown by a draft that is told again, whose version is the one that the call led to', async () => {
    const json = { declaration: { title: '别人后来改的名称' } };
    const { first, other, again } = await carriedOut('PUT /projects/{id}', ({ path }) =>
      over(path, 'submitter', json),
    );
    expect(again).toMatchObject({ status: 200, etag: first.etag, body: { title: '别人后来改的名称' } });
    expect(again.etag).not.toBe(other.etag);
    // Whoever saves over what they were told overwrites nothing that they have not seen.
    const { id } = again.body as { id: string };
    const late: Ready = {
      account: 'submitter',
      path: `/projects/${id}`,
      json: { declaration: { title: '再改' } },
      headers: { 'if-match': again.etag ?? '' },
    };
    expect((await send(randomUUID(), 'PUT', late)).status).toBe(412);
  });

  it.each([
    ['PUT /settings', '/settings', () => ({ contact: '财政局国库股' })],
    [
      'PUT /directory',
      '/directory',
      (put: unknown) => ({ ...(put as Directory), units: (put as Directory).units.slice(0, -1) }),
    ],
  ])('leaves the answer of %s what it was', async (route, path, other) => {
    const { first, again } = await carriedOut(route, ({ json }) => over(path, 'administrator', other(json)));
    expect(again).toEqual(first);
  });
});

/** Whatever a client sends with every call: a key is no complaint, and what is done twice is done once. */
describe.each(routes.filter(({ key }) => key in otherCalls))(
  '$key',
  ({ key: route, method, records = [] }) => {
    it('takes a key, and does no harm when it is repeated', async () => {
      const call = await (otherCalls[route]?.(platform) as Promise<Ready>);
      const key = randomUUID();
      for (const _ of [1, 2]) {
        const answer = await send(key, method, call);
        expect([answer.body, answer.status < 400]).toEqual([answer.body, true]);
      }
      if (call.in !== undefined) expect(await timesIn(call.in, records)).toBe(1);
    });
  },
);

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

/**
 * Whoever is told of a failure may believe it: an answer is made of what was read before the change and of what the
 * change wrote. Calls have no key here, by which a failure behind the change would be told as the success all the same.
 */
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
