import { type Field, type FormDefinition, fieldsOf } from './definition.ts';
import { childOf } from './value-text.ts';

function fittedTo(field: Field, value: unknown): unknown {
  switch (field.kind) {
    case 'text':
    case 'choice':
      return typeof value === 'string' ? value : undefined;
    case 'integer':
    case 'money':
      return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
    case 'group':
      return typeof value === 'object' && value !== null && !Array.isArray(value)
        ? fitAll(field.fields, value)
        : undefined;
    case 'list': {
      // A row that cannot be shown keeps its number: findings and differences name rows by it.
      const empty = field.of.kind === 'group' ? {} : '';
      return Array.isArray(value) ? value.map((row: unknown) => fittedTo(field.of, row) ?? empty) : undefined;
    }
  }
}

const fitAll = (fields: readonly Field[], value: unknown): Record<string, unknown> =>
  Object.fromEntries(
    fields.flatMap((field) => {
      const fitted = fittedTo(field, childOf(value, field.key));
      return fitted === undefined ? [] : [[field.key, fitted] as const];
    }),
  );

/**
 * What a form can show of a stored content: every value in it has the kind of its field. What an earlier release let
 * in otherwise counts as not filled in, so that it is seen, found missing and filled in anew.
 */
export const fitting = (definition: FormDefinition, declaration: unknown): Record<string, unknown> =>
  fitAll(fieldsOf(definition), declaration);
