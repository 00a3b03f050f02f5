import type { Actor } from '../history/event.ts';
import type { Outcome } from '../history/vocabulary.ts';
import type { Words } from '../values/language.ts';

/** Who caused a command and when: nothing in the core reads a clock or makes an id. */
export interface Cause {
  readonly actor: Actor;
  /** UTC with milliseconds. */
  readonly at: string;
  /** The call, or the flow's natural key. */
  readonly requestId: string;
}

/** What the project is about, for its events. */
export interface Subject {
  readonly projectId: string;
  /** USCC of the declaring unit. */
  readonly unit: string;
  /** Absent while a draft does not say. */
  readonly budgetYear?: number;
}

export interface Assignee {
  readonly id: string;
  readonly name: string;
  /** Whose place is taken, by name. */
  readonly onBehalfOf?: string | undefined;
  /** The same person's id. */
  readonly onBehalfOfId?: string | undefined;
}

export type Command =
  | { readonly type: 'create' }
  | {
      readonly type: 'submit';
      readonly budgetYear: number;
      readonly requestedFen: number;
      readonly contentHash: string;
      /** The stages that this project passes, by their conditions. */
      readonly passes: readonly string[];
    }
  | {
      readonly type: 'request';
      readonly stage: string;
      readonly revision: number;
      readonly assignees: readonly Assignee[];
      /** UTC, with the working calendar that it was counted by. */
      readonly deadline: string;
      readonly calendar: string;
    }
  | {
      readonly type: 'renew-link';
      readonly assignee: Assignee;
      readonly stage: string;
      readonly revision: number;
    }
  | {
      readonly type: 'remind';
      readonly kind: 'reminded' | 'escalated';
      readonly stage: string;
      readonly revision: number;
      /** Who is told. */
      readonly assignees: readonly Assignee[];
    }
  | {
      readonly type: 'reassign';
      readonly stage: string;
      readonly revision: number;
      readonly assignee: Assignee;
      readonly comment: string;
      readonly excluded: 'own-project' | null;
    }
  | {
      readonly type: 'decide';
      readonly stage: string;
      readonly revision: number;
      readonly outcome: Outcome;
      /** The hash of what was shown: the revision with the cuts so far. */
      readonly contentHash: string;
      readonly comment?: string;
      /** What this decision leaves of the amount, where it cuts. */
      readonly approvedFen?: number;
      /** Binds what stands only in the decision's own record: cuts, the fields that a return is about, what was supplied. */
      readonly detailsHash?: string;
      readonly proof?: 'link' | 'link-and-code';
      /** When the request was opened, and by when it was to be decided: UTC. */
      readonly requestedAt: string;
      readonly deadline: string;
      /** The stages that this project passes, by their conditions. */
      readonly passes: readonly string[];
      /** Why the person may not decide, found from the stage's exclusions; null if they may. */
      readonly excluded: 'own-project' | null;
    }
  | { readonly type: 'object'; readonly comment: string }
  | { readonly type: 'recall' }
  | { readonly type: 'withdraw' }
  /** A returned project that is not handed in again: two warnings, then the end. */
  | { readonly type: 'lapse'; readonly revision: number; readonly warning: boolean }
  | {
      readonly type: 'report-mail-failure';
      readonly recipient: Assignee;
      /** The stage and revision that the mail's event spoke of, where it did. */
      readonly stage?: string | undefined;
      readonly revision?: number | undefined;
    };

/** Why a command is refused. The codes are those that the edge answers. */
export type RefusalCode =
  | 'not-in-this-state'
  | 'request-closed'
  | 'already-decided'
  | 'already-asked'
  | 'content-changed'
  | 'own-project'
  | 'other-person'
  | 'comment-required'
  | 'nobody-decides'
  | 'nothing-cut';

export interface Refusal {
  readonly refused: RefusalCode;
  readonly detail?: Words;
}
