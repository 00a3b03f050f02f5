import * as z from 'zod';
import { once } from '../values/once.ts';
import { officeMarks, outcomes, type ProjectStateName, proofs, rerouteReasons } from './vocabulary.ts';

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const utc = z.lazy(() => z.iso.datetime({ precision: 3 }).describe('UTC with milliseconds'));
const fen = z.int();

/** Whose place is taken, by name and by id. */
const inPlaceOf = { onBehalfOf: z.string().optional(), onBehalfOfId: z.string().optional() };

const person = z.lazy(() => z.strictObject({ id: z.string(), name: z.string(), ...inPlaceOf }));

export const actor = z.lazy(() =>
  z.strictObject({
    id: z.string(),
    name: z.string(),
    /** The role it was done in. */
    role: z.enum(['submitter', 'reviewer', 'approver', 'auditor', 'administrator', 'system']),
    /** How: a page with a session, a program's token, a mailed link, or the system itself. */
    via: z.enum(['session', 'bearer', 'link', 'system']),
    /**
     * The program that did it by a key of its own, and who gave it that (the id of a person); absent where a person did,
     * and of earlier releases.
     */
    program: z.strictObject({ id: z.string(), madeBy: z.string() }).exactOptional(),
    ...inPlaceOf,
  }),
);
export type Actor = z.infer<typeof actor>;

/** Where an event stands in its chain, and what binds it there. */
const place = {
  chain: z.string().describe("The project's id, `rules`, or `reader:{id}`"),
  seq: z.int().min(1),
  previousHash: hash,
  hash: hash.describe('SHA-256 over the RFC 8785 form of all the rest'),
};

/**
 * An action with the members of its own. Absent members are omitted, never null. Answers in JSON have the members in
 * this order; hashes do not depend on it.
 */
const event = <Name extends string, Members extends z.ZodRawShape>(action: Name, members: Members) =>
  z.strictObject({
    at: utc,
    actor,
    action: z.literal(action),
    ...members,
    /** The call, or the flow's natural key, that caused it: one cause never adds an event twice. */
    requestId: z.string(),
    ...place,
  });

const about = {
  projectId: z.string(),
  unit: z.string().describe('USCC of the declaring unit'),
};

/** An action in a project's chain. A draft need not say its year. */
const ofProject = <Name extends string, Members extends z.ZodRawShape>(action: Name, members: Members) =>
  event(action, { ...about, budgetYear: z.int().exactOptional(), ...members });

/** The project's state before and after. */
const moves = <From extends ProjectStateName, To extends ProjectStateName>(
  from: readonly From[],
  to: To,
) => ({
  from: z.literal(from),
  to: z.literal(to),
});
const stage = z.string();
const revision = z.int();
const assignees = z.array(person);
/** The stage that comes next. */
const next = z.string();
const comment = z.string();
/** Stages whose approval of an earlier revision stands. */
const passed = z.array(z.strictObject({ stage, revision })).min(1);
/** What a stage is asked about again: the hash that it is shown, and what was left of the amount then. */
const reopens = z.strictObject({ contentHash: hash, approvedFen: fen.exactOptional() });
/** SHA-256 of the details that stand elsewhere: cuts, a directory, a bundle's manifest. */
const detailsHash = hash;
/**
 * What a reader asked for: the path of its address with its filters. All filters of the history at their longest fit
 * in.
 */
const scope = z.string().max(800);
/** How many events the answer held; of an export in several pages, the first of them. */
const count = z.int();

/**
 * The catalogue of what can have happened: each action with a line that says when, and exactly its members. A stored
 * action never changes its meaning, and what was written once is read for ever: a member that some release wrote
 * without is optional.
 */
