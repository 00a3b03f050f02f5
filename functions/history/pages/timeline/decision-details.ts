import type { SuppliedFiles } from '../../../../shared/workflow/supplied-texts.ts';

/** What a decision's own record adds to its event. */
export interface DecisionDetails {
  readonly cuts: readonly CutLine[];
  /** What a return opens, in the words of the form. */
  readonly places: readonly string[];
  /** What the decider supplied, by label. */
  readonly supplied: readonly (readonly [label: string, text: string])[];
  readonly files?: readonly SuppliedFiles[];
  /** The address under which the files are. */
  readonly attachments?: string;
}

export interface CutLine {
  /** 0-based. */
  readonly line: number;
  readonly name: string;
  readonly beforeFen: number;
  readonly amountFen: number;
  readonly reason: string;
}

/** One line of the plan: what was requested, and what the decisions so far have left of it. */
export interface LineAmounts {
  readonly name: string;
  readonly requestedFen: number;
  readonly approvedFen: number;
}
