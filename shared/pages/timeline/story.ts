import type { HistoryEvent } from '../../history/event.ts';
import { amountText } from '../../values/amount-text.ts';
import type { Lang } from '../../values/language.ts';
import { actionWords, outcomeWords } from '../words/common.ts';
import { historyWords } from '../words/history.ts';

type StageLabel = (id: string) => string;
export type Tone = 'minor' | 'step' | 'good' | 'warning' | 'error';

/**
 * What an event is called on a page.
 * @param cutFen how much it cut, where the events before it are known
 */
export function titleOf(event: HistoryEvent, lang: Lang, stageLabel: StageLabel, cutFen = 0): string {
  const words = historyWords[lang];
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
    case 'reassigned':
      return words.reassigned(capitalised(stageLabel(event.stage)));
    case 'mail-failed':
      return stage ? words.mailFailed(capitalised(stage)) : actionWords[lang]['mail-failed'];
    case 'objected':
      return words.objected;
    case 'lapsed':
      return words.lapsed;
    case 'decided':
      return `${capitalised(stageLabel(event.stage))}${lang === 'zh' ? '：' : ': '}${outcomeOf(event, lang, cutFen)}`;
    default:
      return actionWords[lang][event.action];
  }
}

/** What a decision said, without the stage that said it. */
export const outcomeOf = ({ outcome }: HistoryEvent<'decided'>, lang: Lang, cutFen: number): string =>
  cutFen > 0 ? historyWords[lang].approvedWithCut(amountText(cutFen, lang)) : outcomeWords[lang][outcome];

/** How much an approval cut of what was left before it, in fen. */
export function cutBy(event: HistoryEvent, events: readonly HistoryEvent[]): number {
  if (event.action !== 'decided' || event.approvedFen === undefined) return 0;
  const before = events.findLast(
    ({ seq, action, revision, approvedFen }) =>
      seq < event.seq && action === 'decided' && revision === event.revision && approvedFen !== undefined,
  );
  return (before?.approvedFen ?? event.requestedFen) - event.approvedFen;
}

const capitalised = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

// What follows by itself from the event before it, or prepares the next.
const MINOR: ReadonlySet<string> = new Set([
  'created',
  'requested',
  'reminded',
  'reassigned',
  'link-renewed',
  'returned',
]);

// Somebody must look after it.
const WORRYING: ReadonlySet<string> = new Set(['escalated', 'mail-failed', 'objected']);
const ENDED: ReadonlySet<string> = new Set(['rejected', 'withdrawn', 'lapsed']);

/** How much an event weighs on the line, and whether it is good news. */
export function toneOf({ action, outcome }: HistoryEvent): Tone {
  if (MINOR.has(action)) return 'minor';
  if (action === 'approved') return 'good';
  if (outcome === 'return' || WORRYING.has(action)) return 'warning';
  if (ENDED.has(action) || outcome === 'reject') return 'error';
  return 'step';
}
