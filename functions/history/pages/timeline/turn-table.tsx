import type { HistoryEvent } from '../../../../shared/history/event.ts';
import { When } from '../../../../shared/pages/components.tsx';
import { Table } from '../../../../shared/pages/table.tsx';
import type { Turn } from '../../../../shared/pages/timeline/turns.ts';
import { common } from '../../../../shared/pages/words/common.ts';
import { historyWords } from '../../../../shared/pages/words/history.ts';
import type { Lang } from '../../../../shared/values/language.ts';
import { labelOf, tookText, whatOf, whoOf } from './picture-rows.ts';

interface TurnTableProps {
  readonly lang: Lang;
  readonly events: readonly HistoryEvent[];
  readonly turns: readonly Turn[];
  readonly now: string;
  readonly stageLabel: (id: string) => string;
}

/** The picture of the turns as a table. */
export function TurnTable(props: TurnTableProps) {
  const { lang, turns, now } = props;
  const words = historyWords[lang];
  return (
    <Table
      named
      columns={[words.stage, words.round, words.since, words.time, words.ended].map((heading) => ({
        heading,
      }))}
      rows={turns.map((turn) => ({
        key: turn.seq,
        cells: [
          <a key="stage" href={`#e${turn.seq}`}>
            {labelOf(turn, props)}
          </a>,
          common[lang].revision(turn.revision),
          <When key="since" lang={lang} utc={turn.from} />,
          tookText(turn, now, lang),
          turn.ends.length === 0
            ? words.still
            : turn.ends.map((event) => (
                <p key={event.seq}>
                  {whatOf(event, props)}
                  {common[lang].colon}
                  {whoOf(event, lang)} <When lang={lang} utc={event.at} />
                </p>
              )),
        ],
      }))}
    />
  );
}
