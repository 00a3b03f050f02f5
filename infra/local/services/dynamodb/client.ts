import { Agent, request } from 'node:http';
import * as z from 'zod';

/** Calls DynamoDB or its streams, in the JSON protocol itself: the records go on to functions in that very form. */
export interface DynamoDb {
  readonly endpoint: string;
  call<T>(operation: Operation, input: object, answer: z.ZodType<T>): Promise<T>;
}

type Operation = `${'DynamoDB_20120810' | 'DynamoDBStreams_20120810'}.${string}`;

/** DynamoDB refused; `code` is the exception's name. */
export class DynamoDbError extends Error {
  override readonly name = 'DynamoDbError';
  readonly code: string;
  constructor(code: string, message: string) {
    super(`${code}: ${message}`);
    this.code = code;
  }
}

const problemSchema = z.object({ __type: z.string(), message: z.string().optional() });

// DynamoDB on one machine asks for a signature but checks none.
const signature = {
  'x-amz-date': '20260101T000000Z',
  authorization:
    'AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
};

export function connectDynamoDb(endpoint: string): DynamoDb {
  const agent = new Agent({ keepAlive: true });
  return {
    endpoint,
    async call(operation, input, answer) {
      const { status, text } = await post(endpoint, agent, operation, JSON.stringify(input));
      const body: unknown = JSON.parse(text);
      if (status === 200) return answer.parse(body);
      const problem = problemSchema.parse(body);
      throw new DynamoDbError(problem.__type.replace(/^.*#/, ''), problem.message ?? '');
    },
  };
}

function post(
  endpoint: string,
  agent: Agent,
  target: string,
  body: string,
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const headers = {
      ...signature,
      'content-type': 'application/x-amz-json-1.0',
      'content-length': Buffer.byteLength(body),
      'x-amz-target': target,
    };
    const call = request(endpoint, { method: 'POST', agent, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString() }),
      );
    });
    call.on('error', reject);
    call.end(body);
  });
}
