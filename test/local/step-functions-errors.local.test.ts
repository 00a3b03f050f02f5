import { afterEach, describe, expect, it } from '@jest/globals';
import { aMoment, Bench, invokeResource, tokenTask, until } from './step-functions-fixture.ts';

let bench: Bench;
const open = (...args: ConstructorParameters<typeof Bench>) => {
  bench = new Bench(...args);
  return bench;
};
afterEach(() => bench.close());

const succeed = (token: string, output: unknown = {}) =>
  bench.errorOf('SendTaskSuccess', { taskToken: token, output: JSON.stringify(output) });

const caught = (errors: string[]) => ({
  Catch: [
    {
      ErrorEquals: errors,
      Next: 'Handled',
      Output: { error: '{% $states.errorOutput %}', input: '{% $states.input %}' },
      Assign: { failed: '{% $states.errorOutput.Error %}' },
    },
  ],
});
const handled = {
  Handled: { Type: 'Pass', Output: { seen: '{% $states.input %}', failed: '{% $failed %}' }, End: true },
};

describe('a task that waits for its token', () => {
  it('goes on with the answer after the function has returned', async () => {
    open({ Ask: tokenTask() });
    await bench.start();
    const { payload, answer } = await bench.invocation(0);
    answer({ payload: 'ignored' });
    await aMoment();
    expect(bench.execution()).toMatchObject({ status: 'RUNNING', currentState: 'Ask' });
    expect(await succeed(payload.token, { state: 'approved' })).toBeUndefined();
    expect(await bench.ended()).toMatchObject({ status: 'SUCCEEDED', output: { state: 'approved' } });
  });

  it('goes on with an answer that comes before the function returns, and ignores its later failure', async () => {
    open({ Ask: tokenTask() });
    await bench.start();
    const { payload, answer } = await bench.invocation(0);
    expect(await succeed(payload.token, 'early')).toBeUndefined();
    expect((await bench.ended()).output).toBe('early');
    answer({ error: 'Error', cause: 'too late' });
    await aMoment();
    expect(bench.execution()).toMatchObject({ status: 'SUCCEEDED', output: 'early' });
  });

  it('takes one answer only', async () => {
    open({
      Ask: tokenTask({ End: undefined, Next: 'Rest' }),
      Rest: { Type: 'Wait', Seconds: 60, End: true },
    });
    await bench.start();
    const { token } = (await bench.invocation(0)).payload;
    const answers = await Promise.all([succeed(token), succeed(token)]);
    expect(answers).toEqual([undefined, 'TaskTimedOut']);
    expect(await bench.errorOf('SendTaskFailure', { taskToken: token })).toBe('TaskTimedOut');
  });

  it('fails when the function fails', async () => {
    open({ Ask: tokenTask() });
    await bench.start();
    const { payload, answer } = await bench.invocation(0);
    answer({ error: 'TypeError', cause: 'x is not a function' });
    expect(await bench.ended()).toMatchObject({
      status: 'FAILED',
      error: 'TypeError',
      cause: 'x is not a function',
    });
    expect(await succeed(payload.token)).toBe('TaskTimedOut');
  });

  it('fails by SendTaskFailure with the error given there', async () => {
    open({ Ask: tokenTask({ End: undefined, Next: 'Handled', ...caught(['Refused']) }), ...handled });
    await bench.start({ a: 1 });
    const { token } = (await bench.invocation(0)).payload;
    expect(
      await bench.errorOf('SendTaskFailure', { taskToken: token, error: 'Refused', cause: 'no' }),
    ).toBeUndefined();
    expect((await bench.ended()).output).toEqual({
      seen: { error: { Error: 'Refused', Cause: 'no' }, input: { a: 1 } },
      failed: 'Refused',
    });
  });

  it('keeps unknown, tampered and malformed tokens apart from those that are over', async () => {
    open({ Ask: tokenTask() });
    await bench.start();
    const { token } = (await bench.invocation(0)).payload;
    const tampered = `${token.slice(0, 30)}${token[30] === 'A' ? 'B' : 'A'}${token.slice(31)}`;
    expect(await succeed(tampered)).toBe('InvalidToken');
    expect(await succeed('no token')).toBe('InvalidToken');
    expect(await succeed(`${token} `)).toBe('InvalidToken');
    expect(await bench.errorOf('SendTaskSuccess', { taskToken: token, output: '{not json' })).toBe(
      'InvalidOutput',
    );
    expect(token.length).toBeGreaterThan(500);
    expect(await succeed(token)).toBeUndefined();
  });
});

