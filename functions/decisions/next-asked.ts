import { waitingOf } from '../../shared/project/own-waiting.ts';
import { provisionally } from '../../shared/values/working-days.ts';
import type { Deps } from './deps.ts';
import type { OpenedRequest } from './opened.ts';

/** What to go on with after a decision. */
export interface NextAsked {
  readonly address: string;
  readonly title: string;
  readonly unitName: string;
  /** What it is about now, in fen. */
  readonly fen: number;
  /** UTC */
  readonly deadline: string;
  readonly overdue: boolean;
  /** The year's holidays are not announced: the deadline may move. */
  readonly deadlineProvisional?: true;
  /** How many wait for the person, this one among them. */
  readonly left: number;
}

/** What waits for the same person: the most urgent of it, or null where nothing does. It costs their own list. */
export async function nextAsked(
  { database, now, rules }: Deps,
  { assignee }: OpenedRequest,
): Promise<NextAsked | null> {
  const { lines } = await waitingOf(database, assignee.id);
  const [first] = lines.toSorted((a, b) => (a.deadline < b.deadline ? -1 : 1));
  if (!first) return null;
  const { projectId, title, unit, requestedFen, approvedFen, requestedAt, deadline } = first;
  return {
    address: `/projects/${projectId}/decision`,
    ...{ title, unitName: unit.name, fen: approvedFen ?? requestedFen },
    ...{ deadline, overdue: deadline < now().toISOString() },
    ...provisionally(await rules.calendar(), requestedAt, deadline),
    left: lines.length,
  };
}
