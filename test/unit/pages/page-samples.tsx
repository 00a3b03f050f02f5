/** One page of every kind, as the functions would render it, in either language. */
import type { VNode } from 'preact';
import { DecisionPage } from '../../../functions/decisions/pages/decision-page.tsx';
import type { DecisionPageProps } from '../../../functions/decisions/pages/decision-page-props.ts';
import { CheckpointsPage } from '../../../functions/evidence/pages/checkpoints-page.tsx';
import { HistoryPage } from '../../../functions/history/pages/history-page.tsx';
import { OverviewPage, type OverviewPageProps } from '../../../functions/history/pages/overview-page.tsx';
import type { AgedRequest } from '../../../functions/history/pages/plots/open-requests.tsx';
import type {
  DecisionDetails,
  LineAmounts,
} from '../../../functions/history/pages/timeline/decision-details.ts';
import { TimelinePage } from '../../../functions/history/pages/timeline-page.tsx';
import { CheckPage } from '../../../functions/projects/pages/check-page.tsx';
import { DeskPage } from '../../../functions/projects/pages/desk-page.tsx';
import { DraftsPage } from '../../../functions/projects/pages/drafts-page.tsx';
import type { FormPageProps } from '../../../functions/projects/pages/form/form-page-props.ts';
import { FormPage } from '../../../functions/projects/pages/form-page.tsx';
import { ProjectPage } from '../../../functions/projects/pages/project-page.tsx';
import { RequestsPage } from '../../../functions/projects/pages/requests-page.tsx';
import type {
  DecisionView,
  FindingView,
  OpenRequest,
  ProjectLine,
  ProjectView,
} from '../../../shared/contract/views.ts';
import { definition } from '../../../shared/declaration/definition.ts';
import type { EventOf, HistoryEvent } from '../../../shared/history/event.ts';
import { overviewOf } from '../../../shared/history/overview.ts';
import { ProblemPage } from '../../../shared/pages/problem-page.tsx';
import { type Frame, renderPage } from '../../../shared/pages/render.tsx';
import type { Lang } from '../../../shared/values/language.ts';
import { isOfficeTime, workingDaysBetween } from '../../../shared/values/office-time.ts';
import { defaultStages } from '../../../shared/workflow/stages.ts';
import { aDeclaration } from '../../builders/declaration.ts';
import { actors, anEvent, type OfProject, sampleHistory, sampleUnits } from '../../builders/events.ts';

export const ID = '2021-7K3M-9QXD';
export const TOKEN = 'the-token-of-the-link';
const HASH = '9f2c41ab'.padEnd(60, '0').concat('77e0');
const declaration = aDeclaration();

function raise(message: string): never {
  throw new Error(message);
}

export const stageLabel = (lang: Lang) => (id: string) =>
  defaultStages.find((stage) => stage.id === id)?.label[lang] ?? id;

export const findings: readonly FindingView[] = [
  { rule: 'R9', severity: 'error', path: '/plan/1/amountFen', message: '单价 × 数量不符' },
  { rule: 'R8', severity: 'error', path: '/appropriation/amountFen', message: '合计不符' },
  { rule: 'required', severity: 'error', path: '/plan/7/name', message: '请填写支出项目' },
  { rule: 'R10', severity: 'warning', path: '/plan/1', message: '建议写明测算依据' },
];

const submitter = { name: '经办人甲（示例）', unitName: declaration.unit.name, roles: ['submitter'] };
const auditor = { name: '审计员（示例）', roles: ['auditor'] };

const event = <Name extends OfProject>(
  seq: number,
  at: string,
  action: Name,
  more?: Partial<EventOf<Name>>,
) => anEvent(ID, seq, action, at, more);

const { system, reviewer } = actors;
const approver = { ...actors.approver, onBehalfOf: '审批人丙（示例）' };
const assignees = [{ id: 'reviewer', name: 'reviewer（示例）' }];

