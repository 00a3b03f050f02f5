import * as z from 'zod';
import { fileKindOf } from './file-kinds.ts';
import { faultIn, normalText } from './text.ts';

/** What a name may have: as many UTF-16 code units as file systems take characters. */
export const LONGEST_FILE_NAME = 255;

/**
 * A file's name as it is kept: Chinese and blanks stay; folders in front of it (a browser's `C:\fakepath\`), control
 * characters, and blanks and dots at its ends go. What is left may be empty, or too long.
 */
export const cleanFileName = (given: string): string =>
  [...normalText(given.replace(/^.*[/\\]/s, ''))]
    .filter((char) => char !== '\n' && faultIn(char, false) === null)
    .join('')
    .replace(/^[\s.]+|(?<![\s.])[\s.]+$/gu, '');

const isCleanName = (name: string): boolean =>
  name !== '' && name === cleanFileName(name) && fileKindOf(name) !== undefined;

/**
 * An attached file as it stands in a declaration, and so in its hash: what binds its bytes, which are kept elsewhere
 * (`shared/attachments`). `size` is in bytes, `sha256` lowercase hex, `type` the media type that the name's end says.
 */
export const attachedFile = z.lazy(() =>
  z
    .strictObject({
      name: z.string().max(LONGEST_FILE_NAME).refine(isCleanName),
      type: z.string(),
      size: z.int().min(1),
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
    })
    .refine(({ name, type }) => fileKindOf(name)?.type === type, { path: ['type'] }),
);
export type AttachedFile = z.infer<typeof attachedFile>;

/**
 * What names an attachment in a project: the first 132 bits of its SHA-256 as 22 characters of base64url. The same bytes
 * are the same attachment, however often and under whatever name they are sent.
 */
export const attachmentIdOf = ({ sha256 }: Pick<AttachedFile, 'sha256'>): string =>
  Buffer.from(sha256, 'hex').toString('base64url').slice(0, 22);
