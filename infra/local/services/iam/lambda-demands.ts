import * as z from 'zod';
import type { Resources } from '../../assembly/resources.ts';
import type { Call } from './call.ts';
import { secured } from './calls/json-services.ts';
import type { Iam } from './iam.ts';

const onFailure = z.object({ OnFailure: z.object({ Destination: z.string() }).optional() }).optional();
const schema = z.object({
  FunctionName: z.string(),
  EventSourceArn: z.string().optional(),
  DestinationConfig: onFailure,
});

/**
 * Looks at what Lambda itself looks at when it takes a mapping or a failure queue: whether the function's role may read
 * the stream and send to the queue.
 * @throws Error where it may not, as the deployment would fail
 */
export function checkLambdaDemands(resources: Resources, iam: Pick<Iam, 'roleArnOf' | 'refusalBy'>): void {
  for (const resource of resources.ofType(
    'AWS::Lambda::EventSourceMapping',
    'AWS::Lambda::EventInvokeConfig',
  )) {
    const { FunctionName, EventSourceArn, DestinationConfig } = resource.read(schema);
    const queue = DestinationConfig?.OnFailure?.Destination;
    for (const call of [...reading(EventSourceArn), ...sending(queue)]) {
      const refusal = iam.refusalBy('lambda.amazonaws.com', iam.roleArnOf(FunctionName), call);
      if (refusal !== undefined) throw new Error(`${resource.id} would not be taken. ${refusal}`);
    }
  }
}

function reading(stream: string | undefined): readonly Call[] {
  if (stream === undefined) return [];
  const read = ['DescribeStream', 'GetRecords', 'GetShardIterator'].map(
    (action) => [action, stream] as const,
  );
  // Listing knows no resource.
  return [...read, ['ListStreams', '*'] as const].map(([action, resource]) => ({
    action: `dynamodb:${action}`,
    resource,
    context: {},
  }));
}

const sending = (queue: string | undefined): readonly Call[] =>
  queue === undefined ? [] : [{ action: 'sqs:SendMessage', resource: queue, context: secured }];
