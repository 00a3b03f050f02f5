import * as z from 'zod';
import { outcomes } from '../../history/vocabulary.ts';
import { comment, emptyForm, reason } from '../fields.ts';
import { HTML } from '../media-types.ts';
import type { ProblemCode } from '../problem-codes.ts';
import type { RouteRows } from '../route.ts';
import { movedOn } from './answers.ts';

/** `POST /decisions/{token}` */
export const decisionBody = z.strictObject({
  outcome: z.enum(outcomes),
  comment: comment
    .optional()
    .describe('A return and a rejection need one, of ten letters or digits at least'),
  /** The hash that was shown with the declaration: a decision is on that content. */
  contentHash: z.string().regex(/^[0-9a-f]{64}$/),
  /** The fields that a return is about. */
  fields: z.array(z.string().max(200).startsWith('/')).max(50).optional(),
  cuts: z
    .array(
      z.strictObject({
        line: z.int().min(0).describe("0-based index in the submitted revision's plan"),
        amountFen: z.int().min(0).describe('What is approved for that line'),
        reason: comment.describe('Ten letters or digits at least where less is approved'),
      }),
    )
    .max(200)
    .optional(),
  code: z
    .string()
    .regex(/^\d{6}$/)
    .optional()
    .describe('The code from the mailbox, where the amount asks for one'),
  supplied: z
    .record(z.string(), z.unknown())
    .optional()
    .describe('What the stage asks its decider to supply'),
});
export type DecisionBody = z.infer<typeof decisionBody>;

/** `POST /projects/{id}/reassignment` */
export const reassignment = z.strictObject({
  stage: z.string(),
  to: z.string().describe('The id of a person of the directory'),
  comment: reason,
});
export type Reassignment = z.infer<typeof reassignment>;

const reassignmentForm = z.object({ stage: z.string(), to: z.string(), comment: reason });
const decisionForm = z
  .object({
    outcome: z.enum(['approve', 'return', 'reject', 'preview']).describe('`preview` decides nothing'),
    contentHash: z.string(),
    comment: comment.optional(),
    code: z.string().optional(),
    fields: z.array(z.string()).optional().describe('JSON Pointers, several in one value divided by blanks'),
  })
  .catchall(z.string())
  .describe('Beside these `cut.0.amount` and `cut.0.reason` for each line, and `supplied.…`');

const fn = 'decisions';
const heldByLink = [
  'not-found',
  'other-person',
  'no-longer-listed',
  'own-project',
] as const satisfies readonly ProblemCode[];

export const decisionRows = {
  'GET /decisions/{token}': {
    fn,
    useCase: 'show-request',
    summary: 'What is to be decided. It changes nothing, however often it is asked for',
    who: 'link',
    answers: { 200: { description: 'The request, open or not', schema: 'Decision', types: [HTML] } },
    problems: heldByLink,
  },
  'POST /decisions/{token}': {
    fn,
    useCase: 'decide',
    summary: 'Decide',
    who: 'link',
    body: decisionBody,
    form: decisionForm,
    answers: {
      200: {
        description:
          'The request, decided; for a form with `preview` the page with what the cuts would leave',
        schema: 'Decision',
        types: [HTML],
      },
      303: movedOn,
    },
    problems: [
      ...heldByLink,
      'already-decided',
      'content-changed',
      'request-closed',
      'reassigned',
      'link-expired',
      'code-required',
      'wrong-code',
    ],
    limits: ['codes', 'codeTries', 'codeTriesOfDay'],
    records: ['decided', 'approved', 'returned', 'rejected'],
  },
  'POST /decisions/{token}/renew': {
    fn,
    useCase: 'renew-link',
    summary: 'Mail a fresh link to the same person, while the request is open',
    who: 'link',
    form: emptyForm,
    answers: { 200: { description: 'The request', schema: 'Decision', types: [HTML] }, 303: movedOn },
    problems: [...heldByLink, 'already-decided', 'request-closed', 'reassigned', 'too-many-links'],
    limits: ['renewals', 'renewalsOfRequest'],
    records: ['link-renewed'],
  },
  'POST /projects/{id}/reassignment': {
    fn,
    useCase: 'reassign',
    summary: 'Give an open request to another holder of the stage’s post, or to a delegate',
    who: { roles: ['administrator'] },
    body: reassignment,
    form: reassignmentForm,
    answers: { 200: { description: 'It was reassigned', schema: 'Reassigned' }, 303: movedOn },
    problems: ['not-found', 'unknown-person', 'not-a-holder', 'to-oneself', 'own-project', 'request-closed'],
    records: ['reassigned'],
  },
} as const satisfies RouteRows;
