import * as z from 'zod';
import { enteredDirectory, enteredPerson, enteredUnit } from '../../workflow/directory.ts';
import { LARGE_BODY_BYTES } from '../body-size.ts';
import { reason, wholeNumber } from '../fields.ts';
import { CSV, HTML, XLSX } from '../media-types.ts';
import type { RouteAnswer, RouteRows } from '../route.ts';
import { movedOn } from './answers.ts';

const fn = 'directory';
const administrators = { roles: ['administrator'] } as const;
const stored = { description: 'The directory', schema: 'Directory', etag: true } as const;
const unit = { description: 'The unit', schema: 'Unit', etag: true } as const;
const person = { description: 'The person', schema: 'Person', etag: true } as const;
const administering = { description: 'Who administers', schema: 'Administrators', etag: true } as const;

/** Forms of an answer beside JSON. */
const types = [HTML] as const;
const file = [HTML, CSV, XLSX] as const;
const happened = 'What the page says happened';
const saved = z.lazy(() => z.strictObject({ notice: z.literal('saved').optional().describe(happened) }));

/** As many lines as a page shows. */
const PAGE = 50;
const listQuery = z.lazy(() =>
  z.strictObject({
    q: z.string().max(100).optional().describe('Words of a name, an id or an address'),
    limit: wholeNumber(1, 200).default(PAGE),
    cursor: z.string().max(64).optional().describe('`next` of the page before'),
    format: z
      .enum(['csv', 'xlsx'])
      .optional()
      .describe(
        'All of them as a file, in the columns that an import takes; the other parameters are nothing then',
      ),
    notice: z.literal('removed').optional().describe(happened),
  }),
);

/** Text comes through the gateway as UTF-8; a table in another character set is sent as bytes, or in a form. */
const tableTypes = [
  CSV,
  XLSX,
  'text/plain',
  'text/tab-separated-values',
  'application/octet-stream',
] as const;
const removeMissing = z
  .literal('1')
  .optional()
  .describe('What the directory has and the table does not is to be removed');

/** `PUT /directory/administrators` */
export const administratorsBody = z.lazy(() => z.array(z.string()).max(20));

/** `POST /directory/people/{person}/transfer` */
export const transferBody = z.lazy(() =>
  z.strictObject({
    to: z
      .string()
      .max(100)
      .describe('The id of a person of the directory; a page may post a name or a mailbox'),
    comment: reason,
  }),
);

/** A change of what its caller has read. */
const change = {
  fn,
  who: administrators,
  ifMatch: 'or-first',
  problems: ['version-required', 'stale-version'],
  records: ['directory-changed'],
} as const;
const removal = {
  ...change,
  ifMatch: 'required',
  answers: { 204: { description: 'It is removed' } },
  problems: ['not-found', 'version-required', 'stale-version', 'invalid-body'],
} as const;

// What pages post, field by field; what is read of it is held against the JSON body's own schema.
const version = z.string().describe('The version that was read, in place of If-Match; empty for what is new');
const intent = z
  .string()
  .optional()
  .describe('What a button asks for: `check`, `edit`, `save`, or a change of rows: `add`, `remove:2`');
const pieceForm = z.lazy(() =>
  z
    .object({ version, intent })
    .catchall(z.string())
    .describe('Beside these the fields of the unit or person by their paths: `name`, `posts.0.holder`'),
);
const removalForm = z.lazy(() => z.object({ version, intent }));
const page: RouteAnswer = { description: 'The page', types };
/** PUT and DELETE for pages: what a change will do is shown before it is saved. */
const posted = {
  fn,
  who: administrators,
  form: pieceForm,
  answers: {
    200: { description: 'What the change will do; or the page with rows more or less', types },
    303: movedOn,
  },
  problems: ['not-found', 'version-required', 'stale-version', 'invalid-body'],
  records: ['directory-changed'],
} as const;
const removing = { ...posted, form: removalForm } as const;

