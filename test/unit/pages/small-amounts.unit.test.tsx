import { describe, expect, it } from '@jest/globals';
import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { AmountsByUnit } from '../../../functions/history/pages/plots/amounts-by-unit.tsx';
import { LineTable } from '../../../functions/history/pages/timeline/amounts.tsx';
import { definition } from '../../../shared/declaration/definition.ts';
import { makeDocument } from '../../../shared/document/make-document.ts';
import { compose } from '../../../shared/effects/mail/compose.tsx';
import { DeclarationView } from '../../../shared/pages/declaration-view.tsx';
import { PlanLines } from '../../../shared/pages/plan-lines.tsx';
import { aDeclaration } from '../../builders/declaration.ts';
import { aDocumentSource } from '../../builders/document.ts';
import { textOf } from './markup.ts';
import { aForm } from './samples/form-pages.tsx';

/** 49 元: two decimals of 万元 say nothing of it. */
const FEN = 4_900;
const declaration = aDeclaration({
  plan: [{ name: '邮寄费', amountFen: FEN }],
  appropriation: { fund: '一般公共预算', amountFen: FEN },
});
const byUnit = [{ unit: '1', projects: 1, requestedFen: FEN, approvedFen: FEN }];
const inLine = { name: '邮寄费', requestedFen: FEN, approvedFen: FEN };
const letter = {
  tag: { zh: '待审核', en: 'For review' },
  lead: { zh: '请审核。', en: 'Please review.' },
  project: {
    id: '2021-7K3M-9QXD',
    title: '邮寄',
    unitName: '示例单位',
    requestedFen: FEN,
    approvedFen: null,
  },
  contact: '',
};

describe('an amount below 100 元 is never printed as 0.00 万元', () => {
  const pages: readonly [string, VNode][] = [
    ['the form', aForm({ declaration })],
    ['the declaration', <DeclarationView lang="zh" definition={definition} declaration={declaration} />],
    ['the lines', <PlanLines lang="zh" definition={definition} decision={{ declaration, cuts: [] }} />],
    ['the timeline', <LineTable lang="zh" lines={[inLine]} isApproved />],
    [
      'the overview',
      <AmountsByUnit
        lang="zh"
        amounts={byUnit}
        scope={{ from: '2021-01-01', to: '2021-12-31' }}
        unitName={(id) => id}
      />,
    ],
  ];

  it.each(pages)('on %s', (_, page) => {
    const text = textOf(renderToString(page));
    expect(text).toContain('49.00');
    expect(text).toContain('元');
    expect(text).not.toMatch(/(?<!\d)0\.00(?!\d)/);
  });

  it('in a mail, its subject first', () => {
    for (const lang of ['zh', 'en'] as const) {
      const { subject, text, html } = compose(letter, { lang, name: '审核人丙（示例）' });
      for (const part of [subject, text, html]) expect(part).toContain(lang === 'zh' ? '49.00 元' : '¥49.00');
    }
  });

  it('in the document, where it says its unit', () => {
    const text = JSON.stringify(
      makeDocument(aDocumentSource({ declaration, project: { requestedFen: FEN } })),
    );
    expect(text).toContain('49.00元');
    expect(text).not.toMatch(/(?<!\d)0\.00(?!\d)/);
  });
});
