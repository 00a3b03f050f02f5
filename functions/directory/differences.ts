import { canonical } from '../../shared/history/canonical.ts';
import { common } from '../../shared/pages/words/common.ts';
import { type Lang, say } from '../../shared/values/language.ts';
import type { Person, Unit } from '../../shared/workflow/directory.ts';
import { type PieceField, type PieceForm, rowsOf, textOf } from './piece-form.ts';
import type { Names } from './references.ts';
import { directoryWords, postName } from './words/directory.ts';

/** A field as it was and as it is to be, in words; empty where nothing stands. */
export interface Difference {
  readonly label: string;
  readonly before: string;
  readonly after: string;
}

/** What is written of somebody: the name, with the id by which two of one name are told apart. */
const named = (id: string, names: Names, lang: Lang): string => {
  const name = names.get(id);
  return name === undefined ? id : `${name}${common[lang].inParentheses(id)}`;
};

function shown({ kind }: PieceField, value: unknown, names: Names, lang: Lang): string {
  const text = textOf(value);
  if (text === '') return '';
  if (kind === 'lang') return text === 'zh' || text === 'en' ? directoryWords[lang][text] : text;
  if (kind === 'flag') return directoryWords[lang].yes;
  if (kind === 'mail') return text === 'each' || text === 'daily' ? directoryWords[lang][text] : text;
  if (kind === 'post') return postName(text, lang);
  if (kind === 'people')
    return text
      .split('、')
      .map((id) => named(id, names, lang))
      .join(common[lang].comma);
  return kind === 'unit' || kind === 'person' ? named(text, names, lang) : text;
}

/** A row in one line. */
function rowText({ rows }: PieceForm, row: object, names: Names, lang: Lang): string {
  return rows.fields
    .map((field) => ({ field, text: shown(field, Reflect.get(row, field.key), names, lang) }))
    .filter(({ text }) => text !== '')
    .map(({ field, text }) => `${say(field.label, lang)}${common[lang].colon}${text}`)
    .join(lang === 'zh' ? '；' : '; ');
}

/** What is different between two states of a piece, rows as whole lines; null for one that is not there. */
export function differencesBetween(
  form: PieceForm,
  before: Unit | Person | null,
  after: Unit | Person | null,
  names: Names,
  lang: Lang,
): Difference[] {
  const of = (piece: Unit | Person | null, key: string): unknown => (piece ? Reflect.get(piece, key) : null);
  const fields = form.fields.map((field) => ({
    label: say(field.label, lang),
    before: shown(field, of(before, field.key), names, lang),
    after: shown(field, of(after, field.key), names, lang),
  }));
  const [had, has] = [before, after].map((piece) => (piece ? rowsOf(form, piece) : []));
  const onlyIn = (own: readonly object[] = [], others: readonly object[] = []): string[] => {
    const forms = new Set(others.map((one) => canonical(one)));
    return own.filter((one) => !forms.has(canonical(one))).map((row) => rowText(form, row, names, lang));
  };
  const gone = onlyIn(had, has);
  const come = onlyIn(has, had);
  // The order of rows says who is asked first.
  const isReordered = gone.length + come.length === 0 && canonical(had) !== canonical(has);
  const all = (rows: readonly object[] = []): string[] => rows.map((row) => rowText(form, row, names, lang));
  const rows = {
    label: say(form.rows.label, lang),
    before: (isReordered ? all(had) : gone).join('\n'),
    after: (isReordered ? all(has) : come).join('\n'),
  };
  return [...fields, rows].filter((one) => one.before !== one.after);
}
