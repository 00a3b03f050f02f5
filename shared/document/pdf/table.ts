import type { Cell, DocumentTable, Row } from '../model.ts';
import type { Flowing, Taken } from './flowing.ts';
import type { Line } from './lines.ts';
import { type Column, mm, type Paper, type Style } from './paper.ts';

/** How a table's cells look. */
interface Look {
  readonly size: number;
  readonly leading: number;
  readonly beside: number;
  readonly above: number;
  /** The least height of a row. */
  readonly least: number;
}

const PLAIN: Look = { size: 10.5, leading: 15, beside: mm(1.2), above: mm(0.8), least: 0 };
const DENSE: Look = { size: 8.5, leading: 12.5, beside: mm(0.8), above: mm(0.6), least: 0 };
/** Room to sign, and for a seal of 42 mm, the largest that an office of a district has. */
const OPEN: Look = { ...PLAIN, least: mm(22) };

/** A row that is higher is divided between two pages, of whatever table it is. */
const HIGHEST_WHOLE = mm(60);

/** A cell with its lines, in the row in which it begins. */
interface SetCell {
  readonly column: Column;
  readonly lines: readonly Line[];
  readonly style: Style;
  /** The rows that it reaches over. */
  readonly rows: number;
  /** Its text stood on a page before; here it only says again what the rows belong to. */
  readonly again: boolean;
}

interface SetRow {
  readonly cells: readonly SetCell[];
  readonly height: number;
  readonly divides: boolean;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);

/** Where each cell of the rows stands: a column is taken by a cell above as far as that reaches. */
function columnsOf(rows: readonly Row[], widths: readonly number[], left: number): Map<Cell, Column> {
  const places = new Map<Cell, Column>();
  const takenUntil = widths.map(() => 0);
  for (const [y, row] of rows.entries()) {
    let at = 0;
    for (const cell of row) {
      while ((takenUntil[at] ?? 0) > y) at++;
      const end = at + (cell.columns ?? 1);
      takenUntil.fill(y + (cell.rows ?? 1), at, end);
      places.set(cell, { x: left + sum(widths.slice(0, at)), width: sum(widths.slice(at, end)) });
      at = end;
    }
  }
  return places;
}

function styleOf({ heading = false, align }: Cell, { size, leading }: Look): Style {
  return { size, leading, bold: heading, align: heading ? 'center' : (align ?? 'left') };
}

const inside = ({ x, width }: Column, { beside }: Look): Column => ({
  x: x + beside,
  width: width - 2 * beside,
});

function setRows(
  paper: Paper,
  rows: readonly Row[],
  widths: readonly number[],
  look: Look,
  parts: boolean,
): SetRow[] {
  const columns = columnsOf(rows, widths, paper.column.x);
  return rows.map((row) => {
    const cells = row.map((cell): SetCell => {
      const column = columns.get(cell) ?? paper.column;
      const style = styleOf(cell, look);
      const lines = paper.lines(cell.text, style, inside(column, look).width);
      return { column, lines, style, rows: cell.rows ?? 1, again: false };
    });
    const height = heightOf(cells, look);
    return { cells, height, divides: parts || height > HIGHEST_WHOLE };
  });
}

/** A cell that reaches over several rows says what it is in the first: that is at least as high. */
const heightOf = (cells: readonly SetCell[], { leading, above, least }: Look): number =>
  Math.max(
    least,
    ...cells.filter(({ again }) => !again).map(({ lines }) => lines.length * leading + 2 * above),
  );

/** The part of a row that fits into a room, and the other; null where a part would be no more than a line. */
function divide(row: SetRow, room: number, look: Look): { here: SetRow; there: SetRow } | null {
  const fit = Math.floor((room - 2 * look.above) / look.leading);
  const whole = row.cells.filter(({ rows, again }) => rows > 1 && !again).map(({ lines }) => lines.length);
  if (fit < Math.max(2, ...whole)) return null;
  const here = row.cells.map((cell) => ({ ...cell, lines: cell.lines.slice(0, fit) }));
  const there = row.cells.map((cell) =>
    cell.rows > 1 ? { ...cell, again: true } : { ...cell, lines: cell.lines.slice(fit) },
  );
  const height = heightOf(here, look);
  if (height > room) return null;
  return {
    here: { ...row, cells: here, height },
    there: { ...row, cells: there, height: heightOf(there, look) },
  };
}

