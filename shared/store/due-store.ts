import * as z from 'zod';
import { ConditionRefused, type Database, type Item } from './database.ts';
import { projectKey } from './keys.ts';
import type { ProjectRecord } from './records.ts';

const dueItem = z.object({ pk: z.string() });

/** The projects that are due, from the sparse index: its cost follows what is due, not what there is. */
export async function* duePage(database: Database, now: Date): AsyncGenerator<string> {
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
    for (const item of page.items) yield dueItem.parse(item).pk.slice('P#'.length);
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
