import { padded } from '../store/keys.ts';

/** The keys of a project's items in the Projects table. */

/** A project's record, its requests and sent-marks: read together by one query. */
export const projectKey = (id: string) => ({ pk: `P#${id}`, sk: 'PROJECT' });
export const requestKey = (id: string, revision: number, stage: string) => ({
  pk: `P#${id}`,
  sk: `REQUEST#${padded(revision)}#${stage}`,
});
export const sentKey = (id: string, seq: number) => ({ pk: `P#${id}`, sk: `SENT#${padded(seq)}` });

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
