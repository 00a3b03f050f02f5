import type { ComponentChildren } from 'preact';
import { MOST_WORDS } from '../../../shared/contract/routes/history.ts';
import { flags } from '../../../shared/history/red-flags.ts';
import { Messages } from '../../../shared/pages/components.tsx';
import { checkpointWords } from '../../../shared/pages/words/checkpoints.ts';
import { actionWords, common, outcomeWords } from '../../../shared/pages/words/common.ts';
import { capitalised, type Lang } from '../../../shared/values/language.ts';
import { formatExact } from '../../../shared/values/money.ts';
import { findWords } from '../words/find.ts';
import { historyWords } from '../words/history.ts';
import { flagWords, overviewWords } from '../words/overview.ts';

/** The filters as they stand in the address. */
export type HistoryFiltersShown = Readonly<Record<string, string | number | undefined>>;

/** What is wrong with a parameter; with the search as a whole where it names none. */
export interface FilterFinding {
  readonly name: string;
  readonly message: string;
}

interface Shown {
  readonly lang: Lang;
  readonly query: HistoryFiltersShown;
  readonly findings: readonly FilterFinding[];
}

interface FiltersProps extends Shown {
  readonly stages: readonly { readonly id: string; readonly label: string }[];
  readonly hrefOf: (query: HistoryFiltersShown) => string;
  readonly titles: ReadonlyMap<string, string>;
}

/** Words on top; every other filter folded, and those that are set named beneath. What is set stands in the address. */
export function Filters(props: FiltersProps) {
  const { lang, query, stages, findings, titles } = props;
  const words = historyWords[lang];
  const shown = { lang, query, findings };
  return (
    <search class="card">
      <form class="finder" method="get" action="/history">
        <Field {...shown} name="q" label={findWords[lang].q} help={findWords[lang].what}>
          {(attributes) => (
            <input
              {...attributes}
              type="search"
              value={textIn(query, 'q')}
              maxlength={MOST_WORDS}
              autocomplete="off"
            />
          )}
        </Field>
        <p class="filter-actions">
          <button type="submit" class="primary">
            {words.search}
          </button>
        </p>
        <Unplaced {...shown} />
        <Conditions {...props} titles={titles} />
        <details open={findings.some(({ name }) => name !== 'q')}>
          <summary>{words.conditions}</summary>
          <div class="filters">
            <TextField {...shown} name="project" />
            {query.chain !== undefined && <TextField {...shown} name="chain" />}
            <TextField {...shown} name="actor" />
            <TextField {...shown} name="unit" />
            <ChoiceField {...shown} name="action" options={Object.entries(actionWords[lang])} />
            <ChoiceField
              {...shown}
              name="stage"
              options={stages.map(({ id, label }) => [id, capitalised(label)])}
            />
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
            <ChoiceField
              {...shown}
              name="order"
              options={[
                ['newest', words.newest],
                ['oldest', words.oldest],
              ]}
            />
          </div>
          <Ready lang={lang} />
        </details>
      </form>
      <p class="links">
        <a href="/history/overview">{overviewWords[lang].title}</a>
        <a href="/history/checkpoints">{checkpointWords[lang].title}</a>
      </p>
    </search>
  );
}

/** The fields of the form; what is found at another parameter has no place of its own. */
const PLACED: ReadonlySet<string> = new Set([
  ...['q', 'project', 'chain', 'actor', 'unit', 'action', 'stage', 'outcome', 'flag', 'minDays', 'maxDays'],
  ...['year', 'minAmount', 'maxAmount', 'minFen', 'maxFen', 'from', 'to', 'order'],
]);

/** That something is wrong, and whatever is wrong with no field of the form. */
function Unplaced({ lang, findings }: Shown) {
  if (findings.length === 0) return null;
  return (
    <div class="messages" role="alert" tabindex={-1} autofocus>
      <p class="error">{historyWords[lang].mistaken}</p>
      {findings
        .filter(({ name }) => !PLACED.has(name))
        .map(({ name, message }) => (
          <p key={`${name} ${message}`} class="error">
            {name === '' ? message : `${name}${common[lang].colon}${message}`}
          </p>
        ))}
    </div>
  );
}

const CONDITIONS = [
  ...(['project', 'chain', 'actor', 'unit', 'action', 'stage', 'outcome', 'flag'] as const),
  ...(['minDays', 'maxDays', 'year', 'minAmount', 'maxAmount', 'from', 'to', 'order'] as const),
];

/** What is set, in words: each can be taken away again. */
function Conditions(props: FiltersProps) {
  const { lang, query, hrefOf } = props;
  const words = historyWords[lang];
  const set = CONDITIONS.flatMap((name) => {
    const text = conditionText(name, props);
    return text === '' ? [] : [{ name, text }];
  });
  if (set.length === 0) return null;
  return (
    <p class="conditions">
      {set.map(({ name, text }) => (
        <a key={name} class="badge" href={hrefOf(without(query, name))}>
          {words[name]}
          {common[lang].colon}
          {text} <span aria-hidden="true">×</span>
          <span class="vh">{words.takeAway}</span>
        </a>
      ))}
      <a href="/history">{words.clear}</a>
    </p>
  );
}

type Condition = (typeof CONDITIONS)[number];

