import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { longestLookMs, openAlarms } from '../../infra/local/services/alarms/alarms.ts';
import { measuring } from '../../infra/local/services/alarms/measure.ts';
import { openMetrics } from '../../infra/local/services/alarms/metrics.ts';
import { countedIn } from '../../infra/local/services/lambda/embedded-metrics.ts';
import { createFunctionLog } from '../../infra/local/services/lambda/worker-log.ts';
import { countMetric } from '../../shared/runtime/metric.ts';
import { logOf } from '../support/captured-log.ts';
import { resourcesOf, standingClock, temporaryFolder } from './fixture.ts';

const folder = temporaryFolder();

const alarm = (Properties: object) => ({
  Type: 'AWS::CloudWatch::Alarm',
  Properties: {
    AlarmDescription: 'Something fails. What to do: infra/RUNBOOK.md#something',
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    EvaluationPeriods: 1,
    Period: 300,
    Statistic: 'Sum',
    Threshold: 1,
    TreatMissingData: 'notBreaching',
    ...Properties,
  },
});

function bench(one: object) {
  const resources = resourcesOf({ Service: { resources: { AlarmOne: alarm(one) } } });
  const clock = standingClock();
  const metrics = openMetrics(clock, longestLookMs);
  const alarms = openAlarms({ resources, metrics, clock });
  const look = () => alarms.look().map(({ name, isOn }) => `${name} ${isOn ? 'on' : 'off'}`);
  const pass = (minutes: number) => {
    const seen: string[] = [];
    for (let minute = 0; minute < minutes; minute += 1) {
      clock.advance(60);
      seen.push(...look());
    }
    return seen;
  };
  return { metrics, measure: measuring(metrics, resources), pass, clock };
}

const ofFunction = { Namespace: 'AWS/Lambda', Dimensions: [{ Name: 'FunctionName', Value: 'sweep' }] };
const failed = { name: 'sweep', failed: true, counted: [] };

describe('an alarm by which a release goes back', () => {
  it('sounds on no machine where nothing is released bit by bit', () => {
    const one = { ...ofFunction, MetricName: 'Errors', Period: 60 };
    const group = {
      Type: 'AWS::CodeDeploy::DeploymentGroup',
      Properties: { AlarmConfiguration: { Enabled: true, Alarms: [{ Name: { Ref: 'AlarmOfRelease' } }] } },
    };
    const resources = resourcesOf({
      Service: { resources: { AlarmOne: alarm(one), AlarmOfRelease: alarm(one), Group: group } },
    });
    const clock = standingClock();
    const metrics = openMetrics(clock, longestLookMs);
    const alarms = openAlarms({ resources, metrics, clock });
    measuring(metrics, resources).invocation(failed);
    clock.advance(60);
    expect(alarms.look().map(({ name }) => name)).toEqual(['One']);
  });
});

describe('an alarm of the template', () => {
  it('goes on when all of its periods were bad, once, and off when one was not', () => {
    const { measure, pass } = bench({ ...ofFunction, MetricName: 'Errors', EvaluationPeriods: 3 });
    measure.invocation(failed);
    expect(pass(5)).toEqual([]);
    measure.invocation(failed);
    expect(pass(5)).toEqual([]);
    measure.invocation({ ...failed, name: 'projects' });
    measure.invocation(failed);
    expect(pass(1)).toEqual(['One on']);
    expect(pass(3)).toEqual([]);
    expect(pass(20)).toEqual(['One off']);
  });

  it('takes silence for a failure where the template says so, but not that of the time before the start', () => {
    const { measure, pass } = bench({
      ...ofFunction,
      MetricName: 'Invocations',
      ComparisonOperator: 'LessThanThreshold',
      EvaluationPeriods: 2,
      TreatMissingData: 'breaching',
    });
    expect(pass(9)).toEqual([]);
    expect(pass(1)).toEqual(['One on']);
    measure.invocation({ ...failed, failed: false });
    expect(pass(1)).toEqual(['One off']);
  });

  it('counts what functions count in their logs, and how executions end', () => {
    const counting = bench({ Namespace: 'Countersign', MetricName: 'HistoryTampered', Period: 60 });
    counting.measure.invocation({
      ...failed,
      counted: [{ namespace: 'Countersign', name: 'HistoryTampered', value: 1 }],
    });
    expect(counting.pass(1)).toEqual(['One on']);

    const part = (Id: string, MetricName: string) => ({
      Id,
      MetricStat: {
        Metric: {
          Namespace: 'AWS/States',
          MetricName,
          Dimensions: [{ Name: 'StateMachineArn', Value: 'flow' }],
        },
        Period: 300,
        Stat: 'Sum',
      },
    });
    const ending = bench({
      Metrics: [
        { Id: 'all', Expression: 'FILL(failed, 0) + FILL(timedOut, 0)' },
        part('failed', 'ExecutionsFailed'),
        part('timedOut', 'ExecutionsTimedOut'),
      ],
    });
    const end = {
      executionArn: 'e',
      stateMachineArn: 'flow',
      name: 'n',
      input: '{}',
      startDate: 0,
      stopDate: 1,
    };
    ending.measure.execution({ ...end, status: 'SUCCEEDED' });
    expect(ending.pass(1)).toEqual([]);
    ending.measure.execution({ ...end, status: 'TIMED_OUT' });
    expect(ending.pass(1)).toEqual(['One on']);
  });

  it('goes on by what a function of the product writes when it counts', async () => {
    const { measure, pass } = bench({
      Namespace: 'Countersign',
      MetricName: 'HistoryTampered',
      Period: 60,
    });
    const log = createFunctionLog(join(folder, 'watch-history.ndjson'));
    log.begin('r1');
    const lines = await logOf(async () => countMetric('HistoryTampered', 2));
    log.write(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    log.write('{"_aws": is no JSON\n');
    const counted = countedIn(log.end().metrics);
    expect(counted).toEqual([{ namespace: 'Countersign', name: 'HistoryTampered', value: 2 }]);
    measure.invocation({ ...failed, failed: false, counted });
    expect(pass(1)).toEqual(['One on']);
  });

  it('of one minute hears what was counted just before a look, and in a minute that was looked past', () => {
    const { measure, pass, clock } = bench({
      Namespace: 'Countersign',
      MetricName: 'HistoryTampered',
      Period: 60,
    });
    const count = () =>
      measure.invocation({
        ...failed,
        counted: [{ namespace: 'Countersign', name: 'HistoryTampered', value: 1 }],
      });
    // Looks come in the middle of minutes, and what is counted shortly before one belongs to the minute that goes on.
    clock.advance(30);
    expect(pass(1)).toEqual([]);
    clock.advance(20);
    count();
    expect(pass(1)).toEqual(['One on']);
    expect(pass(1)).toEqual(['One off']);
    count();
    clock.advance(120);
    expect(pass(1)).toEqual(['One on']);
  });

  it('of a kind that is not emulated ends the start', () => {
    expect(() => bench({ ...ofFunction, MetricName: 'Errors', Statistic: 'p99' })).toThrow('Sum and Maximum');
    expect(() => bench({ Metrics: [{ Id: 'x', Expression: 'RATE(a)' }] })).toThrow('only sums of FILL');
  });
});
