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

/** The contents stand apart: they are large, and most readers of a record do not want them. */
export const draftKey = (id: string) => ({ pk: `C#${id}`, sk: 'DRAFT' });
export const revisionKey = (id: string, revision: number) => ({
  pk: `C#${id}`,
  sk: `REVISION#${padded(revision)}`,
});