describe('Retry', () => {
  const retried = tokenTask({
    Retry: [
      {
        ErrorEquals: ['Lambda.TooManyRequestsException'],
        IntervalSeconds: 10,
        MaxAttempts: 3,
        BackoffRate: 2,
      },
      { ErrorEquals: ['Once'], MaxAttempts: 1 },
    ],
  });
  const busy = { error: 'Lambda.TooManyRequestsException', cause: 'busy' };

  it('gives each attempt a new token and refuses the old one; the state has not been left', async () => {
    open({ Ask: retried });
    await bench.start();
    const first = await bench.invocation(0);
    first.answer(busy);
    await aMoment();
    expect(await succeed(first.payload.token)).toBe('TaskTimedOut');
    bench.clock.advance(10);
    const second = await bench.invocation(1);
    expect(second.payload.token).not.toBe(first.payload.token);
    expect(second.payload).toMatchObject({ enteredAt: first.payload.enteredAt, retryCount: 1 });
    expect(await succeed(first.payload.token)).toBe('TaskTimedOut');
    expect(await succeed(second.payload.token, 'second')).toBeUndefined();
    expect((await bench.ended()).output).toBe('second');
  });

  it('waits longer each time, counts each rule by itself and then gives up', async () => {
    open({ Ask: retried });
    await bench.start();
    const fail = async (index: number, error: { error: string; cause: string }, seconds: number) => {
      (await bench.invocation(index)).answer(error);
      await aMoment();
      bench.clock.advance(seconds - 1);
      await aMoment();
      expect(bench.invocations).toHaveLength(index + 1);
      bench.clock.advance(1);
    };
    await fail(0, busy, 10);
    await fail(1, { error: 'Once', cause: '' }, 1);
    await fail(2, busy, 20);
    await fail(3, busy, 40);
    (await bench.invocation(4)).answer(busy);
    expect(await bench.ended()).toMatchObject({ status: 'FAILED', error: 'Lambda.TooManyRequestsException' });
    expect((await bench.invocation(4)).payload.retryCount).toBe(4);
  });

  it('does not exceed MaxDelaySeconds, and with FULL jitter not the computed delay', async () => {
    const rule = { ErrorEquals: ['States.ALL'], IntervalSeconds: 100, BackoffRate: 10 };
    open({ Ask: tokenTask({ Retry: [{ ...rule, MaxDelaySeconds: 150, JitterStrategy: 'FULL' }] }) });
    await bench.start();
    (await bench.invocation(0)).answer(busy);
    await aMoment();
    bench.clock.advance(100);
    (await bench.invocation(1)).answer(busy);
    await aMoment();
    bench.clock.advance(150);
    expect((await bench.invocation(2)).payload.retryCount).toBe(2);
  });

  it('is not granted to an error that no rule names', async () => {
    open({ Ask: retried });
    await bench.start();
    (await bench.invocation(0)).answer({ error: 'Other', cause: '' });
    expect(await bench.ended()).toMatchObject({ status: 'FAILED', error: 'Other' });
  });

  it('begins anew when the state is entered again', async () => {
    open({
      Ask: tokenTask({
        Retry: [{ ErrorEquals: ['Once'], MaxAttempts: 1 }],
        Catch: [{ ErrorEquals: ['Once'], Next: 'Ask' }],
      }),
    });
    await bench.start();
    (await bench.invocation(0)).answer({ error: 'Once', cause: '' });
    await aMoment();
    bench.clock.advance(1);
    (await bench.invocation(1)).answer({ error: 'Once', cause: '' });
    const third = await bench.invocation(2);
    expect(third.payload).toMatchObject({ retryCount: 0, enteredAt: '2026-01-01T00:00:01.000Z' });
  });
});

