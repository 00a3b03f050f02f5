import type { Calendar } from '../values/calendar/calendar.ts';
import type { Directory, FormerMailbox, OfficeChange } from './directory.ts';
import type { Committed, Round } from './rounds.ts';
import type { Stage } from './stages.ts';

/** All that a decision of the core follows from beside the project itself, as plain data. */
export interface World {
  /** Now: UTC with milliseconds. */
  readonly at: string;
  readonly directory: Directory;
  readonly formerMailboxes: readonly FormerMailbox[];
  readonly officeChanges: readonly OfficeChange[];
  /** Which version of the directory it is. */
  readonly directoryVersion: number;
  /** The stages of the project's form, in their order, with the deadlines that the office set. */
  readonly stages: readonly Stage[];
  /** From this amount on a decision is taken collectively; null where the deployment sets none. */
  readonly collectiveThresholdFen: number | null;
  /** From this amount on a decision needs a code from the mailbox beside the link; null for never. */
  readonly codeThresholdFen: number | null;
  /** None: one stands open for each year. */
  readonly rounds: readonly Round[];
  /** What the round of a submission holds before it; there for submissions into one. */
  readonly committed?: Committed;
  /**
   * When whoever decides last decided anything, UTC, as far back as their last former mailbox; null for not since. There
   * for decisions of somebody whose mailbox was another once.
   */
  readonly lastDecidedAt?: string | null;
  /** The working calendar that is counted by. */
  readonly calendar: Calendar;
}
