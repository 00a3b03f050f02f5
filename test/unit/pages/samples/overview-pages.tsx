import { OverviewPage, type OverviewPageProps } from '../../../../functions/history/pages/overview-page.tsx';
import type { AgedRequest } from '../../../../functions/history/pages/plots/open-requests.tsx';
import { overviewOf } from '../../../../shared/history/overview.ts';
import { shippedCalendar } from '../../../../shared/values/calendar/calendar.ts';
import type { Lang } from '../../../../shared/values/language.ts';
import { sampleHistory, sampleUnits } from '../../../builders/events.ts';
import { auditor, declaration, type Page, project, stageLabel } from './project.ts';

/** The overview's period, its thresholds, and its events. */
export const overviewScope = { from: '2025-11-30T16:00:00.000Z', to: '2026-11-30T16:00:00.000Z' } as const;

export const overviewSettings = {
  thresholdsFen: [50_000_000],
  calendar: shippedCalendar,
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
  elapsedDays: days * 1.4,
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

const overviewFrame = {
  title: '审批统计',
  person: auditor,
  current: 'overview',
  path: '/history/overview',
} as const;

export const overviewPages = (lang: Lang): Readonly<Record<string, Page>> => {
  return {
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
  };
};
