import { LONGEST_COMMENT } from '../../../shared/contract/fields.ts';
import type { HistoryEvent } from '../../../shared/history/event.ts';
import { ProvisionalNote, When } from '../../../shared/pages/components.tsx';
import { actorName, eventTitle } from '../../../shared/pages/event-text.ts';
import { Table } from '../../../shared/pages/table.tsx';
import { checkpointWords } from '../../../shared/pages/words/checkpoints.ts';
import { common, roleWords, viaWords } from '../../../shared/pages/words/common.ts';
import type { Calendar } from '../../../shared/values/calendar/calendar.ts';
import type { Lang } from '../../../shared/values/language.ts';
import { SHORTEST_REASON } from '../../../shared/workflow/reason.ts';
import { historyWords } from '../words/history.ts';
import { Filters, type HistoryFiltersShown } from './filters.tsx';
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
  readonly events: readonly HistoryEvent[];
  readonly query: HistoryFiltersShown;
  readonly nextHref: string | null;
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

/** The auditors' search: the filters are the address, so that a result can be sent to a colleague. */
export function HistoryPage(props: HistoryPageProps) {
  const { lang, events, query, nextHref, plan, files, stages = [], stageLabel, calendar } = props;
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
            {events.some((event) => isProvisional(event, calendar)) && <ProvisionalNote lang={lang} />}
            <Results lang={lang} events={events} stageLabel={stageLabel} calendar={calendar} />
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
    </div>
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

type ResultsProps = Pick<HistoryPageProps, 'lang' | 'events' | 'stageLabel' | 'calendar'>;

function Results({ lang, events, stageLabel, calendar }: ResultsProps) {
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
          <Details key="details" lang={lang} event={event} calendar={calendar} />,
        ],
      }))}
    />
  );
}
