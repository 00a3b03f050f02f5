import { type AttachedFile, attachedFile, attachmentIdOf } from '../values/attached-file.ts';
import { hasDecimals } from '../values/decimal.ts';
import { normaliseDocumentNumber } from '../values/document-number.ts';
import type { Words } from '../values/language.ts';
import { formatTyped } from '../values/money.ts';
import { readDecimal, readTypedAmount, readWhole, whyNoAmount, whyNoDecimal } from '../values/read-amount.ts';
import { faultIn, faultWords, normalText } from '../values/text.ts';
import type { Field, FilesField, FormDefinition, LeafField, ListField, MoneyField } from './definition.ts';
import { fieldsOf } from './definition.ts';
import { partsOf, pointerOf } from './pointer.ts';

/**
 * What a page's form posts, and back. An input's name is the path of its field with dots: `plan.0.amountFen`. Of files
 * each has one, numbered below its field's, with the attachment's id: `plan.0.files.1`.
 * What could not be understood stays as typed in `unread` and blocks nothing but the submission.
 */
export interface Reading {
  /** The part of the declaration that was understood; empty inputs and empty rows are left out. */
  readonly declaration: Record<string, unknown>;
  /** JSON Pointer → the text as typed. */
  readonly unread: Record<string, string>;
}

/** The file that an attachment's id names, if there is one. */
export type FilesById = (id: string) => AttachedFile | undefined;

type Path = readonly (string | number)[];

interface Input {
  readonly texts: ReadonlyMap<string, string>;
  /** Every name and every prefix of one that has text: tells in one look whether a row is empty. */
  readonly filled: Set<string>;
  /** The highest row number seen per list, so that a gap in the numbers loses nothing. */
  readonly rows: Map<string, number>;
  /** Whether a list's rows keep the numbers under which they were posted. */
  readonly keeps: (list: string) => boolean;
  readonly files: FilesById;
  readonly unread: Record<string, string>;
}

// A browser sends CRLF for line ends inside a textarea (HTML standard); the declaration keeps LF.
const normalise = (text: string): string => normalText(text).trim();

/** The deepest field of a form has a name of some 40 characters; what is longer is not even taken apart. */
const LONGEST_NAME = 200;

/** A row of a list, or a file: `0`, `12`. Numbers far beyond the list's limit are no rows of a page of ours. */
const isRow = (text: string, { max }: ListField | FilesField): boolean =>
  /^(?:0|[1-9]\d{0,4})$/.test(text) && Number(text) <= max * 2;

/** The parts of a name that is the path of a field that holds one value, or of one of its files; null for others. */
function partsOfName(fields: readonly Field[], name: string): readonly string[] | null {
  if (name.length > LONGEST_NAME) return null;
  const parts = name.split('.');
  let level = fields;
  let field: Field | undefined;
  let isFile = false;
  for (const part of parts) {
    if (isFile) return null;
    if (field?.kind === 'files') {
      if (!isRow(part, field)) return null;
      isFile = true;
    } else if (field?.kind === 'list') {
      if (!isRow(part, field)) return null;
      field = field.of;
    } else field = level.find(({ key }) => key === part);
    if (!field) return null;
    level = field.kind === 'group' ? field.fields : [];
  }
  const isValue = field?.kind === 'files' ? isFile : field?.kind !== 'group' && field?.kind !== 'list';
  return isValue ? parts : null;
}

/** Notes a name and what it lies in; of an empty input, only its rows in lists that keep their numbers. */
function note(
  { filled, rows }: Pick<Input, 'filled' | 'rows'>,
  parts: readonly string[],
  keeps: (list: string) => boolean,
) {
  for (let end = 1; end <= parts.length; end++) {
    const prefix = parts.slice(0, end).join('.');
    if (!keeps(prefix)) continue;
    filled.add(prefix);
    const row = Number(parts[end]);
    if (Number.isInteger(row)) rows.set(prefix, Math.max(rows.get(prefix) ?? -1, row));
  }
}

/** Goes once over what was posted; names that are no path of the form count for nothing. */
function indexInput(
  fields: readonly Field[],
  entries: Iterable<readonly [string, string]>,
  kept: readonly string[],
): Omit<Input, 'files' | 'unread'> {
  const texts = new Map<string, string>();
  const index = { filled: new Set<string>(), rows: new Map<string, number>() };
  const within = kept.map((pointer) => partsOf(pointer).join('.'));
  const keeps = (name: string) => within.some((inner) => inner.startsWith(`${name}.`));
  for (const [name, raw] of entries) {
    const text = normalise(raw);
    // A name that had text is known and noted.
    const parts = texts.has(name) ? [] : partsOfName(fields, name);
    if (!parts) continue;
    if (text !== '') texts.set(name, text);
    note(index, parts, text === '' ? keeps : () => true);
  }
  return { texts, ...index, keeps };
}

