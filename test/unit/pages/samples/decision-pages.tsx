import {
  DeadLinkPage,
  type DeadLinkPageProps,
} from '../../../../functions/decisions/pages/dead-link-page.tsx';
import { DecisionPage } from '../../../../functions/decisions/pages/decision-page.tsx';
import type { DecisionPageProps } from '../../../../functions/decisions/pages/decision-page-props.ts';
import type { DeadLinkView, DecisionView } from '../../../../shared/contract/views.ts';
import { definition } from '../../../../shared/declaration/definition.ts';
import type { Lang } from '../../../../shared/values/language.ts';
import { defaultStages } from '../../../../shared/workflow/stages.ts';
import { aCut, declaration, findings, HASH, objection, type Page, project, stageLabel } from './project.ts';

function raise(message: string): never {
  throw new Error(message);
}

export const TOKEN = 'the-token-of-the-link';

export const decision: DecisionView = {
  project: { ...project, revision: 2 },
  stage: 'finance-review',
  status: 'open',
  assignee: { id: 'reviewer', name: '审核人乙（示例）' },
  deadline: '2026-11-18T10:00:00.000Z',
  declaration,
  findings: findings.filter(({ severity }) => severity === 'warning'),
  changes: [
    { path: '/plan/2/basis', after: '4个街道×1.25万元' },
    { path: '/performance/indicators/1/value', before: '1', after: '12' },
    { path: '/plan/0/amountFen', before: 20_000_000, after: 22_500_000 },
  ],
  contentHash: HASH,
  cuts: [],
  objections: [],
  earlier: [],
};

const financeReview =
  defaultStages.find(({ id }) => id === 'finance-review') ?? raise('There is no finance review');

export const aDecisionPage = (view: Partial<DecisionView> = {}, more: Partial<DecisionPageProps> = {}) => (
  <DecisionPage
    lang="zh"
    decision={{ ...decision, ...view }}
    definition={definition}
    action={`/decisions/${TOKEN}`}
    stage={financeReview}
    consequences={{ approve: '同意后送审批。', return: '退回修改。', reject: '项目终止。' }}
    contact="0871-00000000"
    {...more}
  />
);

/** One of each kind of link that decides nothing any more. */
export const deadLinks: readonly DeadLinkView[] = (
  [
    ['decided-by-you', 'decided'],
    ['decided', 'decided'],
    ['recalled', 'closed'],
    ['superseded', 'closed'],
    ['withdrawn', 'closed'],
    ['reassigned', 'reassigned'],
    ['expired', 'expired'],
    ['closed', 'closed'],
  ] as const
).map(([kind, status]) => ({
  project: { id: project.id, unit: project.unit, revision: 2 },
  stage: 'finance-review',
  contentHash: HASH,
  assignee: decision.assignee,
  status,
  kind,
  at: '2026-11-12T09:03:00.000Z',
  message: `为何：${kind}`,
  ...(status === 'decided'
    ? {
        decision: {
          outcome: 'return',
          at: '2026-11-12T09:03:00.000Z',
          by: '审核人丙（示例）',
          comment: '请补充',
          cuts: [aCut],
        },
      }
    : {}),
}));

export const aDeadLinkPage = (link: DeadLinkView, more: Partial<DeadLinkPageProps> = {}) => (
  <DeadLinkPage lang="zh" link={link} action={`/decisions/${TOKEN}`} contact="0871-00000000" {...more} />
);

/** A cut that was made before, another that is tried now. */
const cutBefore: Partial<DecisionView> = {
  project: { ...project, revision: 2, approvedFen: 30_500_000 },
  cuts: [{ ...aCut, stage: 'finance-review', by: '审核人乙（示例）' }],
  objections: [objection],
};

export const tried = {
  typed: { outcome: 'preview', cuts: new Map([[1, { amount: '3.00', reason: '编印数量减少' }]]) },
  tried: {
    cuts: [{ line: 1, amountFen: 3_000_000, reason: '编印数量减少' }],
    view: {
      ...decision,
      ...cutBefore,
      project: { ...project, revision: 2, approvedFen: 29_500_000 },
      findings: [...findings],
    },
    consequence: '同意 29.50 万元，项目办结。',
  },
} satisfies Partial<DecisionPageProps>;

const collective =
  defaultStages.find(({ id }) => id === 'collective-decision') ?? raise('There is no collective decision');

const found = (path: string, message: string) => ({ rule: 'R30', severity: 'error', path, message }) as const;

const linkFrame = { title: '审核', path: `/decisions/${TOKEN}` } as const;

export const decisionPages = (lang: Lang): Readonly<Record<string, Page>> => {
  const label = stageLabel(lang);
  return {
    'decision-open': [
      aDecisionPage(
        {},
        {
          lang,
          overdue: true,
          opinions: [
            {
              stage: label('finance-review'),
              by: '审核人乙（示例）',
              at: '2026-11-12T09:03:00.000Z',
              outcome: 'approve',
              comment: '同意',
              supplied: [['内部备注', '去年结转较多']],
            },
          ],
        },
      ),
      linkFrame,
    ],
    'decision-refused': [
      aDecisionPage(
        {},
        {
          lang,
          typed: { outcome: 'return', comment: '短' },
          problem: { code: 'invalid-body', message: '请写明理由' },
        },
      ),
      linkFrame,
    ],
    'decision-tried': [aDecisionPage(cutBefore, { lang, ...tried }), linkFrame],
    'decision-cut-refused': [
      aDecisionPage(
        {},
        {
          lang,
          stage: collective,
          others: [{ by: '审核人乙', at: '2026-11-12T09:03:00.000Z', outcome: 'approve' }],
          typed: {
            outcome: 'approve',
            fields: ['/plan/2'],
            cuts: new Map([[2, { amount: '少一点', reason: '' }]]),
            supplied: { '/supplied/meetingDate': '三月' },
          },
          problem: {
            code: 'invalid-body',
            message: '内容不对',
            errors: [
              found('/cut/2/amount', '金额没有看懂'),
              found('/cut/2/reason', '须写明理由'),
              found('/supplied/minutesNumber', '请填写会议纪要文号'),
              found('/supplied/meetingDate', '会议日期的格式不对'),
            ],
          },
        },
      ),
      linkFrame,
    ],
    'decision-code': [
      aDecisionPage(
        {},
        {
          lang,
          typed: { outcome: 'approve' },
          problem: { code: 'code-required', message: '已向您的邮箱发送六位验证码，请填写后再次提交' },
        },
      ),
      linkFrame,
    ],
    ...Object.fromEntries(
      deadLinks.map((link) => [`decision-${link.kind}`, [aDeadLinkPage(link, { lang }), linkFrame]]),
    ),
  };
};
