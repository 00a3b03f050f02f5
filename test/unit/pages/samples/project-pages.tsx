import { CheckPage } from '../../../../functions/projects/pages/check-page.tsx';
import { DeskPage } from '../../../../functions/projects/pages/desk-page.tsx';
import { DraftsPage } from '../../../../functions/projects/pages/drafts-page.tsx';
import { ProjectPage } from '../../../../functions/projects/pages/project-page.tsx';
import { RequestsPage } from '../../../../functions/projects/pages/requests-page.tsx';
import type { DeskTab } from '../../../../shared/contract/desk-tabs.ts';
import type { DeskItem, ProjectLine, WaitingLine } from '../../../../shared/contract/views.ts';
import { definition } from '../../../../shared/declaration/definition.ts';
import { shippedCalendar } from '../../../../shared/values/calendar/calendar.ts';
import type { Lang } from '../../../../shared/values/language.ts';
import { filesOfRevision, withFiles } from './attachments.ts';
import { aRound } from './form-pages.tsx';
import {
  aCut,
  auditor,
  declaration,
  findings,
  ID,
  objection,
  type Page,
  project,
  stageLabel,
  submitter,
} from './project.ts';

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

const aRequest: WaitingLine = {
  projectId: ID,
  title: declaration.title,
  unitName: declaration.unit.name,
  stage: 'finance-review',
  revision: 2,
  requestedFen: 31_500_000,
  requestedAt: '2026-11-11T02:00:00.000Z',
  elapsedDays: 7.5,
  days: 5.9,
  deadline: '2026-11-18T10:00:00.000Z',
  overdue: true,
  assignees: [{ id: 'reviewer', name: '审核人乙（示例）' }],
};

const decider = { name: '审核人乙（示例）', roles: ['reviewer'], hasPosts: true };

const anItem: DeskItem = {
  project: ID,
  title: declaration.title,
  unit: { id: declaration.unit.uscc, name: declaration.unit.name },
  budgetYear: 2021,
  state: 'in-review',
  stage: 'finance-review',
  revision: 1,
  requestedFen: 31_500_000,
  approvedFen: null,
  deadline: '2026-11-18T10:00:00.000Z',
  overdue: false,
  findings: { errors: 0, warnings: 0 },
  actions: ['decide'],
  since: '2026-11-11T02:00:00.000Z',
  asked: null,
  onBehalfOf: null,
  undelivered: false,
  urgedAt: null,
  outcome: null,
};
const otherUnit = { id: '11530121MB100023X0', name: '示例水务局' };
const aDraft: DeskItem = {
  ...anItem,
  ...{ stage: null, deadline: null, findings: null, actions: ['save'] },
};
const waitingItems: readonly DeskItem[] = [
  { ...aDraft, project: '2021-0000-0001', state: 'returned', revision: 2 },
  {
    ...anItem,
    ...{ project: '2021-0000-0002', title: '防汛抗旱应急演练项目经费', unit: otherUnit },
    ...{ deadline: '2026-11-11T10:00:00.000Z', overdue: true, urgedAt: '2026-11-12T01:30:00.000Z' },
  },
  {
    ...anItem,
    ...{ revision: 2, approvedFen: 30_500_000, stage: 'approval', deadline: '2026-11-12T10:00:00.000Z' },
    findings: { errors: 1, warnings: 4 },
    undelivered: true,
  },
  { ...anItem, project: '2021-0000-0003', onBehalfOf: '审核人乙（示例）', deadlineProvisional: true },
  { ...aDraft, project: '2021-0000-0004', state: 'draft', title: '', requestedFen: null, budgetYear: null },
];
const asked = { names: ['审核人乙（示例）'], since: '2026-11-10T02:00:00.000Z' };
const mineItems: readonly DeskItem[] = [
  { ...anItem, actions: ['urge'], asked },
  {
    ...anItem,
    ...{ project: '2021-0000-0002', stage: 'approval', actions: ['urge'], overdue: true },
    deadline: '2026-11-11T10:00:00.000Z',
    asked: { ...asked, names: ['审批人丁（示例）', '审批人戊（示例）'] },
    urgedAt: '2026-11-12T01:30:00.000Z',
  },
  { ...anItem, project: '2021-0000-0003', actions: [], deadline: null },
];
const elsewhereItems: readonly DeskItem[] = [
  { ...anItem, stage: 'approval', approvedFen: 30_500_000, deadline: null, findings: null, actions: [] },
  { ...anItem, project: '2021-0000-0002', unit: otherUnit, deadline: null, findings: null, actions: [] },
];
const doneItems: readonly DeskItem[] = [
  {
    ...anItem,
    ...{ state: null, standing: 'approved', deadline: null, actions: [] },
    ...{ approvedFen: 30_500_000, outcome: 'approve' },
  },
  {
    ...anItem,
    ...{ project: '2021-0000-0002', state: null, deadline: null, actions: [], outcome: 'return' },
    onBehalfOf: '审核人乙（示例）',
  },
  {
    ...aDraft,
    ...{ project: '2021-0000-0003', state: 'approved', actions: [], since: null, approvedFen: 31_500_000 },
  },
  { ...aDraft, project: '2021-0000-0004', state: 'withdrawn', actions: [], since: null },
];

