import * as z from 'zod';
import { day } from '../../values/dates.ts';
import { emptyForm, reason } from '../fields.ts';
import { HTML, ZIP } from '../media-types.ts';
import type { RouteRows } from '../route.ts';
import { movedOn } from './answers.ts';

/** `GET /history/checkpoints` */
export const checkpointsQuery = z.strictObject({
  cursor: z.coerce.number().int().min(1).optional().describe('The `next` of the page before'),
  limit: z.coerce.number().int().min(1).max(500).optional(),
});
export type CheckpointParameters = z.infer<typeof checkpointsQuery>;

const evidence = {
  contents: z
    .enum(['yes', 'no'])
    .optional()
    .describe('Whether declarations and details of decisions go along; they hold personal data'),
  reason: reason.optional().describe('Why an auditor needs the personal data in the contents'),
};

/** `GET /projects/{id}/evidence` */
export const evidenceQuery = z.strictObject(evidence);
export type EvidenceParameters = z.infer<typeof evidenceQuery>;

/** `GET /history/evidence` */
export const periodEvidenceQuery = z.strictObject({
  from: day.describe('A day in Beijing'),
  to: day.describe('A day in Beijing, within the period'),
  ...evidence,
});
export type PeriodEvidenceParameters = z.infer<typeof periodEvidenceQuery>;

const fn = 'evidence';
const auditors = { roles: ['auditor'] } as const;

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
    summary: 'Make a checkpoint now',
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
    summary: 'The public key that checks the checkpoints: PEM, or JSON where it is asked for',
    who: 'public',
    answers: { 200: { description: 'The key', schema: 'PublicKey', types: ['text/plain'] } },
  },
  'GET /projects/{id}/evidence': {
    fn,
    useCase: 'export-project-evidence',
    summary: 'The evidence bundle of a project: a ZIP archive with its own verifier',
    who: 'signed-in',
    query: evidenceQuery,
    answers: { 200: { description: 'The bundle', types: [ZIP] } },
    problems: ['not-found', 'evidence-too-large', 'not-yet-covered'],
    records: ['exported', 'unmasked'],
  },
  'GET /history/evidence': {
    fn,
    useCase: 'export-period-evidence',
    summary: 'The evidence bundle of a period, between two checkpoints: nothing in it can be left out unseen',
    who: auditors,
    query: periodEvidenceQuery,
    answers: { 200: { description: 'The bundle', types: [ZIP] } },
    problems: ['evidence-too-large', 'not-yet-covered'],
    records: ['exported', 'unmasked'],
  },
} as const satisfies RouteRows;
