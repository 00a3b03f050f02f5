import * as z from 'zod';
import { actions } from '../history/event.ts';
import { flags } from '../history/red-flags.ts';
import { outcomes } from '../history/vocabulary.ts';
import { MAX_FEN, parseFen } from '../values/money.ts';
import { looksLikeProjectId } from '../values/project-id.ts';

/**
 * What requests may hold, beside the declaration itself (the form's schema) and the directory: the schemas that the
 * handlers parse with, and that the OpenAPI document is made of.
 */

const declaration = z.record(z.string(), z.unknown());

/** `POST /projects` */
export const draftBody = z.union([
  z.strictObject({ form: z.string(), declaration }),
  z.strictObject({
    form: z.string(),
    copyOf: z.string().describe("An approved project of the own unit: the draft begins as next year's"),
  }),
]);

/** `PUT /projects/{id}` */
export const saveBody = z.strictObject({ declaration });

// Submitted one after the other, well within the ten seconds of a call.
const MOST_AT_ONCE = 25;

/** `POST /drafts/submissions` */
export const manyBody = z.strictObject({
  drafts: z
    .array(z.strictObject({ id: z.string(), version: z.int().min(1).describe('The version that was seen') }))
    .min(1)
    .max(MOST_AT_ONCE),
});

// A comment stands in its event, which stays under a kilobyte; 200 Chinese characters are 600 bytes.
export const LONGEST_COMMENT = 200;

/** `POST /decisions/{token}` */
export const decisionBody = z.strictObject({
  outcome: z.enum(outcomes),
  comment: z
    .string()
    .max(LONGEST_COMMENT)
    .refine((text) => text.isWellFormed())
    .optional(),
  /** The hash that was shown with the declaration: a decision is on that content. */
  contentHash: z.string().regex(/^[0-9a-f]{64}$/),
  /** The fields that a return is about. */
  fields: z.array(z.string().max(200).startsWith('/')).max(50).optional(),
  cuts: z
    .array(
      z.strictObject({
        line: z.int().min(0).describe("0-based index in the submitted revision's plan"),
        amountFen: z.int().min(0).describe('What is approved for that line'),
        reason: z
          .string()
          .max(200)
          .refine((text) => text.isWellFormed()),
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

const reason = z
  .string()
  .min(2)
  .max(LONGEST_COMMENT)
  .refine((text) => text.isWellFormed());

/** `POST /projects/{id}/reassignment` */
export const reassignment = z.strictObject({
  stage: z.string(),
  to: z.string().describe('The id of a person of the directory'),
  comment: reason,
});

/** `POST /projects/{id}/objection` */
export const objectionBody = z.strictObject({ comment: reason });

/** `POST /projects/{id}/unmask` */
export const unmasking = z.strictObject({ comment: reason.describe('Why the personal data is needed') });

/** The most events that one page of the history reads. */
export const MOST_EVENTS = 500;

const instant = z
  .union([z.iso.datetime({ offset: true }).max(40), z.iso.date()])
  .describe('A date is a day in Beijing');

/** The form of a history that a link asks for: a link cannot send `Accept`. */
const format = z.enum(['csv', 'ndjson']).optional().describe('A file in place of the page, as for `Accept`');

const cursor = z
  .string()
  .max(2_000)
  .optional()
  .describe('From `next` or `Link`, with the same filters; it belongs to one query');

/** `GET /projects/{id}/history` */
export const timelineQuery = z.strictObject({
  format,
  cursor: cursor.describe('Of an export, from its `Link`: the page is not divided'),
});

const fen = z.coerce.number().int().min(0).max(MAX_FEN);
/** Working days of nine hours; five hundred are two years. */
const waited = z.coerce.number().min(0).max(500);
const typedAmount = z
  .string()
  .max(32)
  .refine((text) => parseFen(text, 'wan') !== null, 'An amount in 万元 (31.50), or with its unit (500元)');

/** `GET /history`. All that is given must hold. */
export const historyQuery = z.strictObject({
  project: z
    .string()
    .trim()
    .toUpperCase()
    .refine(looksLikeProjectId, "A project's number, e.g. 2021-7K3M-9QXD")
    .optional(),
  chain: z
    .string()
    .regex(/^(rules|reader:.{1,64})$/u)
    .optional()
    .describe("A chain that belongs to no project: `rules`, or a reader's, `reader:{id}`"),
  actor: z.string().max(64).optional().describe('Who did it, or in whose place it was done'),
  unit: z.string().max(64).optional().describe('USCC of the declaring unit'),
  action: z.enum(actions).optional(),
  stage: z.string().max(40).optional(),
  outcome: z.enum(outcomes).optional(),
  year: z.coerce.number().int().min(1949).max(2999).optional().describe('The budget year'),
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
  limit: z.coerce.number().int().min(1).max(MOST_EVENTS).optional(),
  cursor,
  format,
});

/** `GET /history/checkpoints` */
export const checkpointsQuery = z.strictObject({
  cursor: z.coerce.number().int().min(1).optional().describe('The `next` of the page before'),
  limit: z.coerce.number().int().min(1).max(500).optional(),
});

/** `GET /history/overview` */
export const overviewQuery = z.strictObject({
  from: z.iso.date().optional().describe('The first day in Beijing; a year back where nothing is said'),
  to: z.iso.date().optional().describe('The last day in Beijing; today where nothing is said'),
  unit: z.string().max(64).optional().describe('USCC of the declaring unit'),
  year: z.coerce.number().int().min(1949).max(2999).optional().describe('The budget year'),
});

const evidence = {
  contents: z
    .enum(['yes', 'no'])
    .optional()
    .describe('Whether declarations and details of decisions go along; they hold personal data'),
  reason: reason.optional().describe('Why an auditor needs the personal data in the contents'),
};

/** `GET /projects/{id}/evidence` */
export const evidenceQuery = z.strictObject(evidence);

/** `GET /history/evidence` */
export const periodEvidenceQuery = z.strictObject({
  from: z.iso.date().describe('A day in Beijing'),
  to: z.iso.date().describe('A day in Beijing, within the period'),
  ...evidence,
});

/** `GET /projects/{id}/document` */
export const documentQuery = z.strictObject({
  format: z.literal('docx').optional().describe('A Word file in place of the page'),
  hash: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional()
    .describe('The content hash on a printed document: the page says whether it matches'),
});

/** `GET /sign-in` */
export const signInQuery = z.strictObject({
  returnTo: z.string().optional().describe('A path of this site'),
  prompt: z
    .enum(['login', 'select_account'])
    .optional()
    .describe('Signing in as somebody else, where the issuer would let the last person straight in'),
  login_hint: z.string().max(320).optional(),
});

export type DraftBody = z.infer<typeof draftBody>;
export type ManyBody = z.infer<typeof manyBody>;
export type SaveBody = z.infer<typeof saveBody>;
export type DecisionBody = z.infer<typeof decisionBody>;
export type HistoryParameters = z.infer<typeof historyQuery>;
export type CheckpointParameters = z.infer<typeof checkpointsQuery>;
export type OverviewParameters = z.infer<typeof overviewQuery>;
export type EvidenceParameters = z.infer<typeof evidenceQuery>;
export type PeriodEvidenceParameters = z.infer<typeof periodEvidenceQuery>;
export type TimelineParameters = z.infer<typeof timelineQuery>;
export type DocumentParameters = z.infer<typeof documentQuery>;
export type Reassignment = z.infer<typeof reassignment>;
export type Unmasking = z.infer<typeof unmasking>;
export type ObjectionBody = z.infer<typeof objectionBody>;
