import fc from 'fast-check';
import { type Declaration, definition } from '../../shared/declaration/definition.ts';
import { type Field, fieldsOf } from '../../shared/forms/definition.ts';
import { MAX_FEN } from '../../shared/values/money.ts';
import { anyFiles } from './attached-files.ts';

/** Texts as people write them: a letter, a character or a digit first, and no blank at the end. */
const text = (longest: number, multiline = false) =>
  fc
    .stringMatching(
      multiline
        ? /^[一-龥A-Za-z0-9][一-龥A-Za-z0-9，。（）\n]{0,30}[一-龥0-9]$/
        : /^[一-龥A-Za-z0-9][一-龥A-Za-z0-9，。（） ]{0,30}[一-龥0-9]$/,
    )
    .map((one) => one.slice(0, longest).trim());

/** Texts that a field's pattern asks for. */
const patterned: Readonly<Record<string, fc.Arbitrary<string>>> = {
  weight: fc.constantFrom('0', '12.5', '90', '100', '100.00', '7.25'),
};
const month = fc.tuple(fc.integer({ min: 2000, max: 2099 }), fc.integer({ min: 1, max: 12 }));

const scaled = (min: number, max: number, decimals: number) =>
  fc
    .integer({ min: min * 10 ** decimals, max: Math.min(max * 10 ** decimals, Number.MAX_SAFE_INTEGER) })
    .map((value) => Number(`${value}e-${decimals}`));

function valueFor(field: Field): fc.Arbitrary<unknown> {
  switch (field.kind) {
    case 'text':
      if (field.as) return fc.integer({ min: 1, max: 99_999 }).map((number) => `呈办发〔2020〕${number}号`);
      if (!field.pattern) return text(field.maxLength, field.multiline);
      return patterned[field.key] ?? month.map(([year, one]) => `${year}-${String(one).padStart(2, '0')}`);
    case 'choice':
      return fc.constantFrom(...field.options.map(({ value }) => value));
    case 'integer':
      return fc.integer({ min: field.min, max: field.max });
    case 'decimal':
      return scaled(field.min, field.max, field.decimals);
    case 'money':
      return field.fenDecimals
        ? scaled(0, 1_000_000_000, field.fenDecimals)
        : fc.oneof(
            fc.integer({ min: field.signed ? -MAX_FEN : 0, max: MAX_FEN }),
            fc.integer({ min: 0, max: 99_999 }).map((hundreds) => hundreds * 10_000),
          );
    case 'files':
      return anyFiles(field);
    case 'list':
      return fc.array(valueFor(field.of), { minLength: Math.max(1, field.min), maxLength: 3 });
    case 'group':
      return groupOf(field.fields).filter((group) => Object.keys(group).length > 0);
  }
}

const groupOf = (fields: readonly Field[]): fc.Arbitrary<Record<string, unknown>> =>
  fc.record(Object.fromEntries(fields.map((field) => [field.key, valueFor(field)])), {
    requiredKeys: fields.filter(({ required }) => required).map(({ key }) => key),
  });

/** Any declaration that the form's schema takes, made from the form's own definition. */
export const anyDeclaration = groupOf(fieldsOf(definition)) as fc.Arbitrary<Declaration>;
