import type { HistoryEvent } from '../../../../shared/history/event.ts';
import { eventTitle, outcomeText } from '../../../../shared/pages/event-text.ts';
import { common, roleWords } from '../../../../shared/pages/words/common.ts';
import { changeText } from '../../../../shared/values/amount-text.ts';
import type { Calendar } from '../../../../shared/values/calendar/calendar.ts';
import { capitalised, type Lang } from '../../../../shared/values/language.ts';
import { waitBetween, waitText } from '../../../../shared/values/wait-text.ts';
import { minuteOf, workingSpanOf } from '../../../../shared/values/when.ts';
import { historyWords } from '../../words/history.ts';
import { fits, shortened } from '../plots/shortened.ts';
import { cutBy } from './cut-by.ts';
import { toneOf } from './tone.ts';
import { remindersIn, type Turn, tookUntil } from './turns.ts';

/** How a turn ended, as a picture has room for it. */
export interface Ending {
  readonly seq: number;
  readonly at: string;
  readonly tone: string;
  readonly what: string;
  readonly who: string;
  /** All of it, for those who listen or point. */
  readonly whole: string;
}

/** What a picture says of a turn, and where: pixels from the first row's top. */
export interface Row {
  readonly turn: Turn;
  readonly top: number;
  readonly height: number;
  /** The submission that begins with this turn. */
  readonly heading: string | undefined;
  readonly headingHeight: number;
  readonly label: string;
  readonly took: string;
  /** The same in full, for those who listen or point. */
  readonly wholeTook: string;
  readonly endings: readonly Ending[];
  readonly endingHeight: number;
  readonly nameOf: (event: HistoryEvent) => string;
}

/** The way of a project, as its picture and its table are made from it. */
export interface TurnsProps {
  readonly lang: Lang;
  readonly events: readonly HistoryEvent[];
  readonly turns: readonly Turn[];
  /** UTC: until when what is still open has been waited for. */
  readonly now: string;
  /** What working time is counted by. */
  readonly calendar: Calendar;
  readonly stageLabel: (id: string) => string;
}

const HEADING = 34;
const HEAD = 48;
const ENDING = 44;
const GAP = 14;
/** So many characters of 14 px are as wide as a phone. */
const LONGEST = 23;

/** What a turn is called: its stage, or that the unit revises. */
export const labelOf = ({ stage }: Turn, { lang, stageLabel }: TurnsProps): string =>
  stage === undefined ? capitalised(historyWords[lang].revising) : capitalised(stageLabel(stage));

/** Who acted, and in whose place. */
export function whoOf({ actor }: HistoryEvent, lang: Lang): string {
  const name = actor.role === 'system' ? roleWords[lang].system : actor.name;
  return actor.onBehalfOf === undefined ? name : `${name} ${historyWords[lang].onBehalf(actor.onBehalfOf)}`;
}

/** What was decided: a cut with the amounts before and after it. */
export function whatOf(event: HistoryEvent, { lang, events, stageLabel }: TurnsProps): string {
  if (event.action !== 'decided') return eventTitle(event, lang, stageLabel);
  const cut = cutBy(event, events);
  const outcome = outcomeText(event, lang, cut);
  if (cut === 0 || event.approvedFen === undefined) return outcome;
  const change = changeText(event.approvedFen + cut, event.approvedFen, lang);
  return `${outcome}${common[lang].inParentheses(change)}`;
}

/** How long a turn took, as its row in the picture has room for it: in working time; the axis shows the rest. */
function shortTook(turn: Turn, props: TurnsProps): string {
  const { now, lang, calendar } = props;
  const span = workingSpanOf(tookUntil(turn, turn.to ?? now, calendar), lang);
  const reminders = remindersIn(turn);
  if (reminders === 0) return span;
  const whole = `${span}${common[lang].inParentheses(historyWords[lang].remindedTimes(reminders))}`;
  // It stands in one line with what the turn is called; each reminder is a mark on the bar besides.
  return fits(`${labelOf(turn, props)} ${whole}`, LONGEST) ? whole : span;
}

/** How long a turn took until a moment, elapsed and in working time, with its reminders. */
export function tookText(turn: Turn, until: string, calendar: Calendar, lang: Lang): string {
  const wait = waitText(waitBetween(calendar, turn.from, until), lang);
  const reminders = remindersIn(turn);
  return reminders === 0 ? wait : `${wait}${historyWords[lang].afterReminders(reminders)}`;
}

/** The rows of the picture, from above. */
export function rowsOf(props: TurnsProps): Row[] {
  const { lang, turns, now, calendar, stageLabel } = props;
  let top = 0;
  return turns.map((turn, index) => {
    const heading =
      turn.by === 'stage' &&
      turns.slice(0, index).every((one) => one.by === 'unit' || one.revision !== turn.revision)
        ? capitalised(common[lang].revision(turn.revision))
        : undefined;
    const endings = turn.ends.map((event): Ending => {
      const [what, who] = [whatOf(event, props), whoOf(event, lang)];
      const whole = `${what}${common[lang].colon}${who} ${minuteOf(event.at, lang)}`;
      const tone = event.action === 'decided' && event.next === undefined ? endTone(event) : toneOf(event);
      return {
        seq: event.seq,
        at: event.at,
        tone,
        what: shortened(what, LONGEST),
        who: shortened(who, LONGEST),
        whole,
      };
    });
    const height = (heading === undefined ? 0 : HEADING) + HEAD + Math.max(1, endings.length) * ENDING + GAP;
    const row: Row = {
      ...{ turn, top, height, heading, headingHeight: HEADING, endings, endingHeight: ENDING },
      label: labelOf(turn, props),
      took: shortTook(turn, props),
      wholeTook: tookText(turn, turn.to ?? now, calendar, lang),
      nameOf: (event) => eventTitle(event, lang, stageLabel),
    };
    top += height;
    return row;
  });
}

/** The decision that led to no further stage ended the project's way. */
const endTone = (event: HistoryEvent): string => (event.outcome === 'approve' ? 'good' : toneOf(event));
