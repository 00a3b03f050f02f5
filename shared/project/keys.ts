import { padded } from '../store/keys.ts';

/** The keys of a project's items in the Projects table. */

/**
 * A project's record with its requests: read together by one query. The marks of its mails stand on both sides of them in
 * the same partition, the newest nearest: one query reads them from an event on, and none of those before it.
 */
export const projectKey = (id: string) => ({ pk: `P#${id}`, sk: 'PROJECT' });
export const requestKey = (id: string, revision: number, stage: string) => ({
  pk: `P#${id}`,
  sk: `REQUEST#${padded(revision)}#${stage}`,
});

/** More events than any project has. */
const MOST_EVENTS = 999_999;
const TOLD_PREFIX = 'TOLD#';
/** In earlier releases the marks stood the oldest first. */
const SENT_PREFIX = 'SENT#';

/** Counted down: the mark of the newest event stands first. */
export const sentKey = (id: string, seq: number) => ({
  pk: `P#${id}`,
  sk: `${TOLD_PREFIX}${String(MOST_EVENTS - seq).padStart(6, '0')}`,
});
/** The number of the event whose mark stands under a key; null where it is none. */
export function sentSeqOf(sk: string): number | null {
  if (sk.startsWith(TOLD_PREFIX)) return MOST_EVENTS - Number(sk.slice(TOLD_PREFIX.length));
  return sk.startsWith(SENT_PREFIX) ? Number(sk.slice(SENT_PREFIX.length)) : null;
}
/** A project's record with its requests. */
export const recordPart = { from: 'PROJECT', to: 'REQUEST#~' } as const;
/** The same with the marks of an event and of all after it; those of earlier releases are among them. */
export const recordPartSince = (seq: number) => ({
  from: heldMarkKey('', seq, '').sk,
  to: sentKey('', seq).sk,
});

/** Beside the records: what waits for whom. */
export const waitingKey = (waiting: string, id: string, revision: number, stage: string) => ({
  pk: waiting,
  sk: `${id}#${padded(revision)}#${stage}`,
});

/** What a unit has under way; before all of it a head, once what an earlier release began stands there as well. */
export const underWayKey = (unit: string, id: string) => ({ pk: `W#D#${unit}`, sk: id });
export const UNDER_WAY_HEAD = '#';

/** A list of projects, newest last: a project's line stands there by its budget year and its time. */
export const listPk = (list: string): string => `LIST#${list}`;
/** What lines of a list come to. */
export const totalsPk = (of: string): string => `TOTALS#${of}`;
/** How far projects of earlier versions have been listed. */
export const listingKey = { pk: 'LISTS', sk: 'LISTED' } as const;

/** In a project: an event's mail is held for a person's digest, which has not told it yet. */
export const heldMarkKey = (id: string, seq: number, person: string) => ({
  pk: `P#${id}`,
  sk: `HELD#${padded(seq)}#${person}`,
});

/** A person's digest: when it is due. */
export const digestKey = (person: string) => ({ pk: `D#${person}`, sk: 'DIGEST' });
/** What it will tell: sorted by the time of the event. */
export const HELD_PREFIX = 'HELD#';
export const heldKey = (person: string, at: string, id: string, seq: number, recipients: string) => ({
  pk: `D#${person}`,
  sk: `${HELD_PREFIX}${at}#${id}#${padded(seq)}#${recipients}`,
});
/** A letter to a mailbox that a person does not have any more: until when it was theirs (UTC), and the mailbox hashed. */
export const formerMailboxKey = (person: string, until: string, mailbox: string) => ({
  pk: `D#${person}`,
  sk: `MAILBOX#${until}#${mailbox}`,
});
/** What one that was mailed told. */
export const mailedDigestKey = (person: string, digest: string) => ({
  pk: `D#${person}`,
  sk: `MAILED#${digest}`,
});

/** All mails that did not arrive, each person's together; by the request that one asks about, or by its event. */
export const failedMailsKey = 'FAILED';
export const failedMailKey = (
  person: string,
  id: string,
  of: { readonly stage: string; readonly revision: number } | { readonly seq: number },
) => ({
  pk: failedMailsKey,
  sk: `${person}#${id}#${'seq' in of ? padded(of.seq) : `${padded(of.revision)}#${of.stage}`}`,
});

/** The contents stand apart: they are large, and most readers of a record do not want them. */
export const draftKey = (id: string) => ({ pk: `C#${id}`, sk: 'DRAFT' });
export const revisionKey = (id: string, revision: number) => ({
  pk: `C#${id}`,
  sk: `REVISION#${padded(revision)}`,
});
