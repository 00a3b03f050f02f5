import { max, min } from 'd3-array';
import { scaleUtc } from 'd3-scale';
import { symbol, symbolCircle, symbolDiamond, symbolTriangle } from 'd3-shape';
import { common } from '../../../../shared/pages/words/common.ts';
import { BEIJING_MS } from '../../../../shared/values/beijing-time.ts';
import type { Lang } from '../../../../shared/values/language.ts';
import { closedBetween } from '../../../../shared/values/office-time.ts';
import { minuteOf, tickOf } from '../../../../shared/values/when.ts';
import { historyWords } from '../../words/history.ts';
import { Mark, Picture, Plot, percent, Scenery, Sign } from '../plots/figure.tsx';
import { type Ending, type Row, rowsOf, type TurnsProps } from './picture-rows.ts';
import { TurnTable } from './turn-table.tsx';

const ID = 'turns';
const AXIS = 26;
const BAR = 12;
const SHAPES = {
  end: symbol(symbolCircle, 110)() ?? '',
  reminded: symbol(symbolTriangle, 60)() ?? '',
  other: symbol(symbolDiamond, 60)() ?? '',
} as const;

/** Nights and weekends are told apart on the axis for a month and a half; beyond that they are thinner than a line. */
const LONGEST_SHADED_MS = 45 * 24 * 60 * 60_000;

/** An axis has its ticks at whole days and hours of UTC: times are moved by eight hours, so that they are Beijing's. */
const moved = (utc: string): Date => new Date(Date.parse(utc) + BEIJING_MS);

type Scale = (utc: string) => number;

/** A day's name is 52 px wide, a sixth of a phone. */
const LABEL = 18;

/** The ticks whose names neither touch each other nor leave the picture. */
function labelled(ticks: readonly Date[], axis: (tick: Date) => number): Date[] {
  const kept: Date[] = [];
  for (const tick of ticks) {
    const before = kept.at(-1);
    const isClear = before === undefined || axis(tick) - axis(before) >= LABEL;
    if (isClear && axis(tick) >= LABEL / 2 && axis(tick) <= 100 - LABEL / 2) kept.push(tick);
  }
  return kept;
}

/** The way of a project as a picture: turn under turn on one axis of time. */
export function Turns(props: TurnsProps) {
  const { lang, turns, now } = props;
  const words = historyWords[lang];
  const rows = rowsOf(props);
  const from = min(turns, (turn) => turn.from) ?? now;
  const to = max(turns, (turn) => turn.to ?? now) ?? now;
  const axis = scaleUtc()
    .domain([moved(from), moved(to)])
    .range([1.5, 98.5]);
  const x: Scale = (utc) => axis(moved(utc));
  const height = rows.reduce((sum, row) => sum + row.height, AXIS);
  const isShaded = Date.parse(to) - Date.parse(from) <= LONGEST_SHADED_MS;
  return (
    <Plot
      lang={lang}
      id={ID}
      title={words.picture}
      unit={words.pictureUnit}
      note={isShaded && ` ${words.shaded}`}
      isEmpty={turns.length === 0}
      folded
      table={<TurnTable {...props} />}
    >
      <Picture of={ID} title={words.picture} height={height}>
        <Scenery>
          {isShaded &&
            closedBetween(props.calendar, from, to).map((span) => (
              <rect
                key={span.from}
                class="closed"
                x={percent(x(span.from))}
                width={percent(x(span.to) - x(span.from))}
                y={AXIS}
                height={height - AXIS}
              />
            ))}
          {labelled(axis.ticks(4), axis).map((tick) => (
            <g key={tick.getTime()}>
              <line
                class="grid"
                x1={percent(axis(tick))}
                x2={percent(axis(tick))}
                y1={AXIS - 6}
                y2={height}
              />
              <text class="tick" x={percent(axis(tick))} y={14} text-anchor="middle">
                {tickOf(tick, lang)}
              </text>
            </g>
          ))}
        </Scenery>
        {rows.map((row) => (
          <RowParts key={`${row.top} ${row.turn.seq}`} lang={lang} row={row} x={x} now={now} />
        ))}
      </Picture>
    </Plot>
  );
}

function RowParts({ lang, row, x, now }: { lang: Lang; row: Row; x: Scale; now: string }) {
  const words = historyWords[lang];
  const { turn, label, took, wholeTook, heading, endings } = row;
  const top = AXIS + row.top + (heading === undefined ? 0 : row.headingHeight);
  const bar = top + 28;
  const [left, right] = [x(turn.from), x(turn.to ?? now)];
  const isLate = turn.deadline !== undefined && turn.deadline < (turn.to ?? now);
  return (
    <>
      {heading !== undefined && (
        <text class="round" x="0" y={top - 8}>
          {heading}
        </text>
      )}
      <Mark
        href={`#e${turn.seq}`}
        label={`${label}${common[lang].colon}${minuteOf(turn.from, lang)} · ${wholeTook}`}
      >
        <text class="panel-title" x="0" y={top + 18}>
          {label}
        </text>
        <text class="tick" x="100%" y={top + 18} text-anchor="end">
          {took}
        </text>
        <rect
          class={turn.by === 'unit' ? 'unit' : turn.to === null ? 'open' : 'step'}
          x={percent(left)}
          width={percent(Math.max(0.8, right - left))}
          y={bar}
          height={BAR}
        />
      </Mark>
      {isLate && turn.deadline !== undefined && (
        <Scenery>
          <line
            class="deadline"
            x1={percent(x(turn.deadline))}
            x2={percent(x(turn.deadline))}
            y1={bar - 5}
            y2={bar + BAR + 5}
          />
        </Scenery>
      )}
      {turn.marks.map((event) => (
        <Mark
          key={event.seq}
          href={`#e${event.seq}`}
          label={`${row.nameOf(event)}${common[lang].colon}${minuteOf(event.at, lang)}`}
        >
          <Sign
            x={x(event.at)}
            y={bar + BAR / 2}
            tone={event.action === 'escalated' ? 'error' : 'warning'}
            path={event.action === 'reminded' ? SHAPES.reminded : SHAPES.other}
          />
        </Mark>
      ))}
      {endings.map((ending, index) => (
        <End
          key={ending.seq}
          ending={ending}
          x={x(ending.at)}
          bar={bar}
          top={top + 62 + index * row.endingHeight}
        />
      ))}
      {turn.to === null && endings.length === 0 && (
        <text class="tick" x="0" y={top + 62}>
          {isLate ? words.stillLate : words.still}
        </text>
      )}
    </>
  );
}

/** How a turn ended: a ring on the bar, and beneath it what was said and by whom. */
function End({ ending, x, bar, top }: { ending: Ending; x: number; bar: number; top: number }) {
  return (
    <Mark href={`#e${ending.seq}`} label={ending.whole}>
      <Sign x={x} y={bar + BAR / 2} tone={`ring ${ending.tone}`} path={SHAPES.end} />
      <text class="label" x="0" y={top}>
        {ending.what}
      </text>
      <text class="tick" x="0" y={top + 20}>
        {ending.who}
      </text>
    </Mark>
  );
}
