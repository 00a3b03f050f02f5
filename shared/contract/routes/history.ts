import * as z from 'zod';
import { actions } from '../../history/event.ts';
import { flags } from '../../history/red-flags.ts';
import { outcomes } from '../../history/vocabulary.ts';
import { day, dayOrMoment, yearText } from '../../values/dates.ts';
import type { Words } from '../../values/language.ts';
import { MAX_FEN } from '../../values/money.ts';
import { looksLikeProjectId } from '../../values/project-id.ts';
import { readAmount, whyNoAmount } from '../../values/read-amount.ts';
import { issueOf } from '../../values/text-schema.ts';
import { reason, wholeNumber } from '../fields.ts';
import { CSV, HTML, NDJSON, XLSX } from '../media-types.ts';
import type { RouteRows } from '../route.ts';

/** The most events that one page of the history reads. */
export const MOST_EVENTS = 500;

/** The most characters that a history is searched by. */
export const MOST_WORDS = 100;

const instant = dayOrMoment.describe('A date is a day in Beijing');

/** The form of a history that a link asks for: a link cannot send `Accept`. */
const format = z
  .enum(['csv', 'ndjson', 'xlsx'])
  .optional()
  .describe('A file in place of the page, as for `Accept`');

const cursor = z
  .string()
  .max(2_000)
  .optional()
  .describe('From `next` or `Link`, with the same filters; it belongs to one query');

/** Of an export: for its parties nothing is masked. */
const why = reason
  .optional()
  .describe('Why an auditor needs the personal data that is masked in comments; recorded as `unmasked`');

/** `GET /projects/{id}/history` */
export const timelineQuery = z.lazy(() =>
  z.strictObject({
    format,
    reason: why,
    cursor: cursor.describe('Of an export, from its `Link`: the page is not divided'),
  }),
);
export type TimelineParameters = z.infer<typeof timelineQuery>;

const fen = wholeNumber(0, MAX_FEN);
/** Working days of nine hours; five hundred are two years. */
const waited = z
  .string()
  .regex(/^\d{1,3}(\.\d{1,4})?$/)
  .pipe(z.coerce.number<string>().min(0).max(500))
  .meta({ type: 'number', minimum: 0, maximum: 500, pattern: undefined });
const typedAmount = z
  .string()
  .max(32)
  .superRefine((text, context) => {
    const reading = readAmount(text, 'wan');
    if (reading.fen === null) context.addIssue(issueOf(whyNoAmount(text, reading)));
  })
  .describe('In 万元 (31.50), or with its unit (500元)');

const noNumber: Words = {
  zh: '项目编号形如 2021-7K3M-9QXD；按名称查请用“查找”',
  en: 'A project number looks like 2021-7K3M-9QXD. Use "Find" to search by title',
};
const projectNumber = z
  .string()
  .trim()
  .toUpperCase()
  .superRefine((text, context) => {
    if (!looksLikeProjectId(text)) context.addIssue(issueOf(noNumber));
  });

/** `GET /history`. All that is given must hold. */
export const historyQuery = z.lazy(() =>
  z.strictObject({
    q: z
      .string()
      .trim()
      .max(MOST_WORDS)
      .optional()
      .describe(
        "Words of a project's title, of a person's or a unit's name, or a number, account or code. Where they mean one of them it is searched by, in place of `project`, `actor` or `unit`; otherwise there are no events, and `suggestions` says what they may mean",
      ),
    project: projectNumber.optional(),
    chain: z
      .string()
      .regex(/^(rules|reader:.{1,64})$/u)
      .optional()
      .describe("A chain that belongs to no project: `rules`, or a reader's, `reader:{id}`"),
    actor: z.string().max(64).optional().describe('Who did it, or in whose place it was done'),
    unit: z.string().max(64).optional().describe('USCC of the declaring unit'),
    action: z.enum(actions()).optional(),
    stage: z.string().max(40).optional(),
    outcome: z.enum(outcomes).optional(),
    year: yearText.optional().describe('The budget year'),
    minFen: fen
      .optional()
      .describe('At least so much was approved, or requested where nothing is approved yet'),
    maxFen: fen.optional().describe('At most so much'),
    minAmount: typedAmount.optional().describe('`minFen` as people type it, in 万元'),
    maxAmount: typedAmount.optional().describe('`maxFen` as people type it, in 万元'),
    flag: z.enum(flags).optional().describe('A question of red flags; a lead, not a finding'),
    minDays: waited.optional().describe('Decisions that were waited for so many working days, or more'),
    maxDays: waited.optional().describe('Decisions that were waited for fewer working days'),
    from: instant.optional(),
    to: instant.optional(),
    order: z.enum(['newest', 'oldest']).optional(),
    limit: wholeNumber(1, MOST_EVENTS).optional(),
    cursor,
    format,
    reason: why,
  }),
);
export type HistoryParameters = z.infer<typeof historyQuery>;

