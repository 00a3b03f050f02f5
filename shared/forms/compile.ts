import * as z from 'zod';
import { attachedFile } from '../values/attached-file.ts';
import { hasDecimals } from '../values/decimal.ts';
import { MAX_FEN } from '../values/money.ts';
import { VISIBLE } from '../values/text.ts';
import { textOf } from '../values/text-schema.ts';
import type { Field, FormDefinition, MoneyField } from './definition.ts';
import { fieldsOf } from './definition.ts';
import { filesSchema } from './files-schema.ts';

/** The schemas that a form's definition stands for. */
export interface CompiledForm {
  /** What may be submitted: everything required is there, nothing unknown is. */
  readonly submission: z.ZodType<Record<string, unknown>>;
  /**
   * What a draft may hold: any part of it, also empty rows, texts that are still too long or amounts below 0, and what
   * earlier versions took for text.
   */
  readonly draft: z.ZodType<Record<string, unknown>>;
}

const NOT_BLANK = /\S/;
/** Half a surrogate pair has no UTF-8 form, so it could be neither stored nor hashed faithfully (RFC 8785 §3.2.2.2). */
const isWellFormed = (text: string): boolean => text.isWellFormed();

/** A draft's text may be longer than the field allows, so that nothing typed is lost; the body's 1 MB bounds it. */
function draftSchemaOf(field: Field): z.ZodType {
  switch (field.kind) {
    case 'text':
    case 'choice':
      return z.string().refine(isWellFormed);
    case 'integer':
    case 'decimal':
    case 'money':
      return z.number();
    // A file is there whole, or not at all: nobody types one.
    case 'files':
      return z.array(attachedFile).max(field.max);
    case 'group':
      return draftObjectOf(field.fields);
    case 'list':
      return z.array(draftSchemaOf(field.of)).max(field.max);
  }
}

function draftObjectOf(fields: readonly Field[]): z.ZodType<Record<string, unknown>> {
  return z.strictObject(
    Object.fromEntries(fields.map((field) => [field.key, draftSchemaOf(field).optional()])),
  );
}

/** `multipleOf` would divide binary fractions: 0.3 by 0.1 is 2.9999999999999996. */
const decimalSchema = (min: number, max: number, decimals: number) =>
  z
    .number()
    .min(min)
    .max(max)
    .refine((value) => hasDecimals(value, decimals))
    .describe(`${decimals} decimals at most`);

function moneySchema({ signed = false, fenDecimals = 0 }: MoneyField): z.ZodType {
  const min = signed ? -MAX_FEN : 0;
  return fenDecimals === 0
    ? z.int().min(min).max(MAX_FEN).describe('fen (1/100 yuan)')
    : decimalSchema(min, MAX_FEN, fenDecimals).describe(`fen (1/100 yuan), ${fenDecimals} decimals at most`);
}

function submissionSchemaOf(field: Field): z.ZodType {
  switch (field.kind) {
    case 'text': {
      const text = textOf(field.maxLength, field.multiline ?? false, field.label).regex(
        field.required ? VISIBLE : NOT_BLANK,
      );
      return field.pattern ? text.regex(new RegExp(field.pattern)) : text;
    }
    case 'choice':
      return z.enum(field.options.map((option) => option.value));
    case 'integer':
      return z.int().min(field.min).max(field.max);
    case 'decimal':
      return decimalSchema(field.min, field.max, field.decimals);
    case 'money':
      return moneySchema(field);
    case 'files':
      return filesSchema(field);
    case 'group':
      return submissionObjectOf(field.fields);
    case 'list':
      // A row that is a text says something, or is none.
      return z
        .array(submissionSchemaOf({ ...field.of, required: true }))
        .min(field.min)
        .max(field.max);
  }
}

const made = new WeakMap<readonly Field[], z.ZodType<Record<string, unknown>>>();

/** The schema of some fields by themselves: what a stage's decider must supply. It is made once for the same list. */
export function submissionObjectOf(fields: readonly Field[]): z.ZodType<Record<string, unknown>> {
  const schema = made.get(fields) ?? objectOf(fields);
  made.set(fields, schema);
  return schema;
}

function objectOf(fields: readonly Field[]): z.ZodType<Record<string, unknown>> {
  return z.strictObject(
    Object.fromEntries(
      fields.map((field) => {
        const schema = submissionSchemaOf(field);
        return [field.key, field.required ? schema : schema.optional()];
      }),
    ),
  );
}

/** Makes the zod schemas of a form; cheap enough (about a millisecond) to be done once per process. */
export function compile(definition: FormDefinition): CompiledForm {
  const fields = fieldsOf(definition);
  return { submission: submissionObjectOf(fields), draft: draftObjectOf(fields) };
}
