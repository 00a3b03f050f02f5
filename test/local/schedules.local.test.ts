import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { openAsyncInvoke } from '../../infra/local/services/lambda/async-invoke.ts';
import { openQueues } from '../../infra/local/services/queues/queues.ts';
import { openEventRules } from '../../infra/local/services/schedules/event-rules.ts';
import { parseSchedule } from '../../infra/local/services/schedules/expressions.ts';
import { openSchedules } from '../../infra/local/services/schedules/schedules.ts';
import { statusEvent } from '../../infra/local/services/step-functions/status-event.ts';
import { anybody, functionsOf, hostDatabase, resourcesOf, standingClock, until } from './fixture.ts';

const arn = (name: string) => `arn:aws:lambda:us-east-1:000000000000:function:${name}:live`;
const rule = (Properties: object) => ({ Type: 'AWS::Events::Rule', Properties });

function bench(rules: Readonly<Record<string, { Type: string; Properties: object }>>) {
  const resources = resourcesOf({ Service: { resources: rules } });
  const clock = standingClock();
  const database = hostDatabase();
  const functions = functionsOf(() => ({ payload: null }));
  const queues = openQueues({ resources, database, clock });
  const invoke = openAsyncInvoke({ resources, lambda: functions, queues, report: () => {} });
  const options = { ...anybody, resources, database, clock, lambda: functions, invoke, report: () => {} };
  return {
    ...options,
    functions,
    start: () => openSchedules(options),
    rules: () => openEventRules(options),
  };
}

describe('a schedule', () => {
  const everyMinute = {
    sweep: rule({
      ScheduleExpression: 'rate(1 minute)',
      Targets: [{ Id: 'a', Arn: arn('sweep'), Input: '{"x":1}' }],
    }),
  };

  it('fires when the clock reaches its time, with its own input', async () => {
    const { start, clock, functions } = bench(everyMinute);
    const schedules = start();
    clock.advance(59);
    clock.advance(1);
    await until('it fires', () => functions.calls.length > 0);
    schedules.close();
    expect(functions.calls).toEqual([{ name: 'sweep', payload: { x: 1 } }]);
  });

  it('fires once after a long leap, and goes on from there', async () => {
    const { start, clock, functions } = bench(everyMinute);
    const schedules = start();
    clock.advance(86_400);
    clock.advance(59);
    expect(functions.calls).toHaveLength(1);
    clock.advance(1);
    expect(functions.calls).toHaveLength(2);
    schedules.close();
  });

  describe('whose clock is put back', () => {
    afterEach(() => void jest.useRealTimers());

    it.each([
      ['an hour', 3600],
      ['a second, which is there twice', 1],
      ['a year and a leap day', 366 * 86_400],
    ])('%s: a period goes on as long as it is, and is not there twice', (_, seconds) => {
      jest.useFakeTimers();
      const { start, clock, functions } = bench(everyMinute);
      const schedules = start();
      clock.advance(60);
      expect(functions.calls).toHaveLength(1);
      clock.advance(-seconds);
      jest.advanceTimersByTime(59_000);
      expect(functions.calls).toHaveLength(1);
      jest.advanceTimersByTime(1_001);
      expect(functions.calls).toHaveLength(2);
      schedules.close();
    });

    it('while the host was down: a period begins then; what the calendar names does not come twice', () => {
      jest.useFakeTimers();
      const daily = rule({
        ScheduleExpression: 'cron(0 8 * * ? *)',
        Targets: [{ Id: 'a', Arn: arn('digest') }],
      });
      const { start, clock, functions } = bench({ ...everyMinute, daily });
      const before = start();
      clock.advance(86_400);
      before.close();
      const names = () => functions.calls.map(({ name }) => name).sort();
      expect(names()).toEqual(['digest', 'sweep']);
      clock.advance(-3600);
      const after = start();
      jest.advanceTimersByTime(60_001);
      expect(names()).toEqual(['digest', 'sweep', 'sweep']);
      clock.advance(3600);
      expect(names().filter((name) => name === 'digest')).toHaveLength(1);
      after.close();
    });
  });

  it('that fell due while the host was down fires at its start', async () => {
    const { start, clock, functions } = bench(everyMinute);
    start().close();
    clock.advance(3600);
    expect(functions.calls).toHaveLength(0);
    const schedules = start();
    await until('it fires', () => functions.calls.length === 1);
    schedules.close();
  });

  it('without an input sends the scheduled event', async () => {
    const { start, clock, functions } = bench({
      daily: rule({ ScheduleExpression: 'cron(0 9 * * ? *)', Targets: [{ Id: 'a', Arn: arn('daily') }] }),
    });
    const schedules = start();
    clock.advance(3600);
    schedules.close();
    expect(functions.calls).toEqual([
      {
        name: 'daily',
        payload: expect.objectContaining({
          source: 'aws.events',
          'detail-type': 'Scheduled Event',
          time: '2026-03-02T09:00:00Z',
          resources: ['arn:aws:events:us-east-1:000000000000:rule/daily'],
        }),
      },
    ]);
  });

  it('that is disabled does not fire, and one of EventBridge Scheduler does', async () => {
    const { start, clock, functions } = bench({
      off: rule({
        ScheduleExpression: 'rate(1 minute)',
        State: 'DISABLED',
        Targets: [{ Id: 'a', Arn: arn('off') }],
      }),
      on: {
        Type: 'AWS::Scheduler::Schedule',
        Properties: { ScheduleExpression: 'rate(1 minute)', Target: { Arn: arn('on'), Input: '{}' } },
      },
    });
    const schedules = start();
    clock.advance(60);
    schedules.close();
    expect(functions.calls.map((call) => call.name)).toEqual(['on']);
  });

  it.each([
    ['another target', { Id: 'a', Arn: 'arn:aws:sns:us-east-1:1:topic' }, 'only functions are emulated'],
    [
      'an input transformer',
      { Id: 'a', Arn: arn('x'), InputTransformer: {} },
      'an input transformer is not emulated',
    ],
  ])('with %s is refused at the start', (_, target, message) => {
    const { start } = bench({ x: rule({ ScheduleExpression: 'rate(1 day)', Targets: [target] }) });
    expect(start).toThrow(message);
  });
});

