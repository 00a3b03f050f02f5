import type { Words } from '../../shared/values/language.ts';
import { normalText } from '../../shared/values/text.ts';
import type { Person, Unit } from '../../shared/workflow/directory.ts';

/** Units and people as texts in fields: what pages show and post, and what tables have columns for. */

type Kind = 'text' | 'email' | 'day' | 'lang' | 'flag' | 'mail' | 'post' | 'unit' | 'person' | 'people';

export interface PieceField {
  readonly key: string;
  readonly label: Words;
  readonly kind: Kind;
  readonly required?: true;
}

/** What a unit or a person is made of. */
export interface PieceForm {
  readonly kind: 'unit' | 'person';
  readonly fields: readonly PieceField[];
  /** Its repeating rows. */
  readonly rows: {
    readonly key: string;
    readonly label: Words;
    readonly fields: readonly PieceField[];
  };
}

export const unitForm: PieceForm = {
  kind: 'unit',
  fields: [
    {
      key: 'id',
      label: { zh: '统一社会信用代码', en: 'Code (USCC)' },
      kind: 'text',
      required: true,
    },
    { key: 'name', label: { zh: '单位名称', en: 'Name' }, kind: 'text', required: true },
    { key: 'address', label: { zh: '地址', en: 'Address' }, kind: 'text' },
    { key: 'phone', label: { zh: '电话', en: 'Telephone' }, kind: 'text' },
    { key: 'contact', label: { zh: '单位邮箱', en: 'Mailbox of the unit' }, kind: 'email' },
    { key: 'finance', label: { zh: '财政审核单位', en: 'Finance unit' }, kind: 'unit' },
    { key: 'supervisor', label: { zh: '主管部门', en: 'Supervising unit' }, kind: 'unit' },
    { key: 'successor', label: { zh: '承接单位', en: 'Successor' }, kind: 'unit' },
  ],
  rows: {
    key: 'posts',
    label: { zh: '岗位', en: 'Posts' },
    fields: [
      { key: 'post', label: { zh: '岗位', en: 'Post' }, kind: 'post', required: true },
      { key: 'holder', label: { zh: '任职人员', en: 'Holder' }, kind: 'person', required: true },
      { key: 'delegates', label: { zh: '代理人（依次）', en: 'Delegates, in this order' }, kind: 'people' },
    ],
  },
};

export const personForm: PieceForm = {
  kind: 'person',
  fields: [
    { key: 'id', label: { zh: '账号', en: 'Account' }, kind: 'text', required: true },
    { key: 'name', label: { zh: '姓名', en: 'Name' }, kind: 'text', required: true },
    { key: 'email', label: { zh: '邮箱', en: 'Mailbox' }, kind: 'email', required: true },
    { key: 'unit', label: { zh: '所属单位', en: 'Unit' }, kind: 'unit', required: true },
    { key: 'lang', label: { zh: '邮件语言', en: 'Language of mails' }, kind: 'lang' },
    { key: 'mail', label: { zh: '邮件方式', en: 'Mails' }, kind: 'mail' },
    {
      key: 'followsUnit',
      label: { zh: '接收本单位全部项目通知', en: 'Told of all projects of the unit' },
      kind: 'flag',
    },
  ],
  rows: {
    key: 'absences',
    label: { zh: '外出委托', en: 'Absences' },
    fields: [
      { key: 'from', label: { zh: '开始日期', en: 'From' }, kind: 'day', required: true },
      { key: 'to', label: { zh: '结束日期', en: 'To' }, kind: 'day', required: true },
      { key: 'delegate', label: { zh: '受托人', en: 'Delegate' }, kind: 'person' },
    ],
  },
};

/** Texts by the keys of fields. */
export type Texts = Readonly<Record<string, string>>;

/** A unit or person as it stands in a page's fields. */
export interface Typed {
  readonly fields: Texts;
  readonly rows: readonly Texts[];
}

/** What a flag that is set stands as. */
export const SET = 'yes';

/** A field's value as its text; of people their ids. */
export function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(String).join('、');
  if (value === true) return SET;
  return typeof value === 'string' ? value : '';
}

/** What a text says: undefined where it says nothing, of people each by itself. */
function valueIn({ kind }: PieceField, text: string): string | string[] | boolean | undefined {
  const plain = normalText(text).trim();
  if (plain === '') return undefined;
  // What is neither set nor empty is the schema's to refuse.
  if (kind === 'flag') return plain === SET || plain;
  return kind === 'people' ? plain.split(/[\s、,，;；]+/).filter((one) => one !== '') : plain;
}

