import * as z from 'zod';
import {
  checkpointsQuery,
  documentQuery,
  evidenceQuery,
  historyQuery,
  overviewQuery,
  periodEvidenceQuery,
  signInQuery,
  timelineQuery,
} from '../../shared/contract/bodies.ts';
import type { ProblemCode } from '../../shared/contract/problem-codes.ts';
import type { Role } from '../../shared/identity/principal.ts';
import type { SchemaName } from './schemas.ts';

/** One line of the contract at the edge, as the document tells it. */
export interface Operation {
  readonly summary: string;
  readonly who: 'anyone' | 'link' | 'signed-in' | Role | readonly Role[];
  readonly query?: z.ZodObject;
  /** The name of the JSON body's schema. */
  readonly body?: SchemaName;
  /** Whether pages may send the body form-encoded, with `version` in place of If-Match. */
  readonly takesForm?: boolean;
  readonly ifMatch?: 'required' | 'or-first';
  readonly idempotencyKey?: boolean;
  readonly answers: Readonly<Record<number, Said>>;
  /** What can go wrong beside what can go wrong everywhere. */
  readonly problems?: readonly ProblemCode[];
}

interface Said {
  readonly description: string;
  readonly schema?: SchemaName;
  readonly etag?: boolean;
  readonly location?: boolean;
  /** Whether it may be one page of several. */
  readonly next?: boolean;
  /** Other forms of the answer than JSON. */
  readonly types?: readonly string[];
}

const HTML = 'text/html';
const ZIP = 'application/zip';
const WORD = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const exports = [HTML, 'text/csv', 'application/x-ndjson'];
const EXPORT =
  "As CSV or NDJSON an export in pages of up to 500 events: following `Link` gives one file, whose last row or line is the trailer with the count and the sums of both columns of amounts. It is recorded in the caller's own chain before its first page is answered, and goes on for a day.";

const project = (description: string): Said => ({ description, schema: 'Project', etag: true });
const moved: Said = { description: 'The page to go on with; for a form-encoded request', location: true };

/** A change of a project in the version that its caller read. */
const change = (summary: string, more: Partial<Operation> = {}): Operation => ({
  summary,
  who: 'submitter',
  takesForm: true,
  ifMatch: 'required',
  answers: { 200: project('The project'), 303: moved },
  ...more,
  problems: ['not-found', 'version-required', 'stale-version', ...(more.problems ?? [])],
});

const heldByLink: readonly ProblemCode[] = ['not-found', 'other-person', 'no-longer-listed', 'own-project'];