export const eventSchemas = once(() => [
  /** A draft was begun, or a declaration arrived that was submitted in the same call. */
  ofProject('created', { revision, to: z.literal('draft') }),

  /** The unit handed a revision in; it is immutable from here on. */
  event('submitted', {
    ...about,
    budgetYear: z.int(),
    next,
    revision,
    ...moves(['draft', 'returned'], 'in-review'),
    requestedFen: fen,
    contentHash: hash,
    /** The round that it belongs to; absent where the office has none. */
    round: z.string().exactOptional(),
    /** The stages before `next` that are not asked again, and the revision that each approved; absent for none. */
    passedOver: passed.exactOptional(),
  }),

  /** The flow asked people for a decision at a stage. */
  ofProject('requested', {
    stage,
    assignees,
    revision,
    /** By when a decision is asked, and the working calendar that it was counted by; 0.1 began without. */
    deadline: utc.exactOptional(),
    calendar: z.string().exactOptional(),
  }),

  /** A request was not decided by a reminder's day; or, without a stage, a returned project is about to lapse. */
  ofProject('reminded', { stage: stage.exactOptional(), assignees: assignees.exactOptional(), revision }),

  /** A request was not decided by its deadline: the superior is told, and reminders go on every week. */
  ofProject('escalated', { stage, assignees, revision }),

  /** The calendar became another (a year's holidays were announced), and an open request's deadline with it. */
  ofProject('deadline-changed', { stage, assignees, revision, deadline: utc, calendar: z.string() }),

  /** An administrator, or whoever was asked, gave an open request to somebody else. */
  ofProject('reassigned', { stage, assignees, revision, comment }),

  /**
   * The office is another one than when an open request was asked: whom it asks now, who of them is asked anew, and
   * who is not any more.
   */
  ofProject('rerouted', {
    stage,
    assignees,
    /** Those who were not asked before, and those who have another mailbox. */
    joined: assignees,
    left: assignees,
    revision,
    /** There where less than two working days were left. */
    deadline: utc.exactOptional(),
    calendar: z.string().exactOptional(),
    /** The version of the directory that it follows, and of which day: absences begin and end. */
    directory: z.int(),
    day: z.string(),
    /** Because of whom, and why; absent where the office as it is does not say, and in events of earlier releases. */
    because: z
      .array(z.strictObject({ id: z.string(), name: z.string(), why: z.enum(rerouteReasons) }))
      .min(1)
      .exactOptional(),
  }),

  /** The declaring unit was merged into another, or has a new code: `unit` is the one that the project goes on under. */
  ofProject('unit-changed', { formerUnit: z.string().describe('USCC'), directory: z.int() }),

  /** The unit objects to a cut; the next decider sees it first. */
  ofProject('objected', { revision, comment }),

  /** The unit urged whoever is asked: they see it on their desk and in the next mail about it. */
  ofProject('urged', { stage, assignees, revision }),

  /** A mail of an event could not be delivered. */
  ofProject('mail-failed', { stage: stage.exactOptional(), assignees, revision: revision.exactOptional() }),

  /** A returned project was not handed in again in time. */
  ofProject('lapsed', { revision, ...moves(['returned'], 'lapsed') }),

  /** The asked person had a fresh link mailed to the same mailbox. */
  ofProject('link-renewed', { stage, assignees, revision }),

  /** The asked person decided; `outcome` says what. */
  ofProject('decided', {
    stage,
    /**
     * Absent where it leads to no stage, and where others must approve as well. Of a return it is the stage before,
     * which is asked again.
     */
    next: next.exactOptional(),
    /** There where it goes back to the stage before. */
    reopens: reopens.exactOptional(),
    outcome: z.enum(outcomes),
    revision,
    requestedFen: fen,
    /** What an approval leaves of the amount. */
    approvedFen: fen.exactOptional(),
    comment: comment.exactOptional(),
    /** In place of a comment that is too long for an event: SHA-256 of its text, which the decision's record has. */
    commentHash: hash.exactOptional(),
    contentHash: hash,
    detailsHash: detailsHash.exactOptional(),
    /** How strongly the person was identified. */
    proof: z.enum(proofs).exactOptional(),
    /** When the request was opened: what was waited follows from the event alone; 0.1 began without. */
    requestedAt: utc.exactOptional(),
    /** By when it was asked; 0.1 began without. */
    deadline: utc.exactOptional(),
    /**
     * What of the office was changed for the decider while the request was open, or of their mailbox since they decided
     * last.
     */
    marks: z.array(z.enum(officeMarks)).exactOptional(),
    /**
     * When whoever decided opened what they decided on: the page, as it said; without one, and of several that were
     * decided together, the request, as it was first shown to them. Absent where it never was.
     */
    openedAt: utc.exactOptional(),
    /** How many were decided together, from a list; absent where this one was. */
    together: z.int().exactOptional(),
  }),

  /** Whoever approved took that back before anybody went on from it: the request is open again. */
  ofProject('taken-back', {
    stage,
    assignees,
    /** Who of them has approved beside, where one alone is not enough. */
    approvals: assignees,
    revision,
    reopens,
  }),

  /** The last stage approved: the project is approved. */
  ofProject('approved', {
    /** Evidence that 0.1 handed out has approvals without it. */
    stage: stage.exactOptional(),
    revision,
    ...moves(['in-review'], 'approved'),
    /** As with the stage. */
    requestedFen: fen.exactOptional(),
    approvedFen: fen,
  }),

  /** A decision sent the project back: the next revision's draft is open. */
  ofProject('returned', { stage, revision, ...moves(['in-review'], 'returned') }),

  /** A decision ended the project. */
  ofProject('rejected', { stage, revision, ...moves(['in-review'], 'rejected') }),

  /**
   * The unit took its project back before anybody had decided, or before anybody looked at it at the next stage: the
   * next revision's draft is open.
   */
  ofProject('recalled', { revision, ...moves(['in-review'], 'draft') }),

  /** The unit ended its project. */
  ofProject('withdrawn', {
    revision,
    ...moves(['draft', 'returned', 'in-review'], 'withdrawn'),
  }),

  /** Units, posts or people changed (chain `rules`). */
  event('directory-changed', { detailsHash }),

  /** Forms, stages, thresholds, deadlines or the calendar are others than those recorded last (chain `rules`). */
  event('workflow-changed', { detailsHash }),

  /** The office changed its settings: thresholds, deadlines, contact or rounds (chain `rules`). */
  event('settings-changed', { detailsHash }),

  /** Somebody signed in with other roles than the last time (chain `rules`). */
  event('roles-changed', { assignees, comment }),

  /**
   * A program's key was made, renewed or revoked (chain `rules`): `assignees` whom it acts as, or `unit` whose it is;
   * the comment says what it was and is.
   */
  event('program-changed', { assignees, unit: about.unit.exactOptional(), comment }),

  /** Events were taken away as a file or in an evidence bundle (chain `reader:{id}`). */
  event('exported', {
    projectId: about.projectId.exactOptional(),
    unit: about.unit.exactOptional(),
    /** Of an evidence bundle. */
    detailsHash: detailsHash.exactOptional(),
    scope,
    count,
  }),

  /** A chain was verified (chain `reader:{id}`). */
  event('verified', { ...about, scope, count }),

  /** Masked personal data was shown in full (chain `reader:{id}`). */
  event('unmasked', {
    projectId: about.projectId.exactOptional(),
    unit: about.unit.exactOptional(),
    comment,
    scope,
  }),
]);

const schema = z.lazy(() => z.discriminatedUnion('action', eventSchemas()));
type Stored = z.infer<typeof schema>;

type KeyOf<Union> = Union extends unknown ? keyof Union : never;
type Flat<Members> = { [Key in keyof Members]: Members[Key] };
/** Members of other actions can be read, and are not there; they cannot be written. */
type Exact<Union, Key extends PropertyKey = KeyOf<Union>> = Union extends unknown
  ? Flat<Union & { [Other in Exclude<Key, keyof Union>]?: never }>
  : never;
type WithoutPlace<Union> = Union extends unknown ? Omit<Union, keyof typeof place> : never;

export type Action = Stored['action'];
export const actions = once((): readonly Action[] => eventSchemas().map(({ shape }) => shape.action.value));

/** An event in its chain, of any action or of some. */
export type HistoryEvent<Name extends Action = Action> = Extract<Exact<Stored>, { action: Name }>;
export const historyEvent: z.ZodType<HistoryEvent> = schema;

/** An event before it is chained: what happened. */
export type EventBody = WithoutPlace<HistoryEvent>;
export type EventOf<Name extends Action> = Extract<EventBody, { action: Name }>;
