import { formOfRecord, loadForm } from '../../shared/forms/registry.ts';
import { canonical } from '../../shared/history/canonical.ts';
import { verify } from '../../shared/history/chain.ts';
import type { HistoryEvent, VerificationView } from '../../shared/history/event.ts';
import {
  type HistoryParameters,
  historyQuery,
  MOST_EVENTS,
  type TimelineParameters,
  timelineQuery,
} from '../../shared/http/contract.ts';
import { type Answer, type Call, type Route, route } from '../../shared/http/endpoint.ts';
import { Problem } from '../../shared/http/problem.ts';
import { mayRead } from '../../shared/identity/may-read.ts';
import { loadMember } from '../../shared/identity/member.ts';
import { HistoryPage } from '../../shared/pages/history-page.tsx';
import { TimelinePage } from '../../shared/pages/timeline-page.tsx';
import { looksLikeProjectId } from '../../shared/project/project-id.ts';
import type { Database } from '../../shared/store/database.ts';
import { eventsOf, ForeignCursor, queryHistory } from '../../shared/store/history-store.ts';
import { type Loaded, loadProject } from '../../shared/store/project-store.ts';
import { csvOf } from './csv.ts';
import { toldOf } from './told.ts';

interface Parts {
  readonly database: Database;
  /** The ids of the deployment's forms. */
  readonly forms: readonly string[];
  readonly now: () => Date;
}

/** What a screen shows. */
const USUAL_LIMIT = 50;

const DAY_MS = 86_400_000;
/** A date alone is a day in Beijing, from its first moment to its last. */
const isDay = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text);
const startOf = (text: string): string =>
  new Date(isDay(text) ? `${text}T00:00:00+08:00` : text).toISOString();
const endOf = (text: string): string =>
  isDay(text)
    ? new Date(Date.parse(`${text}T00:00:00+08:00`) + DAY_MS).toISOString()
    : new Date(text).toISOString();

type Shown = Pick<Answer, 'json' | 'text' | 'headers'>;

interface Asked {
  readonly call: Call<unknown, TimelineParameters>;
  /** The name of the file, without its ending. */
  readonly name: string;
  readonly headers?: Answer['headers'];
}

/** The events in the form that the address or `Accept` asks for; what the address asks for is kept as a file. */
function inFormat(asked: Asked, events: readonly HistoryEvent[], next: string | null): Shown {
  const { call, name, headers = {} } = asked;
  const format = call.query.format ?? call.accepts;
  const kept = call.query.format
    ? { ...headers, 'content-disposition': `attachment; filename="${name}.${format}"` }
    : headers;
  if (format === 'csv')
    return { headers: kept, text: { body: csvOf(events), type: 'text/csv; charset=utf-8' } };
  if (format === 'ndjson') {
    const body = events.map((event) => `${canonical(event)}\n`).join('');
    return { headers: kept, text: { body, type: 'application/x-ndjson' } };
  }
  return { headers: kept, json: { events, next } };
}

/** The address of the next page, for `Link: rel="next"` and the page's own button. */
function nextAddress(query: HistoryParameters, next: string): string {
  const parameters = Object.entries({ ...query, cursor: next }).map(([name, value]) => [name, String(value)]);
  return `/history?${new URLSearchParams(parameters)}`;
}

/** The address of what was found as a file: from its beginning, as much as one answer holds. */
function fileAddress({ cursor: _, ...query }: Readonly<Record<string, string>>): string {
  return `/history?${new URLSearchParams({ ...query, limit: String(MOST_EVENTS), format: 'csv' })}`;
}

/** A label for every stage of every form. */
async function stageLabels({ forms }: Parts, lang: 'zh' | 'en'): Promise<(id: string) => string> {
  const stages = (await Promise.all(forms.map(loadForm))).flatMap((form) => form.stages);
  return (id) => stages.find((stage) => stage.id === id)?.label[lang] ?? id;
}

