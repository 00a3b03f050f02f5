import type { Problem } from '../../shared/contract/problem.ts';
import type { HistoryParameters } from '../../shared/contract/routes/history.ts';
import type { HistoryEvent } from '../../shared/history/event.ts';
import type { Answer, Call, Head } from '../../shared/http/endpoint.ts';
import { actorOf, loadMember } from '../../shared/identity/member.ts';
import { allApart, withOpinionsOf } from '../../shared/project/opinions.ts';
import { isMasked, maskEvents, titlesHandedIn } from '../../shared/project/personal-data.ts';
import type { HistoryFilters } from '../../shared/store/history-filters.ts';
import {
  ForeignCursor,
  type HistoryQuery,
  type HistoryPage as Page,
  queryHistory,
} from '../../shared/store/history-query.ts';
import { addressOf, ambiguous, contradictionIn, filtersOf, type Mistake, problemOf } from './asked.ts';
import { type Deps, stagesOf } from './deps.ts';
import { type Export, exportFile, type FileFormat, fileFormatOf } from './export.ts';
import { foreignCursor } from './export-cursor.ts';
import { type Found, findByWords, findLost } from './find.ts';
import type { HistoryFiltersShown } from './pages/filters.tsx';
import { HistoryPage, type HistoryPageProps } from './pages/history-page.tsx';
import { startOf } from './start.ts';
import { searchBy } from './suggestions.ts';
import { historyWords } from './words/history.ts';

/** What a screen shows. */
const USUAL_LIMIT = 50;

const PATH = '/history';

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

async function filtersAsked(deps: Deps, query: HistoryParameters): Promise<HistoryFilters> {
  const calendar = await deps.calendar();
  const thresholdsFen = query.flag === 'below-threshold' ? await deps.thresholdsFen() : [];
  return filtersOf(query, { thresholdsFen, calendar });
}

/** What of a page is the same whatever was found. */
async function frameOf(deps: Deps, lang: Call['lang'], query: HistoryFiltersShown) {
  const stages = await stagesOf(deps, lang);
  return {
    ...{ lang, query, stages },
    calendar: await deps.calendar(),
    stageLabel: (id: string) => stages.find((stage) => stage.id === id)?.label ?? id,
    hrefOf: (changed: HistoryFiltersShown) => addressOf(PATH, changed),
  };
}

const answered = (props: HistoryPageProps): Pick<Answer, 'page'> => ({
  page: {
    content: <HistoryPage {...props} />,
    frame: { title: historyWords[props.lang].title, current: 'history' },
  },
});

/** The page again, with all that was typed and what is wrong with it. */
async function mistaken(deps: Deps, { query, lang }: Head, mistakes: readonly Mistake[]): Promise<Answer> {
  const { project } = query;
  const isNoNumber = project !== undefined && mistakes.some(({ name }) => name === 'project');
  const [frame, meant] = await Promise.all([
    frameOf(deps, lang, query),
    isNoNumber ? findByWords(deps.database, project, {}) : undefined,
  ]);
  return {
    status: 400,
    ...answered({
      ...frame,
      findings: mistakes.map(({ name, message }) => ({ name, message: message[lang] })),
      ...(meant ? { suggestions: meant.suggestions } : {}),
    }),
  };
}

/** `GET /history` with a query that cannot be read, for people. */
export const searchMistyped = (deps: Deps, head: Head, { errors, detail }: Problem): Promise<Answer> =>
  mistaken(deps, head, [
    ...(errors ?? []).map(({ path, message }) => ({ name: path.slice(1), message })),
    ...(detail ? [{ name: '', message: detail }] : []),
  ]);

interface Read {
  /** The search by what its words mean; as it is where it has none, or they may mean several things. */
  readonly asked: HistoryParameters;
  readonly found?: Found;
}

async function readWords({ database }: Deps, query: HistoryParameters): Promise<Read> {
  const { q = '', ...others } = query;
  if (q === '') return { asked: others };
  const found = await findByWords(database, q, query);
  return { found, asked: found.only ? { ...others, ...searchBy(found.only) } : others };
}

/** Words that may mean several things, or nothing: what they may mean, and no events. */
async function suggested(deps: Deps, { query, lang }: Search, { suggestions }: Found): Promise<Answer> {
  return {
    status: 200,
    json: { events: [], next: null, suggestions },
    ...answered({ ...(await frameOf(deps, lang, query)), suggestions }),
  };
}