/** Without one condition, and from the first page on. */
function without(query: HistoryFiltersShown, name: Condition): HistoryFiltersShown {
  const gone: ReadonlySet<string> = new Set([
    ...['cursor', name],
    ...(name === 'minAmount' ? ['minFen'] : []),
    ...(name === 'maxAmount' ? ['maxFen'] : []),
  ]);
  return Object.fromEntries(Object.entries(query).filter(([other]) => !gone.has(other)));
}

function conditionText(name: Condition, { lang, query, stages, titles }: FiltersProps): string {
  const words = historyWords[lang];
  const text = name === 'minAmount' ? typedAmount(query, 'min') : textIn(query, name);
  const named: Partial<Record<Condition, Readonly<Record<string, string>>>> = {
    action: actionWords[lang],
    outcome: outcomeWords[lang],
    stage: Object.fromEntries(stages.map(({ id, label }) => [id, label])),
    flag: Object.fromEntries(flags.map((flag) => [flag, flagWords[lang][flag].title])),
    order: { newest: words.newest, oldest: words.oldest },
    project: { [text]: titles.get(text) || text },
  };
  if (name === 'maxAmount') return typedAmount(query, 'max');
  return named[name]?.[text] ?? text;
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
    </p>
  );
}

const textIn = (query: HistoryFiltersShown, name: string): string => String(query[name] ?? '');

interface FieldAttributes {
  readonly id: string;
  readonly name: string;
  readonly 'aria-invalid': 'true' | undefined;
  readonly 'aria-describedby': string | undefined;
}

interface FieldProps extends Shown {
  readonly name: string;
  readonly label: string;
  readonly help?: string;
  /** Another name of the same filter, whose findings stand here. */
  readonly also?: string;
  readonly children: (attributes: FieldAttributes) => ComponentChildren;
}

/** A filter with its label, and what is wrong with what was typed. */
function Field({ lang, findings, name, also, label, help, children }: FieldProps) {
  const found = findings.filter((one) => one.name === name || one.name === also);
  const describedBy = [...(help ? [`h-${name}`] : []), ...(found.length > 0 ? [`e-${name}`] : [])];
  return (
    <div>
      <label for={name}>{label}</label>
      {children({
        ...{ id: name, name },
        'aria-invalid': found.length > 0 ? 'true' : undefined,
        'aria-describedby': describedBy.join(' ') || undefined,
      })}
      {help && (
        <p class="help" id={`h-${name}`}>
          {help}
        </p>
      )}
      <Messages lang={lang} id={`e-${name}`} found={found} />
    </div>
  );
}

function TextField(props: Shown & { name: 'project' | 'chain' | 'actor' | 'unit' }) {
  const { lang, query, name } = props;
  return (
    <Field {...props} label={historyWords[lang][name]}>
      {(attributes) => <input {...attributes} value={textIn(query, name)} autocomplete="off" />}
    </Field>
  );
}

const isDay = (text: string): boolean => text === '' || /^\d{4}-\d{2}-\d{2}$/.test(text);

function DayField(props: Shown & { name: 'from' | 'to' }) {
  const { lang, query, name, findings } = props;
  const value = textIn(query, name);
  // A field of dates can show neither an instant nor what is no date.
  const isText = !isDay(value) || findings.some((one) => one.name === name);
  return (
    <Field {...props} label={historyWords[lang][name]}>
      {(attributes) =>
        isText ? (
          <input {...attributes} value={value} autocomplete="off" />
        ) : (
          <input {...attributes} type="date" value={value} />
        )
      }
    </Field>
  );
}

interface ChoiceFieldProps extends Shown {
  readonly name: 'action' | 'stage' | 'outcome' | 'flag' | 'order';
  readonly options: readonly (readonly [value: string, label: string])[];
}

function ChoiceField(props: ChoiceFieldProps) {
  const { lang, query, name, options } = props;
  const words = historyWords[lang];
  const typed = textIn(query, name);
  const isOther = typed !== '' && !options.some(([value]) => value === typed);
  return (
    <Field {...props} label={words[name]}>
      {(attributes) => (
        <select {...attributes}>
          {name !== 'order' && <option value="">{words.any}</option>}
          {[...options, ...(isOther ? [[typed, typed] as const] : [])].map(([value, label]) => (
            <option key={value} value={value} selected={value === typed}>
              {label}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

function NumberField(props: Shown & { name: 'year' | 'minDays' | 'maxDays' }) {
  const { lang, query, name } = props;
  return (
    <Field {...props} label={historyWords[lang][name]}>
      {(attributes) => (
        <input {...attributes} inputmode="decimal" value={textIn(query, name)} autocomplete="off" />
      )}
    </Field>
  );
}

function AmountField(props: Shown & { bound: 'min' | 'max' }) {
  const { lang, query, bound } = props;
  const name = `${bound}Amount` as const;
  return (
    <Field {...props} name={name} also={`${bound}Fen`} label={historyWords[lang][name]}>
      {(attributes) => (
        <input {...attributes} inputmode="decimal" value={typedAmount(query, bound)} autocomplete="off" />
      )}
    </Field>
  );
}

/** An amount of the address as it can be typed again. */
function typedAmount(query: HistoryFiltersShown, bound: 'min' | 'max'): string {
  const [typed, fen] = [query[`${bound}Amount`], query[`${bound}Fen`]];
  if (typed !== undefined) return String(typed);
  if (fen === undefined) return '';
  return Number.isSafeInteger(Number(fen)) ? formatExact(Number(fen), 'wan') : String(fen);
}
