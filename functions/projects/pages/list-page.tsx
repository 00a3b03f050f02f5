import { type ListParameters, MOST_ROWS } from '../../../shared/contract/routes/projects.ts';
import type { ListedProject, ListTotals, ProjectList } from '../../../shared/contract/views.ts';
import { projectStates } from '../../../shared/history/vocabulary.ts';
import { StateBadge } from '../../../shared/pages/components.tsx';
import { NextPage } from '../../../shared/pages/pages-nav.tsx';
import { Table } from '../../../shared/pages/table.tsx';
import { common, states } from '../../../shared/pages/words/common.ts';
import { amountParts, amountText, unitOf } from '../../../shared/values/amount-text.ts';
import { capitalised, type Lang } from '../../../shared/values/language.ts';
import { minuteOf } from '../../../shared/values/when.ts';
import { orderOf } from '../list/order.ts';
import { listWords } from '../words/list.ts';

type Options = readonly (readonly [id: string, label: string])[];

export interface ListPageProps {
  readonly lang: Lang;
  readonly list: ProjectList;
  readonly query: ListParameters;
  readonly choices: {
    readonly years: readonly number[];
    readonly stages: Options;
    readonly rounds: Options;
    readonly forms: Options;
  };
  /** What the unit that is asked for is called. */
  readonly unitName: string | undefined;
  /** Whether the reader sees the list of their own unit alone. */
  readonly isOwn: boolean;
  readonly nextHref: string | null;
  readonly sheets: { readonly projects: string; readonly lines: string };
  /** The address with these filters in place of what is set. */
  readonly hrefOf: (change: Partial<ListParameters>) => string;
}

/** The list of projects with what they come to: the filters are the address, so that it can be sent to a colleague. */
export function ListPage(props: ListPageProps) {
  const { lang, list } = props;
  const words = listWords[lang];
  return (
    <div class="page list">
      <h1>{words.title}</h1>
      <p class="soft">{words.what}</p>
      <Filters {...props} />
      <Totals {...props} />
      <section class="card">
        {list.projects.length === 0 ? <Empty {...props} /> : <Projects {...props} />}
        <Onwards {...props} />
        {list.totals.projects > 0 && <Sheets {...props} />}
      </section>
    </div>
  );
}

const isFiltered = ({ cursor: _c, limit: _l, sort: _s, ...filters }: ListParameters): boolean =>
  Object.values(filters).some((value) => value !== undefined);

/** What is asked for: the usual at once, the rest folded. */
function Filters({ lang, query, choices, unitName, list }: ListPageProps) {
  const words = listWords[lang];
  const { years, rounds, stages, forms } = choices;
  const inState = projectStates.map((state) => [state, states[lang][state]] as const);
  const rare = query.unit ?? query.stage ?? query.form ?? query.sort;
  return (
    <search class="card">
      <form class="filters" method="get" action="/projects">
        <div class="wide">
          <label for="q">{words.q}</label>
          <input
            id="q"
            name="q"
            type="search"
            value={query.q ?? ''}
            placeholder={words.qWhat}
            maxlength={100}
          />
        </div>
        <Choice
          {...{ lang, query }}
          name="year"
          options={years.map((year) => [String(year), String(year)])}
        />
        <Choice {...{ lang, query }} name="state" options={inState} />
        {rounds.length > 0 && <Choice {...{ lang, query }} name="round" options={rounds} />}
        <details class="wide" open={rare !== undefined}>
          <summary>{words.more}</summary>
          <div class="filters">
            <Choice
              {...{ lang, query }}
              name="stage"
              options={stages.map(([id, label]) => [id, capitalised(label)])}
            />
            {forms.length > 1 && <Choice {...{ lang, query }} name="form" options={forms} />}
            <div>
              <label for="unit">{words.unit}</label>
              <input
                id="unit"
                name="unit"
                list="units"
                value={query.unit ?? ''}
                maxlength={100}
                autocomplete="off"
              />
              <datalist id="units">
                {[...new Map(list.projects.map(({ unit }) => [unit.id, unit.name]))].map(([id, name]) => (
                  <option key={id} value={id}>
                    {name}
                  </option>
                ))}
              </datalist>
              {query.unit && unitName !== query.unit && <p class="help">{unitName}</p>}
            </div>
            <div>
              <label for="sort">{words.sort}</label>
              <select id="sort" name="sort">
                <option value="">{words.newest}</option>
                <option value="oldest" selected={query.sort === 'oldest' || query.sort === 'submitted'}>
                  {words.oldest}
                </option>
                <option value="amount" selected={query.sort === 'amount'}>
                  {words.byAmount}
                </option>
              </select>
            </div>
          </div>
        </details>
        <p class="filter-actions">
          <button type="submit" class="primary">
            {words.search}
          </button>
          {isFiltered(query) && <a href="/projects">{words.clear}</a>}
        </p>
      </form>
    </search>
  );
}

