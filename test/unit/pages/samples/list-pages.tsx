import { ListPage, type ListPageProps } from '../../../../functions/projects/pages/list-page.tsx';
import type { ListedProject, ProjectList } from '../../../../shared/contract/views.ts';
import type { Lang } from '../../../../shared/values/language.ts';
import { declaration, ID, type Page, stageLabel, submitter } from './project.ts';

const project = (more: Partial<ListedProject>): ListedProject => ({
  id: ID,
  form: 'project-declaration',
  title: declaration.title,
  unit: { id: '11530121MB1584810X', name: declaration.unit.name },
  budgetYear: 2027,
  state: 'in-review',
  stage: 'finance-review',
  round: 'first',
  requestedFen: 31_500_000,
  cutFen: 0,
  approvedFen: null,
  submittedAt: '2026-11-09T01:12:00.000Z',
  ...more,
});

const reviewer = {
  ...{ name: '审核人丙（示例）', unitName: '示例财政局（示例）' },
  ...{ roles: ['reviewer'], hasPosts: true },
};

const sums = { projects: 3, requestedFen: 91_503_150, cutFen: 1_000_000, approvedFen: 30_500_000 };

const list: ProjectList = {
  projects: [
    project({}),
    project({
      ...{ id: '2027-8M4N-0QXE', state: 'approved', stage: null, cutFen: 1_000_000, approvedFen: 30_500_000 },
      title:
        '2027 年安全生产宣传教育培训、应急预案编制与应急演练及基层应急物资采购储备项目（示例：名称较长）',
    }),
    project({
      ...{ id: '2027-9P5Q-1RYF', title: '防汛演练', state: 'returned', stage: null, round: null },
      ...{ requestedFen: 28_503_150, cutFen: null },
      unit: { id: '11530121MB1000101G', name: '示例单位二（示例）' },
    }),
  ],
  totals: {
    ...sums,
    states: [
      { state: 'in-review', projects: 1, requestedFen: 31_500_000, cutFen: 0, approvedFen: 0 },
      { state: 'returned', projects: 1, requestedFen: 28_503_150, cutFen: 0, approvedFen: 0 },
      {
        ...{ state: 'approved', projects: 1 },
        ...{ requestedFen: 31_500_000, cutFen: 1_000_000, approvedFen: 30_500_000 },
      },
    ],
    stages: [{ stage: 'finance-review', projects: 1, requestedFen: 31_500_000, cutFen: 0, approvedFen: 0 }],
    rounds: [
      {
        ...{ id: 'first', name: '2027 年度年初申报', budgetYear: 2027 },
        ...{ committedFen: 62_000_000, ceilingFen: 200_000_000 },
      },
      { id: 'second', name: '2027 年度追加申报', budgetYear: 2027, committedFen: 0, ceilingFen: null },
    ],
  },
  next: 'a-cursor',
};

const usual = (lang: Lang): ListPageProps => ({
  lang,
  list,
  query: {},
  choices: {
    years: [2027, 2026],
    stages: ['finance-review', 'approval'].map((id) => [id, stageLabel(lang)(id)] as const),
    rounds: [
      ['first', '2027 年度年初申报'],
      ['second', '2027 年度追加申报'],
    ],
    forms: [['project-declaration', '项目支出申报']],
  },
  unitName: undefined,
  isOwn: false,
  nextHref: '/projects?cursor=a-cursor',
  sheets: { projects: '/projects?format=xlsx', lines: '/projects?format=xlsx&rows=lines' },
  hrefOf: ({ unit }) => `/projects?unit=${unit}`,
});

const nothing: ProjectList = {
  projects: [],
  totals: { projects: 0, requestedFen: 0, cutFen: 0, approvedFen: 0, states: [], stages: [], rounds: [] },
  next: null,
};

export const listPages = (lang: Lang): Readonly<Record<string, Page>> => {
  const title = lang === 'zh' ? '项目清单' : 'Projects';
  const frame = { title, path: '/projects', current: 'projects', person: reviewer } as const;
  return {
    list: [<ListPage key="list" {...usual(lang)} />, frame],
    'list-searched': [
      <ListPage
        key="list"
        {...usual(lang)}
        query={{ q: '演练', year: 2027, unit: '11530121MB1584810X' }}
        unitName={declaration.unit.name}
        list={{ ...list, searchedTo: { id: '2027-9P5Q-1RYF', at: '2026-11-09T01:12:00.000Z' } }}
      />,
      frame,
    ],
    'list-empty': [
      <ListPage key="list" {...usual(lang)} list={nothing} isOwn nextHref={null} />,
      { ...frame, person: submitter },
    ],
    'list-none': [
      <ListPage key="list" {...usual(lang)} list={nothing} query={{ state: 'lapsed' }} nextHref={null} />,
      frame,
    ],
  };
};
