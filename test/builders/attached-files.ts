import { createHash } from 'node:crypto';
import fc from 'fast-check';
import type { FilesField } from '../../shared/forms/definition.ts';
import { type AttachedFile, cleanFileName, LONGEST_FILE_NAME } from '../../shared/values/attached-file.ts';
import { fileKindOf, fileKinds } from '../../shared/values/file-kinds.ts';

/** A file as a declaration holds it, of bytes that are the text. */
export function aFile(name: string, text = name): AttachedFile {
  const type = fileKindOf(name)?.type;
  if (type === undefined) throw new Error(`No kind of file is called ${name}`);
  const bytes = Buffer.from(text);
  return { name, type, size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
}

const ends = fileKinds.flatMap((kind) => [...kind.ends]);

const anyName = (types: readonly string[]): fc.Arbitrary<string> =>
  fc
    .tuple(
      fc.oneof(
        fc.constantFrom(
          '报价单',
          '会议纪要（1）',
          '呈办发〔2019〕20号',
          '张三的身份证',
          'IMG_2021 05',
          'a.b',
          'é',
        ),
        fc.string({ unit: 'grapheme', maxLength: 20 }),
        fc.constant('长'.repeat(LONGEST_FILE_NAME - 5)),
      ),
      fc.constantFrom(...types),
      fc.boolean(),
    )
    .map(([stem, end, loud]) => `${cleanFileName(stem) || '附件'}.${loud ? end.toUpperCase() : end}`)
    .map(cleanFileName);

const hex = fc
  .uint8Array({ minLength: 32, maxLength: 32 })
  .map((bytes) => Buffer.from(bytes).toString('hex'));

/** Any file that a field takes. */
export const anyFile = ({
  types,
  maxBytes,
}: Pick<FilesField, 'types' | 'maxBytes'> = {}): fc.Arbitrary<AttachedFile> =>
  fc
    .tuple(anyName(types ?? ends), fc.integer({ min: 1, max: maxBytes ?? 50 * 1024 * 1024 }), hex)
    .map(([name, size, sha256]) => ({ name, type: fileKindOf(name)?.type ?? '', size, sha256 }));

/** Any files that a field takes, each once. */
export const anyFiles = (field: FilesField): fc.Arbitrary<AttachedFile[]> =>
  fc.uniqueArray(anyFile(field), {
    minLength: 1,
    maxLength: Math.min(field.max, 3),
    selector: ({ sha256 }) => sha256.slice(0, 33),
  });
