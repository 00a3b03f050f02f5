import { ConditionRefused, type Database } from '../store/database.ts';
import { requestKey } from './keys.ts';
import type { RequestRecord } from './records.ts';

/**
 * Marks that somebody who is asked has looked at an open request: from then on nothing of it is taken back. It is no
 * event and decides nothing; a change that goes by what nobody has looked at is written on that condition.
 */
export async function markOpened(database: Database, request: RequestRecord, at: Date): Promise<void> {
  if (request.status !== 'open' || request.openedAt !== undefined) return;
  try {
    await database.update({
      TableName: database.projects,
      Key: requestKey(request.projectId, request.revision, request.stage),
      UpdateExpression: 'SET #openedAt = :at',
      ConditionExpression:
        '#status = :open AND #requestedAt = :requestedAt AND attribute_not_exists(#openedAt)',
      ExpressionAttributeNames: {
        '#openedAt': 'openedAt',
        '#status': 'status',
        '#requestedAt': 'requestedAt',
      },
      ExpressionAttributeValues: {
        ':at': at.toISOString(),
        ':open': 'open',
        ':requestedAt': request.requestedAt,
      },
    });
  } catch (error) {
    // Somebody else has opened it, or it is over.
    if (!(error instanceof ConditionRefused)) throw error;
  }
}
