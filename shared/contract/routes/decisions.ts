import * as z from 'zod';
import { outcomes } from '../../history/vocabulary.ts';
import { comment, emptyForm, opinion, reason } from '../fields.ts';
import { HTML } from '../media-types.ts';
import type { ProblemCode } from '../problem-codes.ts';
import type { RouteAnswer, RouteRows } from '../route.ts';
import { movedOn } from './answers.ts';
import {
  attachmentBody,
  attachmentQuery,
  begun,
  notTaken,
  theFile,
  toTheFile,
  unready,
  uploadByForm,
} from './attachments.ts';

/** `POST /decisions/{token}` */
export const decisionBody = z.lazy(() =>
  z.strictObject({
    outcome: z.enum(outcomes),
    to: z
      .literal('previous-stage')
      .optional()
      .describe('Of a return: the stage before is asked again, and the unit has nothing to do'),
    comment: opinion
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
    openedAt: z.iso
      .datetime({ precision: 3 })
      .optional()
      .describe(
        'When the page that is decided on was opened: UTC, not before it was asked and not later than now. Without it counts when the request was first shown to whoever decides',
      ),
  }),
);
export type DecisionBody = z.infer<typeof decisionBody>;

/** As many as one page of the desk has. */
export const MOST_TOGETHER = 50;

/** `POST /decisions` */
export const severalDecisions = z.lazy(() =>
  z.strictObject({
    decisions: z
      .array(
        z.strictObject({
          project: z.string().max(40),
          outcome: z.literal('approve').describe('Whatever else is decided is decided alone'),
          ...decisionBody.unwrap().pick({ contentHash: true, comment: true, supplied: true }).shape,
        }),
      )
      .min(1)
      .max(MOST_TOGETHER),
  }),
);
export type SeveralDecisions = z.infer<typeof severalDecisions>;

/** `POST /projects/{id}/reassignment` */
export const reassignment = z.lazy(() =>
  z.strictObject({
    stage: z.string(),
    to: z.string().describe('The id of a person of the directory'),
    comment: reason,
  }),
);
export type Reassignment = z.infer<typeof reassignment>;

/** `POST /projects/{id}/decision/transfer` */
export const transfer = z.lazy(() => reassignment.unwrap().omit({ stage: true }));
export type Transfer = z.infer<typeof transfer>;

const reassignmentForm = z.lazy(() => z.object({ stage: z.string(), to: z.string(), comment: reason }));
const canned = z.string().optional().describe('A canned opinion (常用意见), taken where `comment` is empty');
const severalForm = z.lazy(() =>
  z
    .object({
      intent: z.literal('approve').optional().describe('Without it nothing is decided: the summary is shown'),
      project: z.array(z.string()).optional().describe('The ids, one value for each'),
      comment: opinion.optional().describe('Recorded with each'),
      canned,
    })
    .catchall(z.string())
    .describe('Beside these `contentHash.{id}` for each project'),
);
const decisionForm = z.lazy(() =>
  z
    .object({
      outcome: z
        .enum(['approve', 'return', 'return-to-previous-stage', 'reject', 'preview'])
        .describe('`preview` decides nothing'),
      contentHash: z.string(),
      comment: opinion.optional(),
      canned,
      keep: z.string().optional().describe('There to keep the opinion among one’s own canned ones'),
      code: z.string().optional(),
      resend: z
        .string()
        .optional()
        .describe('In place of `outcome`: the same, with another code to be mailed'),
      openedAt: z.string().optional(),
      fields: z
        .array(z.string())
        .optional()
        .describe('JSON Pointers, several in one value divided by blanks'),
    })
    .catchall(z.string())
    .describe('Beside these `cut.0.amount` and `cut.0.reason` for each line, and `supplied.…`'),
);

const transferForm = z.lazy(() => z.object({ to: z.string(), why: z.string().describe('The comment') }));

const minutesForm = z.lazy(() =>
  z
    .object({
      at: z.string().describe('The key of the field of files that the stage asks for'),
      intent: z.string().optional().describe('`remove:` and the id of an attachment takes it away again'),
    })
    .describe('Beside these the file as `file`'),
);

