import { afterEach, describe, expect, it } from '@jest/globals';
import {
  aMoment,
  Bench,
  executionArn,
  invokeResource,
  machineArn,
  midnight,
  until,
} from './step-functions-fixture.ts';

let bench: Bench;
const open = (...args: ConstructorParameters<typeof Bench>) => {
  bench = new Bench(...args);
  return bench;
};
afterEach(() => bench.close());

const pass = (output: unknown, more: object = {}) => ({ Type: 'Pass', Output: output, End: true, ...more });

describe('a Pass state', () => {
  it('hands its input on where it has no Output', async () => {
    expect(await open({ Only: { Type: 'Pass', End: true } }).run({ a: [1, null, '二'] })).toMatchObject({
      status: 'SUCCEEDED',
      output: { a: [1, null, '二'] },
    });
  });

  it('evaluates expressions anywhere in Output and leaves other values as they are', async () => {
    const output = {
      sum: '{% $states.input.a + 1 %}',
      list: ['{% $states.input.b %}', 'plain {% not %}', null, { deep: '{% $states.input.b.c %}' }],
      nothing: '{% null %}',
      flag: false,
    };
    expect((await open({ Only: pass(output) }).run({ a: 1, b: { c: 2 } })).output).toEqual({
      sum: 2,
      list: [{ c: 2 }, 'plain {% not %}', null, { deep: 2 }],
      nothing: null,
      flag: false,
    });
  });

  it('assigns variables that later states see; Output and Assign see the old values', async () => {
    open({
      First: { Type: 'Pass', Assign: { count: 1, kept: '{% $states.input.a %}' }, Next: 'Second' },
      Second: {
        Type: 'Pass',
        Assign: { count: '{% $count + 1 %}', before: '{% $count %}' },
        Output: { seen: '{% $count %}' },
        Next: 'Third',
      },
      Third: pass({
        count: '{% $count %}',
        before: '{% $before %}',
        kept: '{% $kept %}',
        input: '{% $states.input %}',
      }),
    });
    expect((await bench.run({ a: 'x' })).output).toEqual({
      count: 2,
      before: 1,
      kept: 'x',
      input: { seen: 1 },
    });
  });

  it('fails the execution where an expression has no value', async () => {
    const execution = await open({ Only: pass({ x: '{% $states.input.missing %}' }) }).run({});
    expect(execution).toMatchObject({ status: 'FAILED', error: 'States.QueryEvaluationError' });
    expect(execution.cause).toContain('State "Only", field "Output".x');
  });

  it('fails the execution where its output exceeds 256 KiB of UTF-8', async () => {
    open({ Only: pass({ text: "{% $pad('', $states.input.n, '会') %}" }) });
    // 3 bytes each, and 11 of {"text":""}
    expect(await bench.run({ n: 87_377 }, 'fits')).toMatchObject({ status: 'SUCCEEDED' });
    expect(await bench.run({ n: 87_378 }, 'exceeds')).toMatchObject({
      status: 'FAILED',
      error: 'States.DataLimitExceeded',
    });
  });

  it('has the functions that Step Functions adds to JSONata', async () => {
    const output = {
      parsed: `{% $parse('{"a":[1]}').a[0] %}`,
      hash: "{% $hash('abc', 'SHA-256') %}",
      range: '{% $range(1, 7, 3) %}',
      parts: '{% $partition([1,2,3], 2) %}',
      uuid: '{% $length($uuid()) %}',
    };
    expect((await open({ Only: pass(output) }).run()).output).toEqual({
      parsed: 1,
      hash: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
      range: [1, 4, 7],
      parts: [[1, 2], [3]],
      uuid: 36,
    });
  });

  it('cuts an endless expression off', async () => {
    open({ Only: pass('{% ($f := function($n) { $f($n + 1) }; $f(0)) %}') });
    expect(await bench.run()).toMatchObject({ status: 'FAILED', error: 'States.QueryEvaluationError' });
  });

  it('ends a loop that nothing ends at the service’s limit of events', async () => {
    open({
      Round: { Type: 'Choice', Choices: [{ Condition: '{% true %}', Next: 'Round' }], Default: 'End' },
      End: { Type: 'Succeed' },
    });
    expect(await bench.run()).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
  });
});

describe('a Choice state', () => {
  const choice = {
    Decide: {
      Type: 'Choice',
      Choices: [
        {
          Condition: '{% $states.input.n > 10 %}',
          Next: 'End',
          Output: { size: 'big' },
          Assign: { by: 'first' },
        },
        { Condition: '{% $states.input.n > 5 %}', Next: 'End' },
      ],
      Default: 'End',
      Output: { size: 'small' },
      Assign: { by: 'default' },
    },
    End: pass({ input: '{% $states.input %}', by: "{% $exists($by) ? $by : 'nobody' %}" }),
  };

  it('takes the first rule that holds, with its own Output and Assign', async () => {
    expect((await open(choice).run({ n: 11 })).output).toEqual({ input: { size: 'big' }, by: 'first' });
  });

  it('hands its input on where the rule has no Output', async () => {
    expect((await open(choice).run({ n: 6 })).output).toEqual({ input: { n: 6 }, by: 'nobody' });
  });

  it('uses its own Output and Assign for Default', async () => {
    expect((await open(choice).run({ n: 1 })).output).toEqual({ input: { size: 'small' }, by: 'default' });
  });

  it('fails where nothing matches and there is no Default', async () => {
    open({
      Decide: { Type: 'Choice', Choices: [{ Condition: '{% false %}', Next: 'End' }] },
      End: { Type: 'Succeed' },
    });
    expect(await bench.run()).toMatchObject({ status: 'FAILED', error: 'States.NoChoiceMatched' });
  });

  it('fails where a condition is neither true nor false', async () => {
    open({
      Decide: { Type: 'Choice', Choices: [{ Condition: '{% 1 %}', Next: 'End' }] },
      End: { Type: 'Succeed' },
    });
    expect(await bench.run()).toMatchObject({ status: 'FAILED', error: 'States.QueryEvaluationError' });
  });
});

