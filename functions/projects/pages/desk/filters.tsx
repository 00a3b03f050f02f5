import type { DeskItem } from '../../../../shared/contract/views.ts';
import { states } from '../../../../shared/pages/words/common.ts';
import { capitalised, type Lang } from '../../../../shared/values/language.ts';
import { deskWords, orderWords } from '../../words/desk.ts';
import { type Asked, deskHref, isFiltered } from './address.ts';

interface FiltersProps {
  readonly lang: Lang;
  readonly asked: Asked;
  /** The whole list: what can be chosen follows from it. */
  readonly all: readonly DeskItem[];
  /** Absent of what is read page by page: that is in its own order. */
  readonly place?: unknown;
  readonly stageLabel: (id: string) => string;
}

type Option = readonly [value: string, label: string];

/** What there is, each once; and what is asked for, also where it is there no more. */
function options(given: readonly (Option | null)[], chosen: string | undefined): Option[] {
  const all = new Map(given.flatMap((one) => (one ? [one] : [])));
  if (chosen !== undefined && !all.has(chosen)) all.set(chosen, chosen);
  return [...all];
}

/** Finds in a tab's list: words, what there is to choose between, the order. All of it stands in the address. */
export function Filters({ lang, asked, all, place, stageLabel }: FiltersProps) {
  const words = deskWords[lang];
  const units = options(
    all.map(({ unit }) => [unit.id, unit.name]),
    asked.unit,
  );
  const stages = options(
    all.map(({ stage }) => (stage === null ? null : [stage, capitalised(stageLabel(stage))])),
    asked.stage,
  );
  const of = options(
    all.map(({ state, standing = state }) => (standing === null ? null : [standing, states[lang][standing]])),
    asked.state,
  );
  const orders = (['deadline', 'amount', 'submitted'] as const).map(
    (sort): Option => [sort, orderWords[lang][sort]],
  );
  return (
    <search>
      <form class="desk-find" method="get" action="/">
        {asked.tab !== 'waiting' && <input type="hidden" name="tab" value={asked.tab} />}
        <label class="vh" for="desk-q">
          {words.find}
        </label>
        <input
          id="desk-q"
          name="q"
          type="search"
          maxlength={100}
          value={asked.q}
          placeholder={words.find}
          enterkeyhint="search"
        />
        <Choice name="unit" label={words.unit} none={words.allUnits} options={units} chosen={asked.unit} />
        <Choice
          name="stage"
          label={words.stage}
          none={words.allStages}
          options={stages}
          chosen={asked.stage}
        />
        <Choice name="state" label={words.state} none={words.allStates} options={of} chosen={asked.state} />
        {place !== undefined && (
          <Choice
            name="sort"
            label={words.sort}
            none={orderWords[lang].usual}
            options={orders}
            chosen={asked.sort}
          />
        )}
        <button type="submit">{words.search}</button>
        {(isFiltered(asked) || asked.sort !== undefined) && (
          <a href={deskHref({ tab: asked.tab })}>{words.clear}</a>
        )}
      </form>
    </search>
  );
}

interface ChoiceProps {
  readonly name: string;
  readonly label: string;
  /** What is called that leaves nothing out. */
  readonly none: string;
  readonly options: readonly Option[];
  readonly chosen: string | undefined;
}

/** Nothing is asked where there is nothing to choose between. */
function Choice({ name, label, none, options: given, chosen }: ChoiceProps) {
  if (given.length < 2 && chosen === undefined) return null;
  return (
    <>
      <label class="vh" for={`desk-${name}`}>
        {label}
      </label>
      <select id={`desk-${name}`} name={name}>
        <option value="">{none}</option>
        {given.map(([value, text]) => (
          <option key={value} value={value} selected={value === chosen}>
            {text}
          </option>
        ))}
      </select>
    </>
  );
}
