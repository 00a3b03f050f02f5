import { describe, expect, it } from '@jest/globals';
import { ofType, synthesize } from './template.ts';

const { service } = synthesize();
const rules = ofType(service, 'AWS::Events::Rule');

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
    const sources = ofType(service, 'AWS::Lambda::Permission')
      .filter((permission) => permission.properties.Principal === 'events.amazonaws.com')
      .filter((permission) => permission.properties.FunctionName.Ref === 'SweepLive')
      .map((permission) => permission.properties.SourceArn['Fn::GetAtt'][0]);
    expect(sources.sort()).toEqual(['SweepEveryMinute', 'SweepOnExecutionEnd']);
  });

  it('is not repeated for longer than the next runs need to find the same work', () => {
    const config = ofType(service, 'AWS::Lambda::EventInvokeConfig').find(
      ({ properties }) => properties.FunctionName.Ref === 'Sweep',
    );
    expect(config?.properties.MaximumEventAgeInSeconds).toBeLessThanOrEqual(600);
    expect(config?.properties.MaximumRetryAttempts).toBeLessThanOrEqual(2);
  });
});
