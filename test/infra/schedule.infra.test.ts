import { describe, expect, it } from '@jest/globals';
import { functionOf, ofType, synthesize } from './template.ts';

const { service } = synthesize();
const rules = ofType(service, 'AWS::Events::Rule');

/** The rules that may invoke a function. */
const mayInvoke = (fn: string): string[] =>
  ofType(service, 'AWS::Lambda::Permission')
    .filter((permission) => permission.properties.Principal === 'events.amazonaws.com')
    .filter((permission) => functionOf(permission.properties.FunctionName) === fn)
    .map((permission) => permission.properties.SourceArn['Fn::GetAtt'][0]);
const repeats = (fn: string) =>
  ofType(service, 'AWS::Lambda::EventInvokeConfig').find(
    (config) => config.properties.FunctionName.Ref === fn,
  );

describe('a checkpoint', () => {
  it('is made every hour, with an empty input', () => {
    expect(rules.find((one) => one.id === 'CheckpointEveryHour')?.properties).toMatchObject({
      ScheduleExpression: 'rate(1 hour)',
      State: 'ENABLED',
      Targets: [{ Arn: { Ref: 'EvidenceLive' }, Input: '{}' }],
    });
    expect(mayInvoke('Evidence')).toEqual(['CheckpointEveryHour']);
  });

  it('is not tried for longer than until the next one', () => {
    expect(repeats('Evidence')?.properties).toMatchObject({
      MaximumEventAgeInSeconds: 1800,
      MaximumRetryAttempts: 1,
    });
  });
});

describe('the sweep', () => {
  it('runs every minute, with an empty input', () => {
    const rule = rules.find((one) => one.id === 'SweepEveryMinute');
    expect(rule?.properties).toMatchObject({
      ScheduleExpression: 'rate(1 minute)',
      State: 'ENABLED',
      Targets: [{ Arn: { Ref: 'SweepLive' }, Input: '{}' }],
    });
  });

  it('runs at once when an execution of ours ends badly', () => {
    const rule = rules.find((one) => one.id === 'SweepOnExecutionEnd');
    const machines = ofType(service, 'AWS::StepFunctions::StateMachine').map((machine) => ({
      'Fn::GetAtt': [machine.id, 'Arn'],
    }));
    expect(rule?.properties.EventPattern).toEqual({
      source: ['aws.states'],
      'detail-type': ['Step Functions Execution Status Change'],
      detail: { status: ['FAILED', 'TIMED_OUT', 'ABORTED'], stateMachineArn: machines },
    });
    expect(rule?.properties.Targets).toEqual([expect.objectContaining({ Arn: { Ref: 'SweepLive' } })]);
  });

  it('may be invoked by both rules', () => {
    expect(mayInvoke('Sweep').sort()).toEqual(['SweepEveryMinute', 'SweepOnExecutionEnd']);
  });

  it('is not repeated for longer than the next runs need to find the same work', () => {
    const config = repeats('Sweep');
    expect(config?.properties.MaximumEventAgeInSeconds).toBeLessThanOrEqual(600);
    expect(config?.properties.MaximumRetryAttempts).toBeLessThanOrEqual(2);
  });
});
