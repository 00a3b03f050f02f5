import { amountText } from '../../../../shared/values/amount-text.ts';
import type { Lang } from '../../../../shared/values/language.ts';
import { roundName } from '../../../../shared/workflow/rounds.ts';
import type { RoundLine } from '../../rounds.ts';
import { roundWords } from '../../words/rounds.ts';
import { endOf, timeLeft } from '../round-lines.tsx';
import { roomOf } from './room.ts';

interface RunningProps {
  readonly lang: Lang;
  readonly round: RoundLine;
  readonly now: Date;
  readonly corrects: boolean;
  readonly requestedFen: number;
}

/** The round that is written for: its name, the days left, the unit's ceiling and what this project leaves of it. */
export function Running({ lang, round, now, corrects, requestedFen }: RunningProps) {
  const words = roundWords[lang];
  const { unitCeilingFen, unitTotalFen } = round;
  return (
    <ul class="round">
      <li>{roundName(round, lang)}</li>
      <li>
        <b>{timeLeft(endOf(round, corrects), now, lang)}</b>
      </li>
      {unitCeilingFen !== null && (
        <li>
          {words.ceiling(amountText(unitCeilingFen, lang))}{' '}
          <Room lang={lang} freeFen={unitCeilingFen - unitTotalFen} requestedFen={requestedFen} />
        </li>
      )}
    </ul>
  );
}

/** True as of the last save, and live where the island runs. */
function Room({ lang, freeFen, requestedFen }: { lang: Lang; freeFen: number; requestedFen: number }) {
  const { kind, text } = roomOf(freeFen, requestedFen, lang);
  return (
    <span data-state={kind} data-room={freeFen}>
      <span class="badge">{text}</span>
    </span>
  );
}
