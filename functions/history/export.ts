import { NDJSON, XLSX } from '../../shared/contract/media-types.ts';
import { Problem } from '../../shared/contract/problem.ts';
import { MOST_EVENTS, type TimelineParameters } from '../../shared/contract/routes/history.ts';
import { attachment } from '../../shared/document/file-name.ts';
import type { Actor, HistoryEvent } from '../../shared/history/event.ts';
import type { Answer, Call } from '../../shared/http/endpoint.ts';
import { withOpinionsOf } from '../../shared/project/opinions.ts';
import { isMasked } from '../../shared/project/personal-data.ts';
import type { Database } from '../../shared/store/database.ts';
import type { HistoryFilters } from '../../shared/store/history-filters.ts';
import {
  ForeignCursor,
  type HistoryPage,
  type HistoryQuery,
  queryHistory,
} from '../../shared/store/history-query.ts';
import { eventIn } from '../../shared/store/history-store.ts';
import type { Use } from '../../shared/store/limit-store.ts';
import { readerChain, recordReading } from '../../shared/store/system-chain.ts';
import { addressOf, scopeOf } from './asked.ts';
import { csvOf } from './csv.ts';
import type { Deps } from './deps.ts';
import { foreignCursor, readExportCursor, writeExportCursor } from './export-cursor.ts';
import { ndjsonOf } from './ndjson.ts';
import { noTotals, type Totals, withEvents } from './totals.ts';

export type FileFormat = 'csv' | 'ndjson' | 'xlsx';

/** An export as it was asked for. */
export interface Export {
  readonly actor: Actor;
  readonly format: FileFormat;
  readonly path: string;
  /** The address's parameters as they were given. */
  readonly parameters: Readonly<Record<string, string | number | undefined>> & { readonly cursor?: string };
  readonly filters: HistoryFilters;
  readonly order: 'oldest' | 'newest';
  readonly limit?: number;
  /** What the file is called, in Chinese and in plain letters; absent where a program asked by `Accept`. */
  readonly name?: readonly [chinese: string, plain: string];
  readonly projectId?: string;
  readonly unit?: string;
  readonly requestId: string;
  /** What the reader may see of events. */
  readonly shown: (events: readonly HistoryEvent[]) => Promise<readonly HistoryEvent[]>;
  /** Why the reader needs all of them that is masked otherwise. */
  readonly reason?: string;
}

/** What an export is recorded under. The reason has an event of its own. */
function exportScope({ path, parameters, format, reason }: Export): string {
  const { reason: _, ...asked } = parameters;
  return scopeOf(path, { ...asked, format, ...(reason === undefined ? {} : { unmasked: 'yes' }) });
}

/** An export that was begun longer ago is begun anew: its record would not say when the events were taken. */
const LASTS_MS = 24 * 60 * 60_000;

/** How far an export has come before this page, and when it began. */
interface Begun {
  readonly totals: Totals;
  readonly cursor: string;
  readonly recorded: number;
  readonly at: Date;
}

/**
 * A following page belongs to an export that was recorded: the event is looked up, so that a cursor made by hand takes
 * nothing away unseen. @throws Problem `invalid-parameter`
 */
async function begunBy(database: Database, wanted: Export, now: Date): Promise<Begun | null> {
  if (wanted.parameters.cursor === undefined) return null;
  const { c, x, n, r, a } = readExportCursor(wanted.parameters.cursor);
  const event = await eventIn(database, readerChain(wanted.actor.id), x);
  const isIt =
    event?.action === 'exported' &&
    event.scope === exportScope(wanted) &&
    now.getTime() - Date.parse(event.at) < LASTS_MS;
  if (!isIt) throw foreignCursor();
  return {
    totals: { count: n, requestedFen: r, approvedFen: a },
    cursor: c,
    recorded: x,
    at: new Date(event.at),
  };
}

/** What the reader may see of events and their opinions, and whether that is all of them as they stand in the history. */
async function shownOf(database: Database, { shown, reason }: Export, events: readonly HistoryEvent[]) {
  const told = await withOpinionsOf(database, events);
  const seen = reason === undefined ? await shown(told) : told;
  return { seen, whole: !isMasked(seen, told) };
}

/**
 * That events were taken away is an event in the reader's own chain, and so is that they were shown in full.
 * @returns the number of the first
 */
async function record(database: Database, wanted: Export, count: number, now: Date): Promise<number> {
  const { actor, reason, projectId, unit, requestId } = wanted;
  const reading = {
    actor,
    scope: exportScope(wanted),
    ...(projectId === undefined ? {} : { projectId }),
    ...(unit === undefined ? {} : { unit }),
    at: now.toISOString(),
    requestId,
  };
  const { seq } = await recordReading(database, { ...reading, action: 'exported', count });
  if (reason !== undefined)
    await recordReading(database, { ...reading, action: 'unmasked', comment: reason });
  return seq;
}

const read = async (database: Database, query: HistoryQuery, now: Date, asOf?: Date): Promise<HistoryPage> =>
  queryHistory(database, query, now, asOf).catch((error: unknown) => {
    throw error instanceof ForeignCursor ? foreignCursor(error) : error;
  });

function attached({ name }: Export, extension: FileFormat): Record<string, string> {
  return name
    ? { 'content-disposition': attachment(`${name[0]}.${extension}`, `${name[1]}.${extension}`) }
    : {};
}

