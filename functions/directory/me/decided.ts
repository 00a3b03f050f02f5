import type { Outcome } from '../../../shared/history/vocabulary.ts';
import { decidedBy } from '../../../shared/project/own-decisions.ts';

/** What somebody has decided. */

export interface OwnDecision {
  readonly project: string;
  /** As it was decided on; null where that cannot be read any more. */
  readonly title: string | null;
  readonly stage: string;
  readonly outcome: Outcome;
  /** Fen; null of a decision that approved nothing. */
  readonly approvedFen: number | null;
  /** In whose place. */
  readonly onBehalfOf: string | null;
  /** UTC */
  readonly at: string;
}

export interface OwnDecisions {
  readonly decisions: readonly OwnDecision[];
  readonly next: string | null;
}

/** A page of somebody's decisions as their own page shows them. @throws Problem as `decidedBy` */
export async function ownDecisions(...asked: Parameters<typeof decidedBy>): Promise<OwnDecisions> {
  const { decided, next } = await decidedBy(...asked);
  const decisions = decided.map(({ event, asked }): OwnDecision => {
    const { projectId, stage, outcome, approvedFen = null, actor, at } = event;
    const title = asked?.title ?? null;
    return {
      project: projectId,
      title,
      stage,
      outcome,
      approvedFen,
      onBehalfOf: actor.onBehalfOf ?? null,
      at,
    };
  });
  return { decisions, next };
}