/** The cells of a page's rows that reach on to the next page. */
const reachingOn = (rows: readonly SetRow[]): SetCell[] =>
  rows.flatMap(({ cells }, index) =>
    cells
      .filter((cell) => index + cell.rows > rows.length)
      .map((cell) => ({ ...cell, rows: index + cell.rows - rows.length, again: true })),
  );

/** Whether a row is the beginning of several that belong together, and would stand without them. */
const begins = ({ cells, divides }: SetRow): boolean =>
  !divides && cells.some(({ rows, again }) => rows > 1 && !again);

/** How many rows go into a room; the last of them is not one that only begins something. */
function rowsThatGo(rows: readonly SetRow[], room: number, atTop: boolean): number {
  let go = 0;
  for (let used = 0; go < rows.length; go++) {
    used += rows[go]?.height ?? 0;
    if (used > room) break;
  }
  if (go === rows.length) return go;
  const ends = rows.slice(0, go).findLastIndex((row) => !begins(row)) + 1;
  return ends === 0 && atTop ? go : ends;
}

/** @param again whether all of it has stood before: a head on a further page */
function drawRows(paper: Paper, rows: readonly SetRow[], look: Look, top: number, again: boolean): void {
  const edges = [top];
  for (const { height } of rows) edges.push((edges.at(-1) ?? top) + height);
  for (const [index, { cells }] of rows.entries()) {
    const from = edges[index] ?? top;
    for (const cell of cells) {
      const height = (edges[Math.min(index + cell.rows, rows.length)] ?? from) - from;
      paper.box(cell.column, from, height);
      const high = cell.lines.length * cell.style.leading;
      const write = (): void =>
        paper.write(cell.lines, cell.style, inside(cell.column, look), from + (height - high) / 2);
      if (!again && !cell.again) write();
      else if (high <= height) paper.aside(write);
    }
  }
}

const heightOfAll = (rows: readonly SetRow[]): number => sum(rows.map(({ height }) => height));

interface Parts {
  readonly head: readonly SetRow[];
  readonly body: readonly SetRow[];
  /** Signatures stay on one page. */
  readonly whole: boolean;
  readonly leads: boolean;
  readonly continued: boolean;
}

function flowing(parts: Parts, look: Look): Flowing {
  const { head, body, whole, leads, continued } = parts;
  return {
    above: mm(2),
    below: mm(4),
    leads,
    take(room, atTop): Taken | null {
      const left = room - heightOfAll(head);
      const go = rowsThatGo(body, left, atTop);
      if (whole && !atTop && go < body.length) return null;
      const next = body[go];
      const used = heightOfAll(body.slice(0, go));
      const divided = next?.divides ? divide(next, left - used, look) : null;
      if (go === 0 && divided === null && body.length > 0) return null;
      const here = [...body.slice(0, go), ...(divided ? [divided.here] : [])];
      const [first, ...more] = [...(divided ? [divided.there] : []), ...body.slice(divided ? go + 1 : go)];
      const rest =
        first === undefined
          ? null
          : { ...parts, continued: true, body: [withAgain(first, reachingOn(here)), ...more] };
      return {
        height: heightOfAll(head) + heightOfAll(here),
        rest: rest && flowing(rest, look),
        draw: (paper, top) => {
          drawRows(paper, head, look, top, continued);
          drawRows(paper, here, look, top + heightOfAll(head), false);
        },
      };
    },
  };
}

const withAgain = (row: SetRow, again: readonly SetCell[]): SetRow => ({
  ...row,
  cells: [...again, ...row.cells.filter((cell) => !cell.again)],
});

/** A table over the whole width of the page; its head stands on every page that it goes on. */
export function tableOn(paper: Paper, table: DocumentTable): Flowing {
  const { head, body, dense = false, open = false, leads = false } = table;
  const look = dense ? DENSE : open ? OPEN : PLAIN;
  const whole = sum(table.widths);
  const widths = table.widths.map((width) => (width / whole) * paper.column.width);
  return flowing(
    {
      head: setRows(paper, head, widths, look, false),
      body: setRows(paper, body, widths, look, !dense && !open),
      whole: open,
      leads,
      continued: false,
    },
    look,
  );
}
