import { type Field, type FilesField, type FormDefinition, fieldsOf } from '../../shared/forms/definition.ts';
import { pointerOf } from '../../shared/forms/pointer.ts';
import { childOf, rowsOf } from '../../shared/forms/value-text.ts';

/** A field of files where it stands in a content. */
export interface FilesPlace {
  /** JSON Pointer of the field: `/plan/0/files`. */
  readonly pointer: string;
  readonly field: FilesField;
}

const placesOf = (field: Field, value: unknown, path: readonly PropertyKey[]): FilesPlace[] => {
  switch (field.kind) {
    case 'files':
      return [{ pointer: pointerOf(path), field }];
    case 'group':
      return placesOfAll(field.fields, value, path);
    case 'list':
      return rowsOf(value).flatMap((row, index) => placesOf(field.of, row, [...path, index]));
    default:
      return [];
  }
};

const placesOfAll = (fields: readonly Field[], value: unknown, path: readonly PropertyKey[]): FilesPlace[] =>
  fields.flatMap((field) => placesOf(field, childOf(value, field.key), [...path, field.key]));

/** Every place of a content that takes files, in rows that are there. */
export const filesPlaces = (definition: FormDefinition, content: unknown): FilesPlace[] =>
  placesOfAll(fieldsOf(definition), content, []);
