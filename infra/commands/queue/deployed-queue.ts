import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import * as z from 'zod';
import type { Settings } from '../../config.ts';
import { pascalCase } from '../../constructs/pin.ts';
import { ALIAS } from '../../constructs/service-function.ts';
import { type Redriving, redrive } from '../../local/services/queues/redrive.ts';
import { physicalName } from '../doctor/ask.ts';
import { stackNames } from '../doctor/checks.ts';
import { isNone, type QueueAtHand, shown } from './queue-at-hand.ts';

/** Where the messages are, and what they are about. */
export interface QueuePlace {
  readonly queueUrl: string;
  /** The table of the history. */
  readonly history: string;
  /** What Lambda calls a function, by its folder's name. */
  readonly functionOf: (consumer: string) => Promise<string>;
}

/** That of a deployment, as CloudFormation named it. */
export async function deployedPlace(settings: Settings): Promise<QueuePlace> {
  const { storage, service } = stackNames(settings);
  const [queueUrl, history] = await Promise.all([
    physicalName(service, 'Unprocessed'),
    physicalName(storage, 'History'),
  ]);
  return {
    queueUrl,
    history,
    functionOf: async (consumer) => `${await physicalName(service, pascalCase(consumer))}:${ALIAS}`,
  };
}

/**
 * For so long nobody else gets what a command has received, in seconds: ten messages, a function's longest time each. A
 * command that was killed hides them, and the alarm's reason with them, no longer.
 */
const HIDDEN_SECONDS = 900;
/** SQS then asks all of its servers before it says that there is none. */
const WAIT_SECONDS = 2;

const received = z.object({ MessageId: z.string(), ReceiptHandle: z.string(), Body: z.string() });
type Received = z.infer<typeof received>;

/** The queue of a deployment, with the rights of whoever runs the command. */
export function openDeployedQueue({ queueUrl, history, functionOf }: QueuePlace): QueueAtHand {
  const sqs = new SQSClient();
  const QueueUrl = queueUrl;

  /**
   * Shows each message once; what is kept is there for others again afterwards.
   * @param work whether the message may go
   */
  const forEach = async (work: (message: Received, sent: Message) => Promise<boolean>): Promise<void> => {
    const kept = new Map<string, string>();
    try {
      for (;;) {
        const { Messages = [] } = await sqs.send(
          new ReceiveMessageCommand({
            QueueUrl,
            MaxNumberOfMessages: 10,
            VisibilityTimeout: HIDDEN_SECONDS,
            WaitTimeSeconds: WAIT_SECONDS,
            MessageSystemAttributeNames: ['SentTimestamp'],
          }),
        );
        if (Messages.length === 0) return;
        for (const one of Messages) {
          const message = received.parse(one);
          const { MessageId, ReceiptHandle } = message;
          const isSeen = kept.has(MessageId);
          kept.set(MessageId, ReceiptHandle);
          if (isSeen || !(await work(message, one))) continue;
          await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
          kept.delete(MessageId);
        }
      }
    } finally {
      for (const ReceiptHandle of kept.values())
        await sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }));
    }
  };

  const by = processing(history, functionOf);
  return {
    async list() {
      const found: { id: string; queue: string; at: number; body: string }[] = [];
      await forEach(async ({ MessageId, Body }, { Attributes }) => {
        const queue = QueueUrl.slice(QueueUrl.lastIndexOf('/') + 1);
        found.push({ id: MessageId, queue, at: Number(Attributes?.SentTimestamp), body: Body });
        return false;
      });
      return { lines: found.toSorted((one, other) => one.at - other.at).map(shown), isDone: true };
    },
    async delete(ids) {
      const gone = new Set<string>();
      await forEach(async ({ MessageId }) => {
        if (!ids.includes(MessageId)) return false;
        gone.add(MessageId);
        return true;
      });
      return { lines: ids.map((id) => (gone.has(id) ? `${id} is deleted` : isNone(id))), isDone: true };
    },
    async redrive(ids) {
      const lines = new Map<string, string>();
      let isDone = true;
      await forEach(async ({ MessageId: id, Body }) => {
        if (ids !== 'all' && !ids.includes(id)) return false;
        try {
          await redrive(Body, by);
          lines.set(id, `${id} was processed, and is gone`);
          return true;
        } catch (error) {
          isDone = false;
          lines.set(id, `${id} stays: ${String(error).slice(0, 500)}`);
          return false;
        }
      });
      const missing = ids === 'all' ? [] : ids.filter((id) => !lines.has(id)).map(isNone);
      return { lines: [...lines.values(), ...missing], isDone };
    },
    close: () => sqs.destroy(),
  };
}

/** The history and the functions of a deployment. */
function processing(history: string, functionOf: QueuePlace['functionOf']): Redriving {
  const dynamodb = new DynamoDBClient();
  const lambda = new LambdaClient();
  return {
    async eventAt(chain, seq) {
      const Key = { chain: { S: chain }, seq: { N: String(seq) } };
      return (await dynamodb.send(new GetItemCommand({ TableName: history, Key, ConsistentRead: true })))
        .Item;
    },
    async invoke(name, payload) {
      const FunctionName = name.startsWith('arn:') ? name : await functionOf(name);
      const answer = await lambda.send(new InvokeCommand({ FunctionName, Payload: JSON.stringify(payload) }));
      const text = answer.Payload?.transformToString() ?? '';
      if (answer.FunctionError !== undefined) throw new Error(`${answer.FunctionError}: ${text}`);
      return text === '' ? undefined : JSON.parse(text);
    },
  };
}
