import { XLSX } from '../../../shared/contract/media-types.ts';
import { type ListParameters, MOST_ROWS, USUAL_LINES } from '../../../shared/contract/routes/projects.ts';
import type { ListedProject, ProjectList } from '../../../shared/contract/views.ts';
import { loadForm } from '../../../shared/declaration/registry.ts';
import { attachment } from '../../../shared/document/file-name.ts';
import type { Answer, Call } from '../../../shared/http/endpoint.ts';
import { actorOf, inHead, loadMember, type Member } from '../../../shared/identity/member.ts';
import {
  type ListedPage,
  type ListQuery,
  listedWithId,
  listPage,
  pageByAmount,
  sortedByAmount,
} from '../../../shared/project/list-pages.ts';
import type { ListedLine } from '../../../shared/project/listed-line.ts';
import type { Database } from '../../../shared/store/database.ts';
import { unitsWith } from '../../../shared/store/directory/part.ts';
import { recordReading } from '../../../shared/store/system-chain.ts';
import type { Lang } from '../../../shared/values/language.ts';
import { looksLikeProjectId } from '../../../shared/values/project-id.ts';
import { minuteOf } from '../../../shared/values/when.ts';
import { roundName } from '../../../shared/workflow/rounds.ts';
import type { Deps } from '../deps.ts';
import { ListPage } from '../pages/list-page.tsx';
import { listWords } from '../words/list.ts';
import { type ListPlace, readCursor, writeCursor } from './cursor.ts';
import { orderOf } from './order.ts';
import { type Reach, reachOf, seenBy, titleFor } from './reach.ts';
import { lineRows, projectRow, type RowWords } from './rows.ts';
import { totalsOf } from './totals.ts';
import { unitAsked } from './unit-asked.ts';

const PATH = '/projects';

type ListCall = Call<unknown, ListParameters>;

/** A line as it is answered. */
const projectOf =
  (titleOf: (line: ListedLine) => string) =>
  (line: ListedLine): ListedProject => {
    const { id, form, unit, budgetYear, state, stage, round, requestedFen, leftFen, isHandedIn, at } = line;
    return {
      ...{ id, form, unit, budgetYear, state, requestedFen },
      title: titleOf(line),
      stage: stage ?? null,
      round: round ?? null,
      cutFen: leftFen === null || requestedFen === null ? null : requestedFen - leftFen,
      approvedFen: state === 'approved' ? leftFen : null,
      submittedAt: isHandedIn ? at : null,
    };
  };

const addressOf = (query: ListParameters): string => {
  const given = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)]],
  );
  return given.length === 0 ? PATH : `${PATH}?${new URLSearchParams(given)}`;
};

