import { padded } from '../store/keys.ts';

/** The keys of a project's items in the Projects table. */

/** A project's record, its requests and sent-marks: read together by one query. */
export const projectKey = (id: string) => ({ pk: `P#${id}`, sk: 'PROJECT' });
export const requestKey = (id: string, revision: number, stage: string) => ({
  pk: `P#${id}`,
  sk: `REQUEST#${padded(revision)}#${stage}`,
});
export const sentKey = (id: string, seq: number) => ({ pk: `P#${id}`, sk: `SENT#${padded(seq)}` });

/**
 * What an open request is found by beside its project: the people it waits for, or, where it waits for nobody, the
 * unit whose post is asked.
 */
export const waitingFor = {
  person: (id: string) => `W#P#${id}`,
  nobodyOf: (unit: string) => `W#U#${unit}`,
} as const;
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