describe('a time-out', () => {
  const days = 86_400;

  it('falls on the second by the clock, 30 days ahead, and is caught into the same state again', async () => {
    open({
      Ask: tokenTask({
        TimeoutSeconds: 30 * days,
        Catch: [{ ErrorEquals: ['States.Timeout'], Output: '{% $states.input %}', Next: 'Ask' }],
      }),
    });
    await bench.start({ projectId: 'p' });
    const first = await bench.invocation(0);
    first.answer({ payload: null });
    await aMoment();
    bench.clock.advance(30 * days - 1);
    await aMoment();
    expect(bench.invocations).toHaveLength(1);
    bench.clock.advance(1);
    const second = await bench.invocation(1);
    expect(second.payload).toMatchObject({ enteredAt: '2026-01-31T00:00:00.000Z', retryCount: 0 });
    expect(await succeed(first.payload.token)).toBe('TaskTimedOut');
    expect(await succeed(second.payload.token, { done: true })).toBeUndefined();
    expect((await bench.ended()).output).toEqual({ done: true });
  });

  it('fails the execution where nobody catches it; States.TaskFailed does not', async () => {
    const rules = { Retry: [{ ErrorEquals: ['States.TaskFailed'] }], ...caught(['States.TaskFailed']) };
    open({ Ask: tokenTask({ TimeoutSeconds: 60, ...rules }), ...handled });
    await bench.start();
    await bench.invocation(0);
    bench.clock.advance(60);
    const execution = await bench.ended();
    expect(execution).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
    expect(execution).not.toHaveProperty('cause');
  });

  it('also ends a function that does not return, and ignores its late answer', async () => {
    const task = {
      Type: 'Task',
      Resource: invokeResource,
      Arguments: { FunctionName: 'arn:f' },
      TimeoutSeconds: 5,
      End: true,
    };
    open({ Call: { ...task, ...caught(['States.Timeout']) }, ...handled });
    await bench.start();
    const { answer } = await bench.invocation(0);
    bench.clock.advance(5);
    await bench.ended();
    answer({ payload: 'late' });
    await aMoment();
    expect(bench.execution().output).toMatchObject({
      failed: 'States.Timeout',
      seen: { error: { Cause: '' } },
    });
  });

  it('may be an expression, which must give a whole number', async () => {
    open({ Ask: tokenTask({ TimeoutSeconds: '{% $states.input.seconds %}' }) });
    await bench.start({ seconds: 7 }, 'whole');
    await bench.invocation(0);
    bench.clock.advance(7);
    expect(await bench.ended('whole')).toMatchObject({ error: 'States.Timeout' });
    expect(await bench.run({ seconds: 0.5 }, 'broken')).toMatchObject({
      error: 'States.QueryEvaluationError',
    });
  });

  it('is measured for each attempt', async () => {
    open({
      Ask: tokenTask({
        TimeoutSeconds: 60,
        Retry: [{ ErrorEquals: ['States.Timeout'], IntervalSeconds: 1, MaxAttempts: 1 }],
      }),
    });
    await bench.start();
    await bench.invocation(0);
    bench.clock.advance(60);
    await aMoment();
    bench.clock.advance(1);
    await bench.invocation(1);
    bench.clock.advance(59);
    await aMoment();
    expect(bench.execution().status).toBe('RUNNING');
    bench.clock.advance(1);
    expect(await bench.ended()).toMatchObject({
      error: 'States.Timeout',
      stoppedAt: '2026-01-01T00:02:01.000Z',
    });
  });

  it('refuses an answer after the deadline', async () => {
    open({ Ask: tokenTask({ TimeoutSeconds: 60 }) }, {});
    await bench.start();
    const { token } = (await bench.invocation(0)).payload;
    bench.clock.advance(60);
    expect(await succeed(token)).toBe('TaskTimedOut');
  });

  it('of the machine ends the execution as TIMED_OUT, without an error', async () => {
    open({ Ask: tokenTask() }, { machine: { TimeoutSeconds: 100 } });
    await bench.start();
    const { token } = (await bench.invocation(0)).payload;
    bench.clock.advance(100);
    const execution = await bench.ended();
    expect(execution).toMatchObject({ status: 'TIMED_OUT', stoppedAt: '2026-01-01T00:01:40.000Z' });
    expect(execution).not.toHaveProperty('error');
    expect(await succeed(token)).toBe('TaskTimedOut');
    await until(() => bench.ends.length === 1);
  });
});

