import * as z from 'zod';
import { TRAILER } from '../../functions/history/columns.ts';
import { noTotals, type Totals, withEvents } from '../../functions/history/totals.ts';
import { readCsv } from './read-csv.ts';

/** Counts and adds what an export's pages hold, and holds it against the trailer of the last one. */
export interface Check {
  /** @throws Error where a page is not what it should be */
  add(page: string): void;
  readonly found: Totals;
  /** @throws Error where the trailer is missing or says something else than the pages */
  finish(): void;
}

interface Page {
  readonly events: readonly { readonly requestedFen?: number; readonly approvedFen?: number }[];
  readonly trailer?: Totals;
}

type Reader = (page: string) => Page;

const total = z.int().min(0);
const totals = z.object({ count: total, requestedFen: z.int(), approvedFen: z.int() });
const amounts = z.object({ requestedFen: z.int().optional(), approvedFen: z.int().optional() });
const trailerLine = z.object({ trailer: totals.extend({ complete: z.literal(true) }) });

const readNdjson: Reader = (page) => {
  const lines = page
    .split('\n')
    .filter((line) => line !== '')
    .map((line): unknown => JSON.parse(line));
  const last = trailerLine.safeParse(lines.at(-1));
  const events = (last.success ? lines.slice(0, -1) : lines).map((line) => {
    const { requestedFen, approvedFen } = amounts.parse(line);
    return { ...(requestedFen && { requestedFen }), ...(approvedFen && { approvedFen }) };
  });
  return last.success ? { events, trailer: last.data.trailer } : { events };
};

/** The header stands in the first page only; its columns hold for all. */
function csvReader(): Reader {
  let header: string[] | undefined;
  const numberIn = (row: readonly string[], column: string): number => {
    const at = header?.indexOf(column) ?? -1;
    if (at === -1) throw new Error(`The file has no column ${column}`);
    return z.coerce.number().int().parse(row[at]);
  };
  const totalsIn = (row: readonly string[]): Totals => ({
    count: numberIn(row, 'count'),
    requestedFen: numberIn(row, 'requested_fen'),
    approvedFen: numberIn(row, 'approved_fen'),
  });
  return (page) => {
    const rows = readCsv(page.replace(/^\uFEFF/, ''));
    header ??= rows.shift();
    const last = rows.at(-1);
    const isLast = last?.[0] === TRAILER && last.at(-1) === 'complete';
    const events = (isLast ? rows.slice(0, -1) : rows).map((row) => ({
      requestedFen: numberIn(row, 'requested_fen'),
      approvedFen: numberIn(row, 'approved_fen'),
    }));
    return last && isLast ? { events, trailer: totalsIn(last) } : { events };
  };
}

const told = ({ count, requestedFen, approvedFen }: Totals): string =>
  `${count} events, ${requestedFen} fen requested, ${approvedFen} fen approved`;

export function openCheck(format: 'csv' | 'ndjson'): Check {
  const read = format === 'csv' ? csvReader() : readNdjson;
  let found = noTotals;
  let trailer: Totals | undefined;
  return {
    get found() {
      return found;
    },
    add(page) {
      if (trailer) throw new Error('There are pages behind the trailer');
      const { events, trailer: last } = read(page);
      found = withEvents(found, events);
      trailer = last;
    },
    finish() {
      if (!trailer) throw new Error('The export is not complete: its trailer is missing');
      if (told(trailer) !== told(found))
        throw new Error(
          `The export is not whole: it holds ${told(found)}; its trailer says ${told(trailer)}`,
        );
    },
  };
}
