import * as z from 'zod';

/** What is asked of the platform whose queue it is. */
export interface Redriving {
  /** An event of the history as its table holds it, in DynamoDB's JSON; undefined where there is none. */
  readonly eventAt: (chain: string, seq: number) => Promise<object | undefined>;
  /** Invokes a function, by its folder's name or its ARN, and waits for its answer. @throws Error where it fails */
  readonly invoke: (functionName: string, payload: object) => Promise<unknown>;
}

/** Consumers know by it that somebody waits for what comes of the event (`shared/effects/event-batch.ts`). */
const REDRIVEN = 'countersign:redrive';

const event = z.object({ chain: z.string(), seq: z.int() });
/** What a consumer put aside (`shared/effects/event-batch.ts`). */
const ofConsumer = event.extend({ consumer: z.string() });
/** What the host put aside of a stream when a function failed as a whole: as Lambda does, and with the keys. */
const ofStream = z.object({
  requestContext: z.object({ functionArn: z.string() }),
  events: z.array(event).min(1),
});
/** What Lambda put aside of a call that nobody waited for, where it failed as often as it is tried. */
const ofCall = z.object({
  requestContext: z.object({ functionArn: z.string() }),
  requestPayload: z.looseObject({}),
});

const answer = z.object({ batchItemFailures: z.array(z.unknown()).default([]) }).nullish();

/**
 * Gives what a message of the queue is about to its function once more. Whatever of it was done already is done no second
 * time: consumers are called again and again by the stream as well.
 * @throws Error that says why it is not done; then the message stays
 */
export async function redrive(body: string, { eventAt, invoke }: Redriving): Promise<void> {
  const message: unknown = JSON.parse(body);
  const call = ofCall.safeParse(message);
  if (call.success) {
    await invoke(call.data.requestContext.functionArn, call.data.requestPayload);
    return;
  }
  const own = ofConsumer.safeParse(message);
  const stream = ofStream.safeParse(message);
  if (!own.success && !stream.success)
    throw new Error(
      'It is Lambda’s own, and names a place in the stream in place of events: see RUNBOOK.md#event-unprocessed',
    );
  const [to, events] = own.success
    ? [own.data.consumer, [own.data]]
    : [stream.data?.requestContext.functionArn ?? '', stream.data?.events ?? []];
  const Records = await Promise.all(events.map((one) => recordOf(one, eventAt)));
  const { batchItemFailures } = answer.parse(await invoke(to, { Records })) ?? { batchItemFailures: [] };
  if (batchItemFailures.length > 0) throw new Error('It could still not be processed');
}

/** As the stream would give it now, but for its source. */
async function recordOf(
  { chain, seq }: z.infer<typeof event>,
  eventAt: Redriving['eventAt'],
): Promise<object> {
  const image = await eventAt(chain, seq);
  if (image === undefined) throw new Error(`The history has no event ${seq} of ${chain}`);
  return {
    eventID: `${chain}#${seq}`,
    eventName: 'INSERT',
    eventSource: REDRIVEN,
    dynamodb: {
      ApproximateCreationDateTime: Date.now() / 1000,
      Keys: { chain: { S: chain }, seq: { N: String(seq) } },
      NewImage: image,
      SequenceNumber: '1',
      StreamViewType: 'NEW_IMAGE',
    },
  };
}
