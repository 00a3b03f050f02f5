import { SettingsPage } from '../../../../functions/directory/pages/settings-page.tsx';
import { typedOf, withRow } from '../../../../functions/directory/settings-fields.ts';
import { INDICATOR_TREES } from '../../../../shared/declaration/indicator-tree.ts';
import type { Lang } from '../../../../shared/values/language.ts';
import { defaultStages } from '../../../../shared/workflow/stages.ts';
import { aNotice } from '../../../builders/notices.ts';
import { type Page, submitter } from './project.ts';

const settings = {
  collectiveThresholdFen: 100_000_000,
  codeThresholdFen: null,
  stages: Object.fromEntries(
    defaultStages.map(({ id }) => [id, { deadlines: [2, 4, 5] as [number, number, number] }]),
  ),
  notices: [aNotice(2027, { daysOff: ['2027-02-08', '2027-02-09'], workdays: ['2027-02-14'] })],
  lapseDays: 60,
  contact: '财政局预算科（示例） 0871-00000000',
  rounds: [
    {
      id: '2027-initial',
      budgetYear: 2027,
      kind: 'initial' as const,
      opensAt: '2026-11-02T01:00:00.000Z',
      closesAt: '2026-11-20T10:00:00.000Z',
      correctionsUntil: '2026-11-30T10:00:00.000Z',
      ceilingFen: 500_000_000,
      unitCeilings: { '11530121MB1584810X': 50_000_000 },
    },
  ],
};

export const settingsPages = (lang: Lang): Readonly<Record<string, Page>> => {
  const typed = typedOf(settings, lang);
  const shown = {
    lang,
    version: 3,
    stages: defaultStages.map(({ id, label }) => ({ id, label: label[lang] })),
    trees: INDICATOR_TREES.map(({ id, label }) => ({ id, label: label[lang] })),
    years: [
      { year: 2026, by: 'release' },
      { year: 2027, by: 'office' },
      { year: 2028, by: 'provisional' },
    ] as const,
    saved: false,
    findings: [],
  };
  const frame = {
    title: '设置',
    person: { ...submitter, roles: ['administrator'] },
    current: 'settings',
    path: '/settings',
  } as const;
  const found = (path: string) =>
    ({ rule: 'shape', severity: 'error', path, message: `应为整数 ${path}` }) as const;
  return {
    settings: [<SettingsPage {...shown} typed={typed} saved />, frame],
    'settings-wrong': [
      <SettingsPage
        {...shown}
        typed={withRow(withRow(typed, 'rounds'), 'notices')}
        findings={[
          found('/lapseDays'),
          found('/stages/approval/deadlines'),
          found('/stages/approval/deadlines/1'),
          found('/rounds'),
          found('/rounds/1/opensAt'),
          found('/rounds/0/unitCeilings/11530121MB1584810X'),
          found('/notices/1/daysOff'),
        ]}
      />,
      frame,
    ],
    'settings-stale': [
      <SettingsPage
        {...shown}
        typed={typed}
        stale={[
          {
            label: lang === 'zh' ? '退回项目失效天数' : 'Days until a returned project lapses',
            before: '60',
            after: '45',
          },
          { label: lang === 'zh' ? '咨询联系方式' : 'Contact details', before: '', after: settings.contact },
        ]}
      />,
      frame,
    ],
  };
};
