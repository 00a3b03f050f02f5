import * as z from 'zod';
import { ConditionRefused, type Database, type Item } from '../store/database.ts';
import { attachmentKey, attachmentsPk } from '../store/keys.ts';
import { digestKey, projectKey, requestKey } from './keys.ts';
import type { ProjectRecord } from './records.ts';

const dueItem = z.lazy(() => z.object({ pk: z.string(), sk: z.string(), dueAt: z.string() }));

/** What is due of a project: a look at its effects, or at an open request that is waited on too long. */
export interface DueOfProject {
  readonly projectId: string;
  readonly request?: { readonly revision: number; readonly stage: string };
  /** UTC */
  readonly dueAt: string;
}

/** What is due of a person: the digest, or a letter to a mailbox that they do not have any more. */
export interface DueOfPerson {
  readonly person: string;
  /** Names the letter; absent of a digest. */
  readonly formerMailbox?: string;
  /** UTC */
  readonly dueAt: string;
}

/** What is due of an attachment: a look whether it was scanned, and whether anything names it. */
export interface DueOfFile {
  readonly projectId: string;
  readonly attachment: string;
  /** UTC */
  readonly dueAt: string;
}

/** What is due: something of a project, of a person, or of an attachment. */
export type Due = DueOfProject | DueOfPerson | DueOfFile;

/** Whether it is an open request that is waited on. */
export const isOfRequest = (due: Due): due is DueOfProject & Required<Pick<DueOfProject, 'request'>> =>
  'request' in due && due.request !== undefined;

const MINUTE_MS = 60_000;
/** Tried again after a minute, then two, four and so on, but within half an hour: a passing trouble ends unseen. */
const LONGEST_PUT_OFF_MS = 30 * MINUTE_MS;

/** Whether it is a look at what follows from a project's events. */
const isOfEffects = (due: Due): boolean => 'projectId' in due && !('attachment' in due) && !isOfRequest(due);

const FILES = attachmentsPk('');

export function dueOf(item: Item): Due {
  const { pk, sk, dueAt } = dueItem.parse(item);
  if (pk.startsWith('D#')) {
    const person = pk.slice('D#'.length);
    return sk === 'DIGEST' ? { person, dueAt } : { person, formerMailbox: sk, dueAt };
  }
  if (pk.startsWith(FILES)) return { projectId: pk.slice(FILES.length), attachment: sk, dueAt };
  const projectId = pk.slice('P#'.length);
  const [kind, revision, stage] = sk.split('#');
  return kind === 'REQUEST' && stage !== undefined
    ? { projectId, request: { revision: Number(revision), stage }, dueAt }
    : { projectId, dueAt };
}

/** The item that is due. */
function keyOf(due: Due): Item {
  if ('person' in due) {
    const key = digestKey(due.person);
    return due.formerMailbox === undefined ? key : { ...key, sk: due.formerMailbox };
  }
  if ('attachment' in due) return attachmentKey(due.projectId, due.attachment);
  const { projectId, request } = due;
  return request ? requestKey(projectId, request.revision, request.stage) : projectKey(projectId);
}

/** Where something that is due stands in the index. */
const indexKeyOf = (due: Due): Item => ({ ...keyOf(due), due: 'due', dueAt: due.dueAt });

/**
 * What is due by now, from the sparse index, oldest first: its cost follows what is due, not what there is.
 * @param after only what stands behind this one
 */
export async function* whatIsDue(database: Database, now: Date, after?: Due): AsyncGenerator<Due> {
  let start = after && indexKeyOf(after);
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

/**
 * Looks at effects that a clock planned which has been set back since: they would come as late as it was ahead. Reminders
 * and digests keep their time, which was told or follows from what was told.
 * @param ahead what time it was by that clock
 */
export async function* plannedAhead(database: Database, now: Date, ahead: Date): AsyncGenerator<Due> {
  const last = new Date(ahead.getTime() + LONGEST_PUT_OFF_MS);
  for await (const due of whatIsDue(database, last))
    if (isOfEffects(due) && due.dueAt > now.toISOString()) yield due;
}

/** Since when (UTC) the oldest of what is due has been planned; it may lie ahead. Undefined where nothing is. */
export async function dueLongest(database: Database): Promise<string | undefined> {
  const { items } = await database.query({
    TableName: database.projects,
    IndexName: 'by-due',
    KeyConditionExpression: '#due = :due',
    ExpressionAttributeNames: { '#due': 'due' },
    ExpressionAttributeValues: { ':due': 'due' },
    Limit: 1,
  });
  return items[0] && dueOf(items[0]).dueAt;
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
      UpdateExpression:
        dueAt === null
          ? 'REMOVE #due, #dueAt, #failures'
          : 'SET #due = :due, #dueAt = :dueAt REMOVE #failures',
      ConditionExpression: '#head.#seq = :seq',
      ExpressionAttributeNames: {
        ...{ '#due': 'due', '#dueAt': 'dueAt', '#failures': 'failures' },
        ...{ '#head': 'head', '#seq': 'seq' },
      },
      ExpressionAttributeValues: {
        ':seq': record.head.seq,
        ...(dueAt === null ? {} : { ':due': 'due', ':dueAt': dueAt }),
      },
    });
  } catch (error) {
    if (!(error instanceof ConditionRefused)) throw error;
  }
}

const putOffItem = z.lazy(() => z.object({ failures: z.int().default(0) }));

/**
 * Puts off what was due and could not be done, further each time: it keeps nothing else from being looked at. Where it
 * has moved on meanwhile, nothing is done. The count ends with whatever next moves the item.
 */
export async function putOff(database: Database, due: Due, now: Date): Promise<void> {
  const key = keyOf(due);
  const { failures } = putOffItem.parse((await database.get(database.projects, key)) ?? {});
  const later = new Date(now.getTime() + Math.min(MINUTE_MS * 2 ** failures, LONGEST_PUT_OFF_MS));
  try {
    await database.update({
      TableName: database.projects,
      Key: key,
      UpdateExpression: 'SET #dueAt = :later, #failures = :failures',
      ConditionExpression: '#dueAt = :was AND attribute_exists(#due)',
      ExpressionAttributeNames: { '#due': 'due', '#dueAt': 'dueAt', '#failures': 'failures' },
      ExpressionAttributeValues: {
        ':later': later.toISOString(),
        ':failures': failures + 1,
        ':was': due.dueAt,
      },
    });
  } catch (error) {
    if (!(error instanceof ConditionRefused)) throw error;
  }
}
