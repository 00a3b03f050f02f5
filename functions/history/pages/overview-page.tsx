import type { Overview } from '../../../shared/history/overview.ts';
import type { Lang } from '../../../shared/values/language.ts';
import { minuteOf } from '../../../shared/values/when.ts';
import { overviewWords } from '../words/overview.ts';
import { AmountsByUnit } from './plots/amounts-by-unit.tsx';
import { DecisionsByMonth } from './plots/decisions-by-month.tsx';
import { fromText, type Scope, toText } from './plots/links.ts';
import { type AgedRequest, OpenRequests } from './plots/open-requests.tsx';
import { RedFlags, Splits } from './plots/red-flags.tsx';
import { WaitingTimes } from './plots/waiting-times.tsx';

export interface OverviewPageProps {
  readonly lang: Lang;
  readonly overview: Overview;
  /** What was asked for. */
  readonly asked: Scope;
  /** What was counted: all that was asked for, or its latest part. */
  readonly counted: Scope;
  /** How many events were counted; and how many a page counts at most, where there are more. */
  readonly events: number;
  readonly most: number | null;
  readonly open: readonly AgedRequest[];
  readonly onlyFirst: number | null;
  readonly hasThreshold: boolean;
  readonly stageLabel: (id: string) => string;
  readonly unitName: (id: string) => string;
}

/** What a period's history comes to, in pictures that lead to the events behind them. */
export function OverviewPage(props: OverviewPageProps) {
  const { lang, overview, asked, counted, events, most, open, onlyFirst, hasThreshold } = props;
  const { stageLabel, unitName } = props;
  const words = overviewWords[lang];
  const inScope = { lang, scope: counted };
  return (
    <div class="page">
      <div>
        <h1>{words.title}</h1>
        <p class="soft lead">
          <span>{words.period(fromText(asked.from), toText(asked.to))}</span>
          <span>{words.read(events)}</span>
        </p>
      </div>
      <Period lang={lang} asked={asked} />
      {most !== null && (
        <section class="callout">
          <h2>{words.partial(most)}</h2>
          <p>{words.partialWhat(minuteOf(counted.from, lang))}</p>
        </section>
      )}
      <RedFlags {...inScope} overview={overview} hasThreshold={hasThreshold} />
      <WaitingTimes {...inScope} waits={overview.waits} stageLabel={stageLabel} />
      <DecisionsByMonth {...inScope} months={overview.months} />
      <AmountsByUnit {...inScope} amounts={overview.amounts} unitName={unitName} />
      <OpenRequests lang={lang} requests={open} onlyFirst={onlyFirst} stageLabel={stageLabel} />
      <Splits {...inScope} splits={overview.splits} hasThreshold={hasThreshold} unitName={unitName} />
    </div>
  );
}

function Period({ lang, asked }: { lang: Lang; asked: Scope }) {
  const words = overviewWords[lang];
  return (
    <search class="card">
      <form class="filters" method="get" action="/history/overview">
        <div>
          <label for="from">{words.from}</label>
          <input id="from" name="from" type="date" value={fromText(asked.from)} />
        </div>
        <div>
          <label for="to">{words.to}</label>
          <input id="to" name="to" type="date" value={toText(asked.to)} />
        </div>
        <div>
          <label for="unit">{words.unit}</label>
          <input id="unit" name="unit" value={asked.unit ?? ''} autocomplete="off" />
        </div>
        <div>
          <label for="year">{words.year}</label>
          <input id="year" name="year" inputmode="numeric" value={asked.year ?? ''} autocomplete="off" />
        </div>
        <p class="filter-actions">
          <button type="submit" class="primary">
            {words.show}
          </button>
          <a href="/history/overview">{words.usual}</a>
        </p>
      </form>
    </search>
  );
}
