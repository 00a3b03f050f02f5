import * as z from 'zod';
import { digest } from '../history/digest.ts';
import type { Database, Write } from './database.ts';
import { idempotencyKey } from './keys.ts';

const record = z.object({ bodyHash: z.string(), projectId: z.string(), expiresAt: z.number() });

/** A client that has not heard an answer tries again within minutes; a day also covers one that queues. */
const KEPT_SECONDS = 24 * 60 * 60;

export interface IdempotentCall {
  readonly person: string;
  readonly route: string;
  readonly key: string;
  readonly body: unknown;
}

/** What an earlier call with the same key made: its project, or the news that its body was another. */
export async function earlierCall(
  database: Database,
  call: IdempotentCall,
  now: Date,
): Promise<{ projectId: string; sameBody: boolean } | null> {
  const item = await database.get(database.projects, idempotencyKey(call.person, call.route, call.key));
  if (item === undefined) return null;
  const found = record.parse(item);
  // The table's own expiry comes late: what is over counts as gone.
  if (found.expiresAt * 1000 <= now.getTime()) return null;
  return { projectId: found.projectId, sameBody: found.bodyHash === digest(call.body) };
}

/** Rides in the transaction of the call, so that two at once make one project. */
export const idempotencyWrite = (
  database: Database,
  call: IdempotentCall,
  projectId: string,
  now: Date,
): Write => ({
  name: 'idempotency',
  Put: {
    TableName: database.projects,
    Item: {
      ...idempotencyKey(call.person, call.route, call.key),
      bodyHash: digest(call.body),
      projectId,
      expiresAt: Math.floor(now.getTime() / 1000) + KEPT_SECONDS,
    },
    ConditionExpression: 'attribute_not_exists(pk) OR #expiresAt <= :now',
    ExpressionAttributeNames: { '#expiresAt': 'expiresAt' },
    ExpressionAttributeValues: { ':now': Math.floor(now.getTime() / 1000) },
  },
});
