import { Duration } from 'aws-cdk-lib';
import { Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Construct } from 'constructs';
import { pin } from './pin.ts';
import type { ServiceFunction } from './service-function.ts';

/**
 * When the sweep runs: every minute, and at once when an execution ends in a way that no approval ends. The second
 * is only quicker: what it would find, the next minute finds too.
 */
export class SweepSchedule extends Construct {
  constructor(
    scope: Construct,
    id: string,
    props: { sweep: ServiceFunction; machineArns: readonly string[] },
  ) {
    super(scope, id);
    const { alias } = props.sweep;

    // A run that failed or came late is not repeated for long: the next one finds the same work.
    alias.configureAsyncInvoke({ maxEventAge: Duration.minutes(5), retryAttempts: 1 });

    const everyMinute = new Rule(this, 'EveryMinute', {
      description: 'What is due: reminders, escalations, repairs',
      schedule: Schedule.rate(Duration.minutes(1)),
      targets: [new LambdaFunction(alias, { event: RuleTargetInput.fromObject({}) })],
    });
    pin(everyMinute, 'SweepEveryMinute');

    const executionEnded = new Rule(this, 'ExecutionEnded', {
      description: 'An execution ended although its project may not have',
      eventPattern: {
        source: ['aws.states'],
        detailType: ['Step Functions Execution Status Change'],
        detail: { status: ['FAILED', 'TIMED_OUT', 'ABORTED'], stateMachineArn: [...props.machineArns] },
      },
      targets: [new LambdaFunction(alias)],
    });
    pin(executionEnded, 'SweepOnExecutionEnd');
  }
}
