import { max, sum } from 'd3-array';
import { scaleLinear } from 'd3-scale';
import type { UnitAmounts } from '../../../../shared/history/overview.ts';
import { common } from '../../../../shared/pages/words/common.ts';
import { amountParts, columnUnitText, unitOf } from '../../../../shared/values/amount-text.ts';
import type { Lang } from '../../../../shared/values/language.ts';
import { overviewWords } from '../../words/overview.ts';
import { DataTable, Figure } from './data-table.tsx';
import { Mark, Picture, Plot, percent } from './figure.tsx';
import { eventsHref, type Scope } from './links.ts';
import { shortened } from './shortened.ts';

interface AmountsByUnitProps {
  readonly lang: Lang;
  readonly amounts: readonly UnitAmounts[];
  readonly scope: Scope;
  readonly unitName: (id: string) => string;
}

const ID = 'amounts-by-unit';
/** More pairs of bars than fit a screen say nothing; the table has every unit. */
const MOST_UNITS = 12;
const ROW = 58;
const BAR = 11;
/** So many characters stand beside the amounts on a phone. */
const LONGEST_NAME = 13;

/** What each unit's approved projects had requested, against what was approved. */
export function AmountsByUnit({ lang, amounts, scope, unitName }: AmountsByUnitProps) {
  const words = overviewWords[lang];
  const shown = amounts.slice(0, MOST_UNITS);
  const x = scaleLinear()
    .domain([0, max(shown, ({ requestedFen }) => requestedFen) ?? 1])
    .range([0, 100]);
  const money = unitOf(amounts.flatMap(({ requestedFen, approvedFen }) => [requestedFen, approvedFen]));
  const figure = (fen: number) => amountParts(fen, lang, money)[0];
  const column = columnUnitText(money, lang);
  const hrefOf = (unit: string) => eventsHref(scope, { action: 'approved', unit });
  const total = (key: 'requestedFen' | 'approvedFen' | 'projects') => sum(amounts, (row) => row[key]);
  return (
    <Plot
      lang={lang}
      id={ID}
      title={words.amounts}
      unit={words.amountsIn(column)}
      note={amounts.length > shown.length && ` ${words.largest(shown.length, amounts.length)}`}
      legend={[
        ['edge', common[lang].requested],
        ['step', common[lang].approved],
      ]}
      isEmpty={amounts.length === 0}
      table={
        <DataTable
          caption={words.amounts}
          headings={[common[lang].unit, words.projects, common[lang].requested, common[lang].approved]}
          rows={amounts.map(({ unit, projects, requestedFen, approvedFen }) => ({
            key: unit,
            cells: [
              unitName(unit),
              <Figure key="projects" href={hrefOf(unit)} value={projects} />,
              figure(requestedFen),
              figure(approvedFen),
            ],
          }))}
          foot={{
            key: 'total',
            cells: [
              common[lang].total,
              total('projects'),
              figure(total('requestedFen')),
              figure(total('approvedFen')),
            ],
          }}
        />
      }
    >
      <Picture of={ID} title={words.amounts} height={shown.length * ROW}>
        {shown.map(({ unit, requestedFen, approvedFen }, index) => {
          const top = index * ROW;
          const name = unitName(unit);
          const figures = `${figure(requestedFen)} → ${figure(approvedFen)}`;
          return (
            <Mark
              key={unit}
              href={hrefOf(unit)}
              label={`${name}${common[lang].colon}${figures} ${column}`.trim()}
            >
              <text class="label" x="0" y={top + 18}>
                {shortened(name, LONGEST_NAME)}
              </text>
              <text class="label" x="100%" y={top + 18} text-anchor="end">
                {figures}
              </text>
              <rect class="edge" x="0" y={top + 25} width={percent(x(requestedFen))} height={BAR} />
              <rect class="step" x="0" y={top + 25 + BAR + 1} width={percent(x(approvedFen))} height={BAR} />
            </Mark>
          );
        })}
      </Picture>
    </Plot>
  );
}
