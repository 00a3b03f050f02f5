import { expect, it } from '@jest/globals';
import { type Blow, traceOf, watchCalls } from '../../infra/local/control/struck-calls.ts';

const owns = String.raw`\bP-\d+\b`;
const id = (digit: string) => `${digit.repeat(8)}-0000-4000-8000-000000000000`;

/** The calls of a function of two invocations, of which the first acts for a run by its header. */
function bench(kind: Blow) {
  const calls = watchCalls();
  const killed: string[] = [];
  calls.victims({ thread: (request) => void killed.push(request), database: () => {} });
  calls.set({
    run: 'one',
    owns,
    alone: false,
    blow: { function: 'projects', cause: '', operation: 'PutItem', about: '', number: 2, kind },
  });
  calls.set({ run: 'two', owns, alone: false });
  const call = (request: string, number: string, attempt: number, body = '') =>
    calls.on(
      {
        'x-amzn-trace-id': traceOf(request),
        'amz-sdk-invocation-id': number,
        'amz-sdk-request': `attempt=${attempt}; max=3`,
      },
      () => 'PutItem',
      body,
    );
  return { calls, call, killed };
}

it('a blow falls on the call that it is bound to, at each of its tries, and on no other', () => {
  const { calls, call } = bench('throttled');
  calls.began(id('a'), 'projects', '{"headers":{"x-run":"one"}}');
  calls.began(id('b'), 'projects', '{"headers":{"x-run":"two"}}');
  expect(call(id('a'), 'c1', 1)).toBeUndefined();
  expect(call(id('a'), 'c1', 2)).toBeUndefined();
  expect(call(id('b'), 'd1', 1)).toBeUndefined();
  expect(call(id('b'), 'd2', 1)).toBeUndefined();
  expect(calls.about('one').struck).toBe(false);
  expect([1, 2, 3].map((attempt) => call(id('a'), 'c2', attempt)?.kind)).toEqual(Array(3).fill('throttled'));
  expect(call(id('a'), 'c3', 1)).toBeUndefined();
  expect(calls.about('one')).toMatchObject({ struck: true, calls: [{}, { number: 1 }, { number: 2 }, {}] });
});

it('what takes effect and is lost does so once; what breaks off once goes through at the next try', () => {
  for (const [kind, tries] of [
    ['lost', ['lost', 'refused', 'refused']],
    ['reset', ['reset', undefined, undefined]],
  ] as const) {
    const { calls, call } = bench(kind);
    calls.began(id('a'), 'projects', '{"headers":{"x-run":"one"}}');
    call(id('a'), 'c1', 1);
    expect([1, 2, 3].map((attempt) => call(id('a'), 'c2', attempt)?.kind)).toEqual(tries);
  }
});

it('a call belongs to the run that named its project first, also in a batch of several', () => {
  const { calls, call, killed } = bench('thread-killed');
  calls.began(id('a'), 'projects', '{"headers":{"x-run":"one"}}');
  call(id('a'), 'c1', 1, '{"pk":"P-1"}');
  calls.began(id('b'), 'projects', '{"headers":{"x-run":"two"}}');
  call(id('b'), 'd1', 1, '{"pk":"P-2"}');
  calls.began(id('c'), 'projects', '{"Records":["P-1","P-2"]}');
  expect(call(id('c'), 'e1', 1, '{"pk":"P-2"}')).toBeUndefined();
  expect(call(id('c'), 'e2', 1, '{"pk":"none"}')).toBeUndefined();
  call(id('c'), 'e3', 1, '{"pk":"P-1"}')?.kill();
  expect(killed).toEqual([id('c')]);
});

it('calls are told apart by what their function was invoked for, and what they are about', () => {
  const { calls, call } = bench('refused');
  const record = (action: string, project: string) => ({
    dynamodb: { NewImage: { action: { S: action }, projectId: { S: project } } },
  });
  const put = (pk: string) =>
    JSON.stringify({ TableName: 'Projects', Item: { pk: { S: pk }, sk: { S: 'LINK' } } });
  calls.began(id('a'), 'projects', '{"routeKey":"POST /projects","headers":{"x-run":"one"}}');
  call(id('a'), 'c1', 1, put('L#P-1'));
  call(id('a'), 'c2', 1, put('P#P-1'));
  call(id('a'), 'c3', 1, put('L#other'));
  calls.began(id('b'), 'projects', '{"headers":{"x-run":"two"}}');
  call(id('b'), 'd1', 1, put('P#P-2'));
  const batch = [record('decided', 'P-1'), record('approved', 'P-1'), record('submitted', 'P-2')];
  calls.began(id('c'), 'send-mail', JSON.stringify({ Records: batch }));
  call(id('c'), 'e1', 1, put('L#P-1'));
  const told = calls
    .about('one')
    .calls.map(({ cause, about, number, nth, position }) => [cause, about, number, nth, position]);
  expect(told).toEqual([
    ['POST /projects', '', 1, 1, 0],
    ['POST /projects', 'Projects L# LINK', 1, 1, 1],
    ['POST /projects', 'Projects P# LINK', 1, 1, 2],
    ['POST /projects', 'Projects L# LINK', 2, 2, 3],
    ['decided+approved', 'Projects L# LINK', 1, 1, 1],
  ]);
});

it('an id that has no digit by chance is no kind of a thing', () => {
  const { calls, call } = bench('refused');
  calls.began(id('a'), 'directory', '{"headers":{"x-run":"one"}}');
  for (const [number, sk] of ['7YVWKSX4', 'NYVWKSXA', 'CURRENT'].entries())
    call(id('a'), `c${number}`, 1, JSON.stringify({ Key: { pk: { S: 'PROGRAMS' }, sk: { S: sk } } }));
  const [, ...told] = calls.about('one').calls.map(({ about }) => about);
  expect(told).toEqual(['PROGRAMS', 'PROGRAMS', 'PROGRAMS CURRENT']);
});

it('what nobody watches costs nothing and is not counted', () => {
  const { calls, call } = bench('refused');
  calls.set({ run: 'one', over: true });
  calls.set({ run: 'two', over: true });
  expect(calls.began(id('a'), 'projects', '{"headers":{"x-run":"one"}}')).toBeUndefined();
  expect(call(id('a'), 'c1', 1)).toBeUndefined();
  expect(calls.about('one')).toEqual({ calls: [], struck: false });
});
