import * as z from 'zod';
import type { DynamoDb } from '../dynamodb/client.ts';
import type { Lambda } from '../lambda/lambda.ts';
import { redrive } from './redrive.ts';
import type { StoredMessages } from './stored-messages.ts';

/** Takes up the messages that somebody asked by command to be given to their functions again. */
export interface Redriver {
  close(): Promise<void>;
}

// As soon as whoever asked has read that it was asked.
const lookEveryMs = 2000;

const found = z.object({ Item: z.record(z.string(), z.unknown()).optional() });

export function openRedriver(options: {
  readonly messages: StoredMessages;
  readonly dynamodb: DynamoDb;
  /** The table of the history. */
  readonly history: string;
  readonly lambda: Pick<Lambda, 'invoke'>;
  readonly report: (line: string) => void;
  readonly everyMs?: number;
}): Redriver {
  const { messages, dynamodb, history, lambda, report } = options;
  const by = {
    eventAt: async (chain: string, seq: number) => {
      const Key = { chain: { S: chain }, seq: { N: String(seq) } };
      const input = { TableName: history, Key, ConsistentRead: true };
      return (await dynamodb.call('DynamoDB_20120810.GetItem', input, found)).Item;
    },
    invoke: async (functionName: string, payload: object) => {
      const result = await lambda.invoke(functionName, payload);
      if ('error' in result) throw new Error(`${result.error}: ${result.cause}`);
      return result.payload;
    },
  };
  const look = async (): Promise<void> => {
    for (const { id, body } of messages.wanted())
      try {
        // Asked once, tried once: what fails stays in the queue, to be asked again after the next fix.
        messages.unwant(id);
        await redrive(body, by);
        messages.delete(id);
        report(`The message ${id} of the queue was processed, and is gone`);
      } catch (error) {
        report(`The message ${id} of the queue stays: ${String(error).slice(0, 500)}`);
      }
  };
  let working: Promise<void> | undefined;
  const timer = setInterval(() => {
    working ??= look()
      .catch((error: unknown) => report(`The queue could not be looked at: ${String(error)}`))
      .finally(() => {
        working = undefined;
      });
  }, options.everyMs ?? lookEveryMs).unref();
  return {
    close: async () => {
      clearInterval(timer);
      await working;
    },
  };
}
