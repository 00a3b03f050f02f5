import { capitalised, type Lang, say } from '../values/language.ts';
import { type Field, type FormDefinition, fieldsOf, type ListField } from './definition.ts';
import { fieldAt } from './field-at.ts';
import { partsOf } from './pointer.ts';

/** The name of an input: a JSON Pointer without its first slash, with dots: `plan.0.amountFen`. */
export const inputName = (pointer: string): string => partsOf(pointer).join('.');

export const at = (pointer: string, key: string | number): string => `${pointer}/${key}`;

/** Ids that a page gives to what belongs to a pointer, so that findings can link to it. */
export const fieldId = (pointer: string): string => `f-${pointer}`;
export const messagesId = (pointer: string): string => `m-${pointer}`;
export const helpId = (pointer: string): string => `h-${pointer}`;
export const echoId = (pointer: string): string => `e-${pointer}`;
export const labelId = (pointer: string): string => `l-${pointer}`;
export const sectionId = (id: string): string => `s-${id}`;

/** What one row is called: `支出 2`, `Line 2`. */
export function rowTitle(list: ListField, index: number | string, lang: Lang): string {
  const label = say(list.rowLabel, lang);
  const ordinal = typeof index === 'number' ? String(index + 1) : index;
  return `${capitalised(label)} ${ordinal}`;
}

/** What people call each step from the form down to a field. */
function stepsOf(definition: FormDefinition, pointer: string, lang: Lang): string[] {
  const found: string[] = [];
  let fields: readonly Field[] = fieldsOf(definition);
  let list: ListField | undefined;
  for (const part of partsOf(pointer)) {
    if (list) {
      // The row's title says what the list's own label would.
      found.pop();
      found.push(rowTitle(list, Number(part), lang));
      fields = list.of.kind === 'group' ? list.of.fields : [];
      list = undefined;
      continue;
    }
    const field = fields.find(({ key }) => key === part);
    if (!field) break;
    found.push(say(field.label, lang));
    fields = field.kind === 'group' ? field.fields : [];
    list = field.kind === 'list' ? field : undefined;
  }
  return found;
}

/** Where a pointer points, in the words on the page: `支出 2 · 金额`. Two words place it; more would hide them. */
export const placeOf = (definition: FormDefinition, pointer: string, lang: Lang): string =>
  stepsOf(definition, pointer, lang).slice(-2).join(' · ');

/** The field that a JSON Pointer names, if the form has it. */
export const fieldOf = (definition: FormDefinition, pointer: string): Field | undefined =>
  fieldAt(definition, partsOf(pointer));
