import { inOrderMade } from '../workflow/project.ts';
import type { Loaded } from './load.ts';
import type { DecisionRecord, RequestRecord } from './records.ts';

/** A decision with where it was made. */
export interface MadeDecision extends DecisionRecord {
  readonly stage: string;
  readonly revision: number;
}

/** All that was ever decided by a request, what counts no more before what does. */
export const everDecided = ({ undone = [], decisions }: RequestRecord): DecisionRecord[] => [
  ...undone,
  ...decisions,
];

const inOrder = (made: readonly MadeDecision[]): MadeDecision[] =>
  made.toSorted((a, b) => (a.at < b.at ? -1 : 1));

/** All that was ever decided on a revision, in the order in which it was. */
export const madeBy = (requests: readonly RequestRecord[], revision: number): MadeDecision[] =>
  inOrder(
    requests
      .filter((one) => one.revision === revision)
      .flatMap((request) =>
        everDecided(request).map((decision) => ({ ...decision, stage: request.stage, revision })),
      ),
  );

/**
 * The decisions that count for a revision, in the order in which they were made: those on it, and of the stages that
 * it was not sent to again those by which they are passed.
 */
export function standingOn(
  { record, requests }: Pick<Loaded, 'record' | 'requests'>,
  revision: number,
): MadeDecision[] {
  const { passedOver = [], revision: current } = record.flow;
  // A draft is one revision on; what is older is not asked about any more.
  const before = current - revision <= 1 ? passedOver.filter((one) => one.revision < revision) : [];
  const counts = (request: RequestRecord): boolean =>
    request.revision === revision ||
    before.some((one) => one.stage === request.stage && one.revision === request.revision);
  return inOrderMade(
    record.flow,
    requests
      .filter(counts)
      .flatMap(({ stage, revision: of, decisions }) =>
        decisions.map((decision) => ({ ...decision, stage, revision: of })),
      ),
  );
}
