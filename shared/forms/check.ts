import type * as z from 'zod';
import type { Words } from '../values/language.ts';
import { faultIn, faultWords, saysSomething } from '../values/text.ts';
import { wordsOf } from '../values/text-schema.ts';
import type { DecimalField, Field, FilesField, FormDefinition, MoneyField } from './definition.ts';
import { fieldAt } from './field-at.ts';
import type { Finding } from './finding.ts';
import { partsOf, pointerOf, valueAt } from './pointer.ts';

const isRowOf = (rows: unknown, part: string): boolean =>
  Array.isArray(rows) && /^(?:0|[1-9]\d*)$/.test(part) && Number(part) < rows.length;

const isWithinFiles = (definition: FormDefinition, path: readonly PropertyKey[]): boolean =>
  fieldAt(definition, path.slice(0, -1))?.kind === 'files';

/** Whether a pointer names a field of a declaration: one that the form has, in a row that is there. */
export function namesField(definition: FormDefinition, declaration: unknown, pointer: string): boolean {
  if (!pointer.startsWith('/')) return false;
  const parts = partsOf(pointer);
  const field = fieldAt(definition, parts);
  // Files are opened by their field: one of them alone can be put right only by taking another.
  if (field === undefined || isWithinFiles(definition, parts)) return false;
  return parts.every((part, index) => {
    const above = parts.slice(0, index);
    return (
      fieldAt(definition, above)?.kind !== 'list' || isRowOf(valueAt(declaration, pointerOf(above)), part)
    );
  });
}

const messages = {
  required: (label: Words): Words => ({ zh: `请填写${label.zh}`, en: `Enter: ${label.en}` }),
  tooLong: (label: Words, most: number): Words => ({
    zh: `${label.zh}不能超过 ${most} 个字符`,
    en: `${label.en} can have ${most} characters at most`,
  }),
  tooMany: (label: Words, most: number): Words => ({
    zh: `${label.zh}最多 ${most} 项`,
    en: `${label.en}: ${most} rows at most`,
  }),
  attach: (label: Words): Words => ({ zh: `请上传${label.zh}`, en: `Attach: ${label.en}` }),
  tooManyFiles: (label: Words, most: number): Words => ({
    zh: `${label.zh}最多 ${most} 个文件`,
    en: `${label.en}: ${most} files at most`,
  }),
  noFile: (label: Words): Words => ({
    zh: `${label.zh}中有一项不是已上传的文件`,
    en: `${label.en}: this is no file that was uploaded`,
  }),
  unknown: (key: string): Words => ({ zh: `本表没有“${key}”这一项`, en: `The form has no field "${key}"` }),
  money: ({ label, signed = false, fenDecimals = 0 }: MoneyField): Words => {
    const finest = 2 + fenDecimals;
    return {
      zh: `${label.zh}应为${signed ? '' : '不小于 0 的'}金额，精确到${finest === 2 ? '分' : ` ${(10 ** -finest).toFixed(finest)} 元`}`,
      en: `${label.en} must be an amount${signed ? '' : ' of 0 or more'} in ${finest === 2 ? 'whole fen' : `yuan with ${finest} decimals at most`}`,
    };
  },
  decimal: ({ label, min, max, decimals }: DecimalField): Words => ({
    zh: `${label.zh}应为 ${min} 至 ${max} 的数，最多 ${decimals} 位小数`,
    en: `${label.en} must be a number from ${min} to ${max} with ${decimals} decimals at most`,
  }),
  range: (label: Words, min: number, max: number): Words => ({
    zh: `${label.zh}应为 ${min} 至 ${max} 的整数`,
    en: `${label.en} must be a whole number from ${min} to ${max}`,
  }),
  choice: (label: Words): Words => ({
    zh: `请从列表中选择${label.zh}`,
    en: `Choose one of the listed values: ${label.en}`,
  }),
  shape: (label: Words): Words => ({
    zh: `${label.zh}的格式不对`,
    en: `${label.en} does not have the right form`,
  }),
};

const error = (rule: string, path: string, message: Words): Finding => ({
  rule,
  severity: 'error',
  path,
  message,
});

const isBlank = (field: Field, input: unknown): boolean =>
  typeof input === 'string'
    ? input.trim() === '' || (field.kind === 'text' && !field.pattern && !saysSomething(input))
    : Array.isArray(input) && input.length === 0;

/** What has to be filled in where nothing is, all of it at once: of a list also what its first row needs. */
function missingIn(field: Field, path: string): Finding[] {
  const ask = field.kind === 'files' ? messages.attach : messages.required;
  const itself = error('required', path, ask(field.label));
  if (field.kind === 'list') return [itself, ...missingWithin(field.of, `${path}/0`)];
  const within = missingWithin(field, path);
  return within.length > 0 ? within : [itself];
}

