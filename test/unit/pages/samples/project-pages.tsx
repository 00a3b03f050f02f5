import { CheckPage } from '../../../../functions/projects/pages/check-page.tsx';
import { DeskPage } from '../../../../functions/projects/pages/desk-page.tsx';
import { DraftsPage } from '../../../../functions/projects/pages/drafts-page.tsx';
import { ProjectPage } from '../../../../functions/projects/pages/project-page.tsx';
import { RequestsPage } from '../../../../functions/projects/pages/requests-page.tsx';
import type { ProjectLine, WaitingLine } from '../../../../shared/contract/views.ts';
import { definition } from '../../../../shared/declaration/definition.ts';
import type { Lang } from '../../../../shared/values/language.ts';
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

export const projectPages = (lang: Lang): Readonly<Record<string, Page>> => {
  const label = stageLabel(lang);
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
        ].map((request) => ({
          request,
          people: [{ id: 'reviewer2', name: '审核人丙（示例）', unitName: '财政局（示例）' }],
        }))}
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
    desk: [
      <DeskPage
        lang={lang}
        roles={['submitter', 'reviewer', 'auditor']}
        forms={[definition]}
        waiting={[
          { ...aRequest, undelivered: true },
          { ...aRequest, stage: 'approval', undelivered: false },
        ]}
        mine={[
          line({}),
          line({ id: '2021-0000-0001', state: 'draft', stage: null, title: '', requestedFen: null }),
        ]}
        done={[line({ id: '2021-0000-0002', state: 'approved', stage: null, approvedFen: 30_500_000 })]}
        rounds={[aRound, { ...aRound, id: 'more', name: '应急追加', unitCeilingFen: null }]}
        now={new Date('2026-11-12T02:00:00.000Z')}
        stageLabel={label}
      />,
      { title: '工作台', person: submitter, current: 'desk', path: '/' },
    ],
    'desk-empty': [
      <DeskPage
        lang={lang}
        roles={['submitter']}
        forms={[definition]}
        waiting={[]}
        mine={[]}
        done={[]}
        rounds={[]}
        now={new Date()}
        stageLabel={label}
      />,
      { title: '工作台', person: submitter, current: 'desk', path: '/' },
    ],
  };
};
