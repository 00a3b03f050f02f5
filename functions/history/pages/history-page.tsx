import { LONGEST_COMMENT } from '../../../shared/contract/fields.ts';
import type { HistoryEvent } from '../../../shared/history/event.ts';
import { ProvisionalNote, When } from '../../../shared/pages/components.tsx';
import { actorName, eventTitle, viaText } from '../../../shared/pages/event-text.ts';
import { NextPage } from '../../../shared/pages/pages-nav.tsx';
import { Table } from '../../../shared/pages/table.tsx';
import { common, roleWords } from '../../../shared/pages/words/common.ts';
import type { Calendar } from '../../../shared/values/calendar/calendar.ts';
import type { Lang } from '../../../shared/values/language.ts';
import { SHORTEST_REASON } from '../../../shared/workflow/reason.ts';
import type { Start } from '../start.ts';
import type { Suggestions } from '../suggestions.ts';
import { findWords } from '../words/find.ts';
import { historyWords } from '../words/history.ts';
import { startWords } from '../words/start.ts';
import { type FilterFinding, Filters, type HistoryFiltersShown } from './filters.tsx';
import { StartPage } from './start.tsx';
import { SuggestionList } from './suggestions.tsx';
import { Details, isProvisional } from './timeline/details.tsx';

/** What the index that served is called. */
const INDEX_WORD = {
  chain: 'byChain',
  'by-actor+by-principal': 'byActor',
  'by-unit': 'byUnit',
  'by-month': 'byMonth',
} as const;

/** What an export is not asked for by: pages are of a screen, and the form asks for the rest itself. */
const ASKED_ANEW: ReadonlySet<string> = new Set(['cursor', 'limit', 'format', 'reason']);

export interface HistoryPageProps {
  readonly lang: Lang;
  readonly query: HistoryFiltersShown;
  /** The address of a search. */
  readonly hrefOf: (query: HistoryFiltersShown) => string;
  /** What is wrong with what was asked, by parameter. */
  readonly findings?: readonly FilterFinding[];
  /** What words may mean, where nothing was found by them yet. */
  readonly suggestions?: Suggestions;
  /** What words were taken to mean. */
  readonly applied?: Suggestions;
  /** What is asked first, where nothing else is. */
  readonly start?: Start;
  /** Absent where nothing was searched. */
  readonly events?: readonly HistoryEvent[];
  /** The titles of the projects that are named, by their ids. */
  readonly titles?: ReadonlyMap<string, string>;
  readonly nextHref?: string | null;
  /** How the events were found. */
  readonly plan?: {
    readonly index: keyof typeof INDEX_WORD;
    readonly filtered: readonly string[];
    readonly read: number;
  };
  /** What was found, as files. */
  readonly files?: { readonly xlsx: string; readonly csv: string; readonly ndjson: string };
  /** Every stage that a decision can be made at. */
  readonly stages?: readonly { readonly id: string; readonly label: string }[];
  readonly stageLabel: (id: string) => string;
  /** By it a deadline stands firm, or is provisional. */
  readonly calendar: Calendar;
}

const noTitles: ReadonlyMap<string, string> = new Map();

/** The auditors' search: the filters are the address, so that a result can be sent to a colleague. */
export function HistoryPage(props: HistoryPageProps) {
  const { lang, query, hrefOf, findings = [], suggestions, applied, start, stages = [] } = props;
  const { titles = noTitles, events, stageLabel } = props;
  const words = historyWords[lang];
  return (
    <div class="page history">
      <h1>{words.title}</h1>
      <Filters {...{ lang, query, stages, findings, hrefOf, titles }} />
      {applied && <Applied lang={lang} applied={applied} />}
      {suggestions && <SuggestionList {...{ lang, suggestions, query, hrefOf }} />}
      {start && <StartPage {...{ lang, start, titles, stageLabel }} />}
      {events && <Results {...props} events={events} titles={titles} />}
    </div>
  );
}

