import * as z from 'zod';
import { actor } from '../history/event.ts';
import { officeMarks, outcomes, proofs } from '../history/vocabulary.ts';
import type { StoredFlow } from '../workflow/flow.ts';

/** What the items of the Projects table hold, parsed on every read, by schemas that the first of them makes. */

const count = z.int().min(0);
const flow: z.ZodType<StoredFlow> = z.lazy(() => {
  const facts = {
    revision: z.int().min(1),
    requestedFen: count.nullable(),
    approvedFen: count.nullable(),
    contentHash: z.string().nullable(),
    shownHash: z.string().nullable(),
    authors: z.array(z.string()),
    deciders: z.array(
      z.object({
        stage: z.string(),
        revision: z.int(),
        person: z.string(),
        onBehalfOf: z.string().optional(),
      }),
    ),
    passedOver: z.array(z.object({ stage: z.string(), revision: z.int() })).optional(),
  };
  return z.discriminatedUnion('state', [
    z.object({ ...facts, state: z.enum(['draft', 'returned']) }),
    z.object({
      ...facts,
      state: z.literal('in-review'),
      stage: z.string(),
      requestedFen: count,
      contentHash: z.string(),
      shownHash: z.string(),
      asked: z
        .object({
          stage: z.string(),
          revision: z.int(),
          assignees: z.array(z.string()),
          approvals: z.array(z.string()),
        })
        .nullable(),
    }),
    z.object({ ...facts, state: z.literal('approved'), approvedFen: count }),
    z.object({ ...facts, state: z.enum(['rejected', 'withdrawn', 'lapsed']) }),
  ]);
});

export const findingCounts = z.object({ errors: count, warnings: count });

export const projectRecord = z.lazy(() =>
  z.object({
    id: z.string(),
    form: z.string(),
    formVersion: z.int(),
    /** Moves with content and state: the ETag. */
    version: z.int().min(1),
    unit: z.object({ id: z.string(), name: z.string() }),
    title: z.string(),
    budgetYear: z.int().nullable(),
    /** What the draft asks for so far; the flow's own amount is that of the submitted revision. */
    requestedFen: z.int().nullable(),
    createdAt: z.string(),
    savedAt: z.string(),
    /** The project of last year that this one was copied from: its amounts are shown beside. */
    copiedFrom: z.string().optional(),
    /** Everybody who ever edited a revision. */
    editors: z.array(z.string()),
    /** Who handed in the current revision: mails about it go there. */
    submittedBy: z.object({ id: z.string(), name: z.string() }).optional(),
    /** How much was found in what was last handed in; 0.1 did not count. */
    findings: findingCounts.optional(),
    /** The round that it was last handed in to. */
    round: z.string().optional(),
    /** What lists show of the revision that was handed in last; absent where none was. */
    listing: z
      .object({
        title: z.string(),
        /** The title for whoever is no party to the project, where it is another one. */
        maskedTitle: z.string().optional(),
        budgetYear: z.int(),
        /** When the project was first handed in, UTC. */
        at: z.string(),
      })
      .optional(),
    /** The unit whose posts decide on it: that of the day while it goes on; what is over keeps the last one. */
    finance: z.string().optional(),
    /** How often its lines in the lists were written; absent where it is in none yet. */
    listed: z.int().optional(),
    /**
     * Whether its unit's list has it from what the unit has under way, while it goes on; earlier releases wrote a line of
     * that list beside.
     */
    oneLine: z.literal(true).optional(),
    /** Why the unit objects to cuts. */
    objections: z
      .array(
        z.object({
          revision: z.int(),
          at: z.string(),
          by: actor,
          comment: z.string(),
          /** What the cuts had left that it is about. */
          approvedFen: count.nullable().optional(),
        }),
      )
      .default([]),
    flow,
    /** Moves with every event. */
    head: z.object({ seq: count, hash: z.string() }),
    /** Which execution of the flow this revision is in: the name's `a{attempt}`. */
    attempt: z.int().min(1),
    /** When `sweep` next looks whether every effect of the events has happened; absent when nothing is owed. */
    dueAt: z.string().optional(),
  }),
);
export type ProjectRecord = z.infer<typeof projectRecord>;

/** Whoever is asked, as events and links name them: without what a request keeps of them beside. */
export const assigneeRecord = z.object({
  id: z.string(),
  name: z.string(),
  onBehalfOf: z.string().optional(),
  onBehalfOfId: z.string().optional(),
});

