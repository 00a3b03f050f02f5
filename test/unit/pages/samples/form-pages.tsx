import type { FormPageProps } from '../../../../functions/projects/pages/form/form-page-props.ts';
import { FormPage } from '../../../../functions/projects/pages/form-page.tsx';
import { definition } from '../../../../shared/declaration/definition.ts';
import type { Lang } from '../../../../shared/values/language.ts';
import { declaration, findings, ID, type Page, submitter } from './project.ts';

export const aForm = (more: Partial<FormPageProps> = {}) => (
  <FormPage
    lang="zh"
    definition={definition}
    declaration={declaration}
    unread={{}}
    findings={[]}
    showFindings={false}
    idempotencyKey="key-1"
    {...more}
  />
);

const draft = {
  id: ID,
  revision: 2,
  version: 3,
  state: 'returned',
  savedAt: '2026-11-10T02:32:05.000Z',
} as const;

const returned = { by: '审核人乙（示例）', comment: '请补充测算依据', fields: ['/plan/2/basis'] };

const formFrame = {
  title: '申报',
  person: submitter,
  current: 'form',
  path: '/forms/x',
  script: 'form',
} as const;

export const formPages = (lang: Lang): Readonly<Record<string, Page>> => {
  return {
    'form-empty': [aForm({ lang, declaration: {}, sampleHref: '?sample=1' }), formFrame],
    'form-sample': [aForm({ lang }), formFrame],
    'form-refused': [aForm({ lang, refused: '10 分钟内最多提交申报 30 次。' }), formFrame],
    'form-recalled': [aForm({ lang, notice: 'recalled', project: { ...draft, state: 'draft' } }), formFrame],
    'form-returned': [
      aForm({
        lang,
        findings,
        showFindings: true,
        unread: { '/plan/2/unitPriceFen': '五千' },
        project: { ...draft, returned },
      }),
      formFrame,
    ],
    'form-paste': [
      aForm({
        lang,
        notice: 'saved',
        project: { ...draft, state: 'draft' },
        declaration: { title: declaration.title },
        pasted: { list: '/plan', text: '演练\t5,000\t8\t次\t四万' },
        theirs: { declaration: { title: '他们的题目', overview: '概况' }, unread: { '/budgetYear': '今年' } },
        lastYear: declaration,
      }),
      formFrame,
    ],
  };
};