const textsOf = (fields: readonly PieceField[], value: object): Texts =>
  Object.fromEntries(fields.map(({ key }) => [key, textOf(Reflect.get(value, key))]));

/** The rows of a piece, as they are stored. */
export function rowsOf({ rows }: PieceForm, piece: Unit | Person): readonly object[] {
  const value: unknown = Reflect.get(piece, rows.key);
  return Array.isArray(value) ? value : [];
}

export const typedOf = (form: PieceForm, piece: Unit | Person): Typed => ({
  fields: textsOf(form.fields, piece),
  rows: rowsOf(form, piece).map((row) => textsOf(form.rows.fields, row)),
});

/** Rows beyond this are no page's of ours; schemas say how many a piece may have. */
const MOST_ROWS = 100;

/** What a page posted: `name`, `posts.0.holder`. */
export function typedIn({ fields, rows }: PieceForm, posted: URLSearchParams): Typed {
  const numbers = [...posted.keys()].flatMap((name) => {
    const [list, number] = name.split('.');
    return list === rows.key && /^\d{1,3}$/.test(number ?? '') ? [Number(number)] : [];
  });
  const places = [...new Set(numbers)].sort((a, b) => a - b).slice(0, MOST_ROWS);
  const read = (names: readonly PieceField[], prefix: string): Texts =>
    Object.fromEntries(names.map(({ key }) => [key, posted.get(`${prefix}${key}`) ?? '']));
  return {
    fields: read(fields, ''),
    rows: places.map((place) => read(rows.fields, `${rows.key}.${place}.`)),
  };
}

const emptyRow = ({ rows }: PieceForm): Texts => Object.fromEntries(rows.fields.map(({ key }) => [key, '']));

/** With a row more or less, as one of the page's buttons asks; null where it asks for something else. */
export function withRows(form: PieceForm, typed: Typed, intent: string): Typed | null {
  if (intent === 'add') return { ...typed, rows: [...typed.rows, emptyRow(form)] };
  const [, number] = /^remove:(\d{1,3})$/.exec(intent) ?? [];
  if (number === undefined) return null;
  return { ...typed, rows: typed.rows.filter((_, index) => index !== Number(number)) };
}

/** Row numbers beside what was typed: a row in which nothing stands is none. */
const isFilled = (row: Texts): boolean => Object.values(row).some((text) => text.trim() !== '');

/** Whether a text says what is stored; blanks around it say nothing. */
const saysTheSame = (text: string, value: unknown): boolean =>
  normalText(text).trim() === normalText(textOf(value)).trim();

/**
 * What was typed as a piece, not yet held against its schema, over what a page does not show of it.
 * @param before what is stored; a part of the fields leaves the others as they are
 */
export function pieceIn(form: PieceForm, typed: Partial<Typed>, before: Unit | Person | undefined): object {
  const filled = (fields: readonly PieceField[], texts: Texts, stored: object = {}) =>
    fields.flatMap((field) => {
      const text = texts[field.key];
      const value: unknown = Reflect.get(stored, field.key);
      return text === undefined || saysTheSame(text, value)
        ? []
        : [[field.key, valueIn(field, text)] as const];
    });
  const rowsIn = (rows: Typed['rows']) => rows.filter(isFilled);
  const isSame =
    before !== undefined && typed.rows !== undefined && hasRows(form, before, rowsIn(typed.rows));
  const rows = isSame
    ? undefined
    : typed.rows && rowsIn(typed.rows).map((row) => withoutEmpty(filled(form.rows.fields, row)));
  return withoutEmpty([
    ...Object.entries(before ?? {}),
    ...filled(form.fields, typed.fields ?? {}, before),
    ...(rows ? [[form.rows.key, rows.length > 0 ? rows : undefined] as const] : []),
  ]);
}

/** Whether a piece's rows say just this. */
function hasRows(form: PieceForm, piece: Unit | Person, rows: Typed['rows']): boolean {
  const own = rowsOf(form, piece);
  return (
    own.length === rows.length &&
    own.every((row, index) =>
      form.rows.fields.every(({ key }) => saysTheSame(rows[index]?.[key] ?? '', Reflect.get(row, key))),
    )
  );
}

const withoutEmpty = (entries: readonly (readonly [string, unknown])[]): object =>
  Object.fromEntries([...new Map(entries)].filter(([, value]) => value !== undefined));
