import { type Field, type FormDefinition, fieldsOf } from './definition.ts';

/** The field that a path leads to, with list positions skipped; undefined for a key that the form does not have. */
export function fieldAt(definition: FormDefinition, path: readonly PropertyKey[]): Field | undefined {
  let fields: readonly Field[] = fieldsOf(definition);
  let field: Field | undefined;
  for (const part of path) {
    field = field?.kind === 'list' ? field.of : fields.find(({ key }) => key === part);
    if (field === undefined) return undefined;
    // Below a single value there is nothing.
    fields = field.kind === 'group' ? field.fields : [];
  }
  return field;
}
