import * as z from 'zod';
import { findingKinds } from './verification/finding.ts';
import { outcomes, projectStates } from './vocabulary.ts';

/**
 * The catalogue of what can have happened. A stored action never changes its meaning; a new one is added here
 * with a line that says when it happens.
 */
export const actions = [
  /** A draft was begun, or a declaration arrived that was submitted in the same call. */
  'created',
  /** The unit handed a revision in; it is immutable from here on. */
  'submitted',
  /** The flow asked people for a decision at a stage. */
  'requested',
  /** A request was not decided by a reminder's day. */
  'reminded',
  /** A request was not decided by its deadline: the superior is told, and reminders go on every week. */
  'escalated',
  /** An administrator gave an open request to somebody else. */
  'reassigned',
  /** The unit objects to a cut; the next decider sees it first. */
  'objected',
  /** A mail of an event could not be delivered. */
  'mail-failed',
  /** A returned project was not handed in again in time. */
  'lapsed',
  /** The asked person had a fresh link mailed to the same mailbox. */
  'link-renewed',
  /** The asked person decided; `outcome` says what. */
  'decided',
  /** The last stage approved: the project is approved. */
  'approved',
  /** A decision sent the project back: the next revision's draft is open. */
  'returned',
  /** A decision ended the project. */
  'rejected',
  /** The unit took its project back before anybody had decided: the next revision's draft is open. */
  'recalled',
  /** The unit ended its project. */
  'withdrawn',
  /** Units, posts or people changed (chain `rules`). */
  'directory-changed',
  /** Forms, stages, thresholds, deadlines or the calendar are others than those recorded last (chain `rules`). */
  'workflow-changed',
  /** Somebody signed in with other roles than the last time (chain `rules`). */
  'roles-changed',
  /** Events were taken away as a file or in an evidence bundle (chain `reader:{id}`). */
  'exported',
  /** A chain was verified (chain `reader:{id}`). */
  'verified',
  /** Masked personal data was shown in full (chain `reader:{id}`). */
  'unmasked',
] as const;
export type Action = (typeof actions)[number];

/** Whose place is taken, by name and by id. */
const inPlaceOf = { onBehalfOf: z.string().optional(), onBehalfOfId: z.string().optional() };

const person = z.strictObject({ id: z.string(), name: z.string(), ...inPlaceOf });

export const actor = z.strictObject({
  id: z.string(),
  name: z.string(),
  /** The role it was done in. */
  role: z.enum(['submitter', 'reviewer', 'approver', 'auditor', 'administrator', 'system']),
  /** How: a page with a session, a program's token, a mailed link, or the system itself. */
  via: z.enum(['session', 'bearer', 'link', 'system']),
  ...inPlaceOf,
});
export type Actor = z.infer<typeof actor>;

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const fen = z.int();

/** An event before it is chained: what happened. Absent fields are omitted, never null. */
export const eventBody = z.strictObject({
  at: z.iso.datetime({ precision: 3 }).describe('UTC with milliseconds'),
  actor,
  action: z.enum(actions),
  projectId: z.string().optional(),
  unit: z.string().optional().describe('USCC of the declaring unit'),
  budgetYear: z.int().optional(),
  stage: z.string().optional(),
  /** Who was asked (`requested`, `link-renewed`). */
  assignees: z.array(person).optional(),
  /** The stage that a `submitted` or `decided` leads to; absent where it leads to none. */
  next: z.string().optional(),
  outcome: z.enum(outcomes).optional(),
  revision: z.int().optional(),
  /** The project's state before and after, where it moved. */
  from: z.enum(projectStates).optional(),
  to: z.enum(projectStates).optional(),
  requestedFen: fen.optional(),
  approvedFen: fen.optional(),
  comment: z.string().optional(),
  contentHash: hash.optional(),
  /** SHA-256 of the details that stand elsewhere, e.g. a comment too long for an event. */
  detailsHash: hash.optional(),
  /** How strongly a decision's person was identified. */
  proof: z.enum(['link', 'link-and-code']).optional(),
  /** When a `decided` request was opened, UTC: what was waited follows from the event alone. */
  requestedAt: z.iso.datetime({ precision: 3 }).optional(),
  /** By when a decision is asked (`requested`) or was asked (`decided`), UTC. */
  deadline: z.iso.datetime({ precision: 3 }).optional(),
  /** The working calendar that the deadline was counted by (`requested`). */
  calendar: z.string().optional(),
  /**
   * What a reader asked for (`exported`, `verified`, `unmasked`): the path of its address with its filters. All filters
   * of the history at their longest fit in.
   */
  scope: z.string().max(800).optional(),
  /** How many events the answer held; of an export in several pages, the first of them. */
  count: z.int().optional(),
  /** The call, or the flow's natural key, that caused it: one cause never adds an event twice. */
  requestId: z.string(),
});
export type EventBody = z.infer<typeof eventBody>;

/** An event in its chain. */
export const historyEvent = eventBody.extend({
  chain: z.string().describe("The project's id, `rules`, or `reader:{id}`"),
  seq: z.int().min(1),
  previousHash: hash,
  hash: hash.describe('SHA-256 over the RFC 8785 form of all the rest'),
});
export type HistoryEvent = z.infer<typeof historyEvent>;

const broken = {
  seq: z.int(),
  reason: z.string(),
  kind: z.enum(findingKinds).optional(),
  field: z.string().optional().describe('The member that was changed, where it can be told'),
};

/** What a verification of one chain answers. */
export const verificationView = z.object({
  valid: z.boolean(),
  events: z.int(),
  head: z.object({ seq: z.int(), hash: z.string() }),
  firstBroken: z.object(broken).optional(),
  findings: z.array(z.object({ ...broken, to: z.int().optional() })).optional(),
  checkpoint: z
    .object({ number: z.int(), hash: z.string(), at: z.string(), covers: z.int() })
    .optional()
    .describe('The last checkpoint that has the chain, and up to which event'),
});
export type VerificationView = z.infer<typeof verificationView>;
