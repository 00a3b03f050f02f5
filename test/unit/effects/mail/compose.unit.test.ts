import { describe, expect, it } from '@jest/globals';
import { compose } from '../../../../shared/effects/mail/compose.tsx';

const address = 'https://countersign.example/decisions/token';
const letter = {
  tag: { zh: '待审核', en: 'For review' },
  lead: { zh: '请对以下项目作出财务审核决定。', en: 'A project waits for your finance review.' },
  project: {
    id: '2021-7K3M-9QXD',
    title: '示例项目',
    unitName: '示例单位',
    requestedFen: 31_500_000,
    approvedFen: 30_500_000,
  },
  deadline: '2021-11-18T10:00:00.000Z',
  button: { label: { zh: '查看并作出决定', en: 'Read and decide' }, address },
  contact: '财务科 010-00000000',
} as const;

/** What a reader sees who gets neither images nor styles. */
const bare = (html: string): string =>
  html
    .replace(/<head>.*?<\/head>/s, '')
    .replaceAll(/ style="[^"]*"/g, '')
    .replaceAll(/<[^>]+>/g, '\n');

describe.each(['zh', 'en'] as const)('a letter in %s', (lang) => {
  const { subject, text, html } = compose(letter, { lang, name: '审核人丙（示例）' });
  const left = { zh: '30.50 万元', en: '¥305,000.00' }[lang];
  const requested = { zh: '申报 31.50 万元', en: 'requested ¥315,000.00' }[lang];

  it('has project and amount in its subject', () => {
    for (const part of ['示例单位', '示例项目', left]) expect(subject).toContain(part);
  });

  it('shows the address in plain beside the button, in both bodies', () => {
    expect(text.split('\n')).toContain(address);
    expect(bare(html).split('\n')).toContain(address);
    expect(html.split(`href="${address}"`)).toHaveLength(3);
  });

  it('says everything without images and styles, and asks for nothing from elsewhere', () => {
    expect(html).not.toMatch(/<(img|link|style|script|picture|svg)|url\(|src=/i);
    for (const part of [
      letter.lead[lang],
      '示例项目',
      '示例单位',
      '2021-7K3M-9QXD',
      left,
      requested,
      letter.button.label[lang],
      letter.contact,
    ])
      expect(bare(html)).toContain(part);
    expect(html).toContain(`lang="${lang === 'zh' ? 'zh-CN' : 'en'}"`);
  });
});
