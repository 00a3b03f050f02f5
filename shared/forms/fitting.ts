import { attachedFile } from '../values/attached-file.ts';
import { type Field, type FormDefinition, fieldsOf, type TextField } from './definition.ts';
import { childOf } from './value-text.ts';

/** Whether a text stays. */
type Keeps = (field: TextField, text: string) => boolean;

function fittedTo(field: Field, value: unknown, keeps: Keeps): unknown {
  switch (field.kind) {
    case 'text':
      return typeof value === 'string' && keeps(field, value) ? value : undefined;
    case 'choice':
      return typeof value === 'string' ? value : undefined;
    case 'integer':
    case 'decimal':
    case 'money':
      return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
    case 'files':
      return Array.isArray(value)
        ? value.filter((file: unknown) => attachedFile.safeParse(file).success)
        : undefined;
    case 'group':
      return typeof value === 'object' && value !== null && !Array.isArray(value)
        ? fitAll(field.fields, value, keeps)
        : undefined;
    case 'list': {
      // A row that cannot be shown keeps its number: findings and differences name rows by it.
      const empty = field.of.kind === 'group' ? {} : '';
      return Array.isArray(value)
        ? value.map((row: unknown) => fittedTo(field.of, row, keeps) ?? empty)
        : undefined;
    }
  }
}

const fitAll = (fields: readonly Field[], value: unknown, keeps: Keeps): Record<string, unknown> =>
  Object.fromEntries(
    fields.flatMap((field) => {
      const fitted = fittedTo(field, childOf(value, field.key), keeps);
      return fitted === undefined ? [] : [[field.key, fitted] as const];
    }),
  );

/**
 * What a form can show of a stored content: every value in it has the kind of its field. What an earlier release let
 * in otherwise counts as not filled in, so that it is seen, found missing and filled in anew.
 */
export const fitting = (definition: FormDefinition, declaration: unknown): Record<string, unknown> =>
  fitAll(fieldsOf(definition), declaration, () => true);

/**
 * The same without texts that are longer than their fields allow. The schema says of them that they are too long; a
 * rule that looked into a megabyte would only take its time.
 */
export const withinLengths = (definition: FormDefinition, declaration: unknown): Record<string, unknown> =>
  fitAll(fieldsOf(definition), declaration, ({ maxLength }, text) => text.length <= maxLength);