/** Returned once, then approved at both stages. */
export const events: readonly HistoryEvent[] = [
  event(1, '2026-11-09T01:12:00.000Z', 'created'),
  event(2, '2026-11-09T01:12:30.000Z', 'submitted', {
    revision: 1,
    requestedFen: 31_500_000,
    contentHash: HASH,
  }),
  event(3, '2026-11-09T01:12:31.000Z', 'requested', { actor: system, stage: 'finance-review', assignees }),
  event(4, '2026-11-10T04:20:00.000Z', 'decided', {
    actor: reviewer,
    stage: 'finance-review',
    outcome: 'return',
    comment: '请补充第三项支出的测算依据',
  }),
  event(5, '2026-11-10T04:20:00.000Z', 'returned', { actor: reviewer }),
  event(6, '2026-11-10T08:41:00.000Z', 'submitted', {
    revision: 2,
    requestedFen: 31_500_000,
    contentHash: HASH,
  }),
  event(7, '2026-11-10T08:41:01.000Z', 'requested', { actor: system, stage: 'finance-review', assignees }),
  event(8, '2026-11-12T09:03:00.000Z', 'decided', {
    actor: reviewer,
    stage: 'finance-review',
    outcome: 'approve',
    next: 'approval',
    revision: 2,
    requestedFen: 31_500_000,
    approvedFen: 30_500_000,
  }),
  event(9, '2026-11-12T09:03:01.000Z', 'requested', { actor: system, stage: 'approval', assignees }),
  event(10, '2026-11-13T02:15:00.000Z', 'decided', {
    actor: approver,
    stage: 'approval',
    outcome: 'approve',
    revision: 2,
    requestedFen: 31_500_000,
    approvedFen: 30_500_000,
  }),
  event(11, '2026-11-13T02:15:00.000Z', 'approved', { actor: approver, approvedFen: 30_500_000 }),
];

/** Asked, reminded, overdue: still waited for. */
const waitingEvents: readonly HistoryEvent[] = [
  ...events.slice(0, 2),
  event(3, '2026-11-09T01:12:31.000Z', 'requested', {
    actor: system,
    stage: 'finance-review',
    assignees,
    deadline: '2026-11-16T10:00:00.000Z',
  }),
  event(4, '2026-11-11T01:00:00.000Z', 'reminded', { actor: system, stage: 'finance-review', assignees }),
  event(5, '2026-11-13T01:00:00.000Z', 'reminded', { actor: system, stage: 'finance-review', assignees }),
  event(6, '2026-11-16T10:00:00.000Z', 'escalated', { actor: system, stage: 'finance-review', assignees }),
];

const aCut = { line: 2, amountFen: 4_000_000, reason: '按上年执行数核定' } as const;
const objection = { at: '2026-11-12T10:00:00.000Z', by: '经办人甲（示例）', comment: '材料已按上年价格压减' };

/** What the records of the decisions add. */
export const decisions: ReadonlyMap<number, DecisionDetails> = new Map([
  [4, { cuts: [], places: ['支出 3'], supplied: [] }],
  [8, { cuts: [{ ...aCut, name: '安全生产月系列活动', beforeFen: 5_000_000 }], places: [], supplied: [] }],
]);

const lines: readonly LineAmounts[] = declaration.plan.map(({ name, amountFen }, index) => ({
  name,
  requestedFen: amountFen,
  approvedFen: index === aCut.line ? aCut.amountFen : amountFen,
}));

export const project: ProjectView = {
  id: ID,
  form: definition.id,
  formVersion: 1,
  revision: 1,
  version: 3,
  state: 'in-review',
  stage: 'finance-review',
  unit: { id: declaration.unit.uscc, name: declaration.unit.name },
  title: declaration.title,
  budgetYear: 2021,
  requestedFen: 31_500_000,
  approvedFen: null,
  contentHash: HASH,
  declaration,
  masked: false,
  findings: [],
  cuts: [],
  objections: [],
  actions: ['withdraw'],
};

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

const draft = {
  id: ID,
  revision: 2,
  version: 3,
  state: 'returned',
  savedAt: '2026-11-10T02:32:05.000Z',
} as const;
const returned = { by: '审核人乙（示例）', comment: '请补充测算依据', fields: ['/plan/2/basis'] };