/** What words were taken to mean, since they can mean nothing else. */
function Applied({ lang, applied }: { lang: Lang; applied: Suggestions }) {
  const words = findWords[lang];
  const [person] = applied.people;
  const [unit] = applied.units;
  const [project] = applied.projects;
  const meaning =
    (person && words.person(person.name, person.unitName)) ??
    (unit && words.unit(unit.name)) ??
    (project && words.project(project.title || project.id));
  return meaning === undefined ? null : <p role="status">{words.applied(applied.words, meaning)}</p>;
}

interface ResultsProps extends HistoryPageProps {
  readonly events: readonly HistoryEvent[];
  readonly titles: ReadonlyMap<string, string>;
}

/** The events that were found, how, and the same as files. */
function Results(props: ResultsProps) {
  const { lang, events, query, nextHref, plan, files, calendar, start } = props;
  const words = historyWords[lang];
  return (
    <section class="card">
      {start && <h2>{startWords[lang].newest}</h2>}
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
          {events.some((event) => isProvisional(event, calendar)) && <ProvisionalNote lang={lang} />}
          <EventRows {...props} />
        </>
      )}
      {(nextHref || (files && events.length > 0)) && (
        <p class="links found-links">
          {nextHref && <NextPage lang={lang} href={nextHref} />}
          {files && (
            <>
              <a href={files.xlsx}>{words.xlsx}</a>
              <a href={files.csv}>{words.csv}</a>
              <a href={files.ndjson}>{words.ndjson}</a>
              <span class="soft">{words.recorded}</span>
            </>
          )}
        </p>
      )}
      {files && events.length > 0 && <InFull lang={lang} query={query} />}
      {plan && (
        <p class="soft plan">
          {words.plan(words[INDEX_WORD[plan.index]], plan.read)}
          {plan.filtered.length > 0 && words.planFiltered}
        </p>
      )}
    </section>
  );
}

/** The same with the personal data that is masked in comments, for whoever says what for. */
function InFull({ lang, query }: Pick<HistoryPageProps, 'lang' | 'query'>) {
  const words = historyWords[lang];
  return (
    <details>
      <summary>{words.inFull}</summary>
      <form method="get" action="/history">
        {Object.entries(query).map(
          ([name, value]) =>
            value !== undefined &&
            !ASKED_ANEW.has(name) && <input key={name} type="hidden" name={name} value={String(value)} />,
        )}
        <label for="reason">{words.reason}</label>
        <input id="reason" name="reason" required minlength={SHORTEST_REASON} maxlength={LONGEST_COMMENT} />
        <p class="help">{words.inFullWhat}</p>
        <p class="links">
          {(['xlsx', 'csv', 'ndjson'] as const).map((format) => (
            <button key={format} type="submit" name="format" value={format}>
              {words[format]}
            </button>
          ))}
        </p>
      </form>
    </details>
  );
}

function EventRows({ lang, events, titles, stageLabel, calendar }: ResultsProps) {
  const words = historyWords[lang];
  return (
    <Table
      columns={[words.at, words.ofProject, words.action, words.who, words.via, words.details].map(
        (heading) => ({
          heading,
        }),
      )}
      rows={events.map((event) => ({
        key: `${event.chain} ${event.seq}`,
        cells: [
          <When key="at" lang={lang} utc={event.at} />,
          event.projectId ? (
            <>
              <a href={`/projects/${event.projectId}/history`}>
                {titles.get(event.projectId) || event.projectId}
              </a>
              {titles.get(event.projectId) && <span class="soft number">{event.projectId}</span>}
            </>
          ) : (
            <span class="soft">{event.chain === 'rules' ? words.officeChain : words.readerChain}</span>
          ),
          eventTitle(event, lang, stageLabel),
          <>
            {actorName(event, lang)}{' '}
            {event.actor.role !== 'system' && (
              <span class="soft role">{roleWords[lang][event.actor.role]}</span>
            )}
          </>,
          viaText(event, lang),
          <Details
            key="details"
            lang={lang}
            event={event}
            stageLabel={stageLabel}
            calendar={calendar}
            audits
          />,
        ],
      }))}
    />
  );
}