/** `GET /history/overview` */
export const overviewQuery = z.lazy(() =>
  z.strictObject({
    from: day.optional().describe('The first day in Beijing; a year back where nothing is said'),
    to: day.optional().describe('The last day in Beijing; today where nothing is said'),
    unit: z.string().max(64).optional().describe('USCC of the declaring unit'),
    year: yearText.optional().describe('The budget year'),
  }),
);
export type OverviewParameters = z.infer<typeof overviewQuery>;

const fn = 'history';
const auditors = { roles: ['auditor'] } as const;
const exports = [HTML, CSV, NDJSON, XLSX];
const EXPORT =
  "As CSV or NDJSON an export in pages of up to 500 events: following `Link` gives one file, whose last row or line is the trailer with the count and the sums of both columns of amounts. It is recorded in the caller's own chain before its first page is answered, and goes on for a day. As XLSX it is one workbook of up to 5,000 events, with codes as text, amounts as numbers and times as dates of Beijing; where there are more it is refused, and CSV has them all. CSV cannot say that a cell is text: a spreadsheet that opens it by itself rounds codes of digits. For auditors personal data in comments is masked, and such an event does not have its hash; NDJSON, which is checked by its hashes, is refused then unless a reason is given.";

export const historyRows = {
  'GET /history': {
    fn,
    useCase: 'search-history',
    summary:
      'Events of all projects, by any side of them; a few seconds behind now, a single chain to its end',
    who: auditors,
    query: historyQuery,
    answers: {
      200: { description: `A page of events. ${EXPORT}`, schema: 'Events', types: exports, next: true },
    },
    problems: ['conflict', 'export-too-large'],
    limits: ['exports', 'unmaskings'],
    records: ['exported', 'unmasked'],
    recordsOnly: 'file',
  },
  'GET /history/overview': {
    fn,
    useCase: 'show-overview',
    summary:
      'What the events of a period come to: waiting times, decisions, amounts, open requests, red flags',
    who: auditors,
    query: overviewQuery,
    answers: { 200: { description: 'The numbers', schema: 'Overview', types: [HTML] } },
  },
  'GET /history/details/{hash}': {
    fn,
    useCase: 'show-details',
    summary: 'The directory or the rules that an event binds by its `detailsHash`',
    who: auditors,
    answers: { 200: { description: 'As they were in force then', types: ['application/json'] } },
    problems: ['not-found'],
  },
  'GET /projects/{id}/history': {
    fn,
    useCase: 'show-history',
    summary: 'All events of a project, oldest first',
    who: 'signed-in',
    programs: true,
    query: timelineQuery,
    answers: {
      200: { description: `The events. ${EXPORT}`, schema: 'Events', types: exports, next: true },
    },
    problems: ['not-found', 'conflict', 'export-too-large'],
    limits: ['exports', 'unmaskings'],
    records: ['exported', 'unmasked'],
    recordsOnly: 'file',
  },
  'GET /projects/{id}/history/verification': {
    fn,
    useCase: 'verify-history',
    summary:
      "Check the chain of a project's events. That it was checked is recorded in the caller's own chain",
    who: auditors,
    answers: { 200: { description: 'What the check found', schema: 'Verification' } },
    problems: ['not-found', 'conflict'],
    limits: ['verifications'],
    records: ['verified'],
  },
} as const satisfies RouteRows;
