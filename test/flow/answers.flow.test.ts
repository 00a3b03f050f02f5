import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Place } from '../../infra/local/control/struck-calls.ts';
import { routes } from '../../shared/contract/routes.ts';
import { type Platform, startPlatform } from '../support/platform.ts';
import { otherCalls, sendReady, toldCalls } from '../support/unsafe-calls.ts';

let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform({ env: { COUNTERSIGN_LIMIT_FACTOR: '10' } });
});
afterAll(() => platform.stop());

const calls = { ...toldCalls, ...otherCalls };
const unsafe = routes.filter(({ method }) => method !== 'GET');
let runs = 0;

const ask = async <T>(path: string, body?: object): Promise<T> => {
  const answer = await fetch(
    `${platform.control}${path}`,
    body && { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } },
  );
  return (await answer.json()) as T;
};

describe.each(unsafe)('$key', ({ key: route, method, fn }) => {
  it('x', async () => {
    const make = calls[route];
    if (!make) throw new Error('none');
    for (const _ of [1, 2]) {
      const ready = await make(platform);
      const run = `run-${++runs}`;
      await ask('/runs', { run, owns: 'nothing-at-all' });
      const answer = await sendReady(platform, method, ready, { run });
      const { calls: made } = await ask<{ calls: Place[] }>(`/runs?run=${run}`);
      if (_ === 2)
        console.log(
          route,
          answer.status,
          fn,
          made.map((o) => o.function + ':' + o.operation).join(' '),
          answer.status >= 400 ? JSON.stringify(answer.body) : '',
        );
    }
  });
});