describe('a Wait state', () => {
  it('goes on after its seconds by the clock, with its Output', async () => {
    open({
      Rest: {
        Type: 'Wait',
        Seconds: '{% $states.input.days * 86400 %}',
        Output: { state: 'rested' },
        End: true,
      },
    });
    await bench.start({ days: 60 });
    await until(() => bench.execution().currentState === 'Rest');
    bench.clock.advance(60 * 86_400 - 1);
    expect(bench.execution().status).toBe('RUNNING');
    bench.clock.advance(1);
    expect(await bench.ended()).toMatchObject({ status: 'SUCCEEDED', output: { state: 'rested' } });
  });

  it('goes on at its timestamp', async () => {
    open({
      Rest: { Type: 'Wait', Timestamp: '{% $states.input.at %}', Next: 'Done' },
      Done: { Type: 'Succeed' },
    });
    await bench.start({ at: '2026-01-01T02:00:00+01:00' });
    bench.clock.advance(3599);
    expect(bench.execution().status).toBe('RUNNING');
    bench.clock.advance(1);
    expect(await bench.ended()).toMatchObject({ status: 'SUCCEEDED', stoppedAt: '2026-01-01T01:00:00.000Z' });
  });

  it.each([{ Seconds: '{% 1.5 %}' }, { Seconds: "{% '1' %}" }, { Timestamp: "{% 'tomorrow' %}" }])(
    'fails on %j',
    async (field) => {
      expect(await open({ Rest: { Type: 'Wait', ...field, End: true } }).run()).toMatchObject({
        status: 'FAILED',
        error: 'States.QueryEvaluationError',
      });
    },
  );
});

describe('the states that end', () => {
  it('succeeds with an output of its own', async () => {
    open({ Done: { Type: 'Succeed', Output: { was: '{% $states.input %}' } } });
    expect(await bench.run(7)).toMatchObject({ status: 'SUCCEEDED', output: { was: 7 } });
    expect(bench.execution()).not.toHaveProperty('currentState');
  });

  it('fails with error and cause, which may be expressions', async () => {
    open({ Bad: { Type: 'Fail', Error: 'Refused', Cause: "{% 'because of ' & $states.input.why %}" } });
    expect(await bench.run({ why: 'rain' })).toMatchObject({
      status: 'FAILED',
      error: 'Refused',
      cause: 'because of rain',
    });
  });

  it('tells of the end once', async () => {
    open({ Done: { Type: 'Succeed' } });
    await bench.run({ a: 1 });
    await until(() => bench.ends.length > 0);
    bench.restart();
    await aMoment();
    expect(bench.ends).toEqual([
      {
        executionArn: executionArn('one'),
        stateMachineArn: machineArn,
        name: 'one',
        status: 'SUCCEEDED',
        input: '{"a":1}',
        output: '{"a":1}',
        startDate: midnight,
        stopDate: midnight,
      },
    ]);
  });
});

describe('a Task state that invokes a function', () => {
  const task = (more: object = {}) => ({
    Type: 'Task',
    Resource: invokeResource,
    Arguments: { FunctionName: '{% $states.input.fn %}', Payload: { n: '{% $states.input.n %}' } },
    End: true,
    ...more,
  });

  it('sends the payload and gives the answer of the call', async () => {
    open({ Call: task() });
    await bench.start({ fn: 'arn:f:live', n: 3 });
    const { functionArn, payload, answer } = await bench.invocation(0);
    expect({ functionArn, payload }).toEqual({ functionArn: 'arn:f:live', payload: { n: 3 } });
    answer({ payload: { twice: 6 } });
    expect((await bench.ended()).output).toMatchObject({ Payload: { twice: 6 }, StatusCode: 200 });
  });

  it('shapes the result by Output and Assign', async () => {
    open({
      Call: task({
        End: undefined,
        Next: 'Done',
        Output: '{% $merge([$states.input, $states.result.Payload]) %}',
        Assign: { got: '{% $states.result.Payload.twice %}' },
      }),
      Done: pass({ input: '{% $states.input %}', got: '{% $got %}' }),
    });
    await bench.start({ fn: 'arn:f', n: 3 });
    (await bench.invocation(0)).answer({ payload: { twice: 6 } });
    expect((await bench.ended()).output).toEqual({ input: { fn: 'arn:f', n: 3, twice: 6 }, got: 6 });
  });

  it('sees the execution in its context object, and no token', async () => {
    const context = { Payload: '{% $states.context %}', FunctionName: 'arn:f' };
    open({ Call: task({ Arguments: context }) }, { machine: { Comment: 'with a comment' } });
    await bench.start({ a: 1 });
    expect((await bench.invocation(0)).payload).toEqual({
      Execution: {
        Id: executionArn('one'),
        Input: { a: 1 },
        Name: 'one',
        StartTime: '2026-01-01T00:00:00.000Z',
      },
      State: { Name: 'Call', EnteredTime: '2026-01-01T00:00:00.000Z', RetryCount: 0 },
      StateMachine: { Id: machineArn, Name: 'Approval' },
    });
  });

  it('counts transitions as they are billed', async () => {
    open({ First: { Type: 'Pass', Next: 'Done' }, Done: { Type: 'Succeed' } });
    await bench.run({}, 'one');
    await bench.run({}, 'two');
    expect(bench.service.transitions()).toBe(4);
  });
});
