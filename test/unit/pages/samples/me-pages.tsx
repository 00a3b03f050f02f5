import type { OwnDecision } from '../../../../functions/directory/me/decided.ts';
import { MePage, type MePageProps, type OwnFields } from '../../../../functions/directory/pages/me-page.tsx';
import { OwnDecisionsPage } from '../../../../functions/directory/pages/own-decisions.tsx';
import type { Lang } from '../../../../shared/values/language.ts';
import { declaration, ID, type Page, stageLabel } from './project.ts';

const BUREAU = { unit: '11530121MB100023X0', unitName: '示例财政局（示例）' };

const decisions: readonly OwnDecision[] = [
  {
    project: ID,
    title: declaration.title,
    stage: 'finance-review',
    outcome: 'approve',
    approvedFen: 30_500_000,
    onBehalfOf: '审核人丙（示例）',
    at: '2026-11-20T02:30:00.000Z',
  },
  {
    project: '2026-AAAA-0001',
    title: null,
    stage: 'finance-review',
    outcome: 'return',
    approvedFen: null,
    onBehalfOf: null,
    at: '2026-11-18T08:05:00.000Z',
  },
];

const fields: OwnFields = {
  language: 'zh',
  mail: 'daily',
  followsUnit: true,
  absences: { fields: {}, rows: [{ from: '2026-12-07', to: '2026-12-11', delegate: 'reviewer' }] },
  version: 'a1b2',
  findings: [],
  names: new Map([['reviewer', '审核人丙（示例）']]),
  suggestions: { units: [], people: [{ id: 'reviewer', name: '审核人丙（示例）' }] },
};

const opinions = { typed: '同意，请按批复执行。\n依据充分，同意所请。', version: 'c3d4' };

const sessions = [
  {
    current: true,
    signedInAt: '2026-11-23T00:58:00.000Z',
    seenAt: '2026-11-23T01:10:00.000Z',
    until: '2026-11-23T08:58:00.000Z',
  },
  { current: false, signedInAt: null, seenAt: null, until: '2026-11-23T05:00:00.000Z' },
];

export const mePages = (lang: Lang): Readonly<Record<string, Page>> => {
  const person = { name: '审核人丁（示例）', unitName: BUREAU.unitName, roles: ['reviewer'] };
  const framed = (title: string, path: string): Page[1] => ({ title, person, current: 'me', path });
  const usual: MePageProps = {
    lang,
    who: {
      name: person.name,
      id: 'reviewer2',
      email: 'reviewer2@countersign.example',
      unitName: BUREAU.unitName,
    },
    roles: ['reviewer'],
    own: {
      fields,
      held: [{ ...BUREAU, post: 'reviewer', isHolder: false }],
      standsInFor: [{ id: 'reviewer', name: '审核人丙（示例）' }],
      decided: { decisions, next: 'more' },
      opinions,
    },
    sessions,
    stageLabel: stageLabel(lang),
  };
  const findings = [
    {
      rule: 'directory',
      severity: 'error',
      path: '/absences/0/delegate',
      message: '不能委托本人代为办理',
    } as const,
  ];
  const differences = [
    { label: '外出委托', before: '', after: '开始日期：2026-12-07；结束日期：2026-12-11' },
  ];
  const withFields = (more: Partial<OwnFields>) => ({
    fields: { ...fields, ...more },
    held: [],
    standsInFor: [],
    decided: { decisions: [], next: null },
    opinions: { typed: '', version: 'c3d4' },
  });
  return {
    me: [<MePage {...usual} />, framed('个人设置', '/me')],
    'me-refused': [<MePage {...usual} own={withFields({ findings })} />, framed('个人设置', '/me')],
    'me-opinions-refused': [
      <MePage
        {...usual}
        own={withFields({
          findings: [
            { rule: 'shape', severity: 'error', path: '/opinions', message: '第 2 条：不能超过 200 字' },
          ],
        })}
      />,
      framed('个人设置', '/me'),
    ],
    'me-stale': [<MePage {...usual} own={withFields({ stale: differences })} />, framed('个人设置', '/me')],
    'me-opinions-stale': [
      <MePage
        {...usual}
        own={{ ...withFields({}), opinions: { ...opinions, stored: '同意，请按进度支付。' } }}
      />,
      framed('个人设置', '/me'),
    ],
    'me-unknown': [
      <MePage {...usual} who={{ name: '审计员', id: 'auditor9' }} own={undefined} sessions={[]} />,
      framed('个人设置', '/me'),
    ],
    'me-decisions': [
      <OwnDecisionsPage
        lang={lang}
        decisions={decisions}
        nextHref="/me/decisions?cursor=1"
        stageLabel={stageLabel(lang)}
      />,
      framed('已办', '/me/decisions'),
    ],
  };
};
