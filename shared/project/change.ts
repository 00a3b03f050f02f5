import { setTimeout as pause } from 'node:timers/promises';
import { emptyHead, link } from '../history/chain.ts';
import type { EventBody, HistoryEvent } from '../history/event.ts';
import { LARGEST_PACKED, pack, unpack } from '../store/content.ts';
import { ConditionRefused, Conflict, type Database, type Item, type Write } from '../store/database.ts';
import { Busy, ContentTooLarge } from '../store/errors.ts';
import { appendOf, eventsOf } from '../store/history-store.ts';
import { draftKey, projectKey, requestKey, revisionKey } from '../store/keys.ts';
import type { Refusal } from '../workflow/commands.ts';
import {
  type DraftContent,
  draftContent,
  type ProjectRecord,
  projectRecord,
  type RequestRecord,
  type RevisionContent,
  requestRecord,
  revisionContent,
} from './records.ts';

/** All that stands in a project's record, from one strong read. */
export interface Loaded {
  readonly record: ProjectRecord;
  readonly requests: readonly RequestRecord[];
  /** The events whose mail has been sent, by number. */
  readonly sent: ReadonlySet<number>;
}

/** What a command makes of a project: the record as it shall be, the events that say so, and what goes with them. */
export interface Change {
  readonly record: Omit<ProjectRecord, 'head'>;
  readonly events: readonly EventBody[];
  readonly writes?: readonly Write[];
}

export interface Changed {
  readonly record: ProjectRecord;
  readonly events: readonly HistoryEvent[];
  /** The commit was found in the history instead of made by this call: an answer was lost, or a twin was first. */
  readonly recognised: boolean;
}

export const isRefused = (result: Changed | Change | Refusal): result is Refusal => 'refused' in result;

// 20 clients on one request need up to 20 rounds in the worst order; with jitter a few are enough. Twelve rounds with
// pauses that double up to 200 ms give up after some 2 s, well within the 10 s that a call may take.
const MOST_ROUNDS = 12;
const jitter = (round: number): number => Math.random() * Math.min(200, 5 * 2 ** round);

/**
 * A project is looked at again five minutes after an event: by then every effect has long happened (seconds), and a
 * lost one is repaired well before anybody would ask.
 */
const EFFECTS_GRACE_MS = 5 * 60_000;
export const effectsDue = (at: string): string => new Date(Date.parse(at) + EFFECTS_GRACE_MS).toISOString();

/** The earlier of what was due already and what is due now; what was due in the past has been looked at. */
const earlier = (before: string | undefined, due: string): string =>
  before !== undefined && before < due && before > new Date(Date.parse(due) - EFFECTS_GRACE_MS).toISOString()
    ? before
    : due;

function recordItem(record: ProjectRecord): Item {
  const { flow } = record;
  return {
    ...projectKey(record.id),
    ...record,
    // What the index by unit shows in lists; `record` itself keeps the truth under `flow`.
    unitId: record.unit.id,
    state: flow.state,
    revision: flow.revision,
    requestedFen:
      flow.state === 'draft' || flow.state === 'returned' ? record.requestedFen : flow.requestedFen,
    ...(flow.state === 'in-review' ? { stage: flow.stage } : {}),
    ...(flow.state === 'approved' ? { approvedFen: flow.approvedFen } : {}),
    ...(record.dueAt === undefined ? {} : { due: 'due' }),
  };
}

function packed(value: unknown): Uint8Array {
  const bytes = pack(value);
  if (bytes.byteLength > LARGEST_PACKED)
    throw new ContentTooLarge('The content does not fit into one record');
  return bytes;
}

/** The draft of the next revision; written over by every save. */
export const draftWrite = (database: Database, id: string, content: DraftContent): Write => ({
  name: 'draft',
  Put: { TableName: database.projects, Item: { ...draftKey(id), content: packed(content) } },
});

export const draftRemoval = (database: Database, id: string): Write => ({
  name: 'draft',
  Delete: { TableName: database.projects, Key: draftKey(id) },
});

/** A submitted revision: written once, never again. */
export const revisionWrite = (
  database: Database,
  id: string,
  revision: number,
  contentHash: string,
  content: RevisionContent,
): Write => ({
  name: 'revision',
  Put: {
    TableName: database.projects,
    Item: { ...revisionKey(id, revision), contentHash, content: packed(content) },
    ConditionExpression: 'attribute_not_exists(pk)',
  },
});

function requestItem(request: RequestRecord): Item {
  const { askedUnit, ...rest } = request;
  return {
    ...requestKey(request.projectId, request.revision, request.stage),
    ...rest,
    // Listed under the unit that is asked, and among what is due, only while it is open: both indexes are sparse.
    ...(request.status === 'open' ? { due: 'due', ...(askedUnit === undefined ? {} : { askedUnit }) } : {}),
  };
}

/** Opens a request. */
export const requestWrite = (database: Database, request: RequestRecord): Write => ({
  name: 'request',
  Put: {
    TableName: database.projects,
    Item: requestItem(request),
    ConditionExpression: 'attribute_not_exists(pk)',
  },
});

/** Changes a request that is open, with the token it was read with: a newer one must not be overwritten. */
export const requestChange = (database: Database, request: RequestRecord): Write => ({
  name: 'request',
  Put: {
    TableName: database.projects,
    Item: requestItem(request),
    ConditionExpression: '#status = :open AND #token = :token',
    ExpressionAttributeNames: { '#status': 'status', '#token': 'token' },
    ExpressionAttributeValues: { ':open': 'open', ':token': request.token },
  },
});

