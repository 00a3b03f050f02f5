import { AsyncLocalStorage } from 'node:async_hooks';
import { beforeEach, describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { Problem } from '../../../shared/contract/problem.ts';
import type { RouteRows } from '../../../shared/contract/route.ts';
import { digest } from '../../../shared/history/digest.ts';
import type { Calls, KeyedCall } from '../../../shared/store/call-store.ts';
import { StorageSilent } from '../../../shared/store/errors.ts';
import { anEndpointOf } from '../../builders/endpoint.ts';
import { aFormPost, aJsonRequest } from '../../fixtures/http-event.ts';

const rows = {
  'POST /drafts': {
    fn: 'static',
    useCase: 'try-out',
    summary: 'A route of a test',
    who: { roles: ['submitter'] },
    body: z.lazy(() => z.strictObject({ title: z.string() })),
    form: z.lazy(() => z.object({ title: z.string() })),
    answers: {},
    again: 'told',
  },
} as const satisfies RouteRows;

class CarriedOut extends Error {}

/** What was carried out, by key, as the transaction of its change leaves it. */
const carriedOut = new Map<string, string>();
const inHand = new AsyncLocalStorage<KeyedCall>();
let lookups = 0;
const calls: Calls = {
  workingOn: (call, work) => inHand.run(call, work),
  earlier: async ({ named, body }) => {
    lookups += 1;
    const bodyHash = carriedOut.get(digest(named));
    return bodyHash === undefined ? null : { isSameBody: bodyHash === digest(body), made: undefined };
  },
  isCarriedOut: (error) => error instanceof CarriedOut,
};

/** The one transaction: refused where its call was carried out. */
function commit(): void {
  made += 1;
  const call = inHand.getStore();
  if (!call) return;
  const key = digest(call.named);
  if (carriedOut.has(key)) {
    made -= 1;
    throw new CarriedOut();
  }
  carriedOut.set(key, digest(call.body));
}

let made = 0;
let after: () => void = () => {};
const send = anEndpointOf(
  rows,
  {
    'POST /drafts': {
      lookUp: async () => async () => {
        commit();
        after();
        return { status: 201, json: { made: true } };
      },
      again: async () => ({ status: 201, json: { made: true } }),
    },
  },
  { calls },
);

beforeEach(() => {
  carriedOut.clear();
  [made, lookups, after] = [0, 0, () => {}];
});

const authorization = 'Bearer submitter';
const keyed = (title: string) =>
  send(aJsonRequest('POST', '/drafts', { title }, { headers: { authorization, 'idempotency-key': 'one' } }));
const pressed = (title: string) =>
  send(
    aFormPost(
      '/drafts',
      { title, idempotencyKey: 'one' },
      { headers: { authorization, accept: 'text/html' } },
    ),
  );

describe('a call with a key', () => {
  it('is looked for only where something was refused', async () => {
    expect((await keyed('a')).statusCode).toBe(201);
    expect([made, lookups]).toEqual([1, 0]);
    expect((await keyed('a')).statusCode).toBe(201);
    expect([made, lookups]).toEqual([1, 1]);
  });

  it.each([
    ['the storage that does not answer', new StorageSilent('The table does not answer')],
    ['a refusal', new Problem('too-many-requests')],
    ['a defect', new TypeError('Cannot read properties of undefined')],
  ])('is told what it came to where %s comes after its commit', async (_, error) => {
    after = () => {
      throw error;
    };
    expect(await keyed('a')).toMatchObject({ statusCode: 201, json: { made: true } });
    expect(made).toBe(1);
  });

  it('is refused with another body, from a program', async () => {
    await keyed('a');
    expect(await keyed('b')).toMatchObject({ statusCode: 422, json: { code: 'idempotency-mismatch' } });
    expect(made).toBe(1);
  });

  it('of a page that was gone back to and changed is another call', async () => {
    await pressed('a');
    await pressed('a');
    expect(made).toBe(1);
    expect((await pressed('b')).statusCode).toBe(201);
    expect(made).toBe(2);
  });

  it('of such a page is carried out once as well, whether or not its first answer was heard', async () => {
    await pressed('a');
    after = () => {
      throw new StorageSilent('The table does not answer');
    };
    expect((await pressed('b')).statusCode).toBe(201);
    after = () => {};
    await pressed('b');
    await Promise.all([pressed('c'), pressed('c')]);
    expect(made).toBe(3);
    // What was sent first is still told.
    await pressed('a');
    expect(made).toBe(3);
  });
});

it('without a key every call is carried out', async () => {
  for (const _ of [1, 2])
    expect(
      (await send(aJsonRequest('POST', '/drafts', { title: 'a' }, { headers: { authorization } })))
        .statusCode,
    ).toBe(201);
  expect([made, lookups]).toEqual([2, 0]);
});