/** What a sheet is recorded under: readable, in a fixed order. */
const scopeOf = (query: ListParameters): string =>
  `${PATH}?${Object.entries(query)
    .flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${value}`]))
    .sort()
    .join('&')}`;

const queryOf = (
  { q, year, state, stage, round, form, sort }: ListParameters,
  lists: ListQuery['lists'],
  titleOf: ListQuery['titleOf'],
): Omit<ListQuery, 'limit'> => ({
  lists,
  filters: { q, year, state, stage, round, form },
  titleOf,
  order: orderOf({ sort }),
});

/** The stages of the deployment's forms, each once, and what rounds are called. */
async function labelsOf({ forms, rules }: Deps, { directory }: Member, lang: Lang) {
  const loaded = await Promise.all(forms.map(loadForm));
  const stages = new Map(loaded.flatMap((form) => form.stages).map(({ id, label }) => [id, label[lang]]));
  const { rounds } = await rules.load(directory);
  const named = new Map(rounds.map((round) => [round.id, roundName(round, lang)]));
  return {
    stages,
    rounds: named,
    forms: new Map(loaded.map(({ definition }) => [definition.id, definition.title[lang]])),
    years: [...new Set(rounds.map(({ budgetYear }) => budgetYear))],
    stageLabel: (id: string) => stages.get(id) ?? id,
    roundLabel: (id: string) => named.get(id) ?? id,
  };
}

const idIn = ({ filters }: Pick<ListQuery, 'filters'>): string | undefined => {
  const id = filters.q?.normalize('NFKC').trim().toUpperCase() ?? '';
  return looksLikeProjectId(id) ? id : undefined;
};

/** All of what is asked for that a sheet holds; a project's number leads to it at once. */
function found(database: Database, query: ListQuery, most?: number): Promise<ListedPage> {
  const id = idIn(query);
  return id === undefined ? listPage(database, query, most) : listedWithId(database, query, id);
}

interface FoundPage extends Pick<ListedPage, 'lines' | 'searchedTo'> {
  readonly next: ListPlace | null;
}

/** A page of it, in the order that is asked for. */
async function pageOf(
  database: Database,
  query: Omit<ListQuery, 'after'>,
  sort: ListParameters['sort'],
  { after, past }: ListPlace,
): Promise<FoundPage> {
  if (sort === 'amount' && idIn(query) === undefined) {
    const { lines, next, sortedTo } = await pageByAmount(database, { ...query, after, past });
    return { lines, next, searchedTo: sortedTo };
  }
  const { lines, next, searchedTo } = await found(database, { ...query, after });
  return { lines, searchedTo, next: next === null ? null : { after: next } };
}

/** So many lines are looked at for a sheet: a second or two. */
const MOST_FOR_SHEET = 20_000;

/** Of what year and whose the sheet is: `2027 年度 呈贡区财政局`. */
async function subjectOf(member: Member, reach: Reach, { year, unit }: ListParameters, lang: Lang) {
  const ids =
    unit === undefined
      ? [...reach.serves, ...(reach.serves.size === 0 && reach.own ? [reach.own] : [])]
      : [unit];
  const names = [...(await unitsWith(member.directory, ids)).values()].map(({ name }) => name);
  const ofYear = year === undefined ? listWords[lang].allYears : lang === 'zh' ? `${year} 年度` : `${year}`;
  return [ofYear, ...names].join(lang === 'zh' ? ' ' : ', ');
}

/**
 * The summary sheet (汇总表). That it was taken away is an event in the reader's own chain.
 * @throws Problem `too-many-requests`
 */
async function sheet(
  deps: Deps,
  call: ListCall,
  member: Member,
  reach: Reach,
  lists: ListQuery['lists'],
  words: RowWords,
): Promise<Answer> {
  const { database, limits, now } = deps;
  const { cursor: _c, limit: _l, format: _f, rows = 'projects', ...asked } = call.query;
  const actor = actorOf(member, reach.role);
  return limits.within([{ limit: 'exports', by: actor.id }], async () => {
    const titleOf = titleFor(reach);
    const limit = MOST_ROWS[rows];
    const page = await found(database, { ...queryOf(asked, lists, titleOf), limit }, MOST_FOR_SHEET);
    const lines = asked.sort === 'amount' ? sortedByAmount(page.lines) : page.lines;
    const projects = lines.map(projectOf(titleOf));
    const at = now();
    const about = {
      lang: call.lang,
      subject: await subjectOf(member, reach, asked, call.lang),
      madeAt: minuteOf(at.toISOString(), call.lang),
      moreThan: page.next === null ? null : projects.length,
    };
    // Loaded when somebody asks for a sheet.
    const { linesSheet, projectsSheet } = await import('./workbook.ts');
    const bytes =
      rows === 'lines'
        ? await linesSheet(await lineRows(database, member, projects, words), about)
        : await projectsSheet(
            projects.map((one) => projectRow(one, words)),
            about,
          );
    await recordReading(database, {
      action: 'exported',
      actor,
      at: at.toISOString(),
      requestId: call.requestId,
      scope: scopeOf({ ...asked, format: 'xlsx', rows }),
      count: projects.length,
    });
    const year = asked.year === undefined ? '' : `-${asked.year}`;
    return {
      status: 200,
      headers: { 'content-disposition': attachment(`项目汇总表${year}.xlsx`, `projects${year}.xlsx`) },
      file: { bytes, type: XLSX },
    };
  });
}

/** `GET /projects`. @throws Problem `forbidden`, `invalid-parameter`, `too-many-requests` */
export async function showList(deps: Deps, call: ListCall): Promise<Answer> {
  const { database } = deps;
  const { lang } = call;
  const member = await loadMember(database, call.person);
  const reach = await reachOf(member, deps.now());
  const query = { ...call.query, unit: await unitAsked(member.directory, reach, call.query.unit) };
  const place = readCursor(query);
  const { lists, subtotals } = await seenBy(database, reach, query.unit);
  const labels = await labelsOf(deps, member, lang);
  if (query.format || call.accepts === 'xlsx')
    return sheet(deps, { ...call, query }, member, reach, lists, { lang, ...labels });
  const titleOf = titleFor(reach);
  const { limit = USUAL_LINES, cursor: _, ...asked } = query;
  const [page, totals] = await Promise.all([
    pageOf(database, { ...queryOf(query, lists, titleOf), limit }, query.sort, place),
    totalsOf(deps, subtotals, query, { ...reach, directory: member.directory }, lang),
  ]);
  const next = page.next === null ? null : writeCursor(query, page.next);
  const nextHref = next === null ? null : addressOf({ ...query, cursor: next });
  const { searchedTo } = page;
  const json: ProjectList = {
    projects: page.lines.map(projectOf(titleOf)),
    totals,
    next,
    ...(searchedTo ? { searchedTo: { id: searchedTo.id, at: searchedTo.at } } : {}),
  };
  const years = [...subtotals.flatMap(({ budgetYear }) => budgetYear ?? []), ...labels.years];
  const unitName = query.unit && (await unitsWith(member.directory, [query.unit])).get(query.unit)?.name;
  return {
    status: 200,
    ...(nextHref === null ? {} : { headers: { link: `<${nextHref}>; rel="next"` } }),
    json,
    page: {
      content: (
        <ListPage
          lang={lang}
          list={json}
          query={query}
          choices={{
            years: [...new Set(years)].sort((a, b) => b - a),
            stages: [...labels.stages],
            rounds: [...labels.rounds],
            forms: [...labels.forms],
          }}
          unitName={unitName ?? query.unit}
          isOwn={reach.serves.size === 0 && !reach.all}
          nextHref={nextHref}
          sheets={{
            projects: addressOf({ ...asked, format: 'xlsx' }),
            lines: addressOf({ ...asked, format: 'xlsx', rows: 'lines' }),
          }}
          hrefOf={(change) => addressOf({ ...asked, ...change })}
        />
      ),
      frame: { title: listWords[lang].title, current: 'projects', person: inHead(member) },
    },
  };
}
