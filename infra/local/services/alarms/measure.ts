import type { Resources } from '../../assembly/resources.ts';
import type { Finished } from '../lambda/lambda.ts';
import type { Queues } from '../queues/queues.ts';
import type { ExecutionEnd } from '../step-functions/step-functions.ts';
import type { Streams } from '../streams/streams.ts';
import type { Metrics } from './metrics.ts';

const endings: Partial<Record<ExecutionEnd['status'], string>> = {
  FAILED: 'ExecutionsFailed',
  TIMED_OUT: 'ExecutionsTimedOut',
  ABORTED: 'ExecutionsAborted',
};

/** Counts and measures what the services of this machine do, under the names that the real ones give it. */
export function measuring(metrics: Metrics, resources: Resources) {
  const [api] = resources.ofType('AWS::ApiGatewayV2::Api');
  return {
    invocation({ name, failed, throttled, counted }: Finished): void {
      if (throttled) {
        // Told of the whole account, as the alarm asks.
        metrics.record({ namespace: 'AWS/Lambda', name: 'Throttles', of: undefined }, 1);
        return;
      }
      metrics.record({ namespace: 'AWS/Lambda', name: 'Invocations', of: name }, 1);
      if (failed) metrics.record({ namespace: 'AWS/Lambda', name: 'Errors', of: name }, 1);
      for (const { value, ...key } of counted) metrics.record(key, value);
    },
    execution({ status, stateMachineArn }: ExecutionEnd): void {
      const name = endings[status];
      if (name !== undefined) metrics.record({ namespace: 'AWS/States', name, of: stateMachineArn }, 1);
    },
    answer({ status }: { readonly status: number }): void {
      if (status >= 500) metrics.record({ namespace: 'AWS/ApiGateway', name: '5xx', of: api?.id }, 1);
    },
    /** What is not told but looked up, now and then. */
    look(queues: Pick<Queues, 'list'>, streams: Pick<Streams, 'ages'>): void {
      for (const { queue } of queues.list())
        metrics.record({ namespace: 'AWS/SQS', name: 'ApproximateNumberOfMessagesVisible', of: queue }, 1);
      for (const [of, age] of streams.ages())
        metrics.record({ namespace: 'AWS/Lambda', name: 'IteratorAge', of }, age);
    },
  };
}
