import * as z from 'zod';

/**
 * The files that declarations and decisions name, found by their shape alone: a verifier knows no form. What a
 * declaration says of a file is in its hash, and so in the event that binds it; the index of a bundle only repeats it
 * for people, and is held against it.
 */

/** A file as a declaration or a decision names it. */
const namedFile = z.strictObject({
  name: z.string(),
  type: z.string(),
  size: z.int().min(1),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
export type NamedFile = z.infer<typeof namedFile>;

/** A file, and where in a declaration or in a decision's details it stands: a JSON pointer. */
export interface Named {
  readonly at: string;
  readonly file: NamedFile;
}

const stepTo = (key: string): string => `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;

/** Every file that a JSON value names, in the order in which it stands there. */
export function filesNamedIn(value: unknown, at = ''): Named[] {
  if (typeof value !== 'object' || value === null) return [];
  const file = namedFile.safeParse(value).data;
  if (file) return [{ at, file }];
  return Object.entries(value).flatMap(([key, inner]) => filesNamedIn(inner, `${at}${stepTo(key)}`));
}

/** A file of a project, by its content: however often and under whatever name it was attached. */
const indexedFile = z.strictObject({
  /** Where it lies in the bundle or in a part: `attachments/{project}/{12 hex digits}-{name}`. */
  path: z.string(),
  ...namedFile.omit({ name: true }).shape,
  /** The number of the part that holds it, where the bundle does not. */
  part: z.int().min(1).optional(),
  /** The texts of the bundle that name it, where in each, and under which name. */
  named: z.array(z.strictObject({ in: z.string(), at: z.string(), name: z.string() })).min(1),
});
export type IndexedFile = z.infer<typeof indexedFile>;

/** `attachments.json` */
export const attachmentIndex = z.strictObject({
  /** Whether the files lie in the bundle itself; otherwise in so many parts, which are downloads of their own. */
  included: z.boolean(),
  parts: z.int().min(0),
  files: z.array(indexedFile),
});
export type AttachmentIndex = z.infer<typeof attachmentIndex>;

/** Below it lie the files themselves, in a bundle and in its parts. */
export const ATTACHMENTS = 'attachments/';

/** What Windows takes no file name with, and what would lead into another folder. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
const UNSAFE = /[\\/:*?"<>|\u0000-\u001f]/g;

/** Windows opens no path of more than 260 characters, of which the folder that it is unpacked into has some. */
const LONGEST_NAME = 100;

function shortened(name: string): string {
  const characters = [...name];
  if (characters.length <= LONGEST_NAME) return name;
  const end = /\.[^.]{1,8}$/.exec(name)?.[0] ?? '';
  return `${characters.slice(0, LONGEST_NAME - end.length).join('')}${end}`;
}

/** @param folder the project as texts of a bundle have it in their names @internal */
export const pathOf = (folder: string, { name, sha256 }: Pick<NamedFile, 'name' | 'sha256'>): string =>
  `${ATTACHMENTS}${folder}/${sha256.slice(0, 12)}-${shortened(name.replace(UNSAFE, '_'))}`;

/** `revisions/{project}/1.json` and `details/{project}/4.json` are of the same project. */
const folderOf = (text: string): string => text.split('/')[1] ?? '';

/**
 * All that texts of a bundle name, each file of a project once, in the order in which they first stand there.
 * @param texts declarations and details by the names of their files, parsed
 */
export function indexOf(texts: Iterable<readonly [name: string, value: unknown]>): IndexedFile[] {
  const found = new Map<string, IndexedFile & { named: IndexedFile['named'] }>();
  for (const [text, value] of texts)
    for (const { at, file } of filesNamedIn(value)) {
      const { name, ...content } = file;
      // One that is told with another size or type is another file: the verifier then says which of them is wrong.
      const key = JSON.stringify([folderOf(text), content.sha256, content.size, content.type]);
      const known = found.get(key) ?? { path: pathOf(folderOf(text), file), ...content, named: [] };
      known.named.push({ in: text, at, name });
      found.set(key, known);
    }
  return [...found.values()];
}
