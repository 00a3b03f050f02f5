import type { OfficialDocument } from './model.ts';

/** What Windows forbids in a file's name, and what would break a header's line. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out
const FORBIDDEN = /[\u0000-\u001f\u007f\\/:*?"<>|]/g;
/** File systems take 255 bytes: 80 Chinese characters and what is around them. */
const LONGEST = 80;

const percent = (char: string): string => `%${char.charCodeAt(0).toString(16).toUpperCase()}`;

/** `2021年…项目（申报稿）.docx` */
export function fileNameOf({ title, mark }: OfficialDocument, extension: string): string {
  const clean = [...title.replace(FORBIDDEN, '_').trim()].slice(0, LONGEST).join('');
  return `${clean}${mark === null ? '' : `（${mark.replace(/[（）]/g, '')}）`}.${extension}`;
}

/** RFC 6266: the Chinese name for browsers, a plain one for what cannot read it. */
export function attachment(name: string, plain: string): string {
  // encodeURIComponent leaves four characters alone that RFC 8187 wants encoded.
  const encoded = encodeURIComponent(name).replace(/['()*]/g, percent);
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
