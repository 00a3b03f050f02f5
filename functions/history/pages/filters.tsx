import { flags } from '../../../shared/history/red-flags.ts';
import { actionWords, outcomeWords } from '../../../shared/pages/words/common.ts';
import type { Lang } from '../../../shared/values/language.ts';
import { formatExact } from '../../../shared/values/money.ts';
import { historyWords } from '../words/history.ts';
import { flagWords, overviewWords } from '../words/overview.ts';

/** The filters as they stand in the address. */
export type HistoryFiltersShown = Readonly<Record<string, string | number | undefined>>;

interface Shown {
  readonly lang: Lang;
  readonly query: HistoryFiltersShown;
}

interface FiltersProps extends Shown {
  readonly stages: readonly { readonly id: string; readonly label: string }[];
}

/** Every filter of the search; what it is set to stands in the address. */
export function Filters({ lang, query, stages }: FiltersProps) {
  const words = historyWords[lang];
  const shown = { lang, query };
  return (
    <search class="card">
      <form class="filters" method="get" action="/history">
        <TextField {...shown} name="project" />
        {query.chain !== undefined && <TextField {...shown} name="chain" />}
        <TextField {...shown} name="actor" />
        <TextField {...shown} name="unit" />
        <ChoiceField {...shown} name="action" options={Object.entries(actionWords[lang])} />
        <ChoiceField {...shown} name="stage" options={stages.map(({ id, label }) => [id, label])} />
        <ChoiceField {...shown} name="outcome" options={Object.entries(outcomeWords[lang])} />
        <ChoiceField
          {...shown}
          name="flag"
          options={flags.map((flag) => [flag, flagWords[lang][flag].title])}
        />
        {query.minDays !== undefined && <NumberField {...shown} name="minDays" />}
        {query.maxDays !== undefined && <NumberField {...shown} name="maxDays" />}
        <NumberField {...shown} name="year" />
        <AmountField {...shown} bound="min" />
        <AmountField {...shown} bound="max" />
        <DayField {...shown} name="from" />
        <DayField {...shown} name="to" />
        <div>
          <label for="order">{words.order}</label>
          <select id="order" name="order">
            <option value="newest">{words.newest}</option>
            <option value="oldest" selected={query.order === 'oldest'}>
              {words.oldest}
            </option>
          </select>
        </div>
        <p class="filter-actions">
          <button type="submit" class="primary">
            {words.search}
          </button>
          <a href="/history">{words.clear}</a>
        </p>
      </form>
      <Ready lang={lang} />
    </search>
  );
}

function Ready({ lang }: { lang: Lang }) {
  return (
    <p class="ready">
      <span class="soft">{overviewWords[lang].flags}</span>
      {flags.map((flag) => (
        <a key={flag} href={`/history?flag=${flag}`} title={flagWords[lang][flag].what}>
          {flagWords[lang][flag].title}
        </a>
      ))}
      <a href="/history/overview">{overviewWords[lang].title}</a>
    </p>
  );
}

const textIn = (query: HistoryFiltersShown, name: string): string => String(query[name] ?? '');

function TextField({ lang, query, name }: Shown & { name: 'project' | 'chain' | 'actor' | 'unit' }) {
  return (
    <div>
      <label for={name}>{historyWords[lang][name]}</label>
      <input id={name} name={name} value={textIn(query, name)} autocomplete="off" />
    </div>
  );
}

function DayField({ lang, query, name }: Shown & { name: 'from' | 'to' }) {
  const value = textIn(query, name);
  return (
    <div>
      <label for={name}>{historyWords[lang][name]}</label>
      {/* An address may also hold an instant, which a field of dates cannot show. */}
      {value.length > 10 ? (
        <input id={name} name={name} value={value} autocomplete="off" />
      ) : (
        <input id={name} name={name} type="date" value={value} />
      )}
    </div>
  );
}

interface ChoiceFieldProps extends Shown {
  readonly name: 'action' | 'stage' | 'outcome' | 'flag';
  readonly options: readonly (readonly [value: string, label: string])[];
}

function ChoiceField({ lang, query, name, options }: ChoiceFieldProps) {
  const words = historyWords[lang];
  return (
    <div>
      <label for={name}>{words[name]}</label>
      <select id={name} name={name}>
        <option value="">{words.any}</option>
        {options.map(([value, label]) => (
          <option key={value} value={value} selected={query[name] === value}>
            {label}
          </option>
        ))}
      </select>
    </div>
  );
}

function NumberField({ lang, query, name }: Shown & { name: 'year' | 'minDays' | 'maxDays' }) {
  return (
    <div>
      <label for={name}>{historyWords[lang][name]}</label>
      <input id={name} name={name} inputmode="decimal" value={textIn(query, name)} autocomplete="off" />
    </div>
  );
}

function AmountField({ lang, query, bound }: Shown & { bound: 'min' | 'max' }) {
  const name = `${bound}Amount` as const;
  return (
    <div>
      <label for={name}>{historyWords[lang][name]}</label>
      <input id={name} name={name} inputmode="decimal" value={typedAmount(query, bound)} autocomplete="off" />
    </div>
  );
}

/** An amount of the address as it can be typed again. */
function typedAmount(query: HistoryFiltersShown, bound: 'min' | 'max'): string {
  const [typed, fen] = [query[`${bound}Amount`], query[`${bound}Fen`]];
  if (typed !== undefined) return String(typed);
  return fen === undefined ? '' : formatExact(Number(fen), 'wan');
}
