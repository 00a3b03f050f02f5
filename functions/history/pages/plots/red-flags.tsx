import type { Overview } from '../../../../shared/history/overview.ts';
import { type Flag, flags } from '../../../../shared/history/red-flags.ts';
import type { Split } from '../../../../shared/history/splits.ts';
import { amountText } from '../../../../shared/values/amount-text.ts';
import type { Lang } from '../../../../shared/values/language.ts';
import { flagWords, overviewWords } from '../../words/overview.ts';
import { eventsHref, type Scope } from './links.ts';

interface RedFlagsProps {
  readonly lang: Lang;
  readonly overview: Overview;
  readonly scope: Scope;
  readonly hasThreshold: boolean;
}

/** A card for each ready question, with its count in the period. */
export function RedFlags({ lang, overview, scope, hasThreshold }: RedFlagsProps) {
  const words = overviewWords[lang];
  const whatOf = (flag: Flag) =>
    flag === 'below-threshold' && !hasThreshold ? words.noThreshold : flagWords[lang][flag].what;
  return (
    <section class="card">
      <h2>{words.flags}</h2>
      <p class="soft">{words.flagsWhat}</p>
      <ul class="flags">
        {flags.map((flag) => (
          <li key={flag} data-raised={overview.flags[flag] > 0 ? 'yes' : 'no'}>
            <a href={eventsHref(scope, { flag })}>
              <span>{flagWords[lang][flag].title}</span>
              <span class="count">
                <b>{overview.flags[flag]}</b> {words.times(overview.flags[flag])}
              </span>
            </a>
            <p class="soft">{whatOf(flag)}</p>
          </li>
        ))}
        <li data-raised={overview.splits.length > 0 ? 'yes' : 'no'}>
          <a href="#splits">
            <span>{words.splits}</span>
            <span class="count">
              <b>{overview.splits.length}</b> {words.groups(overview.splits.length)}
            </span>
          </a>
          <p class="soft">{hasThreshold ? words.splitsWhat : words.noThreshold}</p>
        </li>
      </ul>
    </section>
  );
}

interface SplitsProps {
  readonly lang: Lang;
  readonly splits: readonly Split[];
  readonly scope: Scope;
  readonly hasThreshold: boolean;
  readonly unitName: (id: string) => string;
}

/** The split declarations, group by group; each part leads to its submission. */
export function Splits({ lang, splits, scope, hasThreshold, unitName }: SplitsProps) {
  const words = overviewWords[lang];
  return (
    <section class="card" id="splits" tabindex={-1}>
      <h2>{words.splits}</h2>
      <p class="soft">{hasThreshold ? words.splitsWhat : words.noThreshold}</p>
      {splits.length === 0 ? (
        hasThreshold && <p class="empty">{words.nothing}</p>
      ) : (
        <ul class="plain-list">
          {splits.map((split) => (
            <SplitGroup
              key={`${split.unit} ${split.budgetYear} ${split.thresholdFen}`}
              lang={lang}
              split={split}
              scope={scope}
              unitName={unitName}
            />
          ))}
        </ul>
      )}
    </section>
  );
}

function SplitGroup({
  lang,
  split,
  scope,
  unitName,
}: Omit<SplitsProps, 'splits' | 'hasThreshold'> & { split: Split }) {
  const words = overviewWords[lang];
  const { unit, budgetYear, thresholdFen, sumFen, parts } = split;
  const href = eventsHref(
    { ...scope, unit, year: budgetYear },
    { action: 'submitted', maxFen: thresholdFen - 1 },
  );
  return (
    <li class="split">
      <h3>{words.splitTitle(unitName(unit), budgetYear)}</h3>
      <details>
        <summary>
          {words.splitSum(parts.length, amountText(sumFen, lang), amountText(thresholdFen, lang))}
        </summary>
        <ul class="split-parts">
          {parts.map(({ projectId, seq, requestedFen }) => (
            <li key={projectId}>
              <a href={`/projects/${projectId}/history#e${seq}`}>{projectId}</a>{' '}
              {amountText(requestedFen, lang)}
            </li>
          ))}
        </ul>
      </details>
      <p>
        <a href={href}>{words.splitEvents}</a>
      </p>
    </li>
  );
}