interface ChoiceProps {
  readonly lang: Lang;
  readonly query: ListParameters;
  readonly name: 'year' | 'state' | 'stage' | 'round' | 'form';
  readonly options: Options;
}

function Choice({ lang, query, name, options }: ChoiceProps) {
  const words = listWords[lang];
  const chosen = query[name] === undefined ? undefined : String(query[name]);
  return (
    <div>
      <label for={name}>{words[name]}</label>
      <select id={name} name={name}>
        <option value="">{words.any}</option>
        {options.map(([value, label]) => (
          <option key={value} value={value} selected={value === chosen}>
            {label}
          </option>
        ))}
      </select>
    </div>
  );
}

/** What the list comes to, by state and by stage, and what its rounds hold of their ceilings. */
function Totals({ lang, list: { totals }, query, choices: { stages } }: ListPageProps) {
  const words = listWords[lang];
  if (totals.projects === 0) return null;
  const { requestedFen, cutFen, approvedFen, rounds } = totals;
  const unit = unitOf([requestedFen, cutFen, approvedFen]);
  const figures = [
    [words.requested, requestedFen],
    [words.cut, cutFen],
    [words.approved, approvedFen],
  ] as const;
  return (
    <section class="card" aria-labelledby="totals">
      <h2 id="totals">{words.totals}</h2>
      <dl class="figures">
        <div>
          <dt>{words.projects}</dt>
          <dd>{totals.projects}</dd>
        </div>
        {figures.map(([name, fen]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{amountText(fen, lang, unit)}</dd>
          </div>
        ))}
      </dl>
      {rounds.length > 0 && (
        <ul class="plain-list entries">
          {rounds.map((round) => (
            <Round key={round.id} lang={lang} round={round} />
          ))}
        </ul>
      )}
      <p class="soft">
        {words.totalsOf}
        {(query.q ?? query.stage) !== undefined && ` ${words.totalsWider}`}
      </p>
      {totals.states.length > 1 && (
        <details>
          <summary>{words.byState}</summary>
          <Broken
            lang={lang}
            by={words.state}
            parts={totals.states.map((one) => [states[lang][one.state], one])}
          />
        </details>
      )}
      {totals.stages.length > 0 && (
        <details>
          <summary>{words.byStage}</summary>
          <Broken
            lang={lang}
            by={words.stage}
            parts={stages.flatMap(([id, label]) =>
              totals.stages
                .filter(({ stage }) => stage === id)
                .map((one) => [capitalised(label), one] as const),
            )}
          />
        </details>
      )}
    </section>
  );
}

function Round({ lang, round }: { lang: Lang; round: ListTotals['rounds'][number] }) {
  const words = listWords[lang];
  const { committedFen, ceilingFen } = round;
  const taken = amountText(committedFen, lang);
  return (
    <li>
      <div>
        <b>{round.name}</b>
      </div>
      <div class="entry-end">
        {ceilingFen === null ? (
          <b>{words.noCeiling(taken)}</b>
        ) : (
          <>
            <b>{words.ofCeiling(taken, amountText(ceilingFen, lang))}</b>
            <p class="soft">
              {committedFen > ceilingFen
                ? words.over(amountText(committedFen - ceilingFen, lang))
                : words.left(amountText(ceilingFen - committedFen, lang))}
            </p>
          </>
        )}
      </div>
    </li>
  );
}

type MoneyUnit = ReturnType<typeof unitOf>;

/** The columns of amounts, in a unit in which all of them are exact: 申报金额（万元）. */
function amountColumns(lang: Lang, unit: MoneyUnit) {
  const words = listWords[lang];
  const [, name] = amountParts(0, lang, unit);
  const heading = (text: string) => ({
    heading: name === '' ? text : `${text}${common[lang].inParentheses(name)}`,
    figure: true,
  });
  return [heading(words.requested), heading(words.cut), heading(words.approved)];
}

