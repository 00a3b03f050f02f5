import * as z from 'zod';
import { ConditionRefused, type Database, type Item } from '../store/database.ts';
import { projectKey } from './keys.ts';
import type { ProjectRecord } from './records.ts';

const dueItem = z.object({ pk: z.string(), sk: z.string() });

/** What is due: a project whose effects are looked at, or an open request that is waited on too long. */
export interface Due {
  readonly projectId: string;
  readonly request?: { readonly revision: number; readonly stage: string };
}

export function dueOf(item: Item): Due {
  const { pk, sk } = dueItem.parse(item);
  const projectId = pk.slice('P#'.length);
  const [kind, revision, stage] = sk.split('#');
  return kind === 'REQUEST' && stage !== undefined
    ? { projectId, request: { revision: Number(revision), stage } }
    : { projectId };
}

/** What is due by now, from the sparse index: its cost follows what is due, not what there is. */
export async function* whatIsDue(database: Database, now: Date): AsyncGenerator<Due> {
  let start: Item | undefined;
  do {
    const page = await database.query({
      TableName: database.projects,
      IndexName: 'by-due',
      KeyConditionExpression: '#due = :due AND #dueAt <= :now',
      ExpressionAttributeNames: { '#due': 'due', '#dueAt': 'dueAt' },
      ExpressionAttributeValues: { ':due': 'due', ':now': now.toISOString() },
      ExclusiveStartKey: start,
    });
    for (const item of page.items) yield dueOf(item);
    start = page.next;
  } while (start);
}

/** Moves or ends a project's due time, unless the project has moved on meanwhile: then its own events saw to it. */
export async function reschedule(
  database: Database,
  record: ProjectRecord,
  dueAt: string | null,
): Promise<void> {
  try {
    await database.update({
      TableName: database.projects,
      Key: projectKey(record.id),
      UpdateExpression: dueAt === null ? 'REMOVE #due, #dueAt' : 'SET #due = :due, #dueAt = :dueAt',
      ConditionExpression: '#head.#seq = :seq',
      ExpressionAttributeNames: { '#due': 'due', '#dueAt': 'dueAt', '#head': 'head', '#seq': 'seq' },
      ExpressionAttributeValues: {
        ':seq': record.head.seq,
        ...(dueAt === null ? {} : { ':due': 'due', ':dueAt': dueAt }),
      },
    });
  } catch (error) {
    if (!(error instanceof ConditionRefused)) throw error;
  }
}