describe('a schedule’s expression', () => {
  const at = (text: string) => Date.parse(`${text}:00Z`);
  it.each([
    ['rate(5 minutes)', '2026-03-02T08:00', '2026-03-02T08:05'],
    ['rate(1 day)', '2026-03-02T08:00', '2026-03-03T08:00'],
    ['cron(0 8 * * ? *)', '2026-03-02T08:00', '2026-03-03T08:00'],
    ['cron(0/15 * * * ? *)', '2026-03-02T08:01', '2026-03-02T08:15'],
    ['cron(30 9 ? * MON-FRI *)', '2026-03-06T10:00', '2026-03-09T09:30'],
    ['cron(0 0 29 2 ? *)', '2026-03-02T08:00', '2028-02-29T00:00'],
    ['cron(0 12 1 JAN,JUL ? *)', '2026-03-02T08:00', '2026-07-01T12:00'],
  ])('%s after %s is due %s', (expression, after, due) => {
    expect(parseSchedule(expression)(at(after))).toBe(at(due));
  });

  it.each([
    'rate(0 minutes)',
    'rate(5 weeks)',
    'cron(0 8 * * ?)',
    'cron(0 8 L * ? *)',
    'at(2026-01-01T00:00:00)',
  ])('%s is refused', (expression) => {
    expect(() => parseSchedule(expression)).toThrow('not emulated');
  });
});

describe('a rule on the status of executions', () => {
  const change = {
    executionArn: 'arn:aws:states:us-east-1:000000000000:execution:flow:p-r1-a1',
    stateMachineArn: 'arn:aws:states:us-east-1:000000000000:stateMachine:flow',
    name: 'p-r1-a1',
    input: '{}',
    startDate: 1,
    stopDate: Date.parse('2026-03-02T08:00:00.500Z'),
  };

  it('sends the event of an execution that it matches, and of no other', async () => {
    const { rules, functions } = bench({
      failed: rule({
        EventPattern: {
          source: ['aws.states'],
          'detail-type': ['Step Functions Execution Status Change'],
          detail: { status: ['FAILED', 'TIMED_OUT'], stateMachineArn: [change.stateMachineArn] },
        },
        Targets: [{ Id: 'a', Arn: arn('sweep') }],
      }),
      elsewhere: rule({ EventPattern: { source: ['aws.ses'] }, Targets: [{ Id: 'a', Arn: arn('other') }] }),
    });
    const putEvent = rules();
    putEvent(statusEvent({ ...change, status: 'SUCCEEDED', output: '{}' }));
    putEvent(statusEvent({ ...change, status: 'FAILED' }));
    expect(functions.calls).toEqual([
      {
        name: 'sweep',
        payload: {
          version: '0',
          id: expect.any(String),
          'detail-type': 'Step Functions Execution Status Change',
          source: 'aws.states',
          account: '000000000000',
          time: '2026-03-02T08:00:00Z',
          region: 'us-east-1',
          resources: [change.executionArn],
          detail: { ...change, status: 'FAILED', output: null, inputDetails: { included: true } },
        },
      },
    ]);
  });
});
