import * as z from 'zod';
import { day } from '../../values/dates.ts';
import { emptyForm, reason, wholeNumber } from '../fields.ts';
import { HTML, ZIP } from '../media-types.ts';
import type { RouteRows } from '../route.ts';
import { movedOn } from './answers.ts';

/** `GET /history/checkpoints` */
export const checkpointsQuery = z.lazy(() =>
  z.strictObject({
    cursor: wholeNumber(1, Number.MAX_SAFE_INTEGER).optional().describe('The `next` of the page before'),
    limit: wholeNumber(1, 500).optional(),
  }),
);
export type CheckpointParameters = z.infer<typeof checkpointsQuery>;

const contents = z.enum(['yes', 'no']).optional();
const why = reason.optional().describe('Why an auditor needs the personal data in the contents');
const evidence = {
  contents: contents.describe(
    'Whether declarations and details of decisions go along; they hold personal data. `yes` is for programs with a token: a page posts it',
  ),
  reason: why,
};
const period = {
  from: day.describe('A day in Beijing'),
  to: day.describe('A day in Beijing, within the period'),
};

/** `GET /projects/{id}/evidence` */
const evidenceQuery = z.lazy(() => z.strictObject(evidence));

/** `GET /history/evidence` */
const periodEvidenceQuery = z.lazy(() => z.strictObject({ ...period, ...evidence }));

/** `POST /projects/{id}/evidence` */
export const evidenceBody = z.lazy(() =>
  z.strictObject({
    contents: contents.describe('Whether declarations and details of decisions go along'),
    reason: why,
  }),
);
export type EvidenceParameters = z.infer<typeof evidenceBody>;

/** `POST /history/evidence` */
export const periodEvidenceBody = z.lazy(() => z.strictObject({ ...period, ...evidenceBody.unwrap().shape }));
export type PeriodEvidenceParameters = z.infer<typeof periodEvidenceBody>;

/** `GET /projects/{id}/evidence/files/{part}` */
const partQuery = z.lazy(() => z.strictObject({ reason: why }));

/** `POST /projects/{id}/evidence/files/{part}` */
export const partBody = z.lazy(() => z.strictObject({ reason: why }));
export type PartParameters = z.infer<typeof partBody>;

/** `GET /history/evidence/files` */
const periodFilesQuery = z.lazy(() => z.strictObject(period));

/** `POST /history/evidence/files/{part}` */
export const periodPartBody = z.lazy(() => z.strictObject({ ...period, reason: why }));
export type PeriodPartParameters = z.infer<typeof periodPartBody>;

const contentsForm = { contents: z.string().optional(), reason: why };
const evidenceForm = z.lazy(() => z.object(contentsForm));
const periodEvidenceForm = z.lazy(() => z.object({ from: z.string(), to: z.string(), ...contentsForm }));

const fn = 'evidence';
const auditors = { roles: ['auditor'] } as const;

/** Evidence holds personal data where contents go along: then another site's page must not be able to say why. */
const bundle = {
  fn,
  answers: { 200: { description: 'The bundle', types: [ZIP] } },
  limits: ['exports', 'unmaskings'],
  records: ['exported', 'unmasked'],
} as const;
const ofProject = {
  ...bundle,
  useCase: 'export-project-evidence',
  who: 'signed-in',
  programs: true,
  problems: ['not-found', 'evidence-too-large', 'not-yet-covered'],
} as const;
const ofPeriod = {
  ...bundle,
  useCase: 'export-period-evidence',
  who: auditors,
  problems: ['evidence-too-large', 'not-yet-covered'],
} as const;

/** The files of a bundle that has no room for them. */
const files = {
  fn,
  answers: {
    200: {
      description: 'How many files, how large, and in which parts they are downloaded',
      schema: 'EvidenceFiles',
      types: [HTML],
    },
  },
} as const;
const part = {
  ...bundle,
  answers: {
    200: { description: 'Small files together', types: [ZIP] },
    303: {
      description: 'One large file: the address of its bytes, which holds for a minute',
      location: true,
    },
  },
  problems: ['not-found', 'files-unavailable'],
} as const;
const partOfProject = {
  ...part,
  useCase: 'export-project-files',
  who: 'signed-in',
  programs: true,
} as const;

