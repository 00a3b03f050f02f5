import { When } from '../../../shared/pages/components.tsx';
import { amountText } from '../../../shared/values/amount-text.ts';
import type { Lang } from '../../../shared/values/language.ts';
import { beijingDay } from '../../../shared/values/working-days.ts';
import { roundName } from '../../../shared/workflow/rounds.ts';
import type { RoundLine } from '../rounds.ts';
import { roundWords } from '../words/rounds.ts';

const DAY_MS = 86_400_000;

/** Calendar days in Beijing from today to the day of a moment; negative once it has passed. */
const daysUntil = (utc: string, now: Date): number =>
  (Date.parse(beijingDay(new Date(utc))) - Date.parse(beijingDay(now))) / DAY_MS;

/** Until when something can be handed in to a round, or again. */
export const endOf = (round: RoundLine, corrects: boolean): string =>
  corrects ? round.correctionsUntil : round.closesAt;

/** `剩余 8 天`; UTC. */
export const timeLeft = (until: string, now: Date, lang: Lang): string =>
  until > now.toISOString() ? roundWords[lang].left(daysUntil(until, now)) : roundWords[lang].over;

interface RoundSentenceProps {
  readonly lang: Lang;
  readonly round: RoundLine;
  readonly now: Date;
  readonly corrects: boolean;
}

/** One round in a line: its name, and until when. */
export function RoundSentence({ lang, round, now, corrects }: RoundSentenceProps) {
  const words = roundWords[lang];
  const until = endOf(round, corrects);
  return (
    <>
      {roundName(round, lang)} · {corrects ? words.corrections : words.closes}{' '}
      <When lang={lang} utc={until} zone /> · <b>{timeLeft(until, now, lang)}</b>
    </>
  );
}

interface RoundLinesProps {
  readonly lang: Lang;
  readonly rounds: readonly RoundLine[];
  readonly now: Date;
  /** What came back is handed in until the corrections end. */
  readonly corrects?: boolean;
}

/** The rounds that can be handed in to: until when, and how much of its ceiling the unit has taken. */
export function RoundLines({ lang, rounds, now, corrects = false }: RoundLinesProps) {
  const words = roundWords[lang];
  return (
    <ul class="plain-list entries">
      {rounds.map((round) => {
        const until = endOf(round, corrects);
        const taken = amountText(round.unitTotalFen, lang);
        return (
          <li key={round.id}>
            <div>
              <b>{roundName(round, lang)}</b>
              <p class="soft">
                {corrects ? words.corrections : words.closes} <When lang={lang} utc={until} zone />
              </p>
            </div>
            <div class="entry-end">
              <b>{timeLeft(until, now, lang)}</b>
              <p class="soft">
                {round.unitCeilingFen === null
                  ? words.taken(taken)
                  : words.takenOf(taken, amountText(round.unitCeilingFen, lang))}
              </p>
            </div>
          </li>
        );
      })}
    </ul>
  );
}
