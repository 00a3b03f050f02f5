import { createHash, randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';
import type { Resources } from '../../assembly/resources.ts';
import type { Clock } from '../../clock.ts';
import { openStoredMessages } from './stored-messages.ts';

export interface QueueMessage {
  readonly queue: string;
  readonly body: string;
  readonly at: string;
}

/**
 * The queues of the template: they take messages, keep them for as long as the template says, and show them, on the
 * control port and by `npm run queue`. No function receives; an operator may.
 */
export interface Queues {
  /** A call of the JSON protocol, such as `AmazonSQS.SendMessage`. */
  handle(target: string, body: unknown): { status: number; body: unknown };
  sendToArn(arn: string, body: string): void;
  /** Refuses, at start, a destination that is no queue of the template. */
  requireArn(arn: string, usedBy: string): void;
  list(): readonly QueueMessage[];
}

// SQS's own, where the template says nothing: four days, in seconds.
const queueSchema = z.object({ MessageRetentionPeriod: z.number().default(345_600) });
const urlSchema = z.object({ QueueUrl: z.string() });
const sendSchema = z.object({ MessageBody: z.string().min(1) });
const receiveSchema = z.object({
  MaxNumberOfMessages: z.int().min(1).max(10).default(1),
  // SQS's own, in seconds.
  VisibilityTimeout: z.number().default(30),
});
const handleSchema = z.object({ ReceiptHandle: z.string() });
const visibilitySchema = handleSchema.extend({ VisibilityTimeout: z.number() });

export function openQueues(options: {
  readonly resources: Resources;
  readonly database: DatabaseSync;
  readonly clock: Clock;
}): Queues {
  const { clock } = options;
  /** Each queue's name, with how long it keeps a message, in milliseconds. */
  const names = new Map(
    options.resources
      .ofType('AWS::SQS::Queue')
      .map((queue) => [queue.name, queue.read(queueSchema).MessageRetentionPeriod * 1000]),
  );
  const messages = openStoredMessages(options.database);

  const send = (queue: string, body: string): string => {
    const id = randomUUID();
    messages.add({ id, queue, body, at: Math.trunc(clock.now()) });
    return id;
  };
  const nameOf = (arnOrUrl: string): string => /[^:/]*$/.exec(arnOrUrl)?.[0] ?? '';

  /** Until when a message that was received is shown to nobody else; a restart shows it again. */
  const hiddenUntil = new Map<string, number>();
  const hide = (id: string, seconds: number) => void hiddenUntil.set(id, clock.now() + seconds * 1000);

  /** The operations of SQS that are emulated, of one queue. A message's receipt is its id. */
  const operations: Readonly<Record<string, (queue: string, body: unknown) => object>> = {
    SendMessage(queue, body) {
      const text = sendSchema.parse(body).MessageBody;
      return { MessageId: send(queue, text), MD5OfMessageBody: md5(text) };
    },
    ReceiveMessage(queue, body) {
      const { MaxNumberOfMessages, VisibilityTimeout } = receiveSchema.parse(body);
      const visible = messages
        .all()
        .filter((one) => one.queue === queue && (hiddenUntil.get(one.id) ?? 0) <= clock.now())
        .slice(0, MaxNumberOfMessages);
      for (const { id } of visible) hide(id, VisibilityTimeout);
      return {
        Messages: visible.map(({ id, body: text, at }) => ({
          ...{ MessageId: id, ReceiptHandle: id, Body: text, MD5OfBody: md5(text) },
          Attributes: { SentTimestamp: String(at) },
        })),
      };
    },
    DeleteMessage(_, body) {
      const { ReceiptHandle } = handleSchema.parse(body);
      messages.delete(ReceiptHandle);
      hiddenUntil.delete(ReceiptHandle);
      return {};
    },
    ChangeMessageVisibility(_, body) {
      const { ReceiptHandle, VisibilityTimeout } = visibilitySchema.parse(body);
      hide(ReceiptHandle, VisibilityTimeout);
      return {};
    },
  };

  return {
    handle(target, body) {
      const name = target.slice(target.indexOf('.') + 1);
      const operation = operations[name];
      if (operation === undefined)
        return refuse('UnsupportedOperation', `${name} is not emulated on this machine`);
      try {
        const queue = nameOf(urlSchema.parse(body).QueueUrl);
        if (!names.has(queue)) return refuse('QueueDoesNotExist', `There is no queue ${queue}`);
        return { status: 200, body: operation(queue, body) };
      } catch (error) {
        if (error instanceof z.ZodError) return refuse('InvalidParameterValue', z.prettifyError(error));
        throw error;
      }
    },
    sendToArn: (arn, body) => void send(nameOf(arn), body),
    requireArn(arn, usedBy) {
      if (!arn.includes(':sqs:') || !names.has(nameOf(arn)))
        throw new Error(`${usedBy} sends to ${arn}: only queues of the template are emulated as destination`);
    },
    list() {
      for (const [queue, keptMs] of names) messages.deleteBefore(queue, Math.trunc(clock.now()) - keptMs);
      return messages.all().map(({ queue, body, at }) => ({ queue, body, at: new Date(at).toISOString() }));
    },
  };
}

const md5 = (text: string): string => createHash('md5').update(text).digest('hex');

function refuse(code: string, message: string): { status: number; body: unknown } {
  return { status: 400, body: { __type: `com.amazonaws.sqs#${code}`, message } };
}