const projectsOf = (events: readonly HistoryEvent[], more: readonly (string | undefined)[]): string[] =>
  [...events.map(({ projectId }) => projectId), ...more].flatMap((id) => id ?? []);

interface Results {
  readonly found: Found | undefined;
  readonly page: Page;
  /** The page's, masked. */
  readonly events: readonly HistoryEvent[];
  readonly nextHref: string | null;
}

/** The page of what was found; the first one, where nothing was asked for, says first what auditors ask first. */
async function resultsPage(
  deps: Deps,
  call: Search,
  asked: HistoryParameters,
  { found, page, events, nextHref }: Results,
): Promise<Pick<Answer, 'page'>> {
  const { database } = deps;
  const { cursor: _c, limit: _l, reason: _r, ...filtered } = asked;
  const isStart = Object.keys(call.query).length === 0;
  const [frame, start, lost] = await Promise.all([
    frameOf(deps, call.lang, asked),
    isStart ? startOf(deps) : undefined,
    events.length === 0 && nextHref === null ? findLost(database, asked) : undefined,
  ]);
  const overdue = (start?.overdue.oldest ?? []).map(({ projectId }) => projectId);
  const titles = await titlesHandedIn(database, projectsOf(events, [asked.project, ...overdue]));
  return answered({
    ...frame,
    ...{ titles, nextHref, events },
    plan: page.plan,
    files: {
      xlsx: addressOf(PATH, { ...filtered, format: 'xlsx' }),
      csv: addressOf(PATH, { ...filtered, format: 'csv' }),
      ndjson: addressOf(PATH, { ...filtered, format: 'ndjson' }),
    },
    ...(start ? { start } : {}),
    ...(found ? { applied: found.suggestions } : {}),
    ...(lost ? { suggestions: lost.suggestions } : {}),
  });
}

const foreign = {
  name: '',
  message: {
    zh: '这一页已经不在本次查询里，请重新查询',
    en: 'This page is not one of this search. Search again',
  },
};

/** `GET /history`: a page of events, or of a file of them. @throws Problem `invalid-parameter` */
export async function search(deps: Deps, call: Search): Promise<Answer> {
  const { query, accepts } = call;
  const format = fileFormatOf(call);
  const isPage = accepts === 'html' && format === undefined;
  const again = (mistake: Mistake) =>
    mistaken(deps, { ...call, query: shownOf({ ...query, cursor: undefined }) }, [mistake]);
  const contradiction = contradictionIn(query);
  if (contradiction) {
    if (accepts !== 'html') throw problemOf(contradiction);
    return again(contradiction);
  }
  const { asked, found } = await readWords(deps, query);
  if (found && !found.only) {
    if (format === undefined) return suggested(deps, call, found);
    if (accepts !== 'html') throw problemOf(ambiguous(found.suggestions.words));
    return again(ambiguous(found.suggestions.words));
  }
  const filters = await filtersAsked(deps, asked);
  if (format) return exported(deps, { ...call, query: asked }, filters, format);
  const { order = 'newest', limit = USUAL_LIMIT, cursor } = asked;
  const page = await pageOf(deps, { ...filters, order, limit, cursor });
  if (page === null) {
    if (!isPage) throw foreignCursor();
    return again(foreign);
  }
  const told = await withOpinionsOf(deps.database, page.events);
  const events = await maskEvents(deps.database, told);
  const nextHref = page.next === null ? null : addressOf(PATH, { ...asked, cursor: page.next });
  return {
    status: 200,
    ...(nextHref === null ? {} : { headers: { link: `<${nextHref}>; rel="next"` } }),
    json: {
      ...page,
      ...allApart(events),
      ...(isMasked(events, told) ? { masked: true } : {}),
      ...(found ? { suggestions: { ...found.suggestions, chosen: found.only } } : {}),
    },
    ...(isPage ? await resultsPage(deps, call, asked, { found, page, events, nextHref }) : {}),
  };
}

/** A page of events; null where its cursor is of another query. */
async function pageOf({ database, now }: Deps, query: HistoryQuery): Promise<Page | null> {
  try {
    return await queryHistory(database, query, now());
  } catch (error) {
    if (error instanceof ForeignCursor) return null;
    throw error;
  }
}

/** Parameters as an address has them. */
const shownOf = (query: object): Record<string, string> =>
  Object.fromEntries(
    Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  );
