import { amountText } from '../values/amount-text.ts';
import { fileText } from '../values/file-text.ts';
import { type Lang, say } from '../values/language.ts';
import { rawText } from '../values/text.ts';
import type { Field } from './definition.ts';

export const isFilled = (value: unknown): boolean => {
  if (value === undefined || value === null || value === '') return false;
  if (Array.isArray(value)) return value.some(isFilled);
  return typeof value === 'object' ? Object.values(value).some(isFilled) : true;
};

export const childOf = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? Reflect.get(value, key)
    : undefined;

export const rowsOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** A stored value as people read it; nothing for what is not there. */
export function valueText(field: Field | undefined, value: unknown, lang: Lang): string {
  if (!isFilled(value)) return '';
  switch (field?.kind) {
    case 'money':
      return typeof value === 'number' ? amountText(value, lang) : rawText(value);
    case 'choice': {
      const option = field.options.find((candidate) => candidate.value === value);
      return option ? say(option.label, lang) : rawText(value);
    }
    case 'files':
      // Of a difference it is one file.
      return [value]
        .flat()
        .map((file) => fileText(file, lang))
        .join(lang === 'zh' ? '、' : ', ');
    case 'group':
      return field.fields
        .map((child) => valueText(child, childOf(value, child.key), lang))
        .filter((text) => text !== '')
        .join(' · ');
    case 'list':
      return rowsOf(value)
        .map((row) => valueText(field.of, row, lang))
        .join(lang === 'zh' ? '、' : ', ');
    default:
      return rawText(value);
  }
}
