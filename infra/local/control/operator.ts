import type { IncomingMessage } from 'node:http';
import { json } from 'node:stream/consumers';
import * as z from 'zod';
import type { Handler } from '../ports.ts';
import { createAwsEndpoint } from '../services/aws-endpoint/aws-endpoint.ts';
import type { DynamoDb } from '../services/dynamodb/client.ts';
import type { Lambda } from '../services/lambda/lambda.ts';
import type { Queues } from '../services/queues/queues.ts';
import { createFaults } from './faults.ts';

const invocations = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/;

/** Whether a request is one of the SDK's, which signs: no page of another origin can send it unasked. */
export const isOperators = ({ headers: { authorization } }: IncomingMessage): boolean =>
  authorization?.startsWith('AWS4-HMAC-SHA256 ') === true;

/**
 * AWS as somebody sees it who may do everything in its account: as much of it as the commands for a deployment need that
 * are tried here, with `AWS_ENDPOINT_URL` at the control port.
 */
export function createOperatorDoor(options: {
  readonly queues: Pick<Queues, 'handle'>;
  readonly lambda: Pick<Lambda, 'invoke'>;
  readonly dynamodb: DynamoDb;
}): Handler {
  const { queues, lambda, dynamodb } = options;
  const calls = () => [];
  return createAwsEndpoint(
    [
      { target: 'AmazonSQS.', calls, handle: queues.handle },
      {
        target: 'DynamoDB_20120810.',
        calls,
        handle: async (target, body) => ({
          status: 200,
          body: await dynamodb.call(
            `DynamoDB_20120810.${target.slice(target.indexOf('.') + 1)}`,
            z.looseObject({}).parse(body),
            z.unknown(),
          ),
        }),
      },
      {
        prefix: '/2015-03-31/functions/',
        async serve(request, response) {
          const [, name = ''] = invocations.exec(request.url ?? '') ?? [];
          const result = await lambda.invoke(decodeURIComponent(name), await json(request));
          const failed = 'error' in result;
          response.writeHead(200, failed ? { 'x-amz-function-error': 'Unhandled' } : {});
          response.end(
            JSON.stringify(
              failed ? { errorType: result.error, errorMessage: result.cause } : (result.payload ?? null),
            ),
          );
        },
      },
    ],
    // Those that tests ask for are the functions'.
    createFaults(),
    () => undefined,
  );
}