/** Every route of the product, in the order of its use. */
export const operations: Readonly<Record<string, Operation>> = {
  'GET /': {
    summary: 'The desk: what waits for the caller, what their unit works on, what is done',
    who: 'signed-in',
    answers: { 200: { description: 'The desk', schema: 'Desk', types: [HTML] } },
  },
  'GET /requests': {
    summary: 'Everything that waits for a decision',
    who: 'administrator',
    query: z.object({ notice: z.string().optional().describe('What the page says happened') }),
    answers: { 200: { description: 'The open requests', schema: 'Requests', types: [HTML] } },
  },
  'GET /forms/{form}': {
    summary: 'A form: its definition and its JSON Schema; for a reader the form to fill in',
    who: 'submitter',
    query: z.object({ sample: z.literal('1').optional().describe('The page with the sample filled in') }),
    answers: { 200: { description: 'The form', schema: 'Form', types: [HTML] } },
    problems: ['unknown-form'],
  },
  'POST /forms/{form}/submissions': {
    summary: 'Submit a declaration in one call',
    who: 'submitter',
    body: 'Declaration',
    takesForm: true,
    idempotencyKey: true,
    answers: { 201: { ...project('The project, in review at its first stage'), location: true }, 303: moved },
    problems: ['unknown-form', 'invalid-declaration', 'idempotency-mismatch'],
  },
  'POST /projects': {
    summary: 'Begin a draft, which may hold any part of a declaration',
    who: 'submitter',
    body: 'Draft',
    takesForm: true,
    idempotencyKey: true,
    answers: { 201: { ...project('The draft'), location: true }, 303: moved },
    problems: ['unknown-form', 'invalid-declaration', 'idempotency-mismatch'],
  },
  'GET /drafts': {
    summary: "The unit's drafts, with what is found in each",
    who: 'submitter',
    answers: { 200: { description: 'The drafts', schema: 'Drafts', types: [HTML] } },
  },
  'POST /drafts/submissions': {
    summary: 'Submit several drafts; each is answered for itself',
    who: 'submitter',
    body: 'Several',
    takesForm: true,
    answers: { 200: { description: 'What became of each', schema: 'Results', types: [HTML] } },
  },
  'GET /projects/{id}': {
    summary: 'A project',
    who: 'signed-in',
    query: z.object({
      notice: z.string().optional().describe('What the page says happened'),
      check: z.literal('1').optional().describe('The page to check a draft before it is submitted'),
    }),
    answers: { 200: { ...project('The project'), types: [HTML] } },
    problems: ['not-found'],
  },
  'PUT /projects/{id}': change('Save a draft', {
    body: 'Save',
    takesForm: false,
    answers: { 200: project('The project') },
    problems: ['invalid-declaration', 'not-in-this-state'],
  }),
  'POST /projects/{id}': change('Save a draft from its page', {
    answers: { 303: moved },
    problems: ['not-in-this-state'],
  }),
  'POST /projects/{id}/submit': change('Submit the draft', {
    problems: ['invalid-declaration', 'not-in-this-state'],
  }),
  'POST /projects/{id}/recall': change('Take a submitted project back to change it (撤回修改)', {
    problems: ['not-in-this-state', 'already-decided'],
  }),
  'POST /projects/{id}/withdraw': change('End the project (撤销)', { problems: ['not-in-this-state'] }),
  'POST /projects/{id}/objection': {
    summary: 'Object to a cut; the next decider sees it first',
    who: 'submitter',
    body: 'Objection',
    takesForm: true,
    answers: { 200: project('The project'), 303: moved },
    problems: ['not-found', 'not-in-this-state'],
  },
  'POST /projects/{id}/unmask': {
    summary: "Show a project with its personal data in full; recorded in the reader's own chain",
    who: 'auditor',
    body: 'Unmasking',
    takesForm: true,
    answers: { 200: { ...project('The project, nothing masked'), types: [HTML] } },
    problems: ['not-found'],
  },
  'POST /projects/{id}/reassignment': {
    summary: 'Give an open request to somebody else',
    who: 'administrator',
    body: 'Reassignment',
    takesForm: true,
    answers: { 200: { description: 'It was reassigned' }, 303: moved },
    problems: ['not-found', 'unknown-person', 'own-project', 'request-closed'],
  },
  'GET /projects/{id}/document': {
    summary: 'The official document of a project, in Chinese: a page to print, or a Word file',
    who: 'signed-in',
    query: documentQuery,
    answers: { 200: { description: 'The document', types: [HTML, WORD] } },
    problems: ['not-found'],
  },
  'GET /decisions/{token}': {
    summary: 'What is to be decided. It changes nothing, however often it is asked for',
    who: 'link',
    answers: { 200: { description: 'The request, open or not', schema: 'Decision', types: [HTML] } },
    problems: heldByLink,
  },
  'POST /decisions/{token}': {
    summary: 'Decide',
    who: 'link',
    body: 'DecisionToTake',
    takesForm: true,
    answers: { 200: { description: 'The request, decided', schema: 'Decision' }, 303: moved },
    problems: [
      ...heldByLink,
      ...(['already-decided', 'content-changed', 'request-closed', 'reassigned'] as const),
      'link-expired',
    ],
  },
  'POST /decisions/{token}/renew': {
    summary: 'Mail a fresh link to the same person, while the request is open',
    who: 'link',
    takesForm: true,
    answers: { 200: { description: 'The request', schema: 'Decision' }, 303: moved },
    problems: [...heldByLink, 'already-decided', 'request-closed', 'reassigned', 'too-many-requests'],
  },
  'GET /history': {
    summary:
      'Events of all projects, by any side of them; a few seconds behind now, a single chain to its end',
    who: 'auditor',
    query: historyQuery,
    answers: {
      200: { description: `A page of events. ${EXPORT}`, schema: 'Events', types: exports, next: true },
    },
    problems: ['conflict'],
  },
  'GET /history/overview': {
    summary:
      'What the events of a period come to: waiting times, decisions, amounts, open requests, red flags',
    who: 'auditor',
    query: overviewQuery,
    answers: { 200: { description: 'The numbers', schema: 'Overview', types: [HTML] } },
  },
  'GET /history/details/{hash}': {
    summary: 'The directory or the rules that an event binds by its `detailsHash`',
    who: 'auditor',
    answers: { 200: { description: 'As they were in force then', types: ['application/json'] } },
    problems: ['not-found'],
  },
  'GET /projects/{id}/history': {
    summary: 'All events of a project, oldest first',
    who: 'signed-in',
    query: timelineQuery,
    answers: { 200: { description: `The events. ${EXPORT}`, schema: 'Events', types: exports, next: true } },
    problems: ['not-found', 'conflict'],
  },
  'GET /projects/{id}/history/verification': {
    summary:
      "Check the chain of a project's events. That it was checked is recorded in the caller's own chain",
    who: 'auditor',
    answers: { 200: { description: 'What the check found', schema: 'Verification' } },
    problems: ['not-found', 'conflict'],
  },
  'GET /history/checkpoints': {
    summary: 'The signed checkpoints over the whole history, newest first',
    who: 'auditor',
    query: checkpointsQuery,
    answers: { 200: { description: 'A page of checkpoints', schema: 'Checkpoints', types: [HTML] } },
  },
  'POST /history/checkpoints': {
    summary: 'Make a checkpoint now',
    who: ['auditor', 'administrator'],
    takesForm: true,
    answers: {
      200: { description: 'The last one: nothing has happened since', schema: 'Checkpoint' },
      201: { description: 'The new one', schema: 'Checkpoint', location: true },
      303: moved,
    },
  },
  'GET /history/checkpoints/{number}': {
    summary: 'A checkpoint',
    who: 'auditor',
    answers: { 200: { description: 'The checkpoint', schema: 'Checkpoint' } },
    problems: ['not-found'],
  },
  'GET /history/key': {
    summary: 'The public key that checks the checkpoints: PEM, or JSON where it is asked for',
    who: 'anyone',
    answers: { 200: { description: 'The key', schema: 'PublicKey', types: ['text/plain'] } },
  },
  'GET /projects/{id}/evidence': {
    summary: 'The evidence bundle of a project: a ZIP archive with its own verifier',
    who: 'signed-in',
    query: evidenceQuery,
    answers: { 200: { description: 'The bundle', types: [ZIP] } },
    problems: ['not-found', 'evidence-too-large', 'not-yet-covered'],
  },
  'GET /history/evidence': {
    summary: 'The evidence bundle of a period, between two checkpoints: nothing in it can be left out unseen',
    who: 'auditor',
    query: periodEvidenceQuery,
    answers: { 200: { description: 'The bundle', types: [ZIP] } },
    problems: ['evidence-too-large'],
  },
  'GET /directory': {
    summary: 'Units, posts and who holds them',
    who: 'administrator',
    answers: { 200: { description: 'The directory', schema: 'Directory', etag: true } },
  },
  'PUT /directory': {
    summary: 'Replace the directory',
    who: 'administrator',
    body: 'Directory',
    ifMatch: 'or-first',
    answers: { 200: { description: 'The directory', schema: 'Directory', etag: true } },
    problems: ['version-required', 'stale-version'],
  },
  'GET /sign-in': {
    summary: 'Begin to sign in at the issuer',
    who: 'anyone',
    query: signInQuery,
    answers: { 303: { description: 'On to the issuer', location: true } },
    problems: ['issuer-unavailable'],
  },
  'GET /sign-in/callback': {
    summary: 'Come back from the issuer, signed in',
    who: 'anyone',
    query: z.object({
      code: z.string().optional(),
      state: z.string().optional(),
      error: z.string().optional(),
    }),
    answers: { 303: { description: 'On to the page that was asked for', location: true } },
    problems: ['sign-in-failed', 'issuer-unavailable'],
  },
  'POST /sign-out': {
    summary: 'End the session',
    who: 'anyone',
    takesForm: true,
    answers: { 200: { description: 'Signed out', schema: 'SignedOut', types: [HTML] } },
  },
  'GET /assets/{file}': {
    summary: 'A stylesheet or script of the pages',
    who: 'anyone',
    answers: { 200: { description: 'The file', types: ['text/css', 'text/javascript'] } },
    problems: ['not-found'],
  },
  'GET /openapi.json': {
    summary: 'This document',
    who: 'anyone',
    answers: { 200: { description: 'OpenAPI 3.1', types: ['application/json'] } },
  },
  'GET /health': {
    summary: 'Whether the product answers',
    who: 'anyone',
    answers: { 200: { description: 'It does', schema: 'Health' } },
  },
};
