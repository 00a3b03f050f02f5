import type { FilesShown } from '../../../../shared/pages/attaching/files-shown.ts';
import type { Standing } from '../../../../shared/pages/attaching/standing.ts';
import { type AttachedFile, attachmentIdOf } from '../../../../shared/values/attached-file.ts';
import { aFile } from '../../../builders/attached-files.ts';
import { declaration, ID } from './project.ts';

const sized = (name: string, size: number): AttachedFile => ({ ...aFile(name), size });

/** One file in each way that one can stand. */
const standing = [
  [sized('呈办发〔2021〕8号 关于开展安全生产宣传的通知.pdf', 1_234_567), { status: 'clean', reason: null }],
  [sized('现场照片-20260318.jpg', 3_400_000), { status: 'uploaded', reason: null }],
  [sized('横幅报价单（加密）.xlsx', 45_678), { status: 'unscannable', reason: 'locked' }],
  [sized('设备参数.docx', 88_000), { status: 'refused', reason: 'content' }],
  [sized('报价比选.zip', 9_000_000), { status: 'refused', reason: 'malware' }],
  [sized(`${'很长的文件名'.repeat(12)}.ofd`, 812), { status: 'awaiting', reason: null }],
] as const satisfies readonly (readonly [AttachedFile, Standing])[];

const [notice, photo, quote] = standing.map(([file]) => file);
if (!notice || !photo || !quote) throw new Error('There are six files');

/** Files of a draft, as far as they are. */
export const standings: ReadonlyMap<string, Standing> = new Map(
  standing.map(([file, how]) => [attachmentIdOf(file), how]),
);

export const filesOfDraft: FilesShown = { base: `/projects/${ID}/attachments`, standings };

/** The same where all of them went through: what was submitted. */
export const filesOfRevision = (base: string): FilesShown => ({
  base,
  standings: new Map([...standings].map(([id, how]) => [id, how.status === 'unscannable' ? how : usable])),
});

const usable = { status: 'clean', reason: null } as const;

const [firstBasis, ...otherBasis] = declaration.basis;
const [firstLine, ...otherLines] = declaration.plan;

/** A declaration with files as a whole, on a basis and on a line of the plan. */
export const withFiles = {
  ...declaration,
  basis: [{ ...firstBasis, files: [notice] }, ...otherBasis],
  plan: [{ ...firstLine, files: [quote, photo] }, ...otherLines],
  attachments: standing.map(([file]) => file),
};

export const minutes = [sized('局务会议纪要2026第3期.pdf', 234_000), sized('签到表.jpg', 1_800_000)] as const;