const line = (more: Partial<ProjectLine>): ProjectLine => ({
  id: ID,
  title: declaration.title,
  state: 'in-review',
  stage: 'finance-review',
  revision: 1,
  budgetYear: 2021,
  requestedFen: 31_500_000,
  approvedFen: null,
  createdAt: '2026-11-09T01:12:00.000Z',
  ...more,
});

const aRequest: OpenRequest = {
  projectId: ID,
  title: declaration.title,
  unitName: declaration.unit.name,
  stage: 'finance-review',
  revision: 2,
  requestedFen: 31_500_000,
  deadline: decision.deadline,
  overdue: true,
  assignees: [{ id: 'reviewer', name: '审核人乙（示例）' }],
};

/** The overview's period, its thresholds, and its events. */
export const overviewScope = { from: '2025-11-30T16:00:00.000Z', to: '2026-11-30T16:00:00.000Z' } as const;
export const overviewSettings = {
  thresholdsFen: [50_000_000],
  isOfficeTime,
  workingDaysBetween,
  stages: ['finance-review', 'approval'],
};
export const overviewEvents = sampleHistory().filter(
  ({ at }) => at >= overviewScope.from && at < overviewScope.to,
);

const openRequest = (id: string, days: number, overdue = false): AgedRequest => ({
  projectId: id,
  title: declaration.title,
  unitName: declaration.unit.name,
  stage: days > 3 ? 'approval' : 'finance-review',
  revision: 1,
  requestedFen: 31_500_000,
  requestedAt: '2026-11-18T02:32:05.123Z',
  deadline: '2026-11-25T10:00:00.000Z',
  assignees: [{ id: 'reviewer', name: '审核人乙（示例）' }],
  days,
  overdue,
});

export const anOverview = (lang: Lang, more: Partial<OverviewPageProps> = {}) => (
  <OverviewPage
    lang={lang}
    overview={overviewOf(overviewEvents, overviewScope, overviewSettings)}
    asked={overviewScope}
    counted={overviewScope}
    events={overviewEvents.length}
    most={null}
    open={[
      openRequest('2027-0000-0001', 0.4),
      openRequest('2027-0000-0002', 0.7),
      openRequest('2027-0000-0003', 2.1),
      openRequest('2027-0000-0004', 4.9),
      openRequest('2027-0000-0005', 6, true),
      openRequest('2027-0000-0006', 31, true),
    ]}
    onlyFirst={null}
    hasThreshold
    stageLabel={stageLabel(lang)}
    unitName={(id) => sampleUnits.find(([unit]) => unit === id)?.[1] ?? id}
    {...more}
  />
);

type Page = readonly [VNode, Omit<Frame, 'lang'>];

const formFrame = {
  title: '申报',
  person: submitter,
  current: 'form',
  path: '/forms/x',
  script: 'form',
} as const;
const linkFrame = { title: '审核', path: `/decisions/${TOKEN}` } as const;
const checkpoint = {
  number: 12,
  at: '2021-11-22T02:00:00.000Z',
  chains: 3,
  events: 41,
  root: 'c'.repeat(64),
  previous: 'd'.repeat(64),
  key: 'ab'.repeat(32),
  hash: '0123456789abcdef'.repeat(4),
  signature: 'MEUCIQ==',
};

const historyFrame = {
  title: '历史',
  person: auditor,
  current: 'history',
  path: '/history?project=x',
} as const;

const overviewFrame = {
  title: '审批统计',
  person: auditor,
  current: 'overview',
  path: '/history/overview',
} as const;

