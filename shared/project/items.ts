import type { HistoryEvent } from '../history/event.ts';
import { LARGEST_PACKED, pack } from '../store/content.ts';
import type { Database, Item, Write } from '../store/database.ts';
import { ContentTooLarge } from '../store/errors.ts';
import { appendOf } from '../store/history-store.ts';
import type { After } from './after.ts';
import { draftKey, projectKey, requestKey, revisionKey } from './keys.ts';
import type { Loaded } from './load.ts';
import type { DraftContent, ProjectRecord, RequestRecord, RevisionContent } from './records.ts';
import { waitingWrites } from './waiting-for.ts';

/** How what a command leads to is written: the items of one transaction, each with the condition that guards it. */

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
const draftWrite = (database: Database, id: string, content: DraftContent): Write => ({
  name: 'draft',
  Put: { TableName: database.projects, Item: { ...draftKey(id), content: packed(content) } },
});

const draftRemoval = (database: Database, id: string): Write => ({
  name: 'draft',
  Delete: { TableName: database.projects, Key: draftKey(id) },
});

/** A submitted revision: written once, never again. */
const revisionWrite = (
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
const requestWrite = (database: Database, request: RequestRecord): Write => ({
  name: 'request',
  Put: {
    TableName: database.projects,
    Item: requestItem(request),
    ConditionExpression: 'attribute_not_exists(pk)',
  },
});

/** Changes a request that is open, with the token it was read with: a newer one must not be overwritten. */
const requestChange = (database: Database, request: RequestRecord): Write => ({
  name: 'request',
  Put: {
    TableName: database.projects,
    Item: requestItem(request),
    ConditionExpression: '#status = :open AND #token = :token',
    ExpressionAttributeNames: { '#status': 'status', '#token': 'token' },
    ExpressionAttributeValues: { ':open': 'open', ':token': request.token },
  },
});

const recordWrite = (database: Database, before: Loaded | null, after: ProjectRecord): Write => ({
  name: 'record',
  Put: {
    TableName: database.projects,
    Item: recordItem(after),
    ...(before
      ? {
          ConditionExpression: '#head.#seq = :seq AND #version = :version',
          ExpressionAttributeNames: { '#head': 'head', '#seq': 'seq', '#version': 'version' },
          ExpressionAttributeValues: { ':seq': before.record.head.seq, ':version': before.record.version },
        }
      : { ConditionExpression: 'attribute_not_exists(pk)' }),
  },
});

/** Everything that is written for a change, with the events that say so. @throws ContentTooLarge */
export function writesOf(
  database: Database,
  before: Loaded | null,
  record: ProjectRecord,
  { opened, changed, draft, revision }: After,
  events: readonly HistoryEvent[],
): Write[] {
  const { id } = record;
  return [
    recordWrite(database, before, record),
    ...events.map((event) => appendOf(database, event)),
    ...(opened ? [requestWrite(database, opened), ...waitingWrites(database, undefined, opened)] : []),
    ...changed.flatMap((request) => {
      const was = before?.requests.find(
        ({ stage, revision }) => stage === request.stage && revision === request.revision,
      );
      return [requestChange(database, request), ...waitingWrites(database, was, request)];
    }),
    ...(revision
      ? [revisionWrite(database, id, revision.number, revision.contentHash, revision.content)]
      : []),
    ...(draft === 'removed' ? [draftRemoval(database, id)] : draft ? [draftWrite(database, id, draft)] : []),
  ];
}

/** Conditions of the record, its chain and its round: refused because another writer was first, so fresh state decides. */
export const isOurs = (write: string): boolean =>
  ['record', 'request', 'revision', 'round'].includes(write) || write.startsWith('event');
