import fc from 'fast-check';
import { type Declaration, definition } from '../../shared/declaration/definition.ts';
import { form } from '../../shared/declaration/forms/project-declaration.ts';
import type { DecimalField, Field, MoneyField, TextField } from '../../shared/forms/definition.ts';
import { fieldsOf } from '../../shared/forms/definition.ts';
import type { Form } from '../../shared/forms/form.ts';
import { MAX_FEN } from '../../shared/values/money.ts';
import { normalText, withoutFaults } from '../../shared/values/text.ts';
import { aFile, anyFiles } from './attached-files.ts';

/** Declarations that the schema accepts, made from the form's own definition, so that no field is left out. */

/** What looks like something else: headings, labels, amounts, numbering, cells, and the marks of our own files. */
const words = fc.constantFrom(
  ...[
    '安全',
    '项目名称',
    '五、项目实施内容',
    '项目名称：',
    '1.巡查；',
    '（一）',
    '一是',
    '31.50万元',
    '共',
    '合计',
  ],
  ...[
    '（2021年3月至2021年5月）',
    '2021年度',
    '2021—2023年',
    '测算依据：',
    '无文号：',
    '×3人=',
    '0.4535元/次',
  ],
  ...[
    '“安康杯”',
    '第一条',
    '《意见》',
    '空',
    '≥',
    '年度目标',
    '上年安排',
    '审批意见',
    '申报稿',
    '。',
    '；',
    '…',
  ],
  ...[
    '|',
    '｜',
    ' ',
    '\u3000',
    '\u00a0',
    '\t',
    '　　',
    '-----',
    '&lt;',
    ']]>',
    '"',
    '\\',
    '\\n',
    '<w:p/>',
    '=',
    '$&',
  ],
  ...[
    '𠮷野家',
    'é',
    'e\u0301',
    '\u0338',
    '\u0301',
    '👩‍🌾',
    '葛󠄀',
    '한',
    'عربي',
    '\u200b',
    '\ufeff',
    '\u2028',
    'A',
    '0',
  ],
  ...['【导入用数据：再次导入时据此还原填报内容，请勿改动】', '【导入用数据完】', 'H4sIAAA='],
);

/** What somebody typed, as the edge takes it: blanks may stand anywhere, line ends where the field has lines. */
const asTaken = (text: string, { maxLength, multiline = false }: TextField): string => {
  const normal = withoutFaults(normalText(text));
  return withoutFaults((multiline ? normal : normal.replaceAll('\n', ' ')).slice(0, maxLength));
};

const textOf = (field: TextField): fc.Arbitrary<string> => {
  const { maxLength, multiline = false, pattern } = field;
  if (pattern !== undefined) return fc.stringMatching(new RegExp(pattern));
  const character = fc.string({ unit: 'grapheme', maxLength: 4 });
  const part = fc.oneof(
    { weight: 6, arbitrary: words },
    { weight: 2, arbitrary: character },
    { weight: multiline ? 2 : 0, arbitrary: fc.constantFrom('\n', '\n\n', '\r\n') },
  );
  const short = fc
    .tuple(fc.array(part, { maxLength: 4 }), fc.array(part, { maxLength: 4 }))
    .map(([before, after]) => `${before.join('').slice(0, maxLength - 1)}安${after.join('')}`);
  const longest = words.map((word) => `安${word.repeat(Math.ceil(maxLength / word.length))}`);
  return fc
    .oneof({ weight: 60, arbitrary: short }, { weight: 1, arbitrary: longest })
    .map((text) => asTaken(text, field));
};

/** Numbers that have so many decimals at most. */
const decimals = (min: number, max: number, places: number): fc.Arbitrary<number> => {
  const scale = 10 ** places;
  const [from, to] = [
    Math.max(min * scale, -Number.MAX_SAFE_INTEGER),
    Math.min(max * scale, Number.MAX_SAFE_INTEGER),
  ];
  const scaled = fc.oneof(
    fc.integer({ min: from, max: to }),
    fc.integer({ min: Math.max(from, -1_000_000), max: 1_000_000 }),
  );
  return fc.oneof(
    { weight: 8, arbitrary: scaled.map((value) => Number(`${value}e-${places}`)) },
    { weight: 1, arbitrary: fc.constantFrom(min, max) },
  );
};

const amounts = ({ signed = false, fenDecimals = 0 }: MoneyField): fc.Arbitrary<number> =>
  decimals(signed ? -MAX_FEN : 0, MAX_FEN, fenDecimals);

const quantities = ({ min, max, decimals: places }: DecimalField): fc.Arbitrary<number> =>
  decimals(min, max, places);

/** Required fields always, others often. */
function fieldsArbitrary(fields: readonly Field[]): fc.Arbitrary<Record<string, unknown>> {
  const arbitraries = Object.fromEntries(fields.map((field) => [field.key, arbitraryOf(field)]));
  const requiredKeys = fields.filter(({ required }) => required === true).map(({ key }) => key);
  return fc.record(arbitraries, { requiredKeys });
}

function arbitraryOf(field: Field): fc.Arbitrary<unknown> {
  switch (field.kind) {
    case 'text':
      return textOf(field);
    case 'choice':
      return fc.constantFrom(...field.options.map(({ value }) => value));
    case 'integer':
      return fc.integer({ min: field.min, max: field.max });
    case 'decimal':
      return quantities(field);
    case 'money':
      return amounts(field);
    case 'files':
      return anyFiles(field);
    case 'group':
      return fieldsArbitrary(field.fields);
    case 'list':
      return fc.array(arbitraryOf(field.of), {
        minLength: field.min,
        maxLength: Math.min(field.max, field.min + 3),
      });
  }
}

/** Any that a version of a form takes. */
export const anyOf = (taking: Form): fc.Arbitrary<Record<string, unknown>> =>
  fieldsArbitrary(fieldsOf(taking.definition)).filter((value) => taking.submission.safeParse(value).success);

export const anyDeclaration = anyOf(form) as fc.Arbitrary<Declaration>;

/** How large a declaration is made: every field is there, with so many rows and so many characters at most. */
export interface Size {
  readonly rows: number;
  readonly characters: number;
}

const PATTERNED: Readonly<Record<string, string>> = { weight: '90.25' };

function filled(field: Field, size: Size, text: string): unknown {
  switch (field.kind) {
    case 'text': {
      if (field.pattern !== undefined) return PATTERNED[field.key] ?? '2021-12';
      const most = Math.min(field.maxLength, size.characters);
      return asTaken(text.repeat(Math.ceil(most / text.length)).slice(0, most), field);
    }
    case 'choice':
      return field.options[0]?.value;
    case 'integer':
    case 'decimal':
      return field.max;
    case 'money':
      return MAX_FEN;
    case 'files':
      return Array.from({ length: Math.min(field.max, size.rows) }, (_, index) =>
        aFile(`附件${index + 1}.pdf`),
      );
    case 'group':
      return filledFields(field.fields, size, text);
    case 'list':
      return Array.from({ length: Math.max(field.min, Math.min(field.max, size.rows)) }, () =>
        filled(field.of, size, text),
      );
  }
}

const filledFields = (fields: readonly Field[], size: Size, text: string): Record<string, unknown> =>
  Object.fromEntries(fields.map((field) => [field.key, filled(field, size, text)]));

/** A declaration in which every field is filled in, up to a size, with a text that is repeated. */
export const aFilledDeclaration = (size: Size, text: string): Declaration =>
  // Made from the definition that the type is made from, which TypeScript cannot see.
  filledFields(fieldsOf(definition), size, text) as Declaration;
