import { AttachmentsPage, type Place } from '../../../../functions/attachments/pages/attachments-page.tsx';
import type { AttachmentView } from '../../../../shared/contract/views.ts';
import { type AttachedFile, attachmentIdOf } from '../../../../shared/values/attached-file.ts';
import type { Lang } from '../../../../shared/values/language.ts';
import { minutes, standings, withFiles } from './attachments.ts';
import { declaration, ID, type Page, submitter } from './project.ts';

const viewOf = (file: AttachedFile): AttachmentView => ({
  ...{ id: attachmentIdOf(file), ...file, at: '2026-03-18T02:00:00.000Z' },
  ...(standings.get(attachmentIdOf(file)) ?? { status: 'clean', reason: null }),
  by: { id: 'submitter', name: '经办人甲（示例）' },
});

const titles = {
  zh: { whole: '附件', line: '支出 1 · 附件', empty: '支出 2 · 附件', loose: '未放入申报的文件' },
  en: {
    whole: 'Attachments',
    line: 'Line 1 · Attachments',
    empty: 'Line 2 · Attachments',
    loose: 'Not placed in the declaration',
  },
} as const;

/** The attachments of a draft, and of what was handed in. */
export function attachmentsPages(lang: Lang): Readonly<Record<string, Page>> {
  const title = titles[lang];
  const props = {
    ...{ lang, id: ID, name: declaration.title, version: 3, mostBytes: 20 * 1024 * 1024 },
    ...{ notice: undefined, refused: undefined },
  };
  const whole = { pointer: '/attachments', title: title.whole, files: withFiles.attachments.map(viewOf) };
  const places: Place[] = [
    { ...whole, changes: 'all' },
    { pointer: '/plan/1/files', title: title.empty, files: [], changes: 'all' },
    { pointer: '', title: title.loose, files: minutes.map(viewOf), changes: 'remove' },
  ];
  const frame = { title: title.whole, path: `/projects/${ID}/attachments`, person: submitter };
  const refused = lang === 'zh' ? '“空.pdf”是空文件（0 字节）' : '"空.pdf" is empty (0 bytes)';
  return {
    attachments: [<AttachmentsPage key="draft" {...props} places={places} notice="attached" />, frame],
    'attachments-refused': [
      <AttachmentsPage key="refused" {...props} places={places} refused={refused} />,
      frame,
    ],
    'attachments-handed-in': [
      <AttachmentsPage key="read" {...props} places={[{ ...whole, changes: 'none' }]} />,
      frame,
    ],
    'attachments-none': [<AttachmentsPage key="none" {...props} places={[]} />, frame],
  };
}
