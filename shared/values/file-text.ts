import type { AttachedFile } from './attached-file.ts';
import type { Lang } from './language.ts';
import { rawText } from './text.ts';

/** So many hex digits of a hash tell the files of a project apart for the eye; the whole is in the record. */
const FIRST_DIGITS = 8;

const UNITS = ['KB', 'MB', 'GB'] as const;

/** A size as people read it, by 1,024 as their desks show it: `812 字节`, `34.5 KB`, `20 MB`. */
export function sizeText(bytes: number, lang: Lang): string {
  if (bytes < 1024) return lang === 'zh' ? `${bytes} 字节` : `${bytes} ${bytes === 1 ? 'byte' : 'bytes'}`;
  let size = bytes / 1024;
  let unit = 0;
  // What would be written as 1024 of a unit is one of the next.
  while (Number(size.toFixed(1)) >= 1024 && unit < UNITS.length - 1) {
    size /= 1024;
    unit += 1;
  }
  return `${Number(size.toFixed(1))} ${UNITS[unit]}`;
}

/** The first digits of a file's SHA-256. */
export const hashText = ({ sha256 }: Pick<AttachedFile, 'sha256'>): string => sha256.slice(0, FIRST_DIGITS);

/** What is said of a file behind its name: its size, and the beginning of its hash. */
const fileFacts = (file: Pick<AttachedFile, 'size' | 'sha256'>, lang: Lang): string =>
  `${sizeText(file.size, lang)}${lang === 'zh' ? '，' : ', '}SHA-256 ${hashText(file)}`;

const isFile = (value: unknown): value is Pick<AttachedFile, 'name' | 'size' | 'sha256'> =>
  typeof value === 'object' &&
  value !== null &&
  'name' in value &&
  typeof value.name === 'string' &&
  'size' in value &&
  typeof value.size === 'number' &&
  'sha256' in value &&
  typeof value.sha256 === 'string';

/** A file in a line: `报价单.pdf（1.2 MB，SHA-256 0a1b2c3d）`. What is none is shown as it is. */
export function fileText(value: unknown, lang: Lang): string {
  if (!isFile(value)) return rawText(value);
  const facts = fileFacts(value, lang);
  return lang === 'zh' ? `${value.name}（${facts}）` : `${value.name} (${facts})`;
}
