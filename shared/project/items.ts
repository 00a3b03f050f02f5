import type { HistoryEvent } from '../history/event.ts';
import { LARGEST_PACKED, pack } from '../store/content.ts';
import type { Database, Item, Write } from '../store/database.ts';
import { ContentTooLarge } from '../store/errors.ts';
import { appendsOf } from '../store/history-store.ts';
import type { After } from './after.ts';
import { curedWrites, failedMailWrite } from './failed-mails.ts';
import { draftKey, projectKey, requestKey, revisionKey } from './keys.ts';
import { findRequest, type Loaded } from './load.ts';
import type { DraftContent, ProjectRecord, RequestRecord, RevisionContent } from './records.ts';
import { requestsAfter } from './requests-after.ts';
import { packedRecord, packedRequest } from './stored.ts';
import { underWayWrites } from './under-way.ts';
import { waitingWrites } from './waiting-for.ts';

/** How what a command leads to is written: the items of one transaction, each with the condition that guards it. */

function recordItem(record: ProjectRecord): Item {
  const { flow } = record;
  return packedRecord({
    ...projectKey(record.id),
    ...record,
    // What the index by unit shows of what has ended; `record` itself keeps the truth under `flow`. It says no stage: each
    // would be a write of the index.
    unitId: record.unit.id,
    state: flow.state,
    revision: flow.revision,
    requestedFen:
      flow.state === 'draft' || flow.state === 'returned' ? record.requestedFen : flow.requestedFen,
    ...(flow.state === 'approved' ? { approvedFen: flow.approvedFen } : {}),
    ...(record.dueAt === undefined ? {} : { due: 'due' }),
  });
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

/**
 * Whether a request is found under the unit that is asked, which is asked for what is overdue alone. As long as nothing
 * was waited for in vain it cannot be: a reminder comes before the deadline, and with it the request is written again.
 */
const mayBeOverdue = ({ steps, dueAt, deadline }: RequestRecord): boolean => steps > 0 || dueAt >= deadline;

function requestItem(request: RequestRecord): Item {
  const { askedUnit, ...rest } = request;
  const item = { ...requestKey(request.projectId, request.revision, request.stage), ...rest };
  // Listed under the unit that is asked, and among what is due, only while it is open: both indexes are sparse.
  if (request.status !== 'open') return packedRequest(item, false);
  const isIndexed = askedUnit !== undefined && mayBeOverdue(request);
  return packedRequest({ ...item, due: 'due', ...(askedUnit === undefined ? {} : { askedUnit }) }, isIndexed);
}

/**
 * Opens a request, or changes the one that there is, as it was read: opened by nobody since, and with the token that it
 * had, for a newer one must not be overwritten.
 */
const requestWrite = (
  database: Database,
  before: RequestRecord | undefined,
  request: RequestRecord,
): Write => ({
  name: 'request',
  Put: {
    TableName: database.projects,
    Item: requestItem(request),
    ...(before
      ? {
          ConditionExpression: `#status = :status AND #order = :order AND ${
            before.openedAt === undefined ? 'attribute_not_exists(#openedAt)' : 'attribute_exists(#openedAt)'
          }`,
          ExpressionAttributeNames: { '#status': 'status', '#order': 'tokenOrder', '#openedAt': 'openedAt' },
          ExpressionAttributeValues: { ':status': before.status, ':order': before.tokenOrder },
        }
      : { ConditionExpression: 'attribute_not_exists(pk)' }),
  },
});

const recordWrite = (database: Database, before: Loaded | null, after: ProjectRecord): Write => ({
  name: 'record',
  Put: {
    TableName: database.projects,
    Item: recordItem(after),
    ...(before
      ? {
          // Where neither event nor version moves, the lists may have: two that move a line write its totals once.
          ConditionExpression: `#head.#seq = :seq AND #version = :version AND ${
            before.record.listed === undefined ? 'attribute_not_exists(#listed)' : '#listed = :listed'
          }`,
          ExpressionAttributeNames: {
            ...{ '#head': 'head', '#seq': 'seq' },
            ...{ '#version': 'version', '#listed': 'listed' },
          },
          ExpressionAttributeValues: {
            ':seq': before.record.head.seq,
            ':version': before.record.version,
            ...(before.record.listed === undefined ? {} : { ':listed': before.record.listed }),
          },
        }
      : { ConditionExpression: 'attribute_not_exists(pk)' }),
  },
});

/** Everything that is written for a change, with the events that say so. @throws ContentTooLarge */
export function writesOf(
  database: Database,
  before: Loaded | null,
  record: ProjectRecord,
  after: After,
  events: readonly HistoryEvent[],
): Write[] {
  const { id } = record;
  const { opened, changed, failed, draft, revision } = after;
  const requests = requestsAfter(before?.requests ?? [], after);
  return [
    recordWrite(database, before, record),
    ...appendsOf(database, events),
    ...[...(opened ? [opened] : []), ...changed].flatMap((request) => {
      const was = before ? findRequest(before, request.revision, request.stage) : undefined;
      return [
        requestWrite(database, was, request),
        ...waitingWrites(database, before && was ? { record: before.record, request: was } : undefined, {
          record,
          request,
        }),
        ...curedWrites(database, was, request),
      ];
    }),
    ...underWayWrites(database, before, { record, requests }),
    ...(failed ? [failedMailWrite(database, failed)] : []),
    ...(revision
      ? [revisionWrite(database, id, revision.number, revision.contentHash, revision.content)]
      : []),
    ...(draft === 'removed' ? [draftRemoval(database, id)] : draft ? [draftWrite(database, id, draft)] : []),
  ];
}

/** Conditions of the record, its chain and its round: refused because another writer was first, so fresh state decides. */
export const isOurs = (write: string): boolean =>
  ['record', 'request', 'revision', 'round'].includes(write) || write.startsWith('event');
