import type { HistoryEvent } from '../history/event.ts';
import type { OfficeMark, Outcome } from '../history/vocabulary.ts';
import type { Assignee } from './assignee.ts';
import type { Decider, StoredFlow } from './flow.ts';

/** A request for a decision, as far as the core looks at it. */
export interface DecisionRequest {
  readonly stage: string;
  readonly revision: number;
  readonly status: 'open' | 'decided' | 'closed';
  readonly assignees: readonly (Assignee & {
    /** How many fresh links the person was mailed for this request. */
    readonly renewals?: number | undefined;
    /** By which mailbox the person was asked, hashed. */
    readonly mailbox?: string | undefined;
    readonly marks?: readonly OfficeMark[] | undefined;
  })[];
  /** Whether an administrator chose who is asked. */
  readonly given?: true | undefined;
  /** The ids of those who hold the posts that are asked. */
  readonly holders?: readonly string[] | undefined;
  /** When somebody who is asked first looked at it: UTC; absent while nobody has. */
  readonly openedAt?: string | undefined;
  /** Whether it is found by whom it waits for. */
  readonly listed?: true | undefined;
  /** UTC */
  readonly requestedAt: string;
  readonly deadline: string;
  /** The version of the calendar that it was counted by. */
  readonly calendar: string;
  /** How many steps of waiting (reminders, escalation) have been taken, and when the next is due: UTC. */
  readonly steps: number;
  readonly dueAt: string;
  readonly decisions: readonly DecisionMade[];
  /** How often the stage has been asked on this revision; once where it does not say. */
  readonly times?: number | undefined;
  /** When the unit last urged whoever is asked: UTC. */
  readonly urgedAt?: string | undefined;
}

/** A decision that counts. */
export interface DecisionMade {
  readonly by: { readonly id: string };
  /** UTC */
  readonly at: string;
  readonly outcome: Outcome;
  /** The hash of what was shown. */
  readonly contentHash: string;
  /** What it left of the amount, where it approved. */
  readonly approvedFen?: number | undefined;
}

/** A line of the plan that is decided on, with what the cuts so far have left of it. */
export interface PlanLine {
  readonly name: string;
  readonly amountFen: number;
}

/** A project as the core decides about it: plain data, whatever it is stored as. */
export interface Project {
  readonly id: string;
  readonly unit: { readonly id: string };
  /** Null while a draft does not say. */
  readonly budgetYear: number | null;
  /** UTC */
  readonly createdAt: string;
  /** Moves with content and state: who changes a draft names the version that was read. */
  readonly version: number;
  /** The ids of everybody who ever created, edited or submitted a revision. */
  readonly editors: readonly string[];
  /** The round that it was handed in to; absent in the one that stands open. */
  readonly round?: string | undefined;
  /** Which execution of the flow this revision is in. */
  readonly attempt: number;
  readonly flow: StoredFlow;
  readonly requests: readonly DecisionRequest[];
  /** What the unit objected to: the amount that the cuts had left, in fen. */
  readonly objections: readonly {
    readonly revision: number;
    readonly approvedFen?: number | null | undefined;
  }[];
  /** Whether a return named what is to be changed, and nothing else was; there for what is handed in again after one. */
  readonly isWithinReturn?: boolean;
  /** The plan of the revision in review; there for decisions that cut. */
  readonly plan?: readonly PlanLine[];
  /** What happened after the event whose mail did not arrive; there for reports of that. */
  readonly later?: readonly HistoryEvent[];
}

/** The request of a stage and revision. */
export const requestAt = <Request extends DecisionRequest>(
  { requests }: { readonly requests: readonly Request[] },
  at: { readonly stage: string; readonly revision: number },
): Request | undefined => requests.find((one) => one.stage === at.stage && one.revision === at.revision);

/** How often a stage has been asked by its request; there is none before the first time. */
export const timesAsked = (request: Pick<DecisionRequest, 'times'> | undefined): number =>
  request ? (request.times ?? 1) : 0;

/**
 * What names the asking of a stage on a revision: by it what the flow does by itself happens once, and anew when the
 * stage is asked again.
 */
export function askingKey(
  project: Project,
  at: { readonly stage: string; readonly revision: number },
  times = timesAsked(requestAt(project, at)),
): string {
  const first = `${project.id}-r${at.revision}-${at.stage}`;
  return times === 1 ? first : `${first}-asked-${times}`;
}

/**
 * Decisions in the order in which they were made, as the flow has noted it: by their times the last word on an amount
 * could be another one's, where a clock was set back between two.
 */
export function inOrderMade<
  One extends Pick<DecisionMade, 'by' | 'at'> & { readonly stage: string; readonly revision: number },
>({ deciders }: { readonly deciders: readonly Decider[] }, made: readonly One[]): One[] {
  const rank = ({ stage, revision, by }: One): number =>
    deciders.findLastIndex((one) => one.stage === stage && one.revision === revision && one.person === by.id);
  return made.toSorted((a, b) => rank(a) - rank(b) || (a.at < b.at ? -1 : 1));
}

/** All that counts of what was decided on a revision, each with its stage, in the order in which it was made. */
export const madeOn = <Made extends DecisionMade>(
  flow: { readonly deciders: readonly Decider[] },
  requests: readonly (Pick<DecisionRequest, 'stage' | 'revision'> & {
    readonly decisions: readonly Made[];
  })[],
  revision: number,
) =>
  inOrderMade(
    flow,
    requests
      .filter((request) => request.revision === revision)
      .flatMap(({ stage, decisions }) => decisions.map((decision) => ({ ...decision, stage, revision }))),
  );