function pages(lang: Lang): Readonly<Record<string, Page>> {
  const label = stageLabel(lang);
  const timeline = {
    ...project,
    unitName: project.unit.name,
    state: 'approved',
    approvedFen: 30_500_000,
  } as const;
  const whole = { valid: true, events: 11, head: { seq: 11, hash: HASH } };
  const broken = { ...whole, valid: false, firstBroken: { seq: 4, reason: '内容与哈希不符' } };
  return {
    'form-empty': [aForm({ lang, declaration: {}, sampleHref: '?sample=1' }), formFrame],
    'form-sample': [aForm({ lang }), formFrame],
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
        project: { ...draft, state: 'draft' },
        declaration: { title: declaration.title },
        pasted: { list: '/plan', text: '演练\t5,000\t8\t次\t四万' },
        theirs: { declaration: { title: '他们的题目', overview: '概况' }, unread: { '/budgetYear': '今年' } },
        lastYear: declaration,
      }),
      formFrame,
    ],
    drafts: [
      <DraftsPage
        lang={lang}
        drafts={[
          { ...line({}), version: 3, state: 'draft', savedAt: '2026-11-10T02:32:05.000Z', findings: [] },
          {
            ...line({ id: '2021-0000-0001', title: '' }),
            version: 1,
            state: 'returned',
            savedAt: '2026-11-10T02:32:05.000Z',
            findings: [...findings],
          },
        ]}
        results={[
          { id: ID, status: 200 },
          {
            id: '2021-0000-0001',
            status: 422,
            code: 'invalid-declaration',
            title: '申报内容还有问题',
            errors: [...findings],
          },
        ]}
      />,
      { title: '草稿', person: submitter, path: '/drafts' },
    ],
    check: [
      <CheckPage
        lang={lang}
        definition={definition}
        project={{ ...project, state: 'draft', stage: null, findings: [...findings] }}
      />,
      { title: '核对', person: submitter, path: `/projects/${ID}` },
    ],
    project: [
      <ProjectPage
        lang={lang}
        project={project}
        definition={definition}
        notice="submitted"
        stageLabel={label}
      />,
      { title: '项目', person: submitter, path: `/projects/${ID}` },
    ],
    'project-cut': [
      <ProjectPage
        lang={lang}
        project={{
          ...project,
          cuts: [{ ...aCut, stage: 'finance-review', by: '审核人乙（示例）' }],
          objections: [objection],
          findings: [...findings],
          actions: ['object', 'withdraw'],
        }}
        definition={definition}
        notice="objected"
        stageLabel={label}
      />,
      { title: '项目', person: submitter, path: `/projects/${ID}` },
    ],
    'project-masked': [
      <ProjectPage
        lang={lang}
        project={{ ...project, masked: true, actions: ['unmask'] }}
        definition={definition}
        stageLabel={label}
      />,
      { title: '项目', person: auditor, path: `/projects/${ID}` },
    ],
    'project-undelivered': [
      <ProjectPage
        lang={lang}
        project={project}
        definition={definition}
        stageLabel={label}
        undelivered={['审核人丙（示例）']}
      />,
      { title: '项目', person: submitter, path: `/projects/${ID}` },
    ],
    requests: [
      <RequestsPage
        lang={lang}
        requests={[
          { ...aRequest, assignees: [] },
          { ...aRequest, projectId: '2021-0000-0001', overdue: false },
          {
            ...aRequest,
            projectId: '2021-0000-0002',
            assignees: aRequest.assignees.map((one) => ({ ...one, undeliveredAt: aRequest.deadline })),
          },
        ]}
        candidates={[
          {
            stage: 'finance-review',
            people: [{ id: 'reviewer2', name: '审核人丙（示例）', unitName: '财政局（示例）' }],
          },
        ]}
        reassigned
        stageLabel={label}
      />,
      {
        title: '在办事项',
        person: { ...submitter, roles: ['administrator'] },
        current: 'requests',
        path: '/requests',
      },
    ],
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
    'decision-decided': [
      aDecisionPage(
        {
          ...cutBefore,
          status: 'decided',
          decision: { outcome: 'approve', at: '2026-11-12T09:03:00.000Z', by: '审核人乙' },
        },
        { lang },
      ),
      linkFrame,
    ],
    'decision-expired': [aDecisionPage({ status: 'expired' }, { lang }), linkFrame],
    'decision-closed': [aDecisionPage({ status: 'closed' }, { lang }), linkFrame],
    'decision-reassigned': [aDecisionPage({ status: 'reassigned' }, { lang }), linkFrame],
    timeline: [
      <TimelinePage
        lang={lang}
        project={timeline}
        events={events}
        now="2026-11-14T02:00:00.000Z"
        verification={whole}
        stageLabel={label}
        csvHref="?x"
        decisions={decisions}
        lines={lines}
      />,
      historyFrame,
    ],
    'timeline-broken': [
      <TimelinePage
        lang={lang}
        project={timeline}
        events={events}
        now="2026-11-14T02:00:00.000Z"
        verification={broken}
        stageLabel={label}
      />,
      historyFrame,
    ],
    'timeline-waiting': [
      <TimelinePage
        lang={lang}
        project={{ ...timeline, state: 'in-review', approvedFen: null }}
        events={waitingEvents}
        now="2026-11-18T03:00:00.000Z"
        verification={null}
        stageLabel={label}
      />,
      historyFrame,
    ],
    history: [
      <HistoryPage
        lang={lang}
        events={events}
        query={{ project: ID, minFen: 505_000, maxAmount: '31.5' }}
        nextHref="/history?cursor=x"
        plan={{ index: 'by-unit', filtered: ['minFen', 'maxFen'], read: 11 }}
        files={{ csv: '/history?format=csv', ndjson: '/history?format=ndjson' }}
        stages={[{ id: 'finance-review', label: label('finance-review') }]}
        stageLabel={label}
      />,
      historyFrame,
    ],
    overview: [anOverview(lang), overviewFrame],
    'overview-partial': [
      anOverview(lang, {
        overview: overviewOf([], overviewScope, { ...overviewSettings, thresholdsFen: [] }),
        asked: { ...overviewScope, unit: project.unit.id, year: 2027 },
        counted: { ...overviewScope, from: '2026-11-01T02:03:04.567Z' },
        most: 5_000,
        open: [],
        onlyFirst: 500,
        hasThreshold: false,
      }),
      overviewFrame,
    ],
    'history-empty': [
      <HistoryPage lang={lang} events={[]} query={{}} nextHref={null} stageLabel={label} />,
      historyFrame,
    ],
    checkpoints: [
      <CheckpointsPage
        lang={lang}
        checkpoints={[checkpoint]}
        nextHref="/history/checkpoints?cursor=12&limit=1"
        keyId={'ab'.repeat(32)}
      />,
      historyFrame,
    ],
    'checkpoints-none': [
      <CheckpointsPage lang={lang} checkpoints={[]} nextHref={null} keyId={'ab'.repeat(32)} />,
      historyFrame,
    ],
    desk: [
      <DeskPage
        lang={lang}
        roles={['submitter', 'reviewer', 'auditor']}
        waiting={[
          { ...aRequest, undelivered: true },
          { ...aRequest, stage: 'approval', undelivered: false },
        ]}
        mine={[
          line({}),
          line({ id: '2021-0000-0001', state: 'draft', stage: null, title: '', requestedFen: null }),
        ]}
        done={[line({ id: '2021-0000-0002', state: 'approved', stage: null, approvedFen: 30_500_000 })]}
        stageLabel={label}
      />,
      { title: '工作台', person: submitter, current: 'desk', path: '/' },
    ],
    'desk-empty': [
      <DeskPage lang={lang} roles={['submitter']} waiting={[]} mine={[]} done={[]} stageLabel={label} />,
      { title: '工作台', person: submitter, current: 'desk', path: '/' },
    ],
    problem: [
      <ProblemPage lang={lang} status={404} code="not-found" title="没有这一页" />,
      { title: '没有这一页', path: '/nowhere' },
    ],
  };
}

/** Every page as a document, by name. */
export const documentsIn = (lang: Lang): [name: string, html: string][] =>
  Object.entries(pages(lang)).map(([name, [content, frame]]) => [
    name,
    renderPage(content, { lang, ...frame }),
  ]);

export const asDocument = (content: VNode, more: Partial<Frame> = {}): string =>
  renderPage(content, { lang: 'zh', title: '测试', path: '/', ...more });