const missingWithin = (group: Field, path: string): Finding[] =>
  group.kind === 'group'
    ? group.fields
        .filter(({ required }) => required)
        .flatMap((field) => missingIn(field, `${path}/${field.key}`))
    : [];

/** What the schema says of files: of them all, or of whatever is wrong in one of them at that one. */
function fileFinding(field: FilesField, filesAt: readonly PropertyKey[], issue: z.core.$ZodIssue): Finding {
  const [index] = issue.path.slice(filesAt.length);
  if (index !== undefined)
    return error('shape', pointerOf([...filesAt, index]), messages.noFile(field.label));
  const path = pointerOf(filesAt);
  return issue.code === 'too_big'
    ? error('length', path, messages.tooManyFiles(field.label, field.max))
    : error('shape', path, messages.shape(field.label));
}

/** The way to the files that a path leads into. */
function filesOn(definition: FormDefinition, path: readonly PropertyKey[]) {
  for (let end = 1; end < path.length; end++) {
    const field = fieldAt(definition, path.slice(0, end));
    if (field?.kind === 'files') return { field, filesAt: path.slice(0, end) };
  }
  return undefined;
}

function findingOf(definition: FormDefinition, issue: z.core.$ZodIssue): Finding[] {
  const path = pointerOf(issue.path);
  const words = issue.code === 'custom' ? wordsOf(issue) : undefined;
  if (words) return [error('shape', path, words)];
  const within = filesOn(definition, issue.path);
  if (within) return [fileFinding(within.field, within.filesAt, issue)];
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => error('shape', `${path}${pointerOf([key])}`, messages.unknown(key)));
  }
  const field = fieldAt(definition, issue.path);
  if (!field) return [error('shape', path, { zh: '内容不是一份申报', en: 'This is not a declaration' })];
  if (issue.input === undefined || (issue.code !== 'too_big' && isBlank(field, issue.input))) {
    return missingIn(field, path);
  }
  switch (field.kind) {
    // R12 of the form's rules: an amount is a non-negative integer of fen (domain.md §10).
    case 'money':
      return [error('R12', path, messages.money(field))];
    case 'integer':
      return [error('shape', path, messages.range(field.label, field.min, field.max))];
    case 'decimal':
      return [error('shape', path, messages.decimal(field))];
    case 'choice':
      return [error('shape', path, messages.choice(field.label))];
    case 'text':
      return issue.code === 'too_big'
        ? [error('length', path, messages.tooLong(field.label, field.maxLength))]
        : [error('shape', path, messages.shape(field.label))];
    case 'list':
      return issue.code === 'too_big'
        ? [error('length', path, messages.tooMany(field.label, field.max))]
        : [error('shape', path, messages.shape(field.label))];
    case 'files':
      return [fileFinding(field, issue.path, issue)];
    case 'group':
      return [error('shape', path, messages.shape(field.label))];
  }
}

/** What a form's schema says of a value, as findings: `required`, `shape`, `length` and R12. */
export function schemaFindings(definition: FormDefinition, schema: z.ZodType, value: unknown): Finding[] {
  const result = schema.safeParse(value, { reportInput: true });
  return result.success ? [] : result.error.issues.flatMap((issue) => findingOf(definition, issue));
}

/** R36 of the form's rules, of whatever form names the field: whose declaration this is, the record says. */
export function unitFindings(definition: FormDefinition, declaration: unknown, unit: string): Finding[] {
  const { unit: path } = definition;
  const code = path === undefined ? undefined : valueAt(declaration, path);
  if (path === undefined || typeof code !== 'string' || code.trim() === '' || code.trim() === unit) return [];
  return [
    error('R36', path, {
      zh: `只能为本单位申报：本单位的统一社会信用代码是 ${unit}`,
      en: `A unit declares for itself only: the code of yours is ${unit}`,
    }),
  ];
}

function faultsIn(definition: FormDefinition, value: unknown, path: readonly PropertyKey[]): Finding[] {
  if (typeof value === 'string') {
    const field = fieldAt(definition, path);
    const fault = field?.kind === 'text' ? faultIn(value, field.multiline ?? false) : null;
    return fault ? [error('shape', pointerOf(path), faultWords(fault, field?.label))] : [];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => faultsIn(definition, child, [...path, key]));
}

/** What the texts of a part of a form hold that none may: a draft may lack much, and may not hold that. */
export const textFindings = (definition: FormDefinition, value: unknown): Finding[] =>
  faultsIn(definition, value, []);
