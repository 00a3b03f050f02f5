import type { HistoryEvent } from '../history/event.ts';
import { When } from './components.tsx';
import type { Lang } from './language.ts';
import { Table } from './table.tsx';
import { Details } from './timeline/details.tsx';
import { nameOf } from './timeline/parts.tsx';
import { titleOf } from './timeline/story.ts';
import { checkpointWords } from './words/checkpoints.ts';
import { actionWords, roleWords, viaWords } from './words/common.ts';
import { historyWords } from './words/history.ts';

export interface HistoryPageProps {
  readonly lang: Lang;
  readonly events: readonly HistoryEvent[];
  /** The filters as they stand in the address. */
  readonly query: Readonly<Record<string, string>>;
  readonly nextHref: string | null;
  /** What was found, as a file. */
  readonly csvHref?: string;
  readonly stageLabel: (id: string) => string;
}

/** The auditors' search: the filters are the address, so that a result can be sent to a colleague. */
export function HistoryPage({ lang, events, query, nextHref, csvHref, stageLabel }: HistoryPageProps) {
  const words = historyWords[lang];
  return (
    <div class="page">
      <h1>{words.title}</h1>
      <p class="links">
        <a href="/history/checkpoints">{checkpointWords[lang].title}</a>
      </p>
      <Filters lang={lang} query={query} />
      <section class="card">
        {events.length === 0 ? (
          <div class="empty">
            <p>{words.noneFound}</p>
            <p class="soft">{words.noneFoundWhat}</p>
          </div>
        ) : (
          <>
            <p class="soft">
              {words.found(events.length)} · {words.zoneNote}
            </p>
            <Results lang={lang} events={events} stageLabel={stageLabel} />
          </>
        )}
        {(nextHref || (csvHref && events.length > 0)) && (
          <p class="links">
            {nextHref && (
              <a class="button" href={nextHref} rel="next">
                {words.next}
              </a>
            )}
            {csvHref && events.length > 0 && <a href={csvHref}>{words.csv}</a>}
          </p>
        )}
      </section>
    </div>
  );
}

function Filters({ lang, query }: { lang: Lang; query: Readonly<Record<string, string>> }) {
  const words = historyWords[lang];
  const text = (name: 'project' | 'actor' | 'unit') => (
    <div>
      <label for={name}>{words[name]}</label>
      <input id={name} name={name} value={query[name] ?? ''} autocomplete="off" />
    </div>
  );
  const day = (name: 'from' | 'to') => (
    <div>
      <label for={name}>{words[name]}</label>
      <input id={name} name={name} type="date" value={query[name] ?? ''} />
    </div>
  );
  return (
    <search class="card">
      <form class="filters" method="get" action="/history">
        {text('project')}
        {text('actor')}
        {text('unit')}
        <div>
          <label for="action">{words.action}</label>
          <select id="action" name="action">
            <option value="">{words.any}</option>
            {Object.entries(actionWords[lang]).map(([action, label]) => (
              <option key={action} value={action} selected={query.action === action}>
                {label}
              </option>
            ))}
          </select>
        </div>
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
          titleOf(event, lang, stageLabel),
          <>
            {nameOf(event, lang)}{' '}
            {event.actor.role !== 'system' && <span class="soft">{roleWords[lang][event.actor.role]}</span>}
          </>,
          viaWords[lang][event.actor.via],
          <Details key="details" lang={lang} event={event} />,
        ],
      }))}
    />
  );
}
