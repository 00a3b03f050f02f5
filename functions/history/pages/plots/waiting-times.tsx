import { max } from 'd3-array';
import { scaleLinear } from 'd3-scale';
import { symbol, symbolTriangle } from 'd3-shape';
import type { StageWaits } from '../../../../shared/history/overview.ts';
import { capitalised, type Lang } from '../../../../shared/values/language.ts';
import { workingSpanOf } from '../../../../shared/values/when.ts';
import { overviewWords } from '../../words/overview.ts';
import { DataTable, Figure } from './data-table.tsx';
import { type Distribution, distributionOf, LAST, type WaitBin } from './distribution.ts';
import { Mark, Picture, Plot, percent, Scenery, Sign } from './figure.tsx';
import { eventsHref, type Scope } from './links.ts';

interface WaitingTimesProps {
  readonly lang: Lang;
  readonly waits: readonly StageWaits[];
  readonly scope: Scope;
  readonly stageLabel: (id: string) => string;
}

const ID = 'waiting-times';
/** Title, a line with its counts below it, columns with theirs, axis. */
const TITLE = 20;
const COUNTS = 40;
const TOP = 72;
const BASE = 140;
const PANEL = 190;
const TRIANGLE = symbol(symbolTriangle, 48)() ?? '';

type HrefOf = (stage: string, bin?: WaitBin) => string;

/** How long decisions were waited for, stage under stage on one axis, so that they can be compared. */
export function WaitingTimes({ lang, waits, scope, stageLabel }: WaitingTimesProps) {
  const words = overviewWords[lang];
  const stages = waits.map(distributionOf);
  const hrefOf: HrefOf = (stage, bin) =>
    eventsHref(scope, {
      action: 'decided',
      stage,
      minDays: bin === undefined ? 0 : bin.fromDays,
      maxDays: bin?.toDays ?? undefined,
    });
  return (
    <Plot
      lang={lang}
      id={ID}
      title={words.waits}
      unit={words.waitsUnit}
      isEmpty={stages.length === 0}
      table={
        <>
          <DataTable
            caption={words.waits}
            headings={[words.stage, words.decisionsCount, words.median, words.ninthDecile]}
            rows={stages.map(({ stage, count, medianDays, ninthDecileDays }) => ({
              key: stage,
              cells: [
                capitalised(stageLabel(stage)),
                <Figure key="count" href={hrefOf(stage)} value={count} />,
                workingSpanOf(medianDays, lang),
                workingSpanOf(ninthDecileDays, lang),
              ],
            }))}
          />
          <DataTable
            caption={words.waitsByLength}
            headings={[words.waitedDays, ...stages.map(({ stage }) => capitalised(stageLabel(stage)))]}
            rows={(stages[0]?.bins ?? []).map((first, index) => ({
              key: String(first.fromDays),
              cells: [
                words.dayRange(first.fromDays, first.toDays),
                ...stages.map(({ stage, bins }) => (
                  <Figure key={stage} href={hrefOf(stage, bins[index])} value={bins[index]?.count ?? 0} />
                )),
              ],
            }))}
          />
        </>
      }
    >
      <Picture of={ID} title={words.waits} height={stages.length * PANEL}>
        {stages.map((stage, index) => (
          <Panel
            key={stage.stage}
            lang={lang}
            stage={stage}
            label={capitalised(stageLabel(stage.stage))}
            top={index * PANEL}
            hrefOf={hrefOf}
          />
        ))}
      </Picture>
    </Plot>
  );
}

interface PanelProps {
  readonly lang: Lang;
  readonly stage: Distribution;
  readonly label: string;
  readonly top: number;
  readonly hrefOf: HrefOf;
}

function Panel({ lang, stage, label, top, hrefOf }: PanelProps) {
  const words = overviewWords[lang];
  const { bins, count, medianDays } = stage;
  // The last bin has no end; it is drawn as wide as the others.
  const x = scaleLinear()
    .domain([0, LAST + 0.5])
    .range([0, 100]);
  const y = scaleLinear()
    .domain([0, max(bins, (bin) => bin.count) ?? 1])
    .range([top + BASE, top + TOP]);
  const width = x(0.5) - 0.6;
  return (
    <>
      <text class="panel-title" x="0" y={top + TITLE}>
        {label}
      </text>
      <text class="tick" x="0" y={top + COUNTS}>
        {words.ofDecisions(count, workingSpanOf(medianDays, lang))}
      </text>
      <Scenery>
        <line class="axis" x1="0" x2="100%" y1={top + BASE} y2={top + BASE} />
        {x.ticks(LAST).map((tick) => (
          <text
            key={tick}
            class="tick"
            x={percent(x(tick))}
            y={top + BASE + 26}
            text-anchor={tick === 0 ? 'start' : 'middle'}
          >
            {tick}
          </text>
        ))}
      </Scenery>
      {bins.map((bin) =>
        bin.count === 0 ? null : (
          <Mark
            key={bin.fromDays}
            href={hrefOf(stage.stage, bin)}
            label={words.waited(label, words.dayRange(bin.fromDays, bin.toDays), bin.count)}
          >
            <rect
              class={bin.toDays === null ? 'warning' : 'step'}
              x={percent(x(bin.fromDays) + 0.3)}
              width={percent(width)}
              y={Math.min(y(bin.count), top + BASE - 2)}
              height={Math.max(2, top + BASE - y(bin.count))}
            />
            <text
              class="tick"
              x={percent(x(bin.fromDays) + 0.3 + width / 2)}
              y={y(bin.count) - 5}
              text-anchor="middle"
            >
              {bin.count}
            </text>
          </Mark>
        ),
      )}
      <Scenery>
        <Sign x={x(Math.min(medianDays, LAST + 0.25))} y={top + BASE + 6} tone="median" path={TRIANGLE} />
      </Scenery>
    </>
  );
}
