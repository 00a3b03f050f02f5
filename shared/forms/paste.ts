import { inOneLine } from '../values/one-line.ts';
import type { Field, FormDefinition, ListField } from './definition.ts';
import { fieldAt } from './field-at.ts';
import { readForm } from './form-data.ts';
import { partsOf, pointerOf, putAt, valueAt } from './pointer.ts';
import { isFilled, rowsOf } from './value-text.ts';

/**
 * Rows copied from a spreadsheet: lines of cells between tabs. A first line of column names says which column is
 * which; without one the columns stand in the order of the form.
 */
export interface Pasted {
  /** The columns as they were taken; null for one that the form does not have. */
  readonly columns: readonly (Field | null)[];
  readonly rows: readonly unknown[];
  /** JSON Pointer below the rows (`/0/amountFen`) → the text that was not understood. */
  readonly unread: Readonly<Record<string, string>>;
  /** Rows beyond what the list can hold. */
  readonly left: number;
}

/** What the cells of a line hold; spreadsheets put a cell with line breaks, tabs or quotes in quotes. @internal */
export function cellsOf(text: string): string[][] {
  const rows: string[][] = [[]];
  const cells = /("(?:[^"]|"")*"(?=[\t\r\n]|$)|[^\t\r\n]*)(\t|\r\n|\r|\n|$)/g;
  for (const [whole, cell = '', end] of text.matchAll(cells)) {
    const plain = cell.startsWith('"') && cell.endsWith('"') && cell.length > 1;
    if (whole === '' && rows.at(-1)?.length === 0) break;
    rows.at(-1)?.push((plain ? cell.slice(1, -1).replaceAll('""', '"') : cell).trim());
    if (end === '') break;
    if (end !== '\t') rows.push([]);
  }
  return rows.filter((row) => row.some((cell) => cell !== ''));
}

const isLeaf = (field: Field): boolean =>
  field.kind !== 'files' && field.kind !== 'group' && field.kind !== 'list';

/** The list that rows can be pasted into: one of groups, and not itself in a row. */
export function pasteList(definition: FormDefinition, pointer: string): ListField | null {
  const parts = partsOf(pointer);
  const field = fieldAt(definition, parts);
  const inRow = parts.some((part) => /^\d+$/.test(part));
  return field?.kind === 'list' && field.of.kind === 'group' && !inRow ? field : null;
}

const plain = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/\([^)]*\)/g, '')
    .replace(/[\s*:]/g, '')
    .toLowerCase();

/** A cell that is longer is no name of a column. */
const LONGEST_HEADING = 60;

const isCalled = ({ label }: Field, heading: string): boolean =>
  heading.length <= LONGEST_HEADING &&
  (plain(label.zh) === plain(heading) || plain(label.en) === plain(heading));

const unitIn = (heading: string): string => /万元|元/.exec(heading)?.[0] ?? '';

interface Column {
  readonly field: Field | null;
  /** The unit that the heading names; the form's own otherwise. */
  readonly unit: string;
}

/** The columns by the words of a first line, if it has any of the form's. Half of them must be known. */
function headed(fields: readonly Field[], first: readonly string[]): Column[] | null {
  const columns = first.map((heading) => ({
    field: fields.find((field) => isCalled(field, heading)) ?? null,
    unit: unitIn(heading),
  }));
  const known = columns.filter(({ field }) => field !== null).length;
  return known > 0 && known * 2 >= first.length ? columns : null;
}

function textOf({ field, unit }: Column, cell: string): string {
  if (field?.kind === 'choice') {
    const option = field.options.find(({ label }) => label.zh === cell || label.en === cell);
    return option?.value ?? cell;
  }
  if (field?.kind === 'text' && !field.multiline) return inOneLine(cell);
  return field?.kind === 'money' && unit !== '' && /\d$/.test(cell) ? `${cell}${unit}` : cell;
}

/** Reads what was copied from a spreadsheet, as rows of a list. */
export function readPaste(definition: FormDefinition, pointer: string, text: string): Pasted | null {
  const list = pasteList(definition, pointer);
  const [first, ...rest] = cellsOf(text);
  if (list?.of.kind !== 'group' || !first) return null;
  const fields = list.of.fields.filter(isLeaf);
  const heads = headed(fields, first);
  const widest = rest.reduce((most, row) => Math.max(most, row.length), first.length);
  const columns: readonly Column[] =
    heads ?? Array.from({ length: widest }, (_, index) => ({ field: fields[index] ?? null, unit: '' }));
  const all = heads ? rest : [first, ...rest];
  const lines = all.slice(0, list.max);
  const name = partsOf(pointer).join('.');
  const entries = lines.flatMap((cells, row) =>
    columns.flatMap((column, index): [string, string][] =>
      column.field ? [[`${name}.${row}.${column.field.key}`, textOf(column, cells[index] ?? '')]] : [],
    ),
  );
  const read = readForm(definition, entries, [`${pointer}/0`]);
  const rows = valueAt(read.declaration, pointer);
  return {
    columns: columns.map(({ field }) => field),
    rows: Array.isArray(rows) ? rows : [],
    unread: Object.fromEntries(
      Object.entries(read.unread).map(([path, cell]) => [path.slice(pointer.length), cell]),
    ),
    left: all.length - lines.length,
  };
}

type Content = {
  readonly declaration: Record<string, unknown>;
  readonly unread: Record<string, string>;
};

/** The rows up to the last that says something: an empty one waited for what is pasted. */
function withoutEmptyEnd(
  rows: readonly unknown[],
  unread: Content['unread'],
  pointer: string,
): readonly unknown[] {
  const isEmpty = (row: unknown, index: number) =>
    !isFilled(row) && !Object.keys(unread).some((path) => path.startsWith(`${pointer}/${index}/`));
  return rows.slice(0, rows.findLastIndex((row, index) => !isEmpty(row, index)) + 1);
}

/** The content with pasted rows after those that are there, as far as the list holds them. */
export function withPasted(
  definition: FormDefinition,
  content: Content,
  pointer: string,
  { rows, unread }: Pasted,
): Content {
  const list = pasteList(definition, pointer);
  const there = valueAt(content.declaration, pointer);
  if (!list) return content;
  const before = withoutEmptyEnd(rowsOf(there), content.unread, pointer);
  const added = rows.slice(0, Math.max(0, list.max - before.length));
  const moved = Object.entries(unread).flatMap(([path, text]): [string, string][] => {
    const [row = '', ...rest] = partsOf(path);
    const at = Number(row);
    return at < added.length ? [[`${pointer}${pointerOf([before.length + at, ...rest])}`, text]] : [];
  });
  return {
    declaration: putAt(content.declaration, pointer, [...before, ...added]),
    unread: { ...content.unread, ...Object.fromEntries(moved) },
  };
}
