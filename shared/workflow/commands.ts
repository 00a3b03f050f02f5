import type { Cut } from '../forms/cuts.ts';
import type { Finding } from '../forms/finding.ts';
import type { Actor } from '../history/event.ts';
import type { MailFailure, Outcome, Proof } from '../history/vocabulary.ts';
import type { Words } from '../values/language.ts';
import type { Assignee } from './assignee.ts';
import type { ExclusionCode } from './separation.ts';

/** Who commands. What the flow does by itself has no cause outside: its natural key makes it happen once. */
interface Caused {
  readonly actor: Actor;
  /** The call: its events carry it, so that a caller whose answer was lost recognises its own commit. */
  readonly requestId: string;
}

/** The stage and revision that a command speaks of. */
interface AtStage {
  readonly stage: string;
  readonly revision: number;
}

/** What lists and records show of a declaration, as far as it is filled in. */
interface Summary {
  readonly title: string;
  readonly budgetYear: number | null;
  readonly requestedFen: number | null;
}

/** What a draft holds: the declaration, and by JSON Pointer the texts that were not understood. */
interface DraftContent {
  readonly declaration: Record<string, unknown>;
  readonly unread: Record<string, string>;
}

interface Drafted {
  readonly form: { readonly id: string; readonly version: number };
  readonly summary: Summary;
  readonly content: DraftContent;
}

/** Begins a draft. The id is the project's own, made by the caller. */
export interface Create extends Caused, Drafted {
  readonly type: 'create';
  readonly id: string;
  readonly unit: { readonly id: string; readonly name: string };
  /** The project of last year that it was copied from. */
  readonly copiedFrom?: string | undefined;
}

/** Writes the draft over the version that was read. */
export interface Save extends Caused, Omit<Drafted, 'form'> {
  readonly type: 'save';
  readonly version: number;
}

/** Hands a declaration in: a draft, or what was never one (`id` and `unit` are the new project's). */
export interface Submit extends Caused {
  readonly type: 'submit';
  readonly id: string;
  readonly unit: { readonly id: string; readonly name: string };
  /** The version of the draft that was read; absent where there is none. */
  readonly version?: number;
  readonly form: { readonly id: string; readonly version: number };
  readonly summary: Summary & { readonly budgetYear: number; readonly requestedFen: number };
  readonly contentHash: string;
  readonly declaration: Record<string, unknown>;
  readonly findings: readonly Finding[];
}

/** Takes a submitted project back to change it, while nobody has decided, or the next has not looked at it. */
export interface Recall extends Caused {
  readonly type: 'recall';
  readonly version: number;
}

/** Ends the unit's own project. */
export interface Withdraw extends Caused {
  readonly type: 'withdraw';
  readonly version: number;
}

/** The unit objects to a cut. */
export interface ObjectToCut extends Caused {
  readonly type: 'object';
  readonly comment: string;
}

/** The unit urges whoever is asked to decide. */
export interface Urge extends Caused {
  readonly type: 'urge';
  /** When the last one was, as the page said that asks: UTC, empty for never; absent where no page asks. */
  readonly seen?: string | undefined;
}

/** The flow asks for a decision at a stage; the core finds whom. */
export interface RequestDecision extends AtStage {
  readonly type: 'request';
  /** The task token that the flow waits with, and its place in the order in which tokens were handed out. */
  readonly token: string;
  readonly tokenOrder: string;
}

/** An asked person has a fresh link mailed. */
export interface RenewLink extends Caused, AtStage {
  readonly type: 'renew-link';
  readonly assignee: Assignee;
}

/** An open request is waited on too long: the step that is due is taken, a reminder or the escalation. */
export interface Remind extends AtStage {
  readonly type: 'remind';
}

/** What is due on a day off waits until people are there again; no event says so. */
export interface Postpone extends AtStage {
  readonly type: 'postpone';
  /** UTC */
  readonly until: string;
}

/** The calendar is another than the one an open request was counted by: its deadline is counted anew. */
export interface RecountDeadline extends AtStage {
  readonly type: 'recount-deadline';
}

/** An administrator, or whoever is asked, gives the open request of a stage to somebody else. */
export interface Reassign extends Caused {
  readonly type: 'reassign';
  readonly stage: string;
  /** The id of whoever it is not to ask any more, others go on being asked; without it everybody whom it asks. */
  readonly from?: string;
  /** The id of the new decider. */
  readonly to: string;
  readonly comment: string;
}

