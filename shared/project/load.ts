import * as z from 'zod';
import type { HistoryEvent } from '../history/event.ts';
import { unpack } from '../store/content.ts';
import { type Database, getUnchanging, type Item, readPartition } from '../store/database.ts';
import type { Project } from '../workflow/project.ts';
import { draftKey, heldMarkKey, projectKey, revisionKey } from './keys.ts';
import {
  type DraftContent,
  draftContent,
  type ProjectRecord,
  type RequestRecord,
  type RevisionContent,
  revisionContent,
} from './records.ts';
import { storedRecord, storedRequest } from './stored.ts';

/** All that stands in a project's record, from one strong read. */
export interface Loaded {
  readonly record: ProjectRecord;
  readonly requests: readonly RequestRecord[];
  /** The events whose mail has been sent, by number, with the time at which it went out, a digest's if one brought it: UTC. */
  readonly sent: ReadonlyMap<number, string>;
  /** The events whose mail somebody's digest is still to bring, by number, and the ids of those whose digests they are. */
  readonly held: ReadonlyMap<number, readonly string[]>;
}

const sentMark = z.object({ sk: z.string(), at: z.string() });

function sentOf(item: Item): readonly [seq: number, at: string] {
  const { sk, at } = sentMark.parse(item);
  return [Number(sk.slice('SENT#'.length)), at];
}

const heldMark = z.object({ sk: z.string(), seq: z.int() });

function heldOf(items: readonly Item[]): Map<number, readonly string[]> {
  const held = new Map<number, readonly string[]>();
  for (const { sk, seq } of items.map((item) => heldMark.parse(item))) {
    const person = sk.slice(heldMarkKey('', seq, '').sk.length);
    held.set(seq, [...(held.get(seq) ?? []), person]);
  }
  return held;
}

/** The record with all that belongs to it, read strongly; null where there is no such project. */
export async function loadProject(database: Database, id: string): Promise<Loaded | null> {
  const items = await readPartition(database, projectKey(id).pk);
  const head = items.find((item) => item.sk === 'PROJECT');
  if (!head) return null;
  const withPrefix = (prefix: string) => items.filter((item) => String(item.sk).startsWith(prefix));
  return {
    record: storedRecord(head),
    requests: withPrefix('REQUEST#').map(storedRequest),
    sent: new Map(withPrefix('SENT#').map(sentOf)),
    held: heldOf(withPrefix('HELD#')),
  };
}

/** A project as the core decides about it. */
export const asProject = ({ record, requests }: Pick<Loaded, 'record' | 'requests'>): Project => ({
  ...record,
  requests,
});

/** When the mail of an event went out, to the last whom it was for; an event that was not mailed was told when it happened. */
export const toldAt = ({ sent }: Loaded, { seq, at }: HistoryEvent): Date => new Date(sent.get(seq) ?? at);

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
  const item = await getUnchanging(database, revisionKey(id, revision));
  return item === undefined ? null : revisionContent.parse(unpack(item.content));
}

/** A revision that must be there, because the record says so. @throws Error where it is not */
export async function demandRevision(
  database: Database,
  id: string,
  revision: number,
): Promise<RevisionContent> {
  const content = await loadRevision(database, id, revision);
  if (!content) throw new Error(`Revision ${revision} of ${id} is not there`);
  return content;
}