export const evidenceRows = {
  'GET /history/checkpoints': {
    fn,
    useCase: 'list-checkpoints',
    summary: 'The signed checkpoints over the whole history, newest first',
    who: auditors,
    query: checkpointsQuery,
    answers: { 200: { description: 'A page of checkpoints', schema: 'Checkpoints', types: [HTML] } },
  },
  'POST /history/checkpoints': {
    fn,
    useCase: 'make-checkpoint',
    again: 'harmless',
    summary: 'Make a checkpoint now: ten at once and one a minute over time, for everybody together',
    who: { roles: ['auditor', 'administrator'] },
    form: emptyForm,
    answers: {
      200: { description: 'The last one: nothing has happened since', schema: 'Checkpoint' },
      201: { description: 'The new one', schema: 'Checkpoint', location: true },
      303: movedOn,
    },
  },
  'GET /history/checkpoints/{number}': {
    fn,
    useCase: 'show-checkpoint',
    summary: 'A checkpoint',
    who: auditors,
    answers: { 200: { description: 'The checkpoint', schema: 'Checkpoint' } },
    problems: ['not-found'],
  },
  'GET /history/key': {
    fn,
    useCase: 'show-key',
    summary:
      'The public keys that check the checkpoints: PEM, the present one first, or JSON where it is asked for',
    who: 'public',
    answers: { 200: { description: 'The key', schema: 'PublicKey', types: ['text/plain'] } },
  },
  'GET /projects/{id}/evidence': {
    ...ofProject,
    summary: 'The evidence bundle of a project: a ZIP archive with its own verifier',
    query: evidenceQuery,
    problems: [...ofProject.problems, 'contents-by-post'],
  },
  'POST /projects/{id}/evidence': {
    ...ofProject,
    again: 'reads',
    summary: 'The same with its contents, for which an auditor says a reason',
    body: evidenceBody,
    form: evidenceForm,
  },
  'GET /history/evidence': {
    ...ofPeriod,
    summary: 'The evidence bundle of a period, between two checkpoints: nothing in it can be left out unseen',
    query: periodEvidenceQuery,
    problems: [...ofPeriod.problems, 'contents-by-post'],
  },
  'POST /history/evidence': {
    ...ofPeriod,
    again: 'reads',
    summary: 'The same with its contents, for which an auditor says a reason',
    body: periodEvidenceBody,
    form: periodEvidenceForm,
  },
  'GET /projects/{id}/evidence/files': {
    ...files,
    useCase: 'list-project-files',
    summary: 'The attached files of a project’s evidence, and the parts in which they are downloaded',
    who: 'signed-in',
    programs: true,
    problems: ['not-found'],
  },
  'GET /projects/{id}/evidence/files/{part}': {
    ...partOfProject,
    summary: 'A part of them: a ZIP archive of small files, or one large file as it is',
    query: partQuery,
    problems: [...part.problems, 'contents-by-post'],
  },
  'POST /projects/{id}/evidence/files/{part}': {
    ...partOfProject,
    again: 'reads',
    summary: 'The same, for which an auditor says a reason',
    body: partBody,
    form: z.lazy(() => z.object({ reason: why })),
  },
  'GET /history/evidence/files': {
    ...files,
    useCase: 'list-period-files',
    summary: 'The attached files of a period’s evidence, and the parts in which they are downloaded',
    who: auditors,
    query: periodFilesQuery,
    limits: ['exports'],
    problems: ['evidence-too-large'],
  },
  'POST /history/evidence/files/{part}': {
    ...part,
    useCase: 'export-period-files',
    again: 'reads',
    summary: 'A part of them, for which a reason is said',
    who: auditors,
    body: periodPartBody,
    form: z.lazy(() => z.object({ from: z.string(), to: z.string(), reason: why })),
    problems: [...part.problems, 'evidence-too-large'],
  },
} as const satisfies RouteRows;
