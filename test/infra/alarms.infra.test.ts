import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { statementsOf } from './policies.ts';
import { functionOf, ofType, read, root } from './template.ts';
import { templatesOf } from './templates-of.ts';

const { service } = templatesOf({ alarmEmail: 'duty@office.example', budgetUsd: '50' });
const alarms = ofType(service, 'AWS::CloudWatch::Alarm');
const each = alarms.map((alarm) => [alarm.id, alarm] as const);
/** CodeDeploy looks at these: whoever deploys is told by the command, and on other days one failure is no news. */
const isOfRelease = ({ id }: (typeof alarms)[number]) => id.startsWith('AlarmReleaseFails');
const runbook = read(join(root, 'infra/RUNBOOK.md'));

/** The sections of the runbook: anchor → text. */
const sections = new Map(
  runbook
    .split(/^## /m)
    .slice(1)
    .map((section) => {
      const heading = section.slice(0, section.indexOf('\n'));
      return [
        heading
          .toLowerCase()
          .replaceAll(/[^a-z0-9 -]/g, '')
          .replaceAll(' ', '-'),
        section,
      ] as const;
    }),
);
const anchorOf = (alarm: (typeof alarms)[number]) =>
  /infra\/RUNBOOK\.md#([a-z-]+)$/.exec(alarm.properties.AlarmDescription)?.[1] ?? 'none';

describe('every alarm', () => {
  it.each(each)('%s says where the runbook tells what to do', (_, alarm) => {
    expect([...sections.keys()]).toContain(anchorOf(alarm));
  });

  it.each(each)('%s reaches somebody where an address is given', (_, alarm) => {
    expect(alarm.properties.AlarmActions).toEqual(isOfRelease(alarm) ? undefined : [{ Ref: 'AlarmTopic' }]);
  });

  it.each(each)('%s has decided what silence means', (_, alarm) => {
    expect(['notBreaching', 'missing']).toContain(alarm.properties.TreatMissingData);
  });

  // A new alarm has no data: with `breaching` it would go off before the first run of what it watches.
  it.each(each)('%s begins without a word, and tells of silence only where that is the news', (_, alarm) => {
    const { TreatMissingData: missing, InsufficientDataActions: told } = alarm.properties;
    expect(told).toEqual(missing === 'missing' ? [{ Ref: 'AlarmTopic' }] : undefined);
  });
});

describe('every section of the runbook', () => {
  it.each([...sections])(
    '%s belongs to an alarm, or to what is decided, and says meaning, look here, do this',
    (anchor, text) => {
      const budgets = ofType(service, 'AWS::Budgets::Budget').map(() => 'budget-exceeded');
      // What somebody decides to do, though nothing sounds.
      const decided = ['restore-on-aws', 'another-host-name'];
      expect([...alarms.map(anchorOf), ...budgets, ...decided]).toContain(anchor);
      for (const part of ['**Meaning.**', '**Look here.**', '**Do this.**']) expect(text).toContain(part);
    },
  );
});

describe('what must not go unseen', () => {
  const watching = (metric: string) =>
    alarms.filter((alarm) => JSON.stringify(alarm.properties).includes(`"MetricName":"${metric}"`));

  it.each(['MalwareKept', 'FilesUnscanned'])('of attachments: the first of %s', (metric) => {
    expect(watching(metric).map(({ properties }) => properties)).toEqual([
      expect.objectContaining({ Namespace: 'Countersign', Threshold: 1, EvaluationPeriods: 1 }),
    ]);
  });

  it('a change or removal in the history: the consumer, its metric, an alarm at the first one', () => {
    const consumers = ofType(service, 'AWS::Lambda::EventSourceMapping');
    expect(consumers.map((mapping) => functionOf(mapping.properties.FunctionName))).toContain('WatchHistory');
    expect(watching('HistoryTampered').map((alarm) => alarm.properties)).toEqual([
      expect.objectContaining({
        Namespace: 'Countersign',
        Threshold: 1,
        EvaluationPeriods: 1,
        ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      }),
    ]);
  });

  it('every function that fails', () => {
    const functions = ofType(service, 'AWS::Lambda::Function').map((fn) => fn.id);
    const watched = watching('Errors')
      .filter((alarm) => !isOfRelease(alarm))
      .map((alarm) => dimension(alarm, 'FunctionName'));
    expect(watched.sort()).toEqual(functions.sort());
  });

  it('every consumer that falls behind', () => {
    const consumers = ofType(service, 'AWS::Lambda::EventSourceMapping').map((mapping) =>
      functionOf(mapping.properties.FunctionName),
    );
    const watched = watching('IteratorAge').map((alarm) => dimension(alarm, 'FunctionName'));
    expect(watched.sort()).toEqual(consumers.sort());
  });

  it('every flow that fails, times out or is aborted', () => {
    for (const machine of ofType(service, 'AWS::StepFunctions::StateMachine')) {
      const [alarm] = alarms.filter((one) =>
        JSON.stringify(one.properties.Metrics ?? []).includes(`"${machine.id}"`),
      );
      for (const metric of ['ExecutionsFailed', 'ExecutionsTimedOut', 'ExecutionsAborted'])
        expect(JSON.stringify(alarm?.properties.Metrics)).toContain(metric);
    }
  });

  it('a sweep that does not run: silence is the alarm', () => {
    const [alarm] = watching('Invocations');
    expect(alarm?.properties).toMatchObject({
      TreatMissingData: 'missing',
      InsufficientDataActions: [{ Ref: 'AlarmTopic' }],
    });
    expect(alarm && dimension(alarm, 'FunctionName')).toBe('Sweep');
  });

  it.each([
    ['SweepLeft', 5 * 60],
    ['SweepFailed', 3600],
  ])('what the sweep counts as %s, in three periods in a row', (metric, period) => {
    expect(watching(metric).map((alarm) => alarm.properties)).toEqual([
      expect.objectContaining({
        Namespace: 'Countersign',
        Period: period,
        EvaluationPeriods: 3,
        TreatMissingData: 'notBreaching',
      }),
    ]);
  });

  it('half a day without a checkpoint: silence is the alarm', () => {
    expect(watching('CheckpointCurrent').map((alarm) => alarm.properties)).toEqual([
      expect.objectContaining({
        Namespace: 'Countersign',
        TreatMissingData: 'missing',
        InsufficientDataActions: [{ Ref: 'AlarmTopic' }],
        Period: 6 * 3600,
        EvaluationPeriods: 2,
      }),
    ]);
  });

  it.each([
    'CalendarUnknown',
    'CheckpointUnmailed',
    'ApproximateNumberOfMessagesVisible',
    '5xx',
    'Bounce',
    'Complaint',
    'Reject',
    'Throttles',
    'ReadThrottleEvents',
    'WriteThrottleEvents',
  ])('%s', (metric) => {
    expect(watching(metric)).toHaveLength(1);
  });
});

describe('the topic of the alarms', () => {
  it('lets CloudWatch of this account publish: with a policy of its own it has no default one', () => {
    const [publish] = statementsOf(service).filter(
      (statement) => statement.effect === 'Allow' && statement.actions.includes('sns:Publish'),
    );
    expect(publish?.principal).toEqual({ Service: 'cloudwatch.amazonaws.com' });
  });
});

function dimension(alarm: (typeof alarms)[number], name: string): string {
  const found = alarm.properties.Dimensions.find((one: { Name: string }) => one.Name === name);
  return found?.Value.Ref;
}
