import type * as z from 'zod';
import type { Words } from '../values/language.ts';
import { faultIn, faultWords, saysSomething } from '../values/text.ts';
import { wordsOf } from '../values/text-schema.ts';
import type { Field, FormDefinition } from './definition.ts';
import { fieldsOf } from './definition.ts';
import type { Finding } from './finding.ts';
import { pointerOf } from './pointer.ts';

/** The field that a path leads to, with list positions skipped; undefined for a key that the form does not have. */
export function fieldAt(definition: FormDefinition, path: readonly PropertyKey[]): Field | undefined {
  let fields: readonly Field[] = fieldsOf(definition);
  let field: Field | undefined;
  for (const part of path) {
    if (field?.kind === 'list') {
      field = field.of;
    } else {
      field = fields.find((candidate) => candidate.key === part);
    }
    if (field === undefined) return undefined;
    if (field.kind === 'group') fields = field.fields;
  }
  return field;
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
  unknown: (key: string): Words => ({ zh: `本表没有“${key}”这一项`, en: `The form has no field "${key}"` }),
  money: (label: Words): Words => ({
    zh: `${label.zh}应为不小于 0 的金额，精确到分`,
    en: `${label.en} must be an amount of 0 or more in whole fen`,
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

function findingOf(definition: FormDefinition, issue: z.core.$ZodIssue): Finding[] {
  const path = pointerOf(issue.path);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => error('shape', `${path}${pointerOf([key])}`, messages.unknown(key)));
  }
  const field = fieldAt(definition, issue.path);
  if (!field) return [error('shape', path, { zh: '内容不是一份申报', en: 'This is not a declaration' })];
  const words = issue.code === 'custom' ? wordsOf(issue) : undefined;
  if (words) return [error('shape', path, words)];
  if (issue.input === undefined || (issue.code !== 'too_big' && isBlank(field, issue.input))) {
    return [error('required', path, messages.required(field.label))];
  }
  switch (field.kind) {
    // R12 of the form's rules: an amount is a non-negative integer of fen (domain.md §10).
    case 'money':
      return [error('R12', path, messages.money(field.label))];
    case 'integer':
      return [error('shape', path, messages.range(field.label, field.min, field.max))];
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
    case 'group':
      return [error('shape', path, messages.shape(field.label))];
  }
}

/** What a form's schema says of a value, as findings: `required`, `shape`, `length` and R12. */
export function schemaFindings(definition: FormDefinition, schema: z.ZodType, value: unknown): Finding[] {
  const result = schema.safeParse(value, { reportInput: true });
  return result.success ? [] : result.error.issues.flatMap((issue) => findingOf(definition, issue));
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
