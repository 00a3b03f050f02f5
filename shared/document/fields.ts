import type { Field, GroupField, ListField } from '../forms/definition.ts';
import { childOf, isFilled, rowsOf } from '../forms/value-text.ts';
import { type Block, paragraph } from './model.ts';
import { documentText, sentence } from './texts.ts';

/**
 * How any form's fields read in its document, from the definition alone: `标签：内容` for what stands once, numbered
 * lines for what repeats. A form that wants prose of its own has a layout beside this one (`declaration/`).
 */

/** A text of several lines is as many paragraphs. */
const lines = (text: string): Block[] => text.split('\n').map(paragraph);

/** The lines of a list: `1.…`, `2.…`. */
export const numbered = (items: readonly string[]): Block[] =>
  items.flatMap((item, index) => lines(`${index + 1}.${item}`));

function listBlocks(field: ListField, value: unknown): Block[] {
  const { of: item } = field;
  return numbered(rowsOf(value).map((row) => sentence(documentText(item, row))));
}

/** What is filled in, and what must be and is not: an empty place is seen, one that may stay empty is not. */
const shown = (field: Field, value: unknown): boolean => isFilled(value) || field.required === true;

function labelled(field: Field, value: unknown): Block[] {
  if (!shown(field, value)) return [];
  const label = field.label.zh;
  if (field.kind === 'list') return [paragraph(`${label}：`), ...listBlocks(field, value)];
  if (field.kind === 'group') return [paragraph(`${label}：`), ...groupBlocks(field, value)];
  return lines(`${label}：${documentText(field, value)}`);
}

const groupBlocks = (group: GroupField, value: unknown): Block[] => fieldBlocks(group.fields, value);

/** The blocks of several fields of one value, each with its name. */
export const fieldBlocks = (fields: readonly Field[], value: unknown): Block[] =>
  fields.flatMap((field) => labelled(field, childOf(value, field.key)));

/** The blocks of a section: a field that stands alone under the section's title needs no name of its own. */
export function sectionBlocks(fields: readonly Field[], declaration: unknown): Block[] {
  const [only, ...more] = fields;
  if (only === undefined || more.length > 0) return fieldBlocks(fields, declaration);
  const value = childOf(declaration, only.key);
  if (only.kind === 'list') return listBlocks(only, value);
  if (only.kind === 'group') return groupBlocks(only, value);
  return lines(documentText(only, value));
}

/** `；标签：内容` for every filled field of a row that its layout does not know: a new field is never left out. */
export function remainder(row: GroupField, value: unknown, known: readonly string[]): string {
  return row.fields
    .filter(({ key }) => !known.includes(key))
    .map((field) => [field.label.zh, documentText(field, childOf(value, field.key))] as const)
    .filter(([, text]) => text !== '')
    .map(([label, text]) => `${label}：${text}`)
    .join('；');
}
