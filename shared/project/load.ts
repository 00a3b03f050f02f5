import * as z from 'zod';
import { digest } from '../history/digest.ts';
import type { HistoryEvent } from '../history/event.ts';
import { unpack } from '../store/content.ts';
import { type Database, getUnchanging, type Item, readPartition } from '../store/database.ts';
import type { Project } from '../workflow/project.ts';
import {
  draftKey,
  heldMarkKey,
  projectKey,
  recordPart,
  recordPartSince,
  revisionKey,
  sentSeqOf,
} from './keys.ts';
import {
  type DraftContent,
  draftContent,
  type ProjectRecord,
  type RequestRecord,
  type RevisionContent,
  revisionContent,
} from './records.ts';
import { storedRecord, storedRequest } from './stored.ts';

/** A project's record with its requests, from one read. */
export interface Loaded {
  readonly record: ProjectRecord;
  readonly requests: readonly RequestRecord[];
}

/** A project with the marks of its mails, of all or from an event on. */
export interface Marked extends Loaded {
  /** The events whose mail has been sent, by number, with the time at which it went out, a digest's if one brought it: UTC. */
  readonly sent: ReadonlyMap<number, string>;
  /** The events whose mail somebody's digest is still to bring, by number, and the ids of those whose digests they are. */
  readonly held: ReadonlyMap<number, readonly string[]>;
}

const sentMark = z.object({ at: z.string() });

function sentOf(items: readonly Item[]): Map<number, string> {
  const marks = items.flatMap((item) => {
    const seq = sentSeqOf(String(item.sk));
    return seq === null ? [] : [[seq, sentMark.parse(item).at] as const];
  });
  return new Map(marks);
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

const withPrefix = (items: readonly Item[], prefix: string) =>
  items.filter((item) => String(item.sk).startsWith(prefix));

function loadedOf(items: readonly Item[]): Loaded | null {
  const head = items.find((item) => item.sk === 'PROJECT');
  if (!head) return null;
  return {
    record: storedRecord(head),
    requests: withPrefix(items, 'REQUEST#').map(storedRequest),
  };
}

/**
 * The record with its requests, whatever was mailed about them; null where there is no such project.
 * @param eventually at half the price, and maybe as it was a moment ago; without, read strongly
 */
export async function loadProject(
  database: Database,
  id: string,
  eventually?: 'eventually',
): Promise<Loaded | null> {
  return loadedOf(await readPartition(database, projectKey(id).pk, recordPart, eventually));
}

interface MarksWanted {
  /** The number of an event: only the marks of that one and of those after it; without, all. */
  readonly since?: number;
  readonly eventually?: 'eventually' | undefined;
}

/** The same with the marks of its mails. */
export async function loadMarked(
  database: Database,
  id: string,
  { since, eventually }: MarksWanted = {},
): Promise<Marked | null> {
  const part = since === undefined ? undefined : recordPartSince(since);
  const items = await readPartition(database, projectKey(id).pk, part, eventually);
  const loaded = loadedOf(items);
  return loaded && { ...loaded, sent: sentOf(items), held: heldOf(withPrefix(items, 'HELD#')) };
}

/** Whether a read has seen an event, with the request that it speaks of. */
const hasSeen = (loaded: Loaded, { seq, stage, revision }: HistoryEvent): boolean =>
  loaded.record.head.seq >= seq &&
  (stage === undefined || revision === undefined || findRequest(loaded, revision, stage) !== undefined);

/** Reads the project of an event, with the marks of that event and of those after it; null where there is none. */
export type LoadAfter = (event: HistoryEvent) => Promise<Marked | null>;

/**
 * Projects for whoever is told of their events, as they stood then, or later: what comes after an event has one of its
 * own. So the cheaper read serves wherever it has seen the event, and for all events of a batch that it has seen.
 */
export function loaderOf(database: Database): LoadAfter {
  const read = new Map<string, Marked>();
  return async (event) => {
    const { chain, seq: since } = event;
    const known = read.get(chain);
    if (known && hasSeen(known, event)) return known;
    const seen = await loadMarked(database, chain, { since, eventually: 'eventually' });
    const loaded = seen && hasSeen(seen, event) ? seen : await loadMarked(database, chain, { since });
    if (loaded) read.set(chain, loaded);
    return loaded;
  };
}

/** A project as the core decides about it. */
export const asProject = ({ record, requests }: Pick<Loaded, 'record' | 'requests'>): Project => ({
  ...record,
  requests,
});

/** When the mail of an event went out, to the last whom it was for; an event that was not mailed was told when it happened. */
export const toldAt = ({ sent }: Marked, { seq, at }: HistoryEvent): Date => new Date(sent.get(seq) ?? at);

/** The request that a link or the flow speaks of. */
export const findRequest = (loaded: Loaded, revision: number, stage: string): RequestRecord | undefined =>
  loaded.requests.find((request) => request.revision === revision && request.stage === stage);

export async function loadDraft(database: Database, id: string): Promise<DraftContent | null> {
  const item = await database.get(database.projects, draftKey(id));
  return item === undefined ? null : draftContent.parse(unpack(item.content));
}

/** Whether a project's draft is just this already. */
export async function isDraftStored(database: Database, id: string, content: DraftContent): Promise<boolean> {
  const draft = await loadDraft(database, id);
  const hashOf = ({ declaration, unread }: DraftContent) => digest({ declaration, unread });
  return draft !== null && hashOf(draft) === hashOf(content);
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