const figure = (fen: number | null, lang: Lang, unit: MoneyUnit) =>
  fen === null ? null : <span>{amountParts(fen, lang, unit)[0]}</span>;

interface BrokenProps {
  readonly lang: Lang;
  /** By what the totals are broken down. */
  readonly by: string;
  readonly parts: readonly (readonly [
    label: string,
    of: Pick<ListTotals, 'projects' | 'requestedFen' | 'cutFen' | 'approvedFen'>,
  ])[];
}

/** The totals, part by part. */
function Broken({ lang, by, parts }: BrokenProps) {
  const words = listWords[lang];
  const unit = unitOf(parts.flatMap(([, one]) => [one.requestedFen, one.cutFen, one.approvedFen]));
  return (
    <Table
      named
      columns={[{ heading: by }, { heading: words.projects, figure: true }, ...amountColumns(lang, unit)]}
      rows={parts.map(([label, one]) => ({
        key: label,
        cells: [
          label,
          one.projects,
          ...[one.requestedFen, one.cutFen, one.approvedFen].map((fen) => figure(fen, lang, unit)),
        ],
      }))}
    />
  );
}

const amountsOf = ({ requestedFen, cutFen, approvedFen }: ListedProject) => [
  requestedFen,
  cutFen,
  approvedFen,
];

function Projects({ lang, list: { projects }, choices, hrefOf }: ListPageProps) {
  const words = listWords[lang];
  const unit = unitOf(projects.flatMap((project) => amountsOf(project).flatMap((fen) => fen ?? [])));
  const labels = (of: Options) => new Map(of);
  const [stages, rounds] = [labels(choices.stages), labels(choices.rounds)];
  return (
    <>
      <p class="soft">{words.found(projects.length)}</p>
      <Table
        named
        columns={[
          { heading: words.project },
          { heading: common[lang].unit },
          { heading: words.stateAndStage },
          { heading: words.roundOrYear },
          ...amountColumns(lang, unit),
        ]}
        rows={projects.map((project) => ({
          key: project.id,
          cells: [
            <>
              <a href={`/projects/${project.id}`}>{project.title || words.untitled}</a>
              <span class="soft number">{project.id}</span>
            </>,
            <a key="unit" href={hrefOf({ unit: project.unit.id })}>
              <bdi>{project.unit.name}</bdi>
            </a>,
            <span key="state">
              <StateBadge lang={lang} state={project.state} />
              {project.stage && <span class="soft"> {stages.get(project.stage) ?? project.stage}</span>}
            </span>,
            <span key="round">
              {project.round === null
                ? (project.budgetYear ?? '')
                : (rounds.get(project.round) ?? project.round)}
            </span>,
            ...amountsOf(project).map((fen) => figure(fen, lang, unit)),
          ],
        }))}
      />
    </>
  );
}

/** Why nothing stands here, and what to do. */
function Empty({ lang, list, query, isOwn }: ListPageProps) {
  const words = listWords[lang];
  if (list.next !== null) return <p class="empty">{words.noneYet}</p>;
  const isNothing = !isFiltered(query);
  return (
    <div class="empty">
      <p>{isNothing ? words.noneAtAll : words.none}</p>
      <p class="soft">{isNothing ? (isOwn ? words.noneAtAllOwn : words.noneAtAllServes) : words.noneWhat}</p>
    </div>
  );
}

/** The next page; of a search that ended at its bound, how far it has come. */
function Onwards({ lang, list: { searchedTo }, query, nextHref }: ListPageProps) {
  const words = listWords[lang];
  if (nextHref === null) return null;
  const told =
    query.sort === 'amount'
      ? words.sortedTo
      : orderOf(query) === 'oldest'
        ? words.searchedToLater
        : words.searchedTo;
  return (
    <p class="links found-links">
      {searchedTo && <span>{told(searchedTo.id, minuteOf(searchedTo.at, lang))}</span>}
      <NextPage lang={lang} href={nextHref} called={searchedTo ? words.goOn : undefined} />
    </p>
  );
}

function Sheets({ lang, sheets }: ListPageProps) {
  const words = listWords[lang];
  return (
    <>
      <p class="links found-links">
        <b>{words.sheet}</b>
        <a class="button" href={sheets.projects}>
          {words.byProject}
        </a>
        <a class="button" href={sheets.lines}>
          {words.byLine}
        </a>
      </p>
      <p class="soft">{words.sheetWhat(MOST_ROWS.projects, MOST_ROWS.lines)}</p>
    </>
  );
}
