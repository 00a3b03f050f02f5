import {
  DeadLinkPage,
  type DeadLinkPageProps,
} from '../../../../functions/decisions/pages/dead-link-page.tsx';
import { DecisionPage } from '../../../../functions/decisions/pages/decision-page.tsx';
import type { DecisionPageProps } from '../../../../functions/decisions/pages/decision-page-props.ts';
import { SeveralPage } from '../../../../functions/decisions/pages/several-page.tsx';
import { problemCodes } from '../../../../shared/contract/problem-codes.ts';
import type { DeadLinkView, DecisionView } from '../../../../shared/contract/views.ts';
import { definition } from '../../../../shared/declaration/definition.ts';
import { attachmentIdOf } from '../../../../shared/values/attached-file.ts';
import type { Lang } from '../../../../shared/values/language.ts';
import { defaultStages } from '../../../../shared/workflow/stages.ts';
import { filesOfRevision, minutes, standings, withFiles } from './attachments.ts';
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

const about = { title: project.title, unitName: project.unit.name, fen: 31_500_000 };

const canned = { own: ['依据充分，同意所请。'], office: ['请补充测算依据后重新报送。'] };

export const aDecisionPage = (view: Partial<DecisionView> = {}, more: Partial<DecisionPageProps> = {}) => (
  <DecisionPage
    openedAt="2021-03-02T01:00:00.000Z"
    lang="zh"
    decision={{ ...decision, ...view }}
    definition={definition}
    action={`/decisions/${TOKEN}`}
    stage={financeReview}
    consequences={{
      approve: '同意后送审批。',
      approveReduced: '同意 {}，随后送审批。',
      return: '退回修改。',
      reject: '项目终止。',
    }}
    canned={canned}
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
    ['lapsed', 'closed'],
    ['reassigned', 'reassigned'],
    ['rerouted', 'reassigned'],
    ['expired', 'expired'],
    ['taken-back', 'closed'],
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
        ...(kind === 'decided-by-you'
          ? { followed: '已退回申报单位修改，经办人会收到您的意见。', final: true }
          : {}),
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

export const approvalStage =
  defaultStages.find(({ id }) => id === 'approval') ?? raise('There is no approval');

const found = (path: string, message: string) => ({ rule: 'R30', severity: 'error', path, message }) as const;

const linkFrame = { title: '审核', path: `/decisions/${TOKEN}` } as const;

const signedInFrame = {
  title: '办理',
  path: '/projects/2026-AAAA-BBBB/decision',
  person: { name: '审核人甲（示例）', roles: ['reviewer'] },
} as const;

const demandKind = (kind: DeadLinkView['kind']): DeadLinkView =>
  deadLinks.find((link) => link.kind === kind) ?? raise(`There is no ${kind}`);

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
              comment: `同意。${'逐项核对了测算依据、上年执行数和三份报价。'.repeat(20)}`,
              supplied: [['内部备注', '去年结转较多']],
            },
          ],
        },
      ),
      linkFrame,
    ],
    'decision-sent-back': [
      aDecisionPage(
        {},
        {
          lang,
          sentBack: {
            stage: label('approval'),
            by: '审批人丁（示例）',
            at: '2026-11-12T09:03:00.000Z',
            comment: '第三项的核减理由不充分，请重新核定',
          },
          consequences: {
            approve: '同意 31.50 万元，随后送审批。',
            approveReduced: '同意 {}，随后送审批。',
            return: '退回申报单位修改。',
            sendBack: '退回单位负责人审签重新办理，该环节此前的决定不再有效；申报单位不用做任何事。',
            reject: '否决后项目即告终止，不能恢复。',
          },
          typed: { outcome: 'return-to-previous-stage', comment: '请重新核定', keep: true },
          opinions: [
            {
              stage: label('unit-signoff'),
              revision: 1,
              by: '负责人（示例）',
              at: '2026-11-11T09:03:00.000Z',
              outcome: 'approve',
              supplied: [],
            },
          ],
        },
      ),
      linkFrame,
    ],
    'decision-can-be-taken-back': [
      aDeadLinkPage(
        {
          ...demandKind('decided-by-you'),
          final: undefined,
          takeBackUntil: '2026-11-12T09:13:00.000Z',
        },
        { lang },
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
    'decision-files': [
      aDecisionPage(
        { declaration: withFiles },
        {
          lang,
          stage: approvalStage,
          files: filesOfRevision(`/decisions/${TOKEN}/attachments`),
          opinions: [
            {
              stage: label('finance-review'),
              by: '审核人乙（示例）',
              at: '2026-11-12T09:03:00.000Z',
              outcome: 'approve',
              supplied: [],
              files: [{ label: '会议纪要等附件', value: minutes }],
            },
          ],
          attaching: {
            own: minutes,
            files: { base: `/decisions/${TOKEN}/attachments`, standings: new Map() },
            mostBytes: 20 * 1024 * 1024,
          },
        },
      ),
      { ...linkFrame, script: 'decision' },
    ],
    'decision-files-refused': [
      aDecisionPage(
        {},
        {
          lang,
          stage: approvalStage,
          attaching: {
            own: minutes,
            files: { base: `/decisions/${TOKEN}/attachments`, standings },
            mostBytes: 20 * 1024 * 1024,
          },
          typed: {
            outcome: 'approve',
            supplied: {
              '/supplied/minutes/0': attachmentIdOf(minutes[0]),
              '/supplied/minutes/1': 'AAAAAAAAAAAAAAAAAAAAAA',
            },
          },
          problem: {
            code: 'invalid-body',
            message: '内容不对',
            errors: [found('/supplied/minutes/1', '会议纪要等附件中有一个文件已不在系统中')],
          },
        },
      ),
      { ...linkFrame, script: 'decision' },
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
    'decision-signed-in': [
      aDecisionPage(
        {},
        {
          lang,
          signedIn: true,
          takers: [{ id: 'reviewer2', name: '审核人乙（示例）' }],
          mailed: true,
          typed: { transfer: { to: 'reviewer2', why: '出差' } },
          problem: {
            code: 'invalid-body',
            message: '内容不对',
            errors: [found('/why', '请写明理由，至少 10 个字')],
          },
        },
      ),
      signedInFrame,
    ],
    'decision-next': [
      aDeadLinkPage(demandKind('decided-by-you'), {
        lang,
        next: {
          address: '/projects/2026-AAAA-BBBB/decision',
          title: project.title,
          unitName: project.unit.name,
          fen: 31_500_000,
          deadline: '2026-11-18T10:00:00.000Z',
          overdue: false,
          deadlineProvisional: true,
          left: 58,
        },
      }),
      signedInFrame,
    ],
    'decision-over-meanwhile': [
      aDeadLinkPage(demandKind('reassigned'), {
        lang,
        problem: {
          code: 'reassigned',
          message: problemCodes.reassigned.title[lang],
          errors: [],
        },
        written: ['第三项支出请按询价结果调整，并补充两家以上的报价单。'],
        next: null,
      }),
      signedInFrame,
    ],
    'several-summary': [
      <SeveralPage
        key="summary"
        lang={lang}
        requests={[
          { id: project.id, about, notes: 3, contentHash: HASH },
          { id: '2026-AAAA-BBBB', about, why: '与上次申报相比有修改，请打开查看后办理', alone: true },
          { id: '2026-BBBB-CCCC', about, why: '已经作出决定', alone: false },
          { id: '2026-CCCC-DDDD', why: '没有这个项目', alone: false },
        ]}
      />,
      signedInFrame,
    ],
    'several-done': [
      <SeveralPage
        key="done"
        lang={lang}
        results={[
          { id: project.id, about },
          { id: '2026-AAAA-BBBB', about, why: '申报内容已有变化' },
          { id: '2026-CCCC-DDDD', why: '没有这个项目' },
        ]}
      />,
      signedInFrame,
    ],
    ...Object.fromEntries(
      deadLinks.map((link) => [`decision-${link.kind}`, [aDeadLinkPage(link, { lang }), linkFrame]]),
    ),
  };
};
