import { expect, it } from '@jest/globals';
import { attachmentFindings, unknownFiles } from '../../../shared/attachments/findings.ts';
import { loadNamed } from '../../../shared/attachments/named-files.ts';
import type { AttachmentRecord } from '../../../shared/attachments/record.ts';
import { definition } from '../../../shared/declaration/definition.ts';
import { filesIn } from '../../../shared/forms/files-in.ts';
import { type AttachedFile, attachmentIdOf } from '../../../shared/values/attached-file.ts';
import { aFile } from '../../builders/attached-files.ts';
import { aDeclaration } from '../../builders/declaration.ts';
import { nowhere } from '../../builders/nowhere.ts';
import { usualTaken } from '../../builders/object-store.ts';

const at = '2026-03-02T01:00:00.000Z';
const aRecord = (file: AttachedFile, facts: Partial<AttachmentRecord> = {}): AttachmentRecord => ({
  ...{ id: attachmentIdOf(file), projectId: '2026-7K3M-9QXD', ...file, by: { id: 'x', name: 'x' }, at },
  ...{ arrivedAt: at, content: 'fits', scan: 'clean' },
  ...facts,
});

const named = (files: AttachedFile[], records: readonly AttachmentRecord[] | null) => ({
  files: filesIn(definition, aDeclaration({ attachments: files })),
  records: records && new Map(records.map((record) => [record.id, record])),
});
const [quote, report] = [aFile('报价.pdf'), aFile('报告.pdf')];
const found = (...of: Parameters<typeof named>) =>
  attachmentFindings(named(...of), usualTaken).map(({ rule, path, message }) => [rule, path, message.zh]);

it('nothing stands against files that are clean, or taken unscanned', () => {
  const unscanned = aRecord(report, { scan: 'none' });
  expect(found([quote, report], [aRecord(quote), unscanned])).toEqual([]);
});

it.each<[Partial<AttachmentRecord>, RegExp]>([
  [{ arrivedAt: undefined }, /还没有上传完成/],
  [{ scan: undefined }, /正在查毒，通常只要几秒钟/],
  [{ scan: 'malware' }, /查出病毒/],
  [{ content: 'differs' }, /内容与文件名不符/],
])('with %j a submission waits, or is told why not', (facts, words) => {
  expect(found([report, quote], [aRecord(report), aRecord(quote, facts)])).toEqual([
    ['attachment', '/attachments/1', expect.stringMatching(words)],
  ]);
});

it('a file that nobody attached to the project is none of it, whatever it is called', () => {
  const other = { ...quote, size: quote.size + 1 };
  for (const records of [[], [aRecord(report)], [aRecord(other)]])
    expect(found([quote], records)).toEqual([
      ['attachment', '/attachments/0', '“报价.pdf”不是本项目已上传的附件'],
    ]);
  // The same bytes under another name are the same file.
  expect(found([{ ...quote, name: '另一个名字.pdf' }], [aRecord(quote)])).toEqual([]);
  // Of another kind they are not: what they are was held against the name.
  expect(found([{ ...quote, name: 'x.zip', type: 'application/zip' }], [aRecord(quote)])).toHaveLength(1);
});

it('where there is no project yet a draft is begun first', () => {
  expect(found([quote], null)).toEqual([
    ['attachment', '/attachments/0', '请先保存草稿，再上传附件，然后提交'],
  ]);
});

it('all files together are held against what a project may have, each counted once', () => {
  const half = { ...quote, size: 60 * 1024 * 1024 };
  const other = { ...report, size: 60 * 1024 * 1024 };
  const records = [aRecord(half), aRecord(other)];
  expect(found([half, { ...half, name: '副本.pdf' }], records)).toEqual([]);
  expect(found([half, other], records)).toEqual([
    ['attachment', '/attachments/1', expect.stringContaining('120 MB')],
  ]);
});

it('a content without files costs nothing: the table is not asked', async () => {
  const none = await loadNamed(nowhere, '2026-7K3M-9QXD', filesIn(definition, aDeclaration()));
  expect([none.files, attachmentFindings(none, usualTaken), unknownFiles(none)]).toEqual([[], [], []]);
  await expect(
    loadNamed(nowhere, '2026-7K3M-9QXD', filesIn(definition, aDeclaration({ attachments: [quote] }))),
  ).rejects.toThrow('nothing is asked here');
});
