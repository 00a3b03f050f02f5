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
 * control port and by `npm run queue`. Nobody receives.
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
const sendSchema = z.object({ QueueUrl: z.string(), MessageBody: z.string().min(1) });

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

  return {
    handle(target, body) {
      const operation = target.slice(target.indexOf('.') + 1);
      if (operation !== 'SendMessage')
        return refuse('UnsupportedOperation', `${operation} is not emulated on this machine`);
      const parsed = sendSchema.safeParse(body);
      if (!parsed.success) return refuse('InvalidParameterValue', z.prettifyError(parsed.error));
      const queue = nameOf(parsed.data.QueueUrl);
      if (!names.has(queue)) return refuse('QueueDoesNotExist', `There is no queue ${queue}`);
      const text = parsed.data.MessageBody;
      return {
        status: 200,
        body: {
          MessageId: send(queue, text),
          MD5OfMessageBody: createHash('md5').update(text).digest('hex'),
        },
      };
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

function refuse(code: string, message: string): { status: number; body: unknown } {
  return { status: 400, body: { __type: `com.amazonaws.sqs#${code}`, message } };
}