function readGroup(
  fields: readonly Field[],
  name: string,
  path: Path,
  input: Input,
): Record<string, unknown> {
  const group: Record<string, unknown> = {};
  for (const field of fields) {
    const value = read(field, name === '' ? field.key : `${name}.${field.key}`, [...path, field.key], input);
    if (value !== undefined) group[field.key] = value;
  }
  return group;
}

function readScalar(name: string, path: Path, input: Input, parse: (text: string) => unknown): unknown {
  const text = input.texts.get(name);
  if (text === undefined) return undefined;
  const value = parse(text);
  if (value === null) {
    input.unread[pointerOf(path)] = text;
    return undefined;
  }
  return value;
}

/**
 * The files of a field, each once, in the order of their numbers. Ids that name none stay behind them as typed, so that
 * none is lost unseen.
 */
function readFiles(name: string, path: Path, input: Input): AttachedFile[] | undefined {
  const last = input.rows.get(name) ?? -1;
  const ids = Array.from({ length: last + 1 }, (_, row) => input.texts.get(`${name}.${row}`) ?? '');
  const files: AttachedFile[] = [];
  const unknown: string[] = [];
  for (const id of new Set(ids.filter((text) => text !== ''))) {
    const file = input.files(id);
    if (file) files.push(file);
    else unknown.push(id);
  }
  for (const [index, id] of unknown.entries()) input.unread[pointerOf([...path, files.length + index])] = id;
  return files.length > 0 ? files : undefined;
}

function read(field: Field, name: string, path: Path, input: Input): unknown {
  switch (field.kind) {
    case 'text':
      return readScalar(name, path, input, (text) => {
        if (faultIn(text, field.multiline ?? false)) return null;
        return field.as === 'document-number' ? normaliseDocumentNumber(text) : text;
      });
    case 'choice':
      return readScalar(name, path, input, (text) =>
        field.options.some((option) => option.value === text) ? text : null,
      );
    case 'integer':
      return readScalar(name, path, input, readWhole);
    case 'decimal':
      return readScalar(name, path, input, (text) => readDecimal(text, field.decimals));
    case 'money':
      return readScalar(name, path, input, (text) => readTypedAmount(text, field.unit, field).fen);
    case 'files':
      return readFiles(name, path, input);
    case 'group':
      return input.filled.has(name) ? readGroup(field.fields, name, path, input) : undefined;
    case 'list': {
      const values: unknown[] = [];
      const last = input.rows.get(name) ?? -1;
      for (let row = 0; row <= last; row++) {
        const rowName = `${name}.${row}`;
        if (!input.filled.has(rowName) && !input.keeps(name)) continue;
        // A row whose only text was not understood still is a row: {}.
        const empty = field.of.kind === 'group' ? {} : '';
        values.push(read(field.of, rowName, [...path, values.length], input) ?? empty);
      }
      return values.length > 0 ? values : undefined;
    }
  }
}

/**
 * Reads what a page's form posted.
 * @param kept JSON Pointers that must mean what they meant on the page: lists around them keep their empty rows
 * @param files what attachments' ids name; without it, nothing
 */
export function readForm(
  definition: FormDefinition,
  entries: Iterable<readonly [string, string]>,
  kept: readonly string[] = [],
  files: FilesById = () => undefined,
): Reading {
  const fields = fieldsOf(definition);
  const input: Input = { ...indexInput(fields, entries, kept), files, unread: {} };
  const declaration = readGroup(fields, '', [], input);
  return { declaration, unread: input.unread };
}

/** Whether a number is one that the field's reader gives: what a draft holds otherwise is shown as it is. */
const isAmount = ({ fenDecimals = 0 }: MoneyField, value: unknown): value is number =>
  typeof value === 'number' && hasDecimals(value, fenDecimals);

/** The text that a field's input shows for a stored value: of files, that of one of them is its attachment's id. */
export function inputText(field: LeafField | FilesField, value: unknown): string {
  if (field.kind === 'files') {
    const file = attachedFile.safeParse(value);
    return file.success ? attachmentIdOf(file.data) : '';
  }
  if (field.kind === 'money' && isAmount(field, value)) return formatTyped(value, field.unit);
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** Why a field's text was not understood, and what could have been meant. */
export function whyUnread(field: Field | undefined, text: string): Words {
  if (field?.kind === 'money') {
    const reading = readTypedAmount(text, field.unit, field);
    if (reading.fen === null) return whyNoAmount(text, reading);
  }
  if (field?.kind === 'decimal') return whyNoDecimal(text, field.decimals);
  if (field?.kind === 'files')
    return {
      zh: `${field.label.zh}中有一个文件已不在系统中，请移除后重新上传`,
      en: `${field.label.en}: one file is no longer here; please remove it and upload it again`,
    };
  const fault = faultIn(text, field?.kind === 'text' && field.multiline === true);
  if (fault) return faultWords(fault, field?.label);
  return {
    zh: `无法识别“${text}”，请检查${field?.label.zh ?? ''}`,
    en: `"${text}" was not understood: ${field?.label.en ?? 'this field'}`,
  };
}
