import { max } from 'd3-array';
import { scaleBand, scaleLinear } from 'd3-scale';
import { stack } from 'd3-shape';
import type { MonthOfDecisions } from '../../../../shared/history/overview.ts';
import { type Outcome, outcomes } from '../../../../shared/history/vocabulary.ts';
import { outcomeWords } from '../../../../shared/pages/words/common.ts';
import { monthAfter, monthStart } from '../../../../shared/values/beijing-month.ts';
import type { Lang } from '../../../../shared/values/language.ts';
import { overviewWords } from '../../words/overview.ts';
import { DataTable, Figure } from './data-table.tsx';
import { Mark, Picture, Plot, percent, Scenery } from './figure.tsx';
import { eventsHref, type Scope, within } from './links.ts';

interface DecisionsByMonthProps {
  readonly lang: Lang;
  readonly months: readonly MonthOfDecisions[];
  readonly scope: Scope;
}

const TONES: Readonly<Record<Outcome, string>> = { approve: 'good', return: 'warning', reject: 'error' };
const ID = 'decisions-by-month';
const TOP = 12;
const BASE = 208;
const HEIGHT = 252;
/** As many labels as a phone has room for: twelve months each have one, three years every third. */
const MOST_LABELS = 12;
/** A year of which a plot shows the last months only has no room for its name before the next one's. */
const LATE = '10';

const totalOf = ({ byOutcome }: MonthOfDecisions): number =>
  outcomes.reduce((sum, outcome) => sum + byOutcome[outcome], 0);

/** How many decisions each month saw, by what was decided. */
export function DecisionsByMonth({ lang, months, scope }: DecisionsByMonthProps) {
  const words = overviewWords[lang];
  const hrefOf = (month: string, outcome?: Outcome) =>
    eventsHref(within(scope, monthStart(month), monthStart(monthAfter(month))), {
      action: 'decided',
      outcome,
    });
  const highest = max(months, totalOf) ?? 0;
  return (
    <Plot
      lang={lang}
      id={ID}
      title={words.decisions}
      unit={words.decisionsUnit}
      legend={outcomes.map((outcome) => [TONES[outcome], outcomeWords[lang][outcome]])}
      isEmpty={highest === 0}
      table={
        <DataTable
          caption={words.decisions}
          headings={[words.month, ...outcomes.map((outcome) => outcomeWords[lang][outcome])]}
          rows={months.map(({ month, byOutcome }) => ({
            key: month,
            cells: [
              words.monthName(month),
              ...outcomes.map((outcome) => (
                <Figure key={outcome} href={hrefOf(month, outcome)} value={byOutcome[outcome]} />
              )),
            ],
          }))}
        />
      }
    >
      <Columns lang={lang} months={months} highest={highest} hrefOf={hrefOf} />
    </Plot>
  );
}

interface ColumnsProps {
  readonly lang: Lang;
  readonly months: readonly MonthOfDecisions[];
  readonly highest: number;
  readonly hrefOf: (month: string, outcome: Outcome) => string;
}

function Columns({ lang, months, highest, hrefOf }: ColumnsProps) {
  const words = overviewWords[lang];
  const x = scaleBand()
    .domain(months.map(({ month }) => month))
    .range([0, 100])
    .padding(0.25);
  const y = scaleLinear().domain([0, highest]).nice(4).range([BASE, TOP]);
  const layers = stack<MonthOfDecisions, Outcome>()
    .keys(outcomes)
    .value(({ byOutcome }, outcome) => byOutcome[outcome])([...months]);
  const left = (month: string) => x(month) ?? 0;
  const every = Math.ceil(months.length / MOST_LABELS);
  return (
    <Picture of={ID} title={words.decisions} height={HEIGHT} axis>
      <Scenery>
        {y
          .ticks(4)
          .filter(Number.isInteger)
          .map((tick) => (
            <g key={tick}>
              <line class="grid" x1="0" x2="100%" y1={y(tick)} y2={y(tick)} />
              <text class="tick" x="-8" y={y(tick) + 4} text-anchor="end">
                {tick}
              </text>
            </g>
          ))}
        {months.map(({ month }, index) => {
          const middle = percent(left(month) + x.bandwidth() / 2);
          const isFirst = month.endsWith('-01') || (index === 0 && month < `${month.slice(0, 4)}-${LATE}`);
          return (
            <g key={month}>
              {(index % every === 0 || month.endsWith('-01')) && (
                <text class="tick" x={middle} y={BASE + 18} text-anchor="middle">
                  {Number(month.slice(5))}
                </text>
              )}
              {isFirst && (
                <text class="tick" x={percent(left(month))} y={BASE + 36}>
                  {words.yearName(month.slice(0, 4))}
                </text>
              )}
            </g>
          );
        })}
      </Scenery>
      {layers.flatMap((layer) =>
        layer.map((part) => {
          const [low, high] = part;
          const { month } = part.data;
          return low === high ? null : (
            <Mark
              key={`${month} ${layer.key}`}
              href={hrefOf(month, layer.key)}
              label={words.decided(words.monthName(month), outcomeWords[lang][layer.key], high - low)}
            >
              <rect
                class={TONES[layer.key]}
                x={percent(left(month))}
                width={percent(x.bandwidth())}
                y={y(high)}
                // A line of paper between the parts tells them apart also without colour.
                height={Math.max(2, y(low) - y(high) - 1)}
              />
            </Mark>
          );
        }),
      )}
    </Picture>
  );
}
