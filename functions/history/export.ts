import { MOST_EVENTS } from '../../shared/contract/routes/history.ts';
import { attachment } from '../../shared/document/file-name.ts';
import type { Actor } from '../../shared/history/event.ts';
import type { Answer } from '../../shared/http/endpoint.ts';
import type { Database } from '../../shared/store/database.ts';
import type { HistoryFilters } from '../../shared/store/history-filters.ts';
import { ForeignCursor, queryHistory } from '../../shared/store/history-query.ts';
import { eventIn } from '../../shared/store/history-store.ts';
import { readerChain, recordReading } from '../../shared/store/system-chain.ts';
import { addressOf, scopeOf } from './asked.ts';
import { csvOf } from './csv.ts';
import type { Deps } from './deps.ts';
import { foreignCursor, readExportCursor, writeExportCursor } from './export-cursor.ts';
import { ndjsonOf } from './ndjson.ts';
import { noTotals, type Totals, withEvents } from './totals.ts';

export type FileFormat = 'csv' | 'ndjson';

/** One page of an export as it was asked for. */
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
async function begunBy(database: Database, wanted: Export, scope: string, now: Date): Promise<Begun | null> {
  if (wanted.parameters.cursor === undefined) return null;
  const { c, x, n, r, a } = readExportCursor(wanted.parameters.cursor);
  const event = await eventIn(database, readerChain(wanted.actor.id), x);
  const isIt =
    event?.action === 'exported' && event.scope === scope && now.getTime() - Date.parse(event.at) < LASTS_MS;
  if (!isIt) throw foreignCursor();
  return {
    totals: { count: n, requestedFen: r, approvedFen: a },
    cursor: c,
    recorded: x,
    at: new Date(event.at),
  };
}

/** The page as text, and the type that it goes by. */
function bodyOf(
  format: FileFormat,
  page: Parameters<typeof csvOf>[0],
  said: Parameters<typeof csvOf>[1],
): NonNullable<Answer['text']> {
  return format === 'csv'
    ? { body: csvOf(page, said), type: 'text/csv; charset=utf-8' }
    : { body: ndjsonOf(page, said.trailer), type: 'application/x-ndjson' };
}

/**
 * A page of an export. All pages end where the first one did, a few seconds before it was asked for. The first one is
 * recorded in the reader's own chain before it is answered, and counted.
 * @throws Problem `invalid-parameter` for a cursor that is not of this export, `too-many-requests`
 */
export async function exportPage({ database, limits, now }: Deps, wanted: Export): Promise<Answer> {
  const { actor, path, parameters, format } = wanted;
  const at = now();
  const scope = scopeOf(path, { ...parameters, format });
  const begun = await begunBy(database, wanted, scope, at);
  const answer = () => pageOf(database, wanted, scope, begun, at);
  return begun ? answer() : limits.within([{ limit: 'exports', by: actor.id }], answer);
}

async function pageOf(
  database: Database,
  wanted: Export,
  scope: string,
  begun: Begun | null,
  now: Date,
): Promise<Answer> {
  const { actor, format, path, parameters, filters, order, projectId, unit, requestId } = wanted;
  const query = { ...filters, order, limit: wanted.limit ?? MOST_EVENTS, cursor: begun?.cursor };
  const page = await queryHistory(database, query, begun?.at ?? now).catch((error: unknown) => {
    throw error instanceof ForeignCursor ? foreignCursor(error) : error;
  });
  const totals = withEvents(begun?.totals ?? noTotals, page.events);
  const recorded =
    begun?.recorded ??
    (
      await recordReading(database, {
        actor,
        action: 'exported',
        scope,
        ...(projectId === undefined ? {} : { projectId }),
        ...(unit === undefined ? {} : { unit }),
        count: page.events.length,
        at: now.toISOString(),
        requestId,
      })
    ).seq;
  const { count: n, requestedFen: r, approvedFen: a } = totals;
  const cursor = page.next === null ? null : writeExportCursor({ c: page.next, x: recorded, n, r, a });
  const { name } = wanted;
  return {
    status: 200,
    headers: {
      ...(cursor === null ? {} : { link: `<${addressOf(path, { ...parameters, cursor })}>; rel="next"` }),
      ...(name ? { 'content-disposition': attachment(`${name[0]}.${format}`, `${name[1]}.${format}`) } : {}),
    },
    text: bodyOf(format, page.events, { first: !begun, trailer: cursor === null ? totals : null }),
  };
}
