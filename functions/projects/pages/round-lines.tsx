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
        const until = corrects ? round.correctionsUntil : round.closesAt;
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
              <b>{until > now.toISOString() ? words.left(daysUntil(until, now)) : words.over}</b>
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
