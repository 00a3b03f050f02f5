import { SettingsPage } from '../../../../functions/directory/pages/settings-page.tsx';
import { typedOf, withRound } from '../../../../functions/directory/settings-fields.ts';
import { INDICATOR_TREES } from '../../../../shared/declaration/indicator-tree.ts';
import type { Lang } from '../../../../shared/values/language.ts';
import { defaultStages } from '../../../../shared/workflow/stages.ts';
import { type Page, submitter } from './project.ts';

const settings = {
  collectiveThresholdFen: 100_000_000,
  codeThresholdFen: null,
  stages: Object.fromEntries(
    defaultStages.map(({ id }) => [id, { deadlines: [2, 4, 5] as [number, number, number] }]),
  ),
  notices: [],
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
        typed={withRound(typed)}
        findings={[
          found('/lapseDays'),
          found('/stages/approval/deadlines'),
          found('/stages/approval/deadlines/1'),
          found('/rounds'),
          found('/rounds/1/opensAt'),
          found('/rounds/0/unitCeilings/11530121MB1584810X'),
        ]}
      />,
      frame,
    ],
  };
};
