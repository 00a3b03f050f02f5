import { expect, it } from '@jest/globals';
import { AttachmentsPage, type Place } from '../../../functions/attachments/pages/attachments-page.tsx';
import type { AttachmentView } from '../../../shared/contract/views.ts';
import { renderPage } from '../../../shared/pages/render.tsx';
import { attachmentIdOf } from '../../../shared/values/attached-file.ts';
import { aFile } from '../../builders/attached-files.ts';

const aView = (number: number): AttachmentView => {
  const file = aFile(`第${number}项支出横幅制作安装报价单.pdf`);
  return {
    ...{ id: attachmentIdOf(file), ...file, size: 1_234_567 + number, status: 'clean', reason: null },
    ...{ at: '2026-03-02T01:00:00.000Z', by: { id: 'submitter', name: '经办人甲（示例）' } },
  };
};

/** Two hundred, as a draft can have them: twenty of the whole, and ten of each of eighteen rows. */
const places: Place[] = Array.from({ length: 19 }, (_, index) => ({
  pointer: index === 0 ? '/attachments' : `/plan/${index - 1}/files`,
  title: index === 0 ? '附件' : `支出 ${index} · 附件`,
  files: Array.from({ length: index === 0 ? 20 : 10 }, (__, file) => aView(index * 20 + file)),
  changes: 'all',
}));

const page = (lang: 'zh' | 'en') =>
  renderPage(
    <AttachmentsPage
      lang={lang}
      id="2026-7K3M-9QXD"
      name="2026年防汛抗旱应急演练项目"
      version={12}
      places={places}
      mostBytes={20 * 1024 * 1024}
      notice={undefined}
      refused={undefined}
    />,
    {
      lang,
      title: '附件',
      path: '/projects/2026-7K3M-9QXD/attachments',
      person: { name: '经办人甲（示例）', unitName: '示例单位', roles: ['submitter'] },
    },
  );

it.each(['zh', 'en'] as const)('two hundred attachments are a page of 60 KB at most (%s)', (lang) => {
  const html = page(lang);
  expect(html.match(/<input type="checkbox"/g)).toHaveLength(200);
  expect(html.match(/<input type="file"/g)).toHaveLength(19);
  expect(Buffer.byteLength(html)).toBeLessThanOrEqual(60 * 1024);
});

it('each leads to its file by an address below the page’s own, a PDF to be looked at', () => {
  const [first] = places[0]?.files ?? [];
  expect(page('zh')).toContain(`href="attachments/${first?.id}?preview=1"`);
});
