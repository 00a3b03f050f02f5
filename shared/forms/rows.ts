import type { Field, FilesField, FormDefinition, ListField } from './definition.ts';
import { fieldAt } from './field-at.ts';
import type { Reading } from './form-data.ts';
import { partsOf, pointerOf, putAt, valueAt } from './pointer.ts';
import { rowsOf } from './value-text.ts';

/**
 * What a page's button does to a list's rows: `add:/plan`, `remove:/plan/2`, `up:/plan/2`, `down:/plan/2`; to files the
 * same, but that they are added by uploading them.
 */
export interface RowIntent {
  readonly verb: 'add' | 'remove' | 'up' | 'down';
  readonly list: string;
  /** The row, or the file; for `add` the number of rows there are. */
  readonly row: number;
}

const isList = (field: Field | undefined): field is ListField => field?.kind === 'list';
const hasRows = (field: Field | undefined): field is ListField | FilesField =>
  isList(field) || field?.kind === 'files';

/** Reads a button's intent; null for what names no list of this form. */
export function readRowIntent(definition: FormDefinition, text: string): RowIntent | null {
  const match = /^(add|remove|up|down):(\/[\w/]+)$/.exec(text);
  const [, verb, pointer = ''] = match ?? [];
  if (verb === 'add')
    return isList(fieldAt(definition, partsOf(pointer))) ? { verb, list: pointer, row: 0 } : null;
  if (verb !== 'remove' && verb !== 'up' && verb !== 'down') return null;
  const parts = partsOf(pointer);
  const row = Number(parts.pop());
  if (!Number.isInteger(row) || row < 0 || !hasRows(fieldAt(definition, parts))) return null;
  return { verb, list: pointerOf(parts), row };
}

/** Where each row stands afterwards: the old number, or null for a new row. */
function arrange(count: number, { verb, row }: RowIntent): (number | null)[] {
  const rows: (number | null)[] = Array.from({ length: count }, (_, index) => index);
  if (verb === 'add') return [...rows, null];
  if (row >= count) return rows;
  if (verb === 'remove') return rows.filter((index) => index !== row);
  const other = verb === 'up' ? row - 1 : row + 1;
  if (other < 0 || other >= count) return rows;
  [rows[row], rows[other]] = [rows[other] ?? null, rows[row] ?? null];
  return rows;
}

/** Texts that were not understood move with their row, and go with a removed one. */
function moveUnread(
  unread: Reading['unread'],
  list: string,
  rows: readonly (number | null)[],
): Record<string, string> {
  const moved: Record<string, string> = {};
  for (const [pointer, text] of Object.entries(unread)) {
    if (!pointer.startsWith(`${list}/`)) {
      moved[pointer] = text;
      continue;
    }
    const [row, ...rest] = partsOf(pointer.slice(list.length));
    const to = rows.indexOf(Number(row));
    if (to >= 0) moved[`${list}${pointerOf([to, ...rest])}`] = text;
  }
  return moved;
}

/** The row that a button means, as a pointer: `readForm` keeps the numbers of the lists around it. */
export const rowOf = ({ list, row }: RowIntent): string => `${list}/${row}`;

/** Files, and behind them the ids that name none, which can go as well. */
function arrangeFiles(
  { declaration, unread }: Reading,
  intent: RowIntent,
  files: readonly unknown[],
): Reading {
  const unknown = Object.keys(unread).filter((pointer) => pointer.startsWith(`${intent.list}/`)).length;
  const rows = arrange(files.length + unknown, intent);
  const next = rows.flatMap((row) => (row !== null && row < files.length ? [files[row]] : []));
  return {
    declaration: putAt(declaration, intent.list, next.length > 0 ? next : undefined),
    unread: moveUnread(unread, intent.list, rows),
  };
}

/**
 * Where the hands go on after a button of a list's rows: at the row, which may stand elsewhere now, at what took its
 * place, or at the list where that has none.
 */
export function goOnAt(
  definition: FormDefinition,
  { declaration }: Reading,
  { verb, list, row }: RowIntent,
): string {
  if (!isList(fieldAt(definition, partsOf(list)))) return list;
  const last = rowsOf(valueAt(declaration, list)).length - 1;
  const place = { add: last, up: Math.max(row - 1, 0), down: row + 1, remove: row }[verb];
  return last < 0 ? list : `${list}/${Math.min(place, last)}`;
}

/** The reading with its rows as the button asked. */
export function applyRowIntent(definition: FormDefinition, reading: Reading, intent: RowIntent): Reading {
  const field = fieldAt(definition, partsOf(intent.list));
  if (!hasRows(field)) return reading;
  const current = valueAt(reading.declaration, intent.list);
  const values: unknown[] = Array.isArray(current) ? current : [];
  if (!isList(field)) return arrangeFiles(reading, intent, values);
  const rows = arrange(values.length, intent);
  const emptyRow = field.of.kind === 'group' ? {} : '';
  const next = rows.slice(0, field.max).map((row) => (row === null ? emptyRow : values[row]));
  return {
    declaration: putAt(reading.declaration, intent.list, next),
    unread: moveUnread(reading.unread, intent.list, rows),
  };
}
