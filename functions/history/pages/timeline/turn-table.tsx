import { When } from '../../../../shared/pages/components.tsx';
import { Table } from '../../../../shared/pages/table.tsx';
import { common } from '../../../../shared/pages/words/common.ts';
import { historyWords } from '../../words/history.ts';
import { labelOf, type TurnsProps, tookText, whatOf, whoOf } from './picture-rows.ts';

/** The picture of the turns as a table. */
export function TurnTable(props: TurnsProps) {
  const { lang, turns, now, calendar } = props;
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
          tookText(turn, turn.to ?? now, calendar, lang),
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
