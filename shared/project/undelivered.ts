import type { HistoryEvent } from '../history/event.ts';
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

const asking: ReadonlySet<string> = new Set(['requested', 'link-renewed', 'reminded', 'reassigned']);

const asks = ({ action, assignees = [] }: HistoryEvent, person: { readonly id: string }): boolean =>
  asking.has(action) && assignees.some(({ id }) => id === person.id);

/** Whether an event's mail is the newest that asks a person for this decision, given what happened since. */
export const isNewestAsking = (
  event: HistoryEvent,
  later: readonly HistoryEvent[],
  person: { readonly id: string },
): boolean =>
  asks(event, person) &&
  !later.some((one) => one.stage === event.stage && one.revision === event.revision && asks(one, person));
