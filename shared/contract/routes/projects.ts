import * as z from 'zod';
import { projectStates } from '../../history/vocabulary.ts';
import { yearText } from '../../values/dates.ts';
import { grouped } from '../../values/money.ts';
import { LARGE_BODY_BYTES } from '../body-size.ts';
import { deskTabs } from '../desk-tabs.ts';
import { reason, wholeNumber } from '../fields.ts';
import { idempotencyKey } from '../idempotency-key.ts';
import { HTML, JSON_TYPE, TEXT, WORD, XLSX } from '../media-types.ts';
import type { ProblemCode } from '../problem-codes.ts';
import type { RouteRows } from '../route.ts';
import { movedOn, project } from './answers.ts';

const declaration = z.lazy(() => z.record(z.string(), z.unknown()));

/** `POST /projects` */
export const draftBody = z.lazy(() =>
  z.union([
    z.strictObject({ form: z.string(), declaration }),
    z.strictObject({
      form: z.lazy(() => z.string()),
      copyOf: z.string().describe("An approved project of the own unit: the draft begins as next year's"),
    }),
  ]),
);
export type DraftBody = z.infer<typeof draftBody>;

/** `PUT /projects/{id}` */
export const saveBody = z.lazy(() => z.strictObject({ declaration }));
export type SaveBody = z.infer<typeof saveBody>;

// Submitted one after the other, well within the ten seconds of a call.
export const MOST_AT_ONCE = 25;

/** `POST /drafts/submissions` */
export const manyBody = z.lazy(() =>
  z.strictObject({
    drafts: z
      .array(
        z.strictObject({ id: z.string(), version: z.int().min(1).describe('The version that was seen') }),
      )
      .min(1)
      .max(MOST_AT_ONCE),
  }),
);
export type ManyBody = z.infer<typeof manyBody>;

/** `POST /projects/{id}/objection` */
export const objectionBody = z.lazy(() => z.strictObject({ comment: reason }));

/** `POST /projects/{id}/urge` */
const urgeForm = z.lazy(() =>
  z.object({
    seen: z.string().describe('When it was last urged, as the page knew: a button pressed twice urges once'),
    from: z.literal('desk').optional().describe('The page that it was urged from, which is gone on with'),
  }),
);

/** `POST /projects/{id}/unmask` */
export const unmasking = z.lazy(() =>
  z.strictObject({ comment: reason.describe('Why the personal data is needed') }),
);

// What pages post, field by field; what is read of it is held against the JSON body's own schema.
const fieldsOfForm =
  'Beside these the fields of the form itself, by their paths: `unit.name`, `plan.0.amountFen`';
const intent = z
  .string()
  .optional()
  .describe('What a button asks for: `check`, or a change of rows such as `add:/plan`');
const version = z.string().describe('The version that was read, in place of If-Match');

const submissionForm = z.lazy(() =>
  z.object({ idempotencyKey: idempotencyKey.optional() }).catchall(z.string()).describe(fieldsOfForm),
);
const draftForm = z.lazy(() =>
  z
    .object({
      form: z.lazy(() => z.string()),
      idempotencyKey: idempotencyKey.optional(),
      intent,
      copyOf: z
        .string()
        .optional()
        .describe("An approved project of the own unit: the draft begins as next year's"),
    })
    .catchall(z.string())
    .describe(fieldsOfForm),
);
const saveForm = z.lazy(() => z.object({ version, intent }).catchall(z.string()).describe(fieldsOfForm));
const submitForm = z.lazy(() =>
  z
    .object({ version, form: z.string().optional().describe('There where the fields come along') })
    .catchall(z.string())
    .describe(fieldsOfForm),
);
const versionForm = z.lazy(() => z.object({ version }));
const draftsForm = z.lazy(() =>
  z.object({
    draft: z
      .array(z.string())
      .describe('Each as `2021-7K3M-9QXD 3`: the draft, and the version that was seen'),
  }),
);
const commentForm = z.lazy(() => z.object({ comment: reason }));

