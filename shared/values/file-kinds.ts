import type { Words } from './language.ts';

/** One kind of file that is taken as an attachment. */
interface FileKind {
  /** What names end with, in lower case and without the dot. */
  readonly ends: readonly string[];
  /** The media type under which it is stored: the name's end decides, since browsers say nothing of an OFD file. */
  readonly type: string;
  readonly label: Words;
  /** Whether browsers show it by themselves, and nothing in it can run. */
  readonly previewed?: true;
}

const office = 'application/vnd.openxmlformats-officedocument';

/** What offices attach: quotes, legal bases, minutes, pictures of a place, and archives of these. */
export const fileKinds = [
  { ends: ['pdf'], type: 'application/pdf', label: { zh: 'PDF', en: 'PDF' }, previewed: true },
  { ends: ['ofd'], type: 'application/ofd', label: { zh: 'OFD', en: 'OFD' } },
  { ends: ['docx'], type: `${office}.wordprocessingml.document`, label: { zh: 'Word', en: 'Word' } },
  { ends: ['doc'], type: 'application/msword', label: { zh: 'Word', en: 'Word' } },
  { ends: ['wps'], type: 'application/wps-office.wps', label: { zh: 'WPS 文字', en: 'WPS Writer' } },
  { ends: ['xlsx'], type: `${office}.spreadsheetml.sheet`, label: { zh: 'Excel', en: 'Excel' } },
  { ends: ['xls'], type: 'application/vnd.ms-excel', label: { zh: 'Excel', en: 'Excel' } },
  { ends: ['et'], type: 'application/wps-office.et', label: { zh: 'WPS 表格', en: 'WPS Spreadsheets' } },
  { ends: ['pptx'], type: `${office}.presentationml.presentation`, label: { zh: 'PPT', en: 'PowerPoint' } },
  { ends: ['ppt'], type: 'application/vnd.ms-powerpoint', label: { zh: 'PPT', en: 'PowerPoint' } },
  { ends: ['dps'], type: 'application/wps-office.dps', label: { zh: 'WPS 演示', en: 'WPS Presentation' } },
  { ends: ['jpg', 'jpeg'], type: 'image/jpeg', label: { zh: '图片', en: 'Picture' }, previewed: true },
  { ends: ['png'], type: 'image/png', label: { zh: '图片', en: 'Picture' }, previewed: true },
  { ends: ['webp'], type: 'image/webp', label: { zh: '图片', en: 'Picture' }, previewed: true },
  { ends: ['heic', 'heif'], type: 'image/heic', label: { zh: '图片', en: 'Picture' } },
  { ends: ['tif', 'tiff'], type: 'image/tiff', label: { zh: '图片', en: 'Picture' } },
  { ends: ['zip'], type: 'application/zip', label: { zh: 'ZIP 压缩包', en: 'ZIP archive' } },
] as const satisfies readonly FileKind[];

/** The kind of file that a name says it is, by its end; undefined for what is not taken. */
export function fileKindOf(name: string): FileKind | undefined {
  const end = /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase();
  return end === undefined
    ? undefined
    : fileKinds.find(({ ends }) => (ends as readonly string[]).includes(end));
}