describe('Catch', () => {
  it('sees errors of the state’s own expressions', async () => {
    const broken = { Arguments: { FunctionName: 'arn:f', Payload: { x: '{% $states.input.missing %}' } } };
    open({
      Ask: tokenTask({
        ...broken,
        End: undefined,
        Next: 'Handled',
        ...caught(['States.QueryEvaluationError']),
      }),
      ...handled,
    });
    expect((await bench.run()).output).toMatchObject({ failed: 'States.QueryEvaluationError' });
  });

  it('is searched in order, States.ALL last', async () => {
    open({
      Ask: tokenTask({
        Catch: [
          { ErrorEquals: ['A', 'B'], Next: 'First' },
          { ErrorEquals: ['States.ALL'], Next: 'Second' },
        ],
      }),
      First: { Type: 'Pass', Output: { by: 'first' }, End: true },
      Second: { Type: 'Pass', Output: { by: 'second' }, End: true },
    });
    await bench.start({}, 'b');
    await bench.start({}, 'c');
    await until(() => bench.invocations.length === 2);
    (await bench.invocation(0)).answer({ error: 'B', cause: '' });
    (await bench.invocation(1)).answer({ error: 'C', cause: '' });
    expect([(await bench.ended('b')).output, (await bench.ended('c')).output]).toEqual([
      { by: 'first' },
      { by: 'second' },
    ]);
  });

  it('hands on error and cause where it has no Output', async () => {
    open({
      Ask: tokenTask({ Catch: [{ ErrorEquals: ['States.ALL'], Next: 'End' }] }),
      End: { Type: 'Succeed' },
    });
    await bench.start();
    (await bench.invocation(0)).answer({ error: 'E', cause: 'c' });
    expect((await bench.ended()).output).toEqual({ Error: 'E', Cause: 'c' });
  });

  it('does not see a result above the size limit by States.ALL, only by name', async () => {
    const large = { payload: 'x'.repeat(262_144) };
    open({
      Ask: tokenTask({ Catch: [{ ErrorEquals: ['States.ALL'], Next: 'End' }] }),
      End: { Type: 'Succeed' },
    });
    await bench.start();
    (await bench.invocation(0)).answer(large);
    expect(await bench.ended()).toMatchObject({ status: 'FAILED', error: 'States.DataLimitExceeded' });
  });

  it('fails the execution where its own Output fails', async () => {
    const rule = { ErrorEquals: ['States.ALL'], Next: 'End', Output: '{% $states.input.missing %}' };
    open({ Ask: tokenTask({ Catch: [rule] }), End: { Type: 'Succeed' } });
    await bench.start();
    (await bench.invocation(0)).answer({ error: 'E', cause: 'c' });
    expect(await bench.ended()).toMatchObject({ status: 'FAILED', error: 'States.QueryEvaluationError' });
  });
});
