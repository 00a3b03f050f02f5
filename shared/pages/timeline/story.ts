import type { HistoryEvent } from '../../history/event.ts';
import type { Lang } from '../language.ts';
import { actionWords, outcomeWords } from '../words/common.ts';
import { historyWords } from '../words/history.ts';

type StageLabel = (id: string) => string;
export type Tone = 'minor' | 'step' | 'good' | 'warning' | 'error';

/** What an event is called on a page. */
export function titleOf(event: HistoryEvent, lang: Lang, stageLabel: StageLabel): string {
  const words = historyWords[lang];
  switch (event.action) {
    case 'submitted':
      return (event.revision ?? 1) > 1 ? words.again : words.firstSubmission;
    case 'requested':
      return event.stage ? words.askedTo(stageLabel(event.stage)) : actionWords[lang].requested;
    case 'decided': {
      const outcome = event.outcome ? outcomeWords[lang][event.outcome] : actionWords[lang].decided;
      return event.stage
        ? `${capitalised(stageLabel(event.stage))}${lang === 'zh' ? '：' : ': '}${outcome}`
        : outcome;
    }
    default:
      return actionWords[lang][event.action];
  }
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

/** Time that someone took: a stage to decide, or the unit to revise. */
export interface Wait {
  /** The event that ended it. */
  readonly seq: number;
  readonly label: string;
  readonly milliseconds: number;
  readonly by: 'stage' | 'unit';
}

/** Whose turn it was, and for how long. What is still waiting has no length yet. */
export function waitsOf(events: readonly HistoryEvent[], lang: Lang, stageLabel: StageLabel): Wait[] {
  const waits: Wait[] = [];
  let asked: string | undefined;
  let returned: string | undefined;
  for (const { action, at, seq, stage } of events) {
    const since = (start: string) => Date.parse(at) - Date.parse(start);
    if (action === 'requested') asked = at;
    if (action === 'returned') returned = at;
    if (action === 'decided' && asked && stage) {
      waits.push({ seq, label: stageLabel(stage), milliseconds: since(asked), by: 'stage' });
      asked = undefined;
    }
    if (action === 'submitted' && returned) {
      waits.push({ seq, label: historyWords[lang].revising, milliseconds: since(returned), by: 'unit' });
      returned = undefined;
    }
  }
  return waits;
}