/** The record with all that belongs to it, read strongly; null where there is no such project. */
export async function loadProject(database: Database, id: string): Promise<Loaded | null> {
  const items: Item[] = [];
  let start: Item | undefined;
  do {
    const page = await database.query({
      TableName: database.projects,
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': projectKey(id).pk },
      ExclusiveStartKey: start,
    });
    items.push(...page.items);
    start = page.next;
  } while (start);
  const head = items.find((item) => item.sk === 'PROJECT');
  if (!head) return null;
  const withPrefix = (prefix: string) => items.filter((item) => String(item.sk).startsWith(prefix));
  return {
    record: projectRecord.parse(head),
    requests: withPrefix('REQUEST#').map((item) => requestRecord.parse(item)),
    sent: new Set(withPrefix('SENT#').map((item) => Number(String(item.sk).slice('SENT#'.length)))),
  };
}

/** The request that a link or the flow speaks of. */
export const findRequest = (loaded: Loaded, revision: number, stage: string): RequestRecord | undefined =>
  loaded.requests.find((request) => request.revision === revision && request.stage === stage);

export async function loadDraft(database: Database, id: string): Promise<DraftContent | null> {
  const item = await database.get(database.projects, draftKey(id));
  return item === undefined ? null : draftContent.parse(unpack(item.content));
}

export async function loadRevision(
  database: Database,
  id: string,
  revision: number,
): Promise<RevisionContent | null> {
  const item = await database.get(database.projects, revisionKey(id, revision));
  return item === undefined ? null : revisionContent.parse(unpack(item.content));
}

function writesOf(
  database: Database,
  before: Loaded | null,
  after: ProjectRecord,
  events: readonly HistoryEvent[],
): Write[] {
  return [
    {
      name: 'record',
      Put: {
        TableName: database.projects,
        Item: recordItem(after),
        ...(before
          ? {
              ConditionExpression: '#head.#seq = :seq AND #version = :version',
              ExpressionAttributeNames: { '#head': 'head', '#seq': 'seq', '#version': 'version' },
              ExpressionAttributeValues: {
                ':seq': before.record.head.seq,
                ':version': before.record.version,
              },
            }
          : { ConditionExpression: 'attribute_not_exists(pk)' }),
      },
    },
    ...events.map((event) => appendOf(database, event)),
  ];
}

/** Our own commit, where the answer to it was lost: its events carry the request's id. */
async function ownCommit(
  database: Database,
  loaded: Loaded,
  since: number,
  requestId: string,
): Promise<Changed | null> {
  const events = await eventsOf(database, loaded.record.id, since);
  const own = events.filter((event) => event.requestId === requestId);
  return own.length > 0 ? { record: loaded.record, events: own, recognised: true } : null;
}

/**
 * Changes a project: one transaction of the new state and the events that say so. `plan` is run on fresh state, and
 * again whenever another writer was first, so that a refusal always speaks of what is true now.
 *
 * @throws ConditionRefused where a write of `plan`'s own was refused (a revision, an idempotency record)
 * @throws Busy where the contention did not end
 */
export async function changeProject(
  database: Database,
  id: string,
  requestId: string,
  plan: (loaded: Loaded | null) => Promise<Change | Refusal> | Change | Refusal,
  /** What the caller has just read strongly: it spares the first round's read, and the conditions guard it. */
  known?: Loaded,
): Promise<Changed | Refusal> {
  let firstSeq: number | undefined;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const loaded = round === 0 && known ? known : await loadProject(database, id);
    if (loaded && firstSeq !== undefined && loaded.record.head.seq > firstSeq) {
      const own = await ownCommit(database, loaded, firstSeq, requestId);
      if (own) return own;
    }
    firstSeq ??= loaded?.record.head.seq ?? 0;
    const change = await plan(loaded);
    if (isRefused(change)) return change;
    const events = link(id, loaded?.record.head ?? emptyHead, change.events);
    const last = events.at(-1);
    const record: ProjectRecord = {
      ...change.record,
      head: last ? { seq: last.seq, hash: last.hash } : (loaded?.record.head ?? emptyHead),
      // An earlier look that is still to come serves these effects as well: it puts itself off while they are young.
      ...(last ? { dueAt: earlier(change.record.dueAt, effectsDue(last.at)) } : {}),
    };
    const writes = [...writesOf(database, loaded, record, events), ...(change.writes ?? [])];
    try {
      await database.transact(writes);
      return { record, events, recognised: false };
    } catch (error) {
      const foreign = error instanceof ConditionRefused && !error.writes.some(isOurs);
      if (foreign || !(error instanceof ConditionRefused || error instanceof Conflict || isAmbiguous(error)))
        throw error;
    }
    await pause(jitter(round));
  }
  throw new Busy('Too many writers at once');
}

/** Conditions of the record and of its chain: refused because another writer was first, so fresh state decides. */
const isOurs = (write: string): boolean =>
  write === 'record' || write === 'request' || write === 'revision' || write.startsWith('event');

/** The transaction may have been committed although no answer came: the next round recognises it. */
const isAmbiguous = (error: unknown): boolean =>
  error instanceof Error &&
  ['TimeoutError', 'InternalServerError', 'ECONNRESET', 'EPIPE', 'TransactionInProgressException'].includes(
    'code' in error && typeof error.code === 'string' ? error.code : error.name,
  );