export const directoryRows = {
  'GET /directory': {
    fn,
    useCase: 'show-directory',
    summary: 'Units, posts and who holds them',
    who: administrators,
    query: z.lazy(() =>
      z.strictObject({
        q: z.string().max(100).optional().describe('Words that the page searches units and people for'),
        notice: z.literal('applied').optional().describe(happened),
      }),
    ),
    answers: { 200: { ...stored, types } },
  },
  'PUT /directory': {
    ...change,
    useCase: 'replace-directory',
    again: 'told',
    summary: 'Replace the directory',
    body: enteredDirectory,
    // 2,000 units and 10,000 people, the most it holds, are 1.5 MB and more.
    mostBytes: LARGE_BODY_BYTES,
    answers: { 200: stored },
  },
  'GET /directory/units': {
    fn,
    useCase: 'list-units',
    summary: 'The units, in the order of their ids',
    who: administrators,
    query: listQuery,
    answers: { 200: { description: 'A page of units', schema: 'Units', next: true, types: file } },
    records: ['exported'],
    recordsOnly: 'file',
  },
  'GET /directory/units/{unit}': {
    fn,
    useCase: 'show-unit',
    summary: 'A unit with its posts',
    who: administrators,
    query: saved,
    answers: { 200: { ...unit, types } },
    problems: ['not-found'],
  },
  'PUT /directory/units/{unit}': {
    ...change,
    useCase: 'put-unit',
    again: 'told',
    summary: 'Add a unit, or change one',
    body: enteredUnit,
    answers: { 200: unit },
    // Also where the address names nothing.
    problems: ['not-found', 'version-required', 'stale-version'],
  },
  'DELETE /directory/units/{unit}': {
    ...removal,
    useCase: 'remove-unit',
    again: 'told',
    summary: 'Remove a unit that has no people and that no other names',
  },
  'GET /directory/new-unit': {
    fn,
    useCase: 'begin-unit',
    summary: 'The page for a new unit',
    who: administrators,
    answers: { 200: page },
  },
  'POST /directory/units': {
    ...posted,
    useCase: 'put-unit',
    again: 'told',
    summary: 'Add a unit from its page',
  },
  'POST /directory/units/{unit}': {
    ...posted,
    useCase: 'put-unit',
    again: 'told',
    summary: 'Change a unit from its page',
  },
  'POST /directory/units/{unit}/remove': {
    ...removing,
    useCase: 'remove-unit',
    again: 'told',
    summary: 'Remove a unit from its page',
  },
  'GET /directory/people': {
    fn,
    useCase: 'list-people',
    summary: 'The people, in the order of their ids',
    who: administrators,
    query: listQuery,
    answers: { 200: { description: 'A page of people', schema: 'People', next: true, types: file } },
    records: ['exported'],
    recordsOnly: 'file',
  },
  'GET /directory/people/{person}': {
    fn,
    useCase: 'show-person',
    summary: 'A person',
    who: administrators,
    query: saved,
    answers: { 200: { ...person, types } },
    problems: ['not-found'],
  },
  'PUT /directory/people/{person}': {
    ...change,
    useCase: 'put-person',
    again: 'told',
    summary: 'Add a person, or change one',
    body: enteredPerson,
    answers: { 200: person },
    // Also where the address names nothing.
    problems: ['not-found', 'version-required', 'stale-version'],
  },
  'DELETE /directory/people/{person}': {
    ...removal,
    useCase: 'remove-person',
    again: 'told',
    summary: 'Remove a person whom no post and no absence names',
  },
  'GET /directory/new-person': {
    fn,
    useCase: 'begin-person',
    summary: 'The page for a new person',
    who: administrators,
    answers: { 200: page },
  },
  'POST /directory/people': {
    ...posted,
    useCase: 'put-person',
    again: 'told',
    summary: 'Add a person from their page',
  },
  'POST /directory/people/{person}': {
    ...posted,
    useCase: 'put-person',
    again: 'told',
    summary: 'Change a person from their page',
  },
  'POST /directory/people/{person}/remove': {
    ...removing,
    useCase: 'remove-person',
    again: 'told',
    summary: 'Remove a person from their page',
  },
  'POST /directory/people/{person}/transfer': {
    fn,
    useCase: 'transfer-requests',
    again: 'harmless',
    summary: 'Give all open requests of a person to somebody else, each by itself; done again it goes on',
    who: administrators,
    body: transferBody,
    form: z.lazy(() => z.object({ to: z.string(), comment: reason })),
    answers: {
      200: { description: 'Which were given, and which could not be and why', schema: 'Transfer', types },
    },
    problems: ['not-found', 'invalid-body'],
    records: ['reassigned'],
  },
  'GET /directory/failed-mails': {
    fn,
    useCase: 'list-failed-mails',
    summary: 'The mails that did not arrive and still should, each person’s together',
    who: administrators,
    query: z.lazy(() =>
      z.strictObject({
        limit: wholeNumber(1, 200).default(PAGE),
        cursor: z.string().max(250).optional().describe('`next` of the page before'),
      }),
    ),
    answers: { 200: { description: 'A page of them', schema: 'FailedMails', next: true, types } },
  },
  'GET /directory/administrators': {
    fn,
    useCase: 'show-administrators',
    summary: 'Who is told what nobody else can see to',
    who: administrators,
    query: saved,
    answers: { 200: { ...administering, types } },
  },
  'PUT /directory/administrators': {
    ...change,
    ifMatch: 'required',
    useCase: 'put-administrators',
    again: 'told',
    summary: 'Say who administers',
    body: administratorsBody,
    answers: { 200: administering },
  },
  'POST /directory/administrators': {
    ...posted,
    useCase: 'put-administrators',
    again: 'told',
    summary: 'Say who administers, from the page',
    form: z.lazy(() =>
      z.object({
        version,
        intent,
        people: z.string().describe('One in each line: an account, a name or a mailbox'),
      }),
    ),
  },
  'GET /directory/imports': {
    fn,
    useCase: 'begin-import',
    summary: 'The page on which a table is handed in',
    who: administrators,
    answers: { 200: page },
  },
  'POST /directory/imports': {
    fn,
    useCase: 'preview-import',
    again: 'reads',
    summary: 'What a table of units or people would change, row by row; nothing is changed',
    who: administrators,
    query: z.lazy(() => z.strictObject({ removeMissing })),
    form: z.lazy(() =>
      z.object({
        text: z.string().optional().describe('Rows pasted from a spreadsheet, in place of the file'),
        removeMissing,
      }),
    ),
    files: { types: tableTypes },
    mostBytes: LARGE_BODY_BYTES,
    answers: { 200: { description: 'The preview', schema: 'ImportPreview', types } },
    problems: ['invalid-body'],
  },
  'POST /directory/imports/{hash}': {
    fn,
    useCase: 'apply-import',
    again: 'told',
    summary: 'Apply exactly what a preview said',
    who: administrators,
    form: z.lazy(() => z.object({})),
    answers: { 200: { description: 'It is applied', schema: 'Applied' }, 303: movedOn },
    problems: ['not-found', 'stale-version', 'invalid-body'],
    records: ['directory-changed'],
  },
} as const satisfies RouteRows;
