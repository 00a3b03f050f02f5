import { CheckpointsPage } from '../../../../functions/evidence/pages/checkpoints-page.tsx';
import { FilesPage } from '../../../../functions/evidence/pages/files-page.tsx';
import { HistoryPage } from '../../../../functions/history/pages/history-page.tsx';
import type {
  DecisionDetails,
  LineAmounts,
} from '../../../../functions/history/pages/timeline/decision-details.ts';
import { TimelinePage } from '../../../../functions/history/pages/timeline-page.tsx';
import type { Start } from '../../../../functions/history/start.ts';
import type { Suggestions } from '../../../../functions/history/suggestions.ts';
import type { EventOf, HistoryEvent } from '../../../../shared/history/event.ts';
import { shippedCalendar } from '../../../../shared/values/calendar/calendar.ts';
import type { Lang } from '../../../../shared/values/language.ts';
import { actors, anEvent, type OfProject } from '../../../builders/events.ts';
import { minutes } from './attachments.ts';
import { aCut, auditor, declaration, HASH, ID, type Page, project, stageLabel } from './project.ts';

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
const evidenceFiles = {
  files: 8,
  bytes: 24_300_000,
  parts: [
    {
      part: 1,
      files: 7,
      bytes: 4_100_000,
      alone: false,
      names: [
        '实施方案.pdf',
        '报价单.pdf',
        '报价单.pdf',
        '会议纪要.docx',
        '营业执照.jpg',
        '合同.pdf',
        '图纸.zip',
      ],
    },
    { part: 2, files: 1, bytes: 20_200_000, alone: true, names: ['现场勘查照片与测算说明（全）.pdf'] },
  ],
};

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
export const waitingEvents: readonly HistoryEvent[] = [
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

/** What the records of the decisions add. */
export const decisions: ReadonlyMap<number, DecisionDetails> = new Map([
  [4, { cuts: [], places: ['支出 3'], supplied: [] }],
  [
    8,
    {
      cuts: [{ ...aCut, name: '安全生产月系列活动', beforeFen: 5_000_000 }],
      places: [],
      supplied: [],
      files: [{ label: '会议纪要等附件', value: minutes }],
      attachments: `/projects/${ID}/attachments`,
    },
  ],
]);

const lines: readonly LineAmounts[] = declaration.plan.map(({ name, amountFen }, index) => ({
  name,
  requestedFen: amountFen,
  approvedFen: index === aCut.line ? aCut.amountFen : amountFen,
}));

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

const titles: ReadonlyMap<string, string> = new Map([[ID, project.title]]);

const suggestions: Suggestions = {
  words: '安全',
  people: [{ id: 'reviewer', name: '审核人乙（示例）', unitName: '昆明市呈贡区财政局（示例）' }],
  units: [{ id: project.unit.id, name: project.unit.name }],
  projects: [
    { id: ID, title: project.title, unitName: project.unit.name, budgetYear: 2027 },
    {
      id: '2026-1111-2222',
      title: '安全生产月宣传经费',
      unitName: '示例单位二（示例）',
      budgetYear: 2026,
    },
  ],
  more: { people: false, units: false, projects: true },
  searched: 1_000,
};

const start: Start = {
  flags: {
    scope: { from: '2026-10-15T16:00:00.000Z', to: '2026-11-14T16:00:00.000Z' },
    complete: false,
    counts: {
      ...{ quick: 2, late: 1, delegated: 0, 'off-hours': 7, 'office-changed': 0 },
      ...{ together: 3, 'below-threshold': 1 },
    },
    hasThreshold: true,
  },
  checkpoint: { checkpoint, holds: true },
  overdue: {
    count: 6,
    more: true,
    oldest: [
      {
        projectId: ID,
        stage: 'finance-review',
        revision: 1,
        unitName: project.unit.name,
        deadline: '2026-11-10T10:00:00.000Z',
        late: { elapsedDays: 4.6, days: 3.2 },
      },
      {
        projectId: '2026-1111-2222',
        stage: 'approval',
        revision: 2,
        unitName: '示例单位二（示例）',
        deadline: '2026-11-13T10:00:00.000Z',
        late: { elapsedDays: 1.6, days: 0.2 },
      },
    ],
  },
};

export const historyPages = (lang: Lang): Readonly<Record<string, Page>> => {
  const label = stageLabel(lang);
  const timeline = {
    ...project,
    unitName: project.unit.name,
    state: 'approved',
    approvedFen: 30_500_000,
  } as const;
  const whole = { valid: true, events: 11, head: { seq: 11, hash: HASH } };
  const search = {
    lang,
    stages: [{ id: 'finance-review', label: label('finance-review') }],
    stageLabel: label,
    calendar: shippedCalendar,
    hrefOf: (query: Readonly<Record<string, unknown>>) => `/history?${Object.keys(query).join('&')}`,
  };
  const broken = { ...whole, valid: false, firstBroken: { seq: 4, reason: '内容与哈希不符' } };
  return {
    timeline: [
      <TimelinePage
        lang={lang}
        project={timeline}
        events={events}
        now="2026-11-14T02:00:00.000Z"
        verification={whole}
        stageLabel={label}
        calendar={shippedCalendar}
        files={{ xlsx: '?x', csv: '?y' }}
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
        calendar={shippedCalendar}
      />,
      historyFrame,
    ],
    'timeline-waiting': [
      <TimelinePage
        lang={lang}
        project={{ ...timeline, state: 'in-review', approvedFen: null }}
        events={waitingEvents}
        asks={{
          projectId: ID,
          deadline: '2026-11-18T10:00:00.000Z',
          overdue: false,
          deadlineProvisional: true,
        }}
        now="2026-11-18T03:00:00.000Z"
        verification={null}
        stageLabel={label}
        calendar={shippedCalendar}
      />,
      historyFrame,
    ],
    history: [
      <HistoryPage
        {...search}
        events={events}
        titles={titles}
        query={{ project: ID, minFen: 505_000, maxAmount: '31.5' }}
        nextHref="/history?cursor=x"
        plan={{ index: 'by-unit', filtered: ['minFen', 'maxFen'], read: 11 }}
        files={{ xlsx: '/history?format=xlsx', csv: '/history?format=csv', ndjson: '/history?format=ndjson' }}
      />,
      historyFrame,
    ],
    'history-start': [
      <HistoryPage {...search} events={events} titles={titles} query={{}} start={start} />,
      { ...historyFrame, path: '/history' },
    ],
    'history-suggested': [
      <HistoryPage {...search} query={{ q: '安全', action: 'decided' }} suggestions={suggestions} />,
      historyFrame,
    ],
    'history-applied': [
      <HistoryPage
        {...search}
        events={events.slice(0, 3)}
        titles={titles}
        query={{ actor: 'reviewer' }}
        applied={{ ...suggestions, units: [], projects: [], words: '审核人' }}
      />,
      historyFrame,
    ],
    'history-mistaken': [
      <HistoryPage
        {...search}
        query={{ project: '安全生产月', from: '2026-13-40', action: 'decidde', unit: project.unit.id }}
        findings={[
          { name: 'project', message: '项目编号形如 2021-7K3M-9QXD；按名称查请用“查找”' },
          { name: 'from', message: '没有这一天' },
          { name: 'action', message: '应为其中之一' },
          { name: 'limit', message: '不能大于 500' },
        ]}
        suggestions={{ ...suggestions, words: '安全生产月', people: [], units: [] }}
      />,
      historyFrame,
    ],
    'history-empty': [<HistoryPage {...search} events={[]} query={{ q: '' }} />, historyFrame],
    checkpoints: [
      <CheckpointsPage
        lang={lang}
        checkpoints={[checkpoint]}
        nextHref="/history/checkpoints?cursor=12&limit=1"
        keyId={'ab'.repeat(32)}
        formerKeys={[{ id: 'cd'.repeat(32), until: 8, pem: null }]}
      />,
      historyFrame,
    ],
    'checkpoints-none': [
      <CheckpointsPage
        lang={lang}
        checkpoints={[]}
        nextHref={null}
        keyId={'ab'.repeat(32)}
        formerKeys={[]}
      />,
      historyFrame,
    ],
    'evidence-files': [
      <FilesPage
        lang={lang}
        view={evidenceFiles}
        about={project.id}
        of={`/projects/${project.id}/evidence`}
        back={`/projects/${project.id}/history`}
        asksReason={false}
      />,
      historyFrame,
    ],
    'evidence-files-reason': [
      <FilesPage
        lang={lang}
        view={{ ...evidenceFiles, parts: evidenceFiles.parts.map(({ names: _, ...part }) => part) }}
        about="2026-01-01 – 2026-03-31"
        of="/history/evidence"
        period={{ from: '2026-01-01', to: '2026-03-31' }}
        back="/history/checkpoints"
        asksReason={true}
      />,
      historyFrame,
    ],
    'evidence-files-none': [
      <FilesPage
        lang={lang}
        view={{ files: 0, bytes: 0, parts: [] }}
        about={project.id}
        of={`/projects/${project.id}/evidence`}
        back={`/projects/${project.id}/history`}
        asksReason={false}
      />,
      historyFrame,
    ],
  };
};