/** As many as a screen shows, and as a program may ask for at once. */
export const USUAL_LINES = 50;
const MOST_LINES = 100;
/** So many projects a summary sheet has at most, or of so many the lines. */
export const MOST_ROWS = { projects: 2_000, lines: 300 } as const;

/** `GET /projects`. All that is given must hold. */
export const listQuery = z.lazy(() =>
  z.strictObject({
    q: z
      .string()
      .max(100)
      .optional()
      .describe("Words of the title, the number, the unit's name; all of them"),
    year: yearText.optional().describe('The budget year'),
    unit: z.string().max(100).optional().describe('USCC of the declaring unit, or words of its name'),
    state: z.enum(projectStates).optional(),
    stage: z.string().max(40).optional(),
    round: z.string().max(40).optional().describe('The id of a round'),
    form: z.string().max(64).optional(),
    sort: z
      .enum(['newest', 'oldest', 'submitted', 'amount'])
      .optional()
      .describe(
        'By budget year, then by when they were handed in: the newest first where nothing is said, the oldest with `oldest` or `submitted`. With `amount` the largest first among the newest 300 that year and lists hold, then among the next 300',
      ),
    limit: wholeNumber(1, MOST_LINES).optional(),
    cursor: z.string().max(1_000).optional().describe('From `next`, with the same filters'),
    format: z.enum(['xlsx']).optional().describe('The summary sheet (汇总表) in place of the page'),
    rows: z
      .enum(['projects', 'lines'])
      .optional()
      .describe('Of the sheet: one row a project, or a line of its plan'),
  }),
);
export type ListParameters = z.infer<typeof listQuery>;

const SHEET = `As XLSX the summary sheet: codes are text, amounts are numbers in yuan, sums are formulas. It holds ${grouped(String(MOST_ROWS.projects))} projects, or the lines of ${MOST_ROWS.lines}, and says where there are more. That it was taken away is recorded in the caller's own chain.`;

const fn = 'projects';
const submitters = { roles: ['submitter'] } as const;

/** `GET /` */
export const deskQuery = z.lazy(() =>
  z.strictObject({
    tab: z.enum(deskTabs).default('waiting'),
    q: z
      .string()
      .max(100)
      .optional()
      .describe('Words of the title, the number or the unit’s name; all are met'),
    unit: z.string().optional().describe('The USCC of the declaring unit'),
    stage: z.string().optional(),
    state: z.enum(projectStates).optional(),
    sort: z
      .enum(['deadline', 'amount', 'submitted'])
      .optional()
      .describe(
        'The nearest, the largest, the longest ago first; `done`, and `mine` of whoever decides alone, are in their own order, the newest first',
      ),
    limit: wholeNumber(1, 100).default(50),
    cursor: z.string().max(1_000).optional().describe('`next` of the page before'),
    notice: z.enum(['urged', 'transferred']).optional().describe('What the page says happened'),
    to: z.string().max(200).optional().describe('Of the page alone: to whom a request was given, by id'),
  }),
);
export type DeskQuery = z.infer<typeof deskQuery>;

/** What the page of a project may say happened. */
const notices = ['submitted', 'saved', 'withdrawn', 'recalled', 'objected', 'urged'] as const;
const happened = 'What the page says happened';
const preview = 'For a form with pasted rows the page that shows what was understood of them';

/** `GET /requests` */
const requestsQuery = z.lazy(() =>
  z.strictObject({
    limit: wholeNumber(1, 100).default(50),
    cursor: z.string().max(1_000).optional().describe('`next` of the page before'),
    notice: z.enum(['reassigned']).optional().describe(happened),
  }),
);
export type RequestsQuery = z.infer<typeof requestsQuery>;

/** `GET /drafts` */
const draftsQuery = z.lazy(() =>
  z.strictObject({
    limit: wholeNumber(1, 100).default(USUAL_LINES),
    cursor: z.string().max(250).optional().describe('`next` of the page before'),
  }),
);
export type DraftsQuery = z.infer<typeof draftsQuery>;