/** The office may be another one than when an open request was asked: whom it asks now is found anew. */
export interface Reroute extends AtStage {
  readonly type: 'reroute';
}

/** The project goes on under the unit that its own was merged into. */
export interface ChangeUnit {
  readonly type: 'change-unit';
  readonly unit: { readonly id: string; readonly name: string };
}

export interface Decide extends Caused, AtStage {
  readonly type: 'decide';
  readonly outcome: Outcome;
  /** Of a return: not to the unit, but to the stage before, which is asked again. */
  readonly to?: 'previous-stage' | undefined;
  /** The hash of what was shown: the revision with the cuts so far. */
  readonly contentHash: string;
  /** How strongly the person was identified. */
  readonly proof: Proof;
  /** UTC, when whoever decides opened what they decide on; absent where they never did. */
  readonly openedAt?: string | undefined;
  /** How many are decided together, from a list. */
  readonly together?: number | undefined;
  readonly comment?: string | undefined;
  readonly cuts?: readonly Cut[] | undefined;
  /** JSON Pointers of the fields that a return is about. */
  readonly fields?: readonly string[] | undefined;
  readonly supplied?: Readonly<Record<string, unknown>> | undefined;
}

/** Whoever approved takes that back, while nobody has gone on from it. */
export interface TakeBack extends Caused, AtStage {
  readonly type: 'take-back';
}

/** A returned project that is not handed in again: two warnings, then the end. */
export interface Lapse {
  readonly type: 'lapse';
  readonly revision: number;
  /** Which warning it is; without one the project lapses. */
  readonly warning?: 1 | 2;
}

/** The flow's execution ended before the project did: the next attempt goes on from the record; no event says so. */
export interface RestartFlow {
  readonly type: 'restart-flow';
  /** The attempt that ended. */
  readonly attempt: number;
}

/** A project of a version that had no lists is to stand in them; no event says so. */
export interface List {
  readonly type: 'list';
}

/** The mail of an event did not reach somebody. */
export interface ReportMailFailure {
  readonly type: 'report-mail-failure';
  /** Of the event whose mail it was. */
  readonly seq: number;
  readonly recipient: Assignee;
  /** Whether it asked the recipient for a decision: then the open request is marked. */
  readonly asked: boolean;
  readonly reason: MailFailure;
  /** Which mailbox it was sent to, hashed; absent where there was none, or where nobody knows any more. */
  readonly mailbox?: string | undefined;
  /** Whether it had been sent again, after the address was corrected. */
  readonly again: boolean;
  /** The stage and revision that the event spoke of, where it did. */
  readonly stage?: string | undefined;
  readonly revision?: number | undefined;
}

/** Everything that can be asked of a project. */
export type Command =
  | Create
  | Save
  | Submit
  | Recall
  | Withdraw
  | ObjectToCut
  | Urge
  | RequestDecision
  | RenewLink
  | Remind
  | Postpone
  | RecountDeadline
  | Reassign
  | Reroute
  | ChangeUnit
  | Decide
  | TakeBack
  | Lapse
  | RestartFlow
  | List
  | ReportMailFailure;

/** Why a command is refused. What the edge answers to each stands in `contract/refusals.ts`. */
export type RefusalCode =
  | ExclusionCode
  | 'no-such-project'
  | 'not-in-this-state'
  | 'stale-version'
  | 'nobody-decides'
  | 'no-open-round'
  | 'over-ceiling'
  | 'nothing-cut'
  | 'already-objected'
  | 'nobody-asked'
  | 'urged-today'
  | 'offices-closed'
  | 'request-closed'
  | 'already-asked'
  | 'already-decided'
  | 'content-changed'
  | 'not-asked'
  | 'no-longer-listed'
  | 'code-required'
  | 'reason-required'
  | 'cuts-do-not-hold'
  | 'no-previous-stage'
  | 'opened-since'
  | 'nothing-to-take-back'
  | 'has-taken-effect'
  | 'too-late'
  | 'too-many-links'
  | 'unknown-person'
  | 'not-a-holder'
  | 'is-away'
  | 'to-oneself'
  | 'not-due'
  | 'already-reported'
  | 'already-its-unit';

export interface Refusal {
  readonly refused: RefusalCode;
  /** What does not hold, with paths into the command's body. */
  readonly errors?: readonly Finding[];
  /** One sentence on this very case. */
  readonly detail?: Words;
  /** After so many seconds the same call may succeed. */
  readonly retryAfterSeconds?: number;
}