/**
 * A page of an export as text. All pages end where the first one did, a few seconds before it was asked for. The first
 * one is recorded in the reader's own chain before it is answered.
 * @throws Problem `invalid-parameter` for a cursor that is not of this export; where personal data would have to be
 *   masked in lines that are checked by their hashes
 */
async function exportPage(
  database: Database,
  wanted: Export & { readonly format: 'csv' | 'ndjson' },
  begun: Begun | null,
  now: Date,
): Promise<Answer> {
  const { format, path, parameters, filters, order } = wanted;
  const query = { ...filters, order, limit: wanted.limit ?? MOST_EVENTS, cursor: begun?.cursor };
  const page = await read(database, query, now, begun?.at);
  const { seen, whole } = await shownOf(database, wanted, page.events);
  if (format === 'ndjson' && !whole) throw reasonNeeded();
  const totals = withEvents(begun?.totals ?? noTotals, page.events);
  const recorded = begun?.recorded ?? (await record(database, wanted, page.events.length, now));
  const { count: n, requestedFen: r, approvedFen: a } = totals;
  const cursor = page.next === null ? null : writeExportCursor({ c: page.next, x: recorded, n, r, a });
  const trailer = cursor === null ? totals : null;
  return {
    status: 200,
    headers: {
      ...(cursor === null ? {} : { link: `<${addressOf(path, { ...parameters, cursor })}>; rel="next"` }),
      ...attached(wanted, format),
    },
    text:
      format === 'csv'
        ? { body: csvOf(seen, { first: !begun, trailer }), type: 'text/csv; charset=utf-8' }
        : { body: ndjsonOf(seen, trailer), type: NDJSON },
  };
}

const most = {
  /** Some 1.2 MB, made in a second or two; an answer holds 4.4 MB of bytes and is given ten seconds. */
  rows: 5_000,
  /** A search that finds little reads much: so many pages of 500 events take about a second. */
  pages: 20,
} as const;

/**
 * An export as one workbook: files of this kind cannot be put together, so it is whole or refused.
 * @throws Problem `export-too-large`; `invalid-parameter` for a cursor or a limit
 * @internal
 */
export async function exportWorkbook(
  database: Database,
  wanted: Export,
  now: Date,
  bounds: Readonly<Record<keyof typeof most, number>> = most,
): Promise<Answer> {
  const { filters, order, parameters, limit } = wanted;
  if (parameters.cursor !== undefined || limit !== undefined) throw notInPages();
  const events: HistoryEvent[] = [];
  let cursor: string | undefined;
  for (let pages = 1; ; pages++) {
    const page = await read(database, { ...filters, order, limit: MOST_EVENTS, cursor }, now);
    events.push(...page.events);
    if (events.length > bounds.rows || (page.next !== null && pages === bounds.pages)) throw tooLarge();
    if (page.next === null) break;
    cursor = page.next;
  }
  const { seen } = await shownOf(database, wanted, events);
  // Loaded when somebody asks for a workbook.
  const { workbookOf } = await import('./workbook.ts');
  const bytes = await workbookOf(seen, withEvents(noTotals, events));
  await record(database, wanted, events.length, now);
  return { status: 200, headers: attached(wanted, 'xlsx'), file: { bytes, type: XLSX } };
}

/**
 * Events as a file, or as a page of one. An export is counted with its first page.
 * @throws Problem `invalid-parameter`, `export-too-large`, `too-many-requests`
 */
export async function exportFile({ database, limits, now }: Deps, wanted: Export): Promise<Answer> {
  const { format, reason } = wanted;
  const by = wanted.actor.id;
  const uses: Use[] = [
    { limit: 'exports', by },
    ...(reason === undefined ? [] : [{ limit: 'unmaskings', by } as const]),
  ];
  const at = now();
  if (format === 'xlsx') return limits.within(uses, () => exportWorkbook(database, wanted, at));
  const begun = await begunBy(database, wanted, at);
  const answer = () => exportPage(database, { ...wanted, format }, begun, at);
  return begun ? answer() : limits.within(uses, answer);
}

const reasonNeeded = (): Problem =>
  new Problem('invalid-parameter', {
    detail: {
      zh: '意见中含个人信息，隐去后将与哈希不符：请写明需要的理由（reason），或改用 CSV、XLSX',
      en: 'Comments hold personal data; masked, they would not have their hashes. Please say why it is needed (reason), or take CSV or XLSX',
    },
  });

const notInPages = (): Problem =>
  new Problem('invalid-parameter', {
    detail: { zh: 'XLSX 只有一个文件，不分页', en: 'XLSX is one file: it has no pages' },
  });

const tooLarge = (): Problem =>
  new Problem('export-too-large', {
    detail: {
      zh: `一个工作簿最多 ${most.rows} 个事件，且须在 ${most.pages} 页查询之内。请缩短期间或加条件；也可改用 CSV，不限数量`,
      en: `A workbook holds ${most.rows} events at most, as far as ${most.pages} pages of a search go. Choose a shorter period or more conditions, or take CSV, which has no such bound`,
    },
  });

/** The file that the address or `Accept` asks for. */
export function fileFormatOf({
  query,
  accepts,
}: Pick<Call<unknown, TimelineParameters>, 'query' | 'accepts'>): FileFormat | undefined {
  if (query.format) return query.format;
  return accepts === 'csv' || accepts === 'ndjson' || accepts === 'xlsx' ? accepts : undefined;
}