/** A change of a project in the version that its caller read. */
const change = {
  fn,
  who: submitters,
  ifMatch: 'required',
  answers: { 200: project('The project'), 303: movedOn },
} as const;
const versioned = [
  'not-found',
  'version-required',
  'stale-version',
] as const satisfies readonly ProblemCode[];

/** Why a declaration that holds is not taken now. */
const ofRounds = ['no-open-round', 'over-ceiling'] as const satisfies readonly ProblemCode[];

export const projectRows = {
  'GET /': {
    fn,
    useCase: 'show-desk',
    summary:
      'The desk: what waits for the caller; what their unit has in review or, for whoever decides alone, is with others; what is done',
    who: 'signed-in',
    query: deskQuery,
    answers: {
      200: { description: 'A page of the desk', schema: 'Desk', next: true, types: [HTML] },
      303: { description: 'The history, for the page of an auditor who asks for nothing', location: true },
    },
  },
  'GET /requests': {
    fn,
    useCase: 'list-requests',
    summary: 'Everything that waits for a decision, whatever a reminder is due for next first',
    who: { roles: ['administrator'] },
    query: requestsQuery,
    answers: {
      200: { description: 'A page of the open requests', schema: 'Requests', next: true, types: [HTML] },
    },
  },
  'GET /forms/{form}': {
    fn,
    useCase: 'show-form',
    summary: 'A form: its definition and its JSON Schema; for a reader the form to fill in',
    who: submitters,
    query: z.lazy(() =>
      z.strictObject({
        sample: z.literal('1').optional().describe('The page with the sample filled in'),
      }),
    ),
    answers: { 200: { description: 'The form', schema: 'Form', types: [HTML] } },
    problems: ['unknown-form'],
  },
  'POST /forms/{form}/submissions': {
    fn,
    useCase: 'submit',
    again: 'told',
    summary: 'Submit a declaration in one call',
    who: submitters,
    body: declaration,
    form: submissionForm,
    answers: {
      201: { ...project('The project, in review at its first stage'), location: true },
      303: movedOn,
    },
    problems: ['unknown-form', 'invalid-declaration', 'not-in-this-state', ...ofRounds],
    limits: ['submissions'],
    records: ['created', 'submitted'],
  },
  'GET /forms/{form}/imports': {
    fn,
    useCase: 'begin-form-import',
    summary: 'The page on which a declaration is handed in as a file',
    who: submitters,
    answers: { 200: { description: 'The page', types: [HTML] } },
    problems: ['unknown-form'],
  },
  'POST /forms/{form}/imports': {
    fn,
    useCase: 'import-form',
    again: 'reads',
    summary: 'What a file means as a declaration, and what of it found no place; nothing is stored',
    who: submitters,
    form: z.lazy(() => z.object({})),
    files: { types: [WORD, TEXT, JSON_TYPE] },
    mostBytes: LARGE_BODY_BYTES,
    answers: { 200: { description: 'What was understood', schema: 'Imported', types: [HTML] } },
    problems: ['unknown-form', 'invalid-body'],
  },
  'GET /projects': {
    fn,
    useCase: 'list-projects',
    summary:
      "Projects as they were handed in last: of the units that the caller's posts decide on, of the own unit, for auditors of all",
    who: 'signed-in',
    programs: true,
    query: listQuery,
    answers: {
      200: {
        description: `A page of projects. ${SHEET}`,
        schema: 'Projects',
        types: [HTML, XLSX],
        next: true,
      },
    },
    limits: ['exports'],
    records: ['exported'],
    recordsOnly: 'file',
  },
  'POST /projects': {
    fn,
    useCase: 'create',
    again: 'told',
    summary: 'Begin a draft, which may hold any part of a declaration',
    who: submitters,
    body: draftBody,
    form: draftForm,
    answers: {
      200: { description: preview, types: [HTML] },
      201: { ...project('The draft'), location: true },
      303: movedOn,
    },
    problems: ['not-found', 'unknown-form', 'invalid-declaration', 'not-in-this-state'],
    limits: ['drafts'],
    records: ['created'],
  },
  'GET /drafts': {
    fn,
    useCase: 'list-drafts',
    summary: "The unit's drafts, the newest first, with what is found in each",
    who: submitters,
    query: draftsQuery,
    answers: { 200: { description: 'A page of the drafts', schema: 'Drafts', next: true, types: [HTML] } },
  },
  'POST /drafts/submissions': {
    fn,
    useCase: 'submit-many',
    again: 'harmless',
    summary: 'Submit several drafts; each is answered for itself',
    who: submitters,
    body: manyBody,
    form: draftsForm,
    answers: { 200: { description: 'What became of each', schema: 'Results', types: [HTML] } },
    limits: ['submissions'],
    records: ['submitted'],
  },
  'GET /projects/{id}': {
    fn,
    useCase: 'show-project',
    summary: 'A project',
    who: 'signed-in',
    programs: true,
    query: z.lazy(() =>
      z.strictObject({
        notice: z.enum(notices).optional().describe(happened),
        check: z.literal('1').optional().describe('The page to check a draft before it is submitted'),
      }),
    ),
    answers: { 200: { ...project('The project'), types: [HTML] } },
    problems: ['not-found'],
  },
  'PUT /projects/{id}': {
    ...change,
    useCase: 'save',
    again: 'told',
    summary: 'Save a draft',
    body: saveBody,
    answers: { 200: project('The project') },
    problems: [...versioned, 'invalid-declaration', 'not-in-this-state'],
  },
  // PUT for a page without JavaScript: the form says the version.
  'POST /projects/{id}': {
    fn,
    useCase: 'save',
    again: 'told',
    summary: 'Save a draft from its page',
    who: submitters,
    form: saveForm,
    answers: {
      200: { ...project(`For the script of a page the project. ${preview}`), types: [HTML] },
      303: movedOn,
    },
    problems: [...versioned, 'invalid-declaration', 'not-in-this-state'],
  },
  'POST /projects/{id}/submit': {
    ...change,
    useCase: 'submit',
    again: 'told',
    summary: 'Submit the draft',
    form: submitForm,
    problems: [...versioned, 'invalid-declaration', 'not-in-this-state', 'files-unavailable', ...ofRounds],
    limits: ['submissions'],
    records: ['submitted'],
  },
  'POST /projects/{id}/recall': {
    ...change,
    useCase: 'recall',
    again: 'told',
    summary: 'Take a submitted project back to change it (撤回修改)',
    form: versionForm,
    problems: [...versioned, 'not-in-this-state', 'already-decided'],
    records: ['recalled'],
  },
  'POST /projects/{id}/withdraw': {
    ...change,
    useCase: 'withdraw',
    again: 'told',
    summary: 'End the project (撤销)',
    form: versionForm,
    problems: [...versioned, 'not-in-this-state'],
    records: ['withdrawn'],
  },
  'POST /projects/{id}/objection': {
    fn,
    useCase: 'object',
    again: 'told',
    summary: 'Object to a cut; the next decider sees it first',
    who: submitters,
    body: objectionBody,
    form: commentForm,
    answers: { 200: project('The project'), 303: movedOn },
    problems: ['not-found', 'not-in-this-state', 'already-objected'],
    records: ['objected'],
  },
  'POST /projects/{id}/urge': {
    fn,
    useCase: 'urge',
    again: 'told',
    summary: 'Urge whoever is asked to decide (催办): once a working day, in office hours',
    who: submitters,
    form: urgeForm,
    answers: { 200: project('The project'), 303: movedOn },
    problems: ['not-found', 'not-in-this-state', 'too-soon-to-urge'],
    records: ['urged'],
  },
  'POST /projects/{id}/unmask': {
    fn,
    useCase: 'unmask',
    again: 'reads',
    summary: "Show a project with its personal data in full; recorded in the reader's own chain",
    who: { roles: ['auditor'] },
    body: unmasking,
    form: commentForm,
    answers: { 200: { ...project('The project, nothing masked'), types: [HTML] } },
    problems: ['not-found'],
    limits: ['unmaskings'],
    records: ['unmasked'],
  },
} as const satisfies RouteRows;
