import type { DeadKind } from '../../shared/contract/views.ts';
import type { HistoryEvent } from '../../shared/history/event.ts';
import type { RequestRecord } from '../../shared/project/records.ts';

/** Why a link decides nothing any more although nobody decided on it, as the history tells. */
interface Why {
  readonly kind: DeadKind;
  readonly at?: string | undefined;
}

/** The unit took the request away, for a while or for good, or whoever decided before took that back. */
export function whyClosed(
  events: readonly HistoryEvent[],
  { revision, requestedAt }: Pick<RequestRecord, 'revision' | 'requestedAt'>,
): Why {
  // What ended the project is true whatever was before it.
  const ended = events.findLast(({ action }) => action === 'withdrawn' || action === 'lapsed');
  if (ended) return { kind: ended.action === 'lapsed' ? 'lapsed' : 'withdrawn', at: ended.at };
  const isHere = (event: HistoryEvent): boolean => event.revision === revision;
  const recalled = events.find((event) => event.action === 'recalled' && isHere(event));
  if (recalled) {
    const isAgain = events.some((event) => event.action === 'submitted' && event.revision > revision);
    return { kind: isAgain ? 'superseded' : 'recalled', at: recalled.at };
  }
  const takenBack = events.findLast(
    (event) => event.action === 'taken-back' && isHere(event) && event.at >= requestedAt,
  );
  return takenBack ? { kind: 'taken-back', at: takenBack.at } : { kind: 'closed' };
}

/** Somebody gave it to others, or the office changed: what the others did with it afterwards is another matter. */
export function whyAway(
  events: readonly HistoryEvent[],
  { revision, stage }: Pick<RequestRecord, 'revision' | 'stage'>,
  person: string,
): Why {
  const given = events.filter(
    (event) =>
      (event.action === 'reassigned' || event.action === 'rerouted') &&
      event.stage === stage &&
      event.revision === revision,
  );
  const lastAsked = given.findLastIndex(({ assignees }) => assignees?.some(({ id }) => id === person));
  const away = given[lastAsked + 1];
  return { kind: away?.action === 'rerouted' ? 'rerouted' : 'reassigned', at: away?.at };
}
