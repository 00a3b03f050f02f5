import { setTimeout as pause } from 'node:timers/promises';
import * as z from 'zod';
import type { Resources } from '../../assembly/resources.ts';
import { untilWritten } from '../../disk.ts';
import type { Queues } from '../queues/queues.ts';
import type { Lambda } from './lambda.ts';

/** Invokes a function as events do: nobody waits for the answer, errors are retried, then kept in a queue. */
export type InvokeAsync = (
  functionArn: string,
  event: unknown,
  target?: { readonly deadLetterArn?: string | undefined },
) => Promise<void>;

const schema = z.object({
  FunctionName: z.string(),
  MaximumRetryAttempts: z.coerce.number().optional(),
  DestinationConfig: z.object({ OnFailure: z.object({ Destination: z.string() }).optional() }).optional(),
});

// Lambda retries an event twice, after one and two minutes; waiting that long would help nobody at a desk.
const defaultRetries = 2;
const firstPauseMs = 1000;

/** Opens asynchronous invocation with the retries and destinations of every `AWS::Lambda::EventInvokeConfig`. */
export function openAsyncInvoke(options: {
  readonly resources: Resources;
  readonly lambda: Lambda;
  readonly queues: Queues;
  readonly report: (line: string) => void;
}): InvokeAsync {
  const { resources, lambda, queues, report } = options;
  const configs = new Map(
    resources.ofType('AWS::Lambda::EventInvokeConfig').map((resource) => {
      const { FunctionName, MaximumRetryAttempts, DestinationConfig } = resource.read(schema);
      const queueArn = DestinationConfig?.OnFailure?.Destination;
      if (queueArn !== undefined) queues.requireArn(queueArn, resource.id);
      return [lambda.nameOf(FunctionName), { retries: MaximumRetryAttempts, queueArn }] as const;
    }),
  );

  return async (functionArn, event, target) => {
    const name = lambda.nameOf(functionArn);
    const config = configs.get(name);
    const retries = config?.retries ?? defaultRetries;
    for (let attempt = 0; ; attempt += 1) {
      const result = await lambda.invoke(functionArn, event);
      if ('payload' in result) return;
      if (attempt === retries) {
        const requestContext = {
          functionArn,
          condition: 'RetriesExhausted',
          approximateInvokeCount: attempt + 1,
        };
        const body = JSON.stringify({ requestContext, requestPayload: event, responsePayload: result });
        const queueArn = config?.queueArn ?? target?.deadLetterArn;
        if (queueArn !== undefined) await untilWritten(() => queues.sendToArn(queueArn, body));
        report(`${name}: an event failed ${attempt + 1} times and was ${queueArn ? 'queued' : 'dropped'}`);
        return;
      }
      await pause(firstPauseMs * 2 ** attempt);
    }
  };
}