const deskFrame = (lang: Lang) => ({
  lang,
  roles: ['submitter', 'reviewer'],
  account: { id: 'submitter', isKnown: true },
  forms: [definition],
  rounds: [],
  today: { now: '2026-11-12T02:00:00.000Z', calendar: { ...shippedCalendar, version: 'test' } },
  decides: true,
  submits: true,
  more: false,
  stageLabel: stageLabel(lang),
});

/** What is done, and what others have, is read page by page. */
const isPaged = (tab: DeskTab, items: readonly DeskItem[]): boolean =>
  tab === 'done' || items === elsewhereItems;

const deskOf = (tab: DeskTab, items: readonly DeskItem[]) => ({
  asked: { tab, limit: 50 },
  tabs: { waiting: 5, mine: 3, done: tab === 'done' ? items.length : null },
  items,
  all: items,
  next: null,
  ...(isPaged(tab, items) ? {} : { place: { before: 0, count: items.length } }),
});

export const projectPages = (lang: Lang): Readonly<Record<string, Page>> => {
  const label = stageLabel(lang);
  const shownProject = { lang, definition, stageLabel: label };
  return {
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
        isFirst
        nextHref="/drafts?cursor=x"
        submitted={{
          titles: new Map([
            [ID, declaration.title],
            ['2021-0000-0001', '社区微型消防站'],
          ]),
          results: [
            { id: ID, status: 200 },
            {
              id: '2021-0000-0001',
              status: 422,
              code: 'invalid-declaration',
              title: '申报内容还有问题',
              errors: [...findings],
            },
          ],
        }}
      />,
      { title: '草稿', person: submitter, path: '/drafts' },
    ],
    'check-after-return': [
      <CheckPage
        key="check"
        lang={lang}
        definition={definition}
        project={{ ...project, state: 'returned', stage: null, findings: [] }}
        onward={{ to: label('finance-review'), why: 'direct' }}
      />,
      { title: '核对', person: submitter, path: `/projects/${ID}` },
    ],
    check: [
      <CheckPage
        lang={lang}
        definition={definition}
        project={{
          ...project,
          state: 'draft',
          stage: null,
          findings: findings.filter(({ severity }) => severity === 'warning'),
        }}
      />,
      { title: '核对', person: submitter, path: `/projects/${ID}` },
    ],
    'check-files': [
      <CheckPage
        key="check"
        lang={lang}
        definition={definition}
        files={filesOfRevision(`/projects/${ID}/attachments`)}
        project={{ ...project, state: 'draft', stage: null, declaration: withFiles, findings: [] }}
      />,
      { title: '核对', person: submitter, path: `/projects/${ID}` },
    ],
    'project-files': [
      <ProjectPage
        {...shownProject}
        files={filesOfRevision(`/projects/${ID}/attachments`)}
        project={{ ...project, declaration: withFiles }}
      />,
      { title: '项目', person: submitter, path: `/projects/${ID}` },
    ],
    project: [
      <ProjectPage {...shownProject} project={project} notice="submitted" />,
      { title: '项目', person: submitter, path: `/projects/${ID}` },
    ],
    'project-cut': [
      <ProjectPage
        {...shownProject}
        project={{
          ...project,
          cuts: [{ ...aCut, stage: 'finance-review', by: '审核人乙（示例）' }],
          objections: [objection],
          findings: [...findings],
          actions: ['object', 'withdraw', 'urge'],
        }}
        notice="objected"
        urgedAt="2026-11-12T01:30:00.000Z"
      />,
      { title: '项目', person: submitter, path: `/projects/${ID}` },
    ],
    'project-asks': [
      <ProjectPage
        {...shownProject}
        project={{ ...project, actions: ['decide'] }}
        asks={{ projectId: ID, deadline: '2026-11-11T10:00:00.000Z', overdue: true }}
      />,
      { title: '项目', person: decider, path: `/projects/${ID}` },
    ],
    'project-masked': [
      <ProjectPage {...shownProject} project={{ ...project, masked: true, actions: ['unmask'] }} />,
      { title: '项目', person: auditor, path: `/projects/${ID}` },
    ],
    'project-undelivered': [
      <ProjectPage {...shownProject} project={project} undelivered={['审核人丙（示例）']} />,
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
        ].map((request) => ({
          request,
          people: [{ id: 'reviewer2', name: '审核人丙（示例）', unitName: '财政局（示例）' }],
        }))}
        reassigned
        isFirst={false}
        nextHref="/requests?limit=50&cursor=next"
        stageLabel={label}
      />,
      {
        title: '在办事项',
        person: { ...submitter, roles: ['administrator'] },
        current: 'requests',
        path: '/requests',
      },
    ],
    desk: [
      <DeskPage
        {...deskFrame(lang)}
        roles={['submitter', 'reviewer', 'auditor']}
        {...deskOf('waiting', waitingItems)}
        asked={{ tab: 'waiting', limit: 50, unit: declaration.unit.uscc }}
        next="next"
        rounds={[aRound, { ...aRound, id: 'more', name: '应急追加', unitCeilingFen: null }]}
        round={{ ...aRound, committedFen: 2_310_000_000, ceilingFen: 2_000_000_000 }}
        notice="urged"
      />,
      { title: '工作台', person: submitter, current: 'desk', script: 'desk', path: '/' },
    ],
    'desk-mine': [
      <DeskPage {...deskFrame(lang)} {...deskOf('mine', mineItems)} decides={false} />,
      { title: '工作台', person: submitter, current: 'desk', path: '/?tab=mine' },
    ],
    'desk-elsewhere': [
      <DeskPage
        {...deskFrame(lang)}
        {...deskOf('mine', elsewhereItems)}
        roles={['reviewer']}
        submits={false}
        next="next"
      />,
      { title: '工作台', person: decider, current: 'desk', path: '/?tab=mine' },
    ],
    'desk-done': [
      <DeskPage {...deskFrame(lang)} {...deskOf('done', doneItems)} />,
      { title: '工作台', person: submitter, current: 'desk', path: '/?tab=done' },
    ],
    'desk-unmatched': [
      <DeskPage
        {...deskFrame(lang)}
        {...deskOf('waiting', [])}
        all={waitingItems}
        asked={{ tab: 'waiting', limit: 50, q: '防汛', sort: 'amount' }}
        more
      />,
      { title: '工作台', person: submitter, current: 'desk', path: '/?q=%E9%98%B2%E6%B1%9B' },
    ],
    'desk-empty': [
      <DeskPage {...deskFrame(lang)} {...deskOf('waiting', [])} />,
      { title: '工作台', person: submitter, current: 'desk', path: '/' },
    ],
    'desk-unknown': [
      <DeskPage
        {...deskFrame(lang)}
        {...deskOf('waiting', [])}
        {...{ decides: false, submits: false, account: { id: 'a-1', isKnown: false } }}
      />,
      { title: '工作台', person: submitter, current: 'desk', path: '/' },
    ],
  };
};
