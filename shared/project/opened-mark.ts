import { ConditionRefused, type Database } from '../store/database.ts';
import { requestKey } from './keys.ts';
import type { RequestRecord } from './records.ts';

type Opened = Pick<RequestRecord, 'openedBy'>;

/** When somebody first looked at a request, as it was asked this time: UTC; undefined where they have not. */
export const openedAtBy = ({ openedBy = [] }: Opened, person: string): string | undefined =>
  openedBy.find(({ id }) => id === person)?.at;

/**
 * Marks that somebody who is asked has looked at an open request: from then on nothing of it is taken back, and they
 * have read it. It is no event; a change that goes by what nobody has looked at is written on that condition.
 */
export async function markOpened(
  database: Database,
  request: RequestRecord,
  person: string,
  now: Date,
): Promise<void> {
  if (request.status !== 'open' || openedAtBy(request, person) !== undefined) return;
  const at = now.toISOString();
  try {
    await database.update({
      TableName: database.projects,
      Key: requestKey(request.projectId, request.revision, request.stage),
      // Two pages that the same person opens at once leave two lines, of which the first counts.
      UpdateExpression:
        'SET #openedAt = if_not_exists(#openedAt, :at), #openedBy = list_append(if_not_exists(#openedBy, :nobody), :person)',
      ConditionExpression: '#status = :open AND #requestedAt = :requestedAt',
      ExpressionAttributeNames: {
        '#openedAt': 'openedAt',
        '#openedBy': 'openedBy',
        '#status': 'status',
        '#requestedAt': 'requestedAt',
      },
      ExpressionAttributeValues: {
        ':at': at,
        ':nobody': [],
        ':person': [{ id: person, at }],
        ':open': 'open',
        ':requestedAt': request.requestedAt,
      },
    });
  } catch (error) {
    // It is over.
    if (!(error instanceof ConditionRefused)) throw error;
  }
}
