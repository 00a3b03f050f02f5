import type { HistoryEvent } from '../../history/event.ts';
import { findRequest, type Loaded, type Marked } from '../../project/load.ts';
import type { RequestRecord } from '../../project/records.ts';
import { effects, type OwedMail, type OwedWhile } from '../effects.ts';

/** The request that an event of the flow speaks of. */
export const requestOf = (loaded: Loaded, { stage, revision }: HistoryEvent): RequestRecord | undefined =>
  stage === undefined || revision === undefined ? undefined : findRequest(loaded, revision, stage);

function isOwedStill(loaded: Loaded, event: HistoryEvent, owedWhile: OwedWhile): boolean {
  if (owedWhile === 'always') return true;
  if (owedWhile === 'request-open') return requestOf(loaded, event)?.status === 'open';
  const { flow } = loaded.record;
  const { revision = 0 } = event;
  return (
    owedWhile.states.includes(flow.state) &&
    flow.revision === (owedWhile.revision === 'next' ? revision + 1 : revision)
  );
}

/** Whether this very decision cut, and the project goes on. */
const isCut = (loaded: Loaded, event: HistoryEvent): boolean =>
  event.next !== undefined &&
  (requestOf(loaded, event)?.decisions.some(
    ({ at, by, cuts = [] }) => at === event.at && by.id === event.actor.id && cuts.length > 0,
  ) ??
    false);

/** Whether what was taken back had cut: the unit was told so. */
const isCutTakenBack = (loaded: Loaded, event: HistoryEvent): boolean =>
  (requestOf(loaded, event)?.undone?.findLast(({ by }) => by.id === event.actor.id)?.cuts ?? []).length > 0;

/** Whether a request waits for nobody: none was found to be asked, or all who were have decided. */
function isNobodyAsked(loaded: Loaded, event: HistoryEvent): boolean {
  const request = requestOf(loaded, event);
  return request?.assignees.every(({ id }) => request.decisions.some(({ by }) => by.id === id)) ?? false;
}

function isMeant(loaded: Loaded, event: HistoryEvent, when: OwedMail['when']): boolean {
  switch (when) {
    case undefined:
      return true;
    case 'cut':
      return isCut(loaded, event);
    case 'cut-taken-back':
      return isCutTakenBack(loaded, event);
    case 'sent-back':
      return event.reopens !== undefined;
    case 'nobody-asked':
      return isNobodyAsked(loaded, event);
  }
}

/** The mails of an event that are not overtaken by what came after it. */
export const mailsOf = (loaded: Loaded, event: HistoryEvent): readonly OwedMail[] =>
  effects[event.action].mails.filter(
    ({ owedWhile, when }) => isOwedStill(loaded, event, owedWhile) && isMeant(loaded, event, when),
  );

/** The mails that an event still owes: not sent yet, and held for no digest. */
export const mailsOwed = (loaded: Marked, event: HistoryEvent): readonly OwedMail[] =>
  loaded.sent.has(event.seq) ? [] : mailsOf(loaded, event);

export const owesMail = (loaded: Marked, event: HistoryEvent): boolean => mailsOwed(loaded, event).length > 0;
