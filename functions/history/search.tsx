import type { HistoryParameters, TimelineParameters } from '../../shared/contract/routes/history.ts';
import type { Answer, Call } from '../../shared/http/endpoint.ts';
import { actorOf, loadMember } from '../../shared/identity/member.ts';
import { isMasked, maskEvents } from '../../shared/project/personal-data.ts';
import type { HistoryFilters } from '../../shared/store/history-filters.ts';
import { ForeignCursor, queryHistory } from '../../shared/store/history-query.ts';
import { addressOf, filtersOf } from './asked.ts';
import { type Deps, stagesOf } from './deps.ts';
import { type Export, exportFile, type FileFormat } from './export.ts';
import { foreignCursor } from './export-cursor.ts';
import { HistoryPage } from './pages/history-page.tsx';

/** What a screen shows. */
const USUAL_LIMIT = 50;

const PATH = '/history';

/** The file that the address or `Accept` asks for. */
export function fileFormatOf({
  query,
  accepts,
}: Pick<Call<unknown, TimelineParameters>, 'query' | 'accepts'>): FileFormat | undefined {
  if (query.format) return query.format;
  return accepts === 'csv' || accepts === 'ndjson' || accepts === 'xlsx' ? accepts : undefined;
}

/** `history 2026-01-01 2026-03-31`: what is in the file can be told from its name. */
function fileNameOf({ project, chain, from, to }: HistoryParameters): readonly [string, string] {
  const days = [from, to].map((text) => text?.slice(0, 10));
  const parts = [project, chain?.replace(/\W+/g, '-'), ...days].filter((part) => part !== undefined);
  const name = (first: string, glue: string) => [first, ...parts].join(glue);
  return [name('审批历史', ' '), name('history', '-')];
}

type Search = Call<unknown, HistoryParameters>;

async function exported(deps: Deps, call: Search, filters: HistoryFilters, format: FileFormat) {
  const { query, requestId } = call;
  const member = await loadMember(deps.database, call.person);
  const { cursor, ...parameters } = query;
  const wanted: Export = {
    actor: actorOf(member, 'auditor'),
    format,
    filters,
    requestId,
    path: PATH,
    parameters: cursor === undefined ? parameters : { ...parameters, cursor },
    order: query.order ?? 'newest',
    ...(query.limit === undefined ? {} : { limit: query.limit }),
    ...(query.format ? { name: fileNameOf(query) } : {}),
    ...(query.project === undefined ? {} : { projectId: query.project }),
    ...(query.reason === undefined ? {} : { reason: query.reason }),
    shown: (events) => maskEvents(deps.database, events),
  };
  return exportFile(deps, wanted);
}

/** `GET /history`: a page of events, or of a file of them. @throws Problem `invalid-parameter` */
export async function search(deps: Deps, call: Search): Promise<Answer> {
  const { query, lang } = call;
  const calendar = await deps.calendar();
  const thresholdsFen = query.flag === 'below-threshold' ? await deps.thresholdsFen() : [];
  const filters = filtersOf(query, { thresholdsFen, calendar });
  const format = fileFormatOf(call);
  if (format) return exported(deps, call, filters, format);
  const { order = 'newest', limit = USUAL_LIMIT, cursor } = query;
  const page = await queryHistory(deps.database, { ...filters, order, limit, cursor }, deps.now()).catch(
    (error: unknown) => {
      throw error instanceof ForeignCursor ? foreignCursor(error) : error;
    },
  );
  const events = await maskEvents(deps.database, page.events);
  const { cursor: _c, limit: _l, reason: _r, ...filtered } = query;
  const nextHref = page.next === null ? null : addressOf(PATH, { ...query, cursor: page.next });
  const stages = await stagesOf(deps, lang);
  return {
    status: 200,
    ...(nextHref === null ? {} : { headers: { link: `<${nextHref}>; rel="next"` } }),
    json: { ...page, events, ...(isMasked(events, page.events) ? { masked: true } : {}) },
    page: {
      content: (
        <HistoryPage
          lang={lang}
          events={events}
          query={query}
          nextHref={nextHref}
          plan={page.plan}
          files={{
            xlsx: addressOf(PATH, { ...filtered, format: 'xlsx' }),
            csv: addressOf(PATH, { ...filtered, format: 'csv' }),
            ndjson: addressOf(PATH, { ...filtered, format: 'ndjson' }),
          }}
          stages={stages}
          calendar={calendar}
          stageLabel={(id) => stages.find((stage) => stage.id === id)?.label ?? id}
        />
      ),
      frame: { title: lang === 'zh' ? '审批历史' : 'History', current: 'history' },
    },
  };
}
