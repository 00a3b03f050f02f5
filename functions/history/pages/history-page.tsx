import type { HistoryEvent } from '../../../shared/history/event.ts';
import { flags } from '../../../shared/history/red-flags.ts';
import { When } from '../../../shared/pages/components.tsx';
import { actorName, eventTitle } from '../../../shared/pages/event-text.ts';
import { Table } from '../../../shared/pages/table.tsx';
import { checkpointWords } from '../../../shared/pages/words/checkpoints.ts';
import {
  actionWords,
  common,
  outcomeWords,
  roleWords,
  viaWords,
} from '../../../shared/pages/words/common.ts';
import type { Lang } from '../../../shared/values/language.ts';
import { formatExact } from '../../../shared/values/money.ts';
import { historyWords } from '../words/history.ts';
import { flagWords, overviewWords } from '../words/overview.ts';
import { Details } from './timeline/details.tsx';

/** What the index that served is called. */
const INDEX_WORD = {
  chain: 'byChain',
  'by-actor+by-principal': 'byActor',
  'by-unit': 'byUnit',
  'by-month': 'byMonth',
} as const;

export interface HistoryPageProps {
  readonly lang: Lang;
  readonly events: readonly HistoryEvent[];
  /** The filters as they stand in the address. */
  readonly query: HistoryFiltersShown;
  readonly nextHref: string | null;
  /** How the events were found. */
  readonly plan?: {
    readonly index: keyof typeof INDEX_WORD;
    readonly filtered: readonly string[];
    readonly read: number;
  };
  /** What was found, as files. */
  readonly files?: { readonly csv: string; readonly ndjson: string };
  /** Every stage that a decision can be made at. */
  readonly stages?: readonly { readonly id: string; readonly label: string }[];
  readonly stageLabel: (id: string) => string;
}

type HistoryFiltersShown = Readonly<Record<string, string | number | undefined>>;

/** The auditors' search: the filters are the address, so that a result can be sent to a colleague. */
export function HistoryPage(props: HistoryPageProps) {
  const { lang, events, query, nextHref, plan, files, stages = [], stageLabel } = props;
  const words = historyWords[lang];
  return (
    <div class="page">
      <h1>{words.title}</h1>
      <p class="links">
        <a href="/history/checkpoints">{checkpointWords[lang].title}</a>
      </p>
      <Filters lang={lang} query={query} stages={stages} />
      <section class="card">
        {events.length === 0 ? (
          <div class="empty">
            <p>{nextHref ? words.noneFoundYet : words.noneFound}</p>
            <p class="soft">{nextHref ? words.noneFoundYetWhat : words.noneFoundWhat}</p>
          </div>
        ) : (
          <>
            <p class="soft">
              {words.found(events.length)} · {common[lang].zoneNote}
            </p>
            <Results lang={lang} events={events} stageLabel={stageLabel} />
          </>
        )}
        {(nextHref || (files && events.length > 0)) && (
          <p class="links found-links">
            {nextHref && (
              <a class="button" href={nextHref} rel="next">
                {words.next}
              </a>
            )}
            {files && (
              <>
                <a href={files.csv}>{words.csv}</a>
                <a href={files.ndjson}>{words.ndjson}</a>
                <span class="soft">{words.recorded}</span>
              </>
            )}
          </p>
        )}
        {plan && (
          <p class="soft plan">
            {words.plan(words[INDEX_WORD[plan.index]], plan.read)}
            {plan.filtered.length > 0 && words.planFiltered}
          </p>
        )}
      </section>
    </div>
  );
}

/** An amount of the address as it can be typed again. */
function typedAmount(query: HistoryFiltersShown, bound: 'min' | 'max'): string {
  const [typed, fen] = [query[`${bound}Amount`], query[`${bound}Fen`]];
  if (typed !== undefined) return String(typed);
  return fen === undefined ? '' : formatExact(Number(fen), 'wan');
}

function Filters({
  lang,
  query,
  stages,
}: Pick<HistoryPageProps, 'lang' | 'query'> & Required<Pick<HistoryPageProps, 'stages'>>) {
  const words = historyWords[lang];
  const shown = (name: string) => String(query[name] ?? '');
  const text = (name: 'project' | 'chain' | 'actor' | 'unit') => (
    <div>
      <label for={name}>{words[name]}</label>
      <input id={name} name={name} value={shown(name)} autocomplete="off" />
    </div>
  );
  const day = (name: 'from' | 'to') => (
    <div>
      <label for={name}>{words[name]}</label>
      {/* An address may also hold an instant, which a field of dates cannot show. */}
      {shown(name).length > 10 ? (
        <input id={name} name={name} value={shown(name)} autocomplete="off" />
      ) : (
        <input id={name} name={name} type="date" value={shown(name)} />
      )}
    </div>
  );
  const choice = (
    name: 'action' | 'stage' | 'outcome' | 'flag',
    options: readonly (readonly [string, string])[],
  ) => (
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
  const number = (name: 'year' | 'minDays' | 'maxDays') => (
    <div>
      <label for={name}>{words[name]}</label>
      <input id={name} name={name} inputmode="decimal" value={shown(name)} autocomplete="off" />
    </div>
  );
  const amount = (bound: 'min' | 'max', label: string) => (
    <div>
      <label for={`${bound}Amount`}>{label}</label>
      <input
        id={`${bound}Amount`}
        name={`${bound}Amount`}
        inputmode="decimal"
        value={typedAmount(query, bound)}
        autocomplete="off"
      />
    </div>
  );
  return (
    <search class="card">
      <form class="filters" method="get" action="/history">
        {text('project')}
        {query.chain !== undefined && text('chain')}
        {text('actor')}
        {text('unit')}
        {choice('action', Object.entries(actionWords[lang]))}
        {choice(
          'stage',
          stages.map(({ id, label }) => [id, label]),
        )}
        {choice('outcome', Object.entries(outcomeWords[lang]))}
        {choice(
          'flag',
          flags.map((flag) => [flag, flagWords[lang][flag].title]),
        )}
        {query.minDays !== undefined && number('minDays')}
        {query.maxDays !== undefined && number('maxDays')}
        {number('year')}
        {amount('min', words.minAmount)}
        {amount('max', words.maxAmount)}
        {day('from')}
        {day('to')}
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
      <p class="ready">
        <span class="soft">{overviewWords[lang].flags}</span>
        {flags.map((flag) => (
          <a key={flag} href={`/history?flag=${flag}`} title={flagWords[lang][flag].what}>
            {flagWords[lang][flag].title}
          </a>
        ))}
        <a href="/history/overview">{overviewWords[lang].title}</a>
      </p>
    </search>
  );
}

function Results({ lang, events, stageLabel }: Pick<HistoryPageProps, 'lang' | 'events' | 'stageLabel'>) {
  const words = historyWords[lang];
  return (
    <Table
      columns={[words.at, words.project, words.action, words.who, words.via, words.details].map(
        (heading) => ({
          heading,
        }),
      )}
      rows={events.map((event) => ({
        key: `${event.chain} ${event.seq}`,
        cells: [
          <When key="at" lang={lang} utc={event.at} />,
          event.projectId ? (
            <a href={`/projects/${event.projectId}/history`}>{event.projectId}</a>
          ) : (
            <span class="soft">{event.chain}</span>
          ),
          eventTitle(event, lang, stageLabel),
          <>
            {actorName(event, lang)}{' '}
            {event.actor.role !== 'system' && <span class="soft">{roleWords[lang][event.actor.role]}</span>}
          </>,
          viaWords[lang][event.actor.via],
          <Details key="details" lang={lang} event={event} />,
        ],
      }))}
    />
  );
}