const fn = 'decisions';
const heldByLink = [
  'not-found',
  'other-person',
  'no-longer-listed',
  'own-project',
] as const satisfies readonly ProblemCode[];

const heldSignedIn = [
  'not-found',
  'no-longer-listed',
  'own-project',
] as const satisfies readonly ProblemCode[];

const ofMinutes = [
  ...notTaken,
  'request-closed',
  'already-decided',
  'reassigned',
] as const satisfies readonly ProblemCode[];

const givenAway = { 200: { description: 'It was given away', schema: 'Reassigned' }, 303: movedOn } as const;
const notGiven = [
  'unknown-person',
  'not-a-holder',
  'to-oneself',
  'request-closed',
  'reassigned',
] as const satisfies readonly ProblemCode[];

const decidedAnswer: RouteAnswer = {
  description: 'The request, decided; for a form with `preview` the page with what the cuts would leave',
  schema: 'Decision',
  types: [HTML],
};

export const decisionRows = {
  'GET /decisions/{token}': {
    fn,
    useCase: 'show-request',
    summary:
      'What is to be decided. It decides nothing, however often it is asked for; that it was opened is kept',
    who: 'link',
    answers: { 200: { description: 'The request, open or not', schema: 'Decision', types: [HTML] } },
    problems: heldByLink,
  },
  'POST /decisions/{token}': {
    fn,
    useCase: 'decide',
    again: 'told',
    summary: 'Decide',
    who: 'link',
    body: decisionBody,
    form: decisionForm,
    answers: {
      200: decidedAnswer,
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
      'files-unavailable',
    ],
    limits: ['codes', 'codeTries', 'codeTriesOfDay'],
    records: ['decided', 'approved', 'returned', 'rejected'],
  },
  'POST /decisions/{token}/renew': {
    fn,
    useCase: 'renew-link',
    again: 'told',
    summary: 'Mail a fresh link to the same person, while the request is open',
    who: 'link',
    form: emptyForm,
    answers: { 200: { description: 'The request', schema: 'Decision', types: [HTML] }, 303: movedOn },
    problems: [...heldByLink, 'already-decided', 'request-closed', 'reassigned', 'too-many-links'],
    limits: ['renewals', 'renewalsOfRequest'],
    records: ['link-renewed'],
  },
  'POST /decisions/{token}/take-back': {
    fn,
    useCase: 'take-back',
    again: 'told',
    summary: 'Take one’s own approval back, for ten minutes and until whoever comes next has opened theirs',
    who: 'link',
    form: emptyForm,
    answers: {
      200: { description: 'The request, open again', schema: 'Decision', types: [HTML] },
      303: movedOn,
    },
    problems: [...heldByLink, 'already-decided', 'not-in-this-state'],
    records: ['taken-back'],
  },
  'POST /decisions/{token}/transfer': {
    fn,
    useCase: 'reassign',
    again: 'told',
    summary:
      'Give the request to another holder of the post, or to a delegate, where the amount asks for no code: otherwise signed in',
    who: 'link',
    body: transfer,
    form: transferForm,
    answers: givenAway,
    problems: [...heldByLink, ...notGiven, 'link-expired', 'forbidden'],
    records: ['reassigned'],
  },
  'POST /decisions/{token}/attachments': {
    fn,
    useCase: 'attach-to-decision',
    again: 'harmless',
    summary: 'Begin to attach a file to one’s decision; it is named in `supplied`',
    who: 'link',
    body: attachmentBody,
    form: minutesForm,
    ...uploadByForm,
    answers: { 201: begun, 303: movedOn },
    problems: [...heldByLink, ...ofMinutes, 'link-expired'],
    limits: ['uploads'],
  },
  'GET /decisions/{token}/attachments/{attachment}': {
    fn,
    useCase: 'open-asked-attachment',
    summary: 'A file of the revision that the link asks about, or of one’s own decision',
    who: 'link',
    query: attachmentQuery,
    answers: { 200: theFile, 303: toTheFile },
    problems: [...heldByLink, ...unready, 'link-expired'],
  },
  'POST /projects/{id}/decision/attachments': {
    fn,
    useCase: 'attach-to-decision',
    again: 'harmless',
    summary: 'Begin to attach a file to one’s decision, signed in',
    who: 'signed-in',
    body: attachmentBody,
    form: minutesForm,
    ...uploadByForm,
    answers: { 201: begun, 303: movedOn },
    problems: [...heldSignedIn, ...ofMinutes],
    limits: ['uploads'],
  },
  'GET /projects/{id}/decision/attachments/{attachment}': {
    fn,
    useCase: 'open-asked-attachment',
    summary: 'A file of the revision that one is asked about, or of one’s own decision',
    who: 'signed-in',
    query: attachmentQuery,
    answers: { 200: theFile, 303: toTheFile },
    problems: [...heldSignedIn, ...unready],
  },
  'GET /projects/{id}/decision': {
    fn,
    useCase: 'show-request',
    summary: 'The same for whoever is asked, signed in. It decides nothing',
    who: 'signed-in',
    query: z.lazy(() => z.object({ notice: z.literal('mailed').optional().describe('Of the page alone') })),
    answers: { 200: { description: 'The request, open or not', schema: 'Decision', types: [HTML] } },
    problems: heldSignedIn,
  },
  'POST /projects/{id}/decision': {
    fn,
    useCase: 'decide',
    again: 'told',
    summary: 'Decide, signed in: as behind a link',
    who: 'signed-in',
    body: decisionBody,
    form: decisionForm,
    answers: { 200: decidedAnswer, 303: movedOn },
    problems: [
      ...heldSignedIn,
      'already-decided',
      'content-changed',
      'request-closed',
      'reassigned',
      'code-required',
      'wrong-code',
      'files-unavailable',
    ],
    limits: ['codes', 'codeTries', 'codeTriesOfDay'],
    records: ['decided', 'approved', 'returned', 'rejected'],
  },
  'POST /projects/{id}/decision/take-back': {
    fn,
    useCase: 'take-back',
    again: 'told',
    summary: 'The same, signed in',
    who: 'signed-in',
    form: emptyForm,
    answers: {
      200: { description: 'The request, open again', schema: 'Decision', types: [HTML] },
      303: movedOn,
    },
    problems: [...heldSignedIn, 'already-decided', 'not-in-this-state'],
    records: ['taken-back'],
  },
  'POST /decisions': {
    fn,
    useCase: 'decide-several',
    again: 'harmless',
    summary: 'Approve several requests that ask whoever is signed in; each is answered for itself',
    who: 'signed-in',
    body: severalDecisions,
    form: severalForm,
    answers: {
      200: {
        description: 'What became of each; for a form without `intent` the summary of what would be approved',
        schema: 'DecisionResults',
        types: [HTML],
      },
    },
    records: ['decided', 'approved'],
  },
  'POST /projects/{id}/decision/link': {
    fn,
    useCase: 'renew-link',
    again: 'told',
    summary: 'Mail the link to whoever is asked, signed in, while the request is open',
    who: 'signed-in',
    form: emptyForm,
    answers: { 202: { description: 'It is on its way', schema: 'Decision', types: [HTML] }, 303: movedOn },
    problems: [...heldSignedIn, 'already-decided', 'request-closed', 'reassigned', 'too-many-links'],
    limits: ['renewals', 'renewalsOfRequest'],
    records: ['link-renewed'],
  },
  'POST /projects/{id}/decision/transfer': {
    fn,
    useCase: 'reassign',
    again: 'told',
    summary:
      'Give the request that asks whoever is signed in to another holder of the post, or to a delegate',
    who: 'signed-in',
    body: transfer,
    form: transferForm,
    answers: givenAway,
    problems: [...heldSignedIn, ...notGiven],
    records: ['reassigned'],
  },
  'POST /projects/{id}/reassignment': {
    fn,
    useCase: 'reassign',
    again: 'told',
    summary: 'Give an open request to another holder of the stage’s post, or to a delegate',
    who: { roles: ['administrator'] },
    body: reassignment,
    form: reassignmentForm,
    answers: { 200: { description: 'It was reassigned', schema: 'Reassigned' }, 303: movedOn },
    problems: ['not-found', 'unknown-person', 'not-a-holder', 'to-oneself', 'own-project', 'request-closed'],
    records: ['reassigned'],
  },
} as const satisfies RouteRows;
