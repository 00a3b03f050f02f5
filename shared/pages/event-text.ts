import type { HistoryEvent } from '../history/event.ts';
import { amountText } from '../values/amount-text.ts';
import { capitalised, type Lang } from '../values/language.ts';
import { actionWords, outcomeWords, roleWords, viaWords } from './words/common.ts';
import { eventWords } from './words/events.ts';

type StageLabel = (id: string) => string;

/**
 * What an event is called on a page.
 * @param cutFen how much it cut, where the events before it are known
 */
export function eventTitle(event: HistoryEvent, lang: Lang, stageLabel: StageLabel, cutFen = 0): string {
  const words = eventWords[lang];
  const stage = event.stage === undefined ? undefined : stageLabel(event.stage);
  switch (event.action) {
    case 'submitted':
      return event.revision > 1 ? words.again : words.firstSubmission;
    case 'requested':
      return words.askedTo(stageLabel(event.stage));
    case 'reminded':
      return stage ? words.remindedOf(stage) : words.lapseWarning;
    case 'escalated':
      return words.escalated(capitalised(stageLabel(event.stage)));
    case 'deadline-changed':
      return words.deadlineChanged(stageLabel(event.stage));
    case 'reassigned':
      return words.reassigned(capitalised(stageLabel(event.stage)));
    case 'rerouted':
      return words.rerouted(capitalised(stageLabel(event.stage)));
    case 'mail-failed':
      return stage ? words.mailFailed(capitalised(stage)) : actionWords[lang]['mail-failed'];
    case 'urged':
      return words.urged(stageLabel(event.stage));
    case 'taken-back':
      return words.takenBack(capitalised(stageLabel(event.stage)));
    case 'objected':
      return words.objected;
    case 'lapsed':
      return words.lapsed;
    case 'decided':
      return `${capitalised(stageLabel(event.stage))}${lang === 'zh' ? '：' : ': '}${outcomeText(event, lang, cutFen)}`;
    default:
      return actionWords[lang][event.action];
  }
}

/** What a decision said, without the stage that said it. */
export function outcomeText(
  { outcome, reopens }: HistoryEvent<'decided'>,
  lang: Lang,
  cutFen: number,
): string {
  if (reopens) return eventWords[lang].sentBack;
  return cutFen > 0
    ? eventWords[lang].approvedWithCut(amountText(cutFen, lang))
    : outcomeWords[lang][outcome];
}

/** How it was done; of a program by which of them. */
export function viaText({ actor }: HistoryEvent, lang: Lang): string {
  const how = viaWords[lang][actor.via];
  return actor.program === undefined ? how : `${how} ${actor.program.id}`;
}

/** A person by name; the system by its word in the reader's language. */
export const actorName = ({ actor }: HistoryEvent, lang: Lang): string =>
  actor.role === 'system' ? roleWords[lang].system : actor.name;