async function search(parts: Parts, call: Call<unknown, HistoryParameters>): Promise<Answer> {
  const { query } = call;
  if (query.from !== undefined && query.to !== undefined && startOf(query.from) >= endOf(query.to)) {
    throw new Problem('invalid-parameter', {
      detail: { zh: '起始时间应早于截止时间', en: '`from` must be before `to`' },
    });
  }
  const { order = 'newest', limit = USUAL_LIMIT, from, to, format: _, ...filters } = query;
  const asked = {
    ...filters,
    order,
    limit,
    from: from === undefined ? undefined : startOf(from),
    to: to === undefined ? undefined : endOf(to),
  };
  const page = await queryHistory(parts.database, asked, parts.now()).catch((error: unknown) => {
    if (error instanceof ForeignCursor) {
      throw new Problem('invalid-parameter', {
        detail: { zh: '游标不属于这次查询', en: 'The cursor does not belong to this query' },
        cause: error,
      });
    }
    throw error;
  });
  const nextHref = page.next === null ? null : nextAddress(query, page.next);
  const shownQuery = Object.fromEntries(Object.entries(query).map(([name, value]) => [name, String(value)]));
  return {
    status: 200,
    ...inFormat(
      {
        call,
        name: 'history',
        ...(nextHref === null ? {} : { headers: { link: `<${nextHref}>; rel="next"` } }),
      },
      page.events,
      page.next,
    ),
    page: {
      content: (
        <HistoryPage
          lang={call.lang}
          events={page.events}
          query={shownQuery}
          nextHref={nextHref}
          csvHref={fileAddress(shownQuery)}
          stageLabel={await stageLabels(parts, call.lang)}
        />
      ),
      frame: { title: call.lang === 'zh' ? '审批历史' : 'History', current: 'history' },
    },
  };
}

/** Opens a project's history: its unit, those asked, auditors; to everybody else it is not there. */
async function openHistory(
  parts: Parts,
  call: Call<unknown, unknown>,
): Promise<{ loaded: Loaded; audits: boolean; own: boolean }> {
  const id = call.path.id ?? '';
  const loaded = looksLikeProjectId(id) ? await loadProject(parts.database, id) : null;
  if (!loaded) throw new Problem('not-found');
  const member = await loadMember(parts.database, call.person);
  if (!mayRead(loaded, member)) throw new Problem('not-found');
  return {
    loaded,
    audits: member.principal.roles.includes('auditor'),
    own: member.unit?.id === loaded.record.unit.id,
  };
}

const verificationOf = (loaded: Loaded, events: readonly HistoryEvent[]): VerificationView =>
  verify(loaded.record.id, events, loaded.record.head);

async function timeline(parts: Parts, call: Call<unknown, TimelineParameters>): Promise<Answer> {
  const { loaded, audits, own } = await openHistory(parts, call);
  const { record } = loaded;
  const events = await eventsOf(parts.database, record.id);
  const form = await formOfRecord(record);
  const asksPage = call.query.format === undefined && call.accepts === 'html';
  const shown = asksPage
    ? await toldOf(parts.database, form, loaded, events, call.lang, { seesInternal: !own })
    : {};
  return {
    status: 200,
    ...inFormat({ call, name: record.id }, events, null),
    page: {
      content: (
        <TimelinePage
          lang={call.lang}
          project={{
            id: record.id,
            title: record.title,
            unitName: record.unit.name,
            requestedFen: record.flow.requestedFen ?? record.requestedFen,
            approvedFen: record.flow.state === 'approved' ? record.flow.approvedFen : null,
            state: record.flow.state,
          }}
          events={events}
          verification={audits ? verificationOf(loaded, events) : null}
          csvHref={`/projects/${record.id}/history?format=csv`}
          {...shown}
          stageLabel={await stageLabels(parts, call.lang)}
        />
      ),
      frame: { title: record.title, current: 'history' },
    },
  };
}

async function verification(parts: Parts, call: Call): Promise<Answer> {
  const { loaded } = await openHistory(parts, call);
  return { status: 200, json: verificationOf(loaded, await eventsOf(parts.database, loaded.record.id)) };
}

/** This function's part of the contract at the edge. */
export function historyRoutes(parts: Parts): Readonly<Record<string, Route>> {
  const auditors = { roles: ['auditor'] } as const;
  return {
    'GET /history': route({ policy: auditors, query: historyQuery, handle: (call) => search(parts, call) }),
    'GET /projects/{id}/history': route({
      policy: 'signed-in',
      query: timelineQuery,
      handle: (call) => timeline(parts, call),
    }),
    'GET /projects/{id}/history/verification': route({
      policy: auditors,
      handle: (call) => verification(parts, call),
    }),
  };
}
