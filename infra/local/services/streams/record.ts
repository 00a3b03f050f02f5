import * as z from 'zod';

// Loose: a record goes on to functions exactly as the database gives it.
export const recordSchema = z.looseObject({
  eventID: z.string(),
  eventName: z.string(),
  dynamodb: z.looseObject({
    SequenceNumber: z.string(),
    ApproximateCreationDateTime: z.number(),
    Keys: z.record(z.string(), z.unknown()),
  }),
});

/** A change of one item, as DynamoDB's stream tells it. */
export type StreamRecord = z.infer<typeof recordSchema>;
