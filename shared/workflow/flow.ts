/**
 * The state of a project's flow: what `evolve` makes of its events, and all that `decide` looks at. A union by state:
 * what exists only in review is only there.
 */

export interface Decider {
  readonly stage: string;
  readonly revision: number;
  readonly person: string;
  /** The id of the person whose place was taken: who decided counts as both. */
  readonly onBehalfOf?: string | undefined;
}

/** A stage that was not asked again, and the revision by whose approval it is passed. */
export interface PassedOver {
  readonly stage: string;
  readonly revision: number;
}

/** What every project has, in whatever state. */
interface Facts {
  /** The revision that is being drafted or decided on; 1 from the start. */
  readonly revision: number;
  readonly requestedFen: number | null;
  /** What the deciders of this revision have left of it so far; null until one has approved. */
  readonly approvedFen: number | null;
  /** The hash of the last submitted revision. */
  readonly contentHash: string | null;
  /** The hash of what the next decider sees: the revision with the cuts so far. A decision must carry it. */
  readonly shownHash: string | null;
  /** Who created or submitted any revision. */
  readonly authors: readonly string[];
  /** Who decided anything on any revision. */
  readonly deciders: readonly Decider[];
  /** The stages that the revision handed in last was not sent to again; absent for none. */
  readonly passedOver?: readonly PassedOver[] | undefined;
}

export interface Asked {
  readonly stage: string;
  readonly revision: number;
  readonly assignees: readonly string[];
  /** Who of them has approved; a stage of quorum `all` waits for everybody. */
  readonly approvals: readonly string[];
}

export interface NoFlow {
  readonly state: 'none';
}
export interface DraftFlow extends Facts {
  readonly state: 'draft' | 'returned';
}
export interface ReviewFlow extends Facts {
  readonly state: 'in-review';
  readonly stage: string;
  readonly requestedFen: number;
  readonly contentHash: string;
  readonly shownHash: string;
  /** The open request of this stage; null until the flow has asked. */
  readonly asked: Asked | null;
}
export interface ApprovedFlow extends Facts {
  readonly state: 'approved';
  readonly approvedFen: number;
}
export interface EndedFlow extends Facts {
  readonly state: 'rejected' | 'withdrawn' | 'lapsed';
}

export type Flow = NoFlow | DraftFlow | ReviewFlow | ApprovedFlow | EndedFlow;

/** A flow that has begun: what a record holds. */
export type StoredFlow = Exclude<Flow, NoFlow>;

export const nothingYet: NoFlow = { state: 'none' };
