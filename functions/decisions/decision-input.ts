import type { Cut } from '../../shared/forms/cuts.ts';
import type { Outcome } from '../../shared/history/vocabulary.ts';

/** A decision as it comes in, read and typed. */
export interface DecisionInput {
  readonly outcome: Outcome;
  /** Of a return: to the stage before. */
  readonly to?: 'previous-stage' | undefined;
  readonly comment?: string | undefined;
  readonly contentHash: string;
  /** JSON Pointers of the fields that a return is about. */
  readonly fields?: readonly string[] | undefined;
  readonly cuts?: readonly Cut[] | undefined;
  /** The code from the mailbox, where the amount asks for one. */
  readonly code?: string | undefined;
  readonly supplied?: Readonly<Record<string, unknown>> | undefined;
  /** UTC, when the page that is decided on was opened, where that is said. */
  readonly openedAt?: string | undefined;
  /** How many are decided together, from a list; absent where this one was opened. */
  readonly together?: number | undefined;
}
