import type { HistoryEvent } from '../history/event.ts';
import { askingActions } from '../workflow/asking.ts';
import type { Asked } from './records.ts';

/**
 * The mark of an open request that the newest mail asking a person did not arrive. It stands until that person is
 * asked anew: reminded, mailed a fresh link, or replaced by somebody else, whom no mark is on. Should the new mail
 * fail as well, its own report marks again; a late report of an older mail does not.
 */
export const marked = (
  assignees: readonly Asked[],
  person: { readonly id: string },
  undeliveredAt: string,
): Asked[] => assignees.map((one) => (one.id === person.id ? { ...one, undeliveredAt } : one));

export const unmarked = (assignees: readonly Asked[], asked: readonly { readonly id: string }[]): Asked[] =>
  assignees.map((one) => {
    if (!asked.some(({ id }) => id === one.id)) return one;
    const { undeliveredAt: _, ...unmarkedOne } = one;
    return unmarkedOne;
  });

const asking: ReadonlySet<string> = new Set(askingActions);

/** Whether an event's mail asks a person for a decision. */
export const asks = ({ action, assignees = [] }: HistoryEvent, person: { readonly id: string }): boolean =>
  asking.has(action) && assignees.some(({ id }) => id === person.id);

/** Whether a person has been asked anew at a stage of a revision, by events that came later. */
export const isAskedAnew = (
  later: readonly HistoryEvent[],
  at: { readonly stage?: string | undefined; readonly revision?: number | undefined },
  person: { readonly id: string },
): boolean =>
  later.some((one) => one.stage === at.stage && one.revision === at.revision && asks(one, person));
