import { type AttachedFile, attachedFile, attachmentIdOf } from '../values/attached-file.ts';
import { type Field, type FilesField, type FormDefinition, fieldsOf } from './definition.ts';
import type { FilesById } from './form-data.ts';
import { pointerOf, putAt, valueAt } from './pointer.ts';
import { childOf, rowsOf } from './value-text.ts';

/** A file where it stands in a content. */
export interface FileAt {
  /** JSON Pointer of the file: `/plan/0/files/1`. */
  readonly pointer: string;
  readonly field: FilesField;
  readonly file: AttachedFile;
}

function filesOf(field: Field, value: unknown, path: readonly PropertyKey[]): FileAt[] {
  switch (field.kind) {
    case 'files':
      return rowsOf(value).flatMap((item, index) => {
        const file = attachedFile.safeParse(item);
        return file.success ? [{ pointer: pointerOf([...path, index]), field, file: file.data }] : [];
      });
    case 'group':
      return filesOfAll(field.fields, value, path);
    case 'list':
      return rowsOf(value).flatMap((row, index) => filesOf(field.of, row, [...path, index]));
    default:
      return [];
  }
}

const filesOfAll = (fields: readonly Field[], value: unknown, path: readonly PropertyKey[]): FileAt[] =>
  fields.flatMap((field) => filesOf(field, childOf(value, field.key), [...path, field.key]));

/** Every file in a content, in the order of its fields; what is no file is left out. Of a form, or of some fields alone. */
export const filesIn = (form: FormDefinition | readonly Field[], content: unknown): FileAt[] =>
  filesOfAll('sections' in form ? fieldsOf(form) : form, content, []);

/** The same with their numbers, as documents give them: from 1, and one for the same file under the same name. */
export function numberedFiles(
  form: FormDefinition | readonly Field[],
  content: unknown,
): (FileAt & { readonly number: number })[] {
  const numbers = new Map<string, number>();
  return filesIn(form, content).map((found) => {
    const { sha256, name } = found.file;
    const key = `${sha256} ${name}`;
    const number = numbers.get(key) ?? numbers.size + 1;
    numbers.set(key, number);
    return { ...found, number };
  });
}

/**
 * A content whose texts are masked, with its files as whoever is no party may see them: what a file is called may name a
 * person in any way, so that a number stands there; what binds its bytes stays.
 * @param content the same, not masked
 */
export const withMaskedFiles = (
  form: FormDefinition | readonly Field[],
  content: unknown,
  masked: Record<string, unknown>,
): Record<string, unknown> =>
  numberedFiles(form, content).reduce((changed, { pointer, file, number }) => {
    // Of what could not be masked nothing is shown, its files included.
    if (valueAt(masked, pointer) === undefined) return changed;
    return putAt(changed, pointer, {
      ...file,
      name: `附件${number}${/\.[^.]+$/.exec(file.name)?.[0] ?? ''}`,
    });
  }, masked);

/** What the attachments' ids on a page of one of these contents name. */
export function filesById(
  form: FormDefinition | readonly Field[],
  ...contents: readonly unknown[]
): FilesById {
  const known = new Map(
    contents.flatMap((content) => filesIn(form, content)).map(({ file }) => [attachmentIdOf(file), file]),
  );
  return (id) => known.get(id);
}

/**
 * What a page posts for a field's files: its inputs with their attachments' ids, and the file of each; none for an id
 * that was not known when it was read.
 */
export function fileInputs(
  pointer: string,
  value: unknown,
  unread: Readonly<Record<string, string>>,
): { readonly pointer: string; readonly id: string; readonly file?: AttachedFile }[] {
  const files = rowsOf(value).flatMap((item) => {
    const file = attachedFile.safeParse(item);
    return file.success ? [{ id: attachmentIdOf(file.data), file: file.data }] : [];
  });
  const unknown = Object.entries(unread)
    .filter(([path]) => path.startsWith(`${pointer}/`))
    .map(([, id]) => ({ id }));
  return [...files, ...unknown].map((input, index) => ({ pointer: `${pointer}/${index}`, ...input }));
}
