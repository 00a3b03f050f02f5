import { type Field, type FormDefinition, fieldsOf } from './definition.ts';

const isPosition = (part: PropertyKey): boolean => /^(?:0|[1-9]\d*)$/.test(String(part));

/** The field that a path leads to, with positions of lists and of files skipped; undefined for a key that the form does not have. */
export function fieldAt(definition: FormDefinition, path: readonly PropertyKey[]): Field | undefined {
  let fields: readonly Field[] = fieldsOf(definition);
  let field: Field | undefined;
  for (const part of path) {
    if (field?.kind === 'files' && isPosition(part)) continue;
    field = field?.kind === 'list' ? field.of : fields.find(({ key }) => key === part);
    if (field === undefined) return undefined;
    // Below a single value there is nothing.
    fields = field.kind === 'group' ? field.fields : [];
  }
  return field;
}