const decisionRecord = z.lazy(() =>
  z.object({
    outcome: z.enum(outcomes),
    /** Of a return that did not go to the unit. */
    to: z.literal('previous-stage').optional(),
    at: z.string(),
    by: actor,
    comment: z.string().optional(),
    /** The hash of what was shown. */
    contentHash: z.string(),
    proof: z.enum(proofs),
    /** What this decision left of the amount, where it approved. */
    approvedFen: z.int().optional(),
    // The event's `detailsHash` binds the rest.
    /** JSON Pointers of the fields that a return is about. */
    fields: z.array(z.string()).optional(),
    cuts: z.array(z.object({ line: z.int(), amountFen: z.int(), reason: z.string() })).optional(),
    supplied: z.record(z.string(), z.unknown()).optional(),
  }),
);

/**
 * Who is asked. The mark of a mail that did not arrive rides on the person, so that the index by asked unit, which
 * holds a request's assignees, shows it on the desk without an attribute of its own.
 */
const asked = z.lazy(() =>
  assigneeRecord.extend({
    /** Since when the newest mail that asks this person is known not to have arrived, UTC. */
    undeliveredAt: z.string().optional(),
    /** How many fresh links the person was mailed for this request. */
    renewals: z.int().optional(),
    /** By which mailbox the person was asked, hashed; where it is another one now, they are asked anew. */
    mailbox: z.string().optional(),
    /** What of the office was changed for them while the request was open. */
    marks: z.array(z.enum(officeMarks)).optional(),
    /** When they were last asked anew because their mailbox is another one: UTC, the time of that event. */
    movedAt: z.string().optional(),
  }),
);
export type Asked = z.infer<typeof asked>;

export const requestRecord = z.lazy(() =>
  z.object({
    projectId: z.string(),
    revision: z.int(),
    stage: z.string(),
    assignees: z.array(asked),
    status: z.enum(['open', 'decided', 'closed']),
    requestedAt: z.string(),
    deadline: z.string(),
    contentHash: z.string(),
    /** Present while open: lists what is asked of a unit. */
    askedUnit: z.string().optional(),
    title: z.string(),
    unitName: z.string(),
    requestedFen: z.int(),
    /** The task token that the flow waits with, and the order in which tokens were handed out. */
    token: z.string(),
    tokenOrder: z.string(),
    /** The working calendar that the deadline was counted by. */
    calendar: z.string(),
    /** How many steps of waiting (reminders, escalation) have been taken, and when the next is due. */
    steps: count,
    dueAt: z.string(),
    /** When somebody who is asked first looked at it: UTC; absent while nobody has. */
    openedAt: z.string().optional(),
    /** When each of those who are asked first looked at it, in that order: UTC; absent while nobody has. */
    openedBy: z.array(z.object({ id: z.string(), at: z.string() })).optional(),
    /** Whether an administrator chose who is asked. */
    given: z.literal(true).optional(),
    /** The ids of those who hold the posts that are asked, also where others decide in their place. */
    holders: z.array(z.string()).optional(),
    /** Whether it is found by whom it waits for; in 0.1 it was by the asked unit alone. */
    listed: z.literal(true).optional(),
    /** Who was asked before it was given to somebody else, with what comes back with them should they be asked again. */
    former: z
      .array(assigneeRecord.extend(asked.unwrap().pick({ mailbox: true, marks: true, movedAt: true }).shape))
      .optional(),
    /** When the unit last urged whoever is asked, UTC. */
    urgedAt: z.string().optional(),
    /** In the order in which they were made; a stage of quorum `all` has several. */
    decisions: z.array(decisionRecord),
    /** Decisions that count no more, since the stage was asked again after them: of the history alone. */
    undone: z.array(decisionRecord).optional(),
    /** How often the stage has been asked on this revision; once where it does not say. */
    times: z.int().min(2).optional(),
  }),
);
export type DecisionRecord = z.infer<typeof decisionRecord>;
export type RequestRecord = z.infer<typeof requestRecord>;

export const draftContent = z.lazy(() =>
  z.object({
    declaration: z.record(z.string(), z.unknown()),
    unread: z.record(z.string(), z.string()),
  }),
);
export type DraftContent = z.infer<typeof draftContent>;

const words = z.object({ zh: z.string(), en: z.string() });
export const revisionContent = z.lazy(() =>
  z.object({
    declaration: z.record(z.string(), z.unknown()),
    findings: z.array(
      z.object({
        rule: z.string(),
        severity: z.enum(['error', 'warning']),
        path: z.string(),
        message: words,
      }),
    ),
    formVersion: z.int(),
  }),
);
export type RevisionContent = z.infer<typeof revisionContent>;
