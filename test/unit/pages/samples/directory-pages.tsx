import type { Waiting } from '../../../../functions/directory/concerned.ts';
import { AdministratorsPage } from '../../../../functions/directory/pages/administrators-page.tsx';
import { AroundPerson, AroundUnit } from '../../../../functions/directory/pages/around.tsx';
import { ChangePage, RemovalPage } from '../../../../functions/directory/pages/change-page.tsx';
import { DirectoryPage } from '../../../../functions/directory/pages/directory-page.tsx';
import { FailedMailsPage, type Unreached } from '../../../../functions/directory/pages/failed-mails-page.tsx';
import { ImportPage } from '../../../../functions/directory/pages/import-page.tsx';
import { ListPage } from '../../../../functions/directory/pages/list-page.tsx';
import {
  PersonTable,
  type ShownPerson,
  type ShownUnit,
  UnitTable,
} from '../../../../functions/directory/pages/lists.tsx';
import { PiecePage } from '../../../../functions/directory/pages/piece-page.tsx';
import { PreviewPage } from '../../../../functions/directory/pages/preview-page.tsx';
import { NewKeyPage, ProgramsPage } from '../../../../functions/directory/pages/programs-page.tsx';
import { TransferPage } from '../../../../functions/directory/pages/transfer.tsx';
import { personForm, typedOf, unitForm } from '../../../../functions/directory/piece-form.ts';
import type { ProgramView } from '../../../../shared/contract/views.ts';
import type { Lang } from '../../../../shared/values/language.ts';
import type { Person, Unit } from '../../../../shared/workflow/directory.ts';
import { declaration, ID, type Page, stageLabel } from './project.ts';

const BUREAU = '11530121MB100023X0';
const UNIT = '11530121MB1000101G';

const aUnit: Unit = {
  id: BUREAU,
  name: '示例财政局（示例）',
  address: '示例市示例路 1 号',
  contact: 'bureau@countersign.example',
  posts: [
    { post: 'reviewer', holder: 'reviewer', delegates: ['reviewer2'] },
    { post: 'approver', holder: 'approver' },
    { post: 'zone-head', holder: 'approver2' },
  ],
};
const aPerson: Person = {
  id: 'reviewer',
  name: '审核人乙（示例）',
  email: 'reviewer@countersign.example',
  unit: BUREAU,
  lang: 'zh',
  absences: [{ from: '2026-12-07', to: '2026-12-11', delegate: 'reviewer2' }],
};

const shownUnits: ShownUnit[] = [
  { ...aUnit, people: 6 },
  { id: UNIT, name: '示例街道办事处（示例）', finance: BUREAU, financeName: aUnit.name, people: 1 },
];
const held = [
  { unit: BUREAU, unitName: aUnit.name, post: 'reviewer', isHolder: true },
  { unit: BUREAU, unitName: aUnit.name, post: 'secretary', isHolder: false },
];
const shownPeople: ShownPerson[] = [
  { ...aPerson, unitName: aUnit.name, held, away: { delegateName: '审核人丙（示例）' } },
  { ...aPerson, id: 'submitter', name: '经办人甲（示例）', unitName: '示例街道办事处（示例）', held: [] },
];

const aProgram: ProgramView = {
  ...{ id: '7K3M9QXD', name: '财务系统（示例）', role: 'submitter', state: 'valid' },
  person: { id: 'submitter', name: '经办人甲（示例）' },
  unit: { id: UNIT, name: '示例街道办事处（示例）' },
  madeBy: { id: 'administrator', name: '管理员己（示例）' },
  ...{ madeAt: '2026-11-29T02:00:00.000Z', until: '2027-11-29', lastUsed: '2026-11-29', revoked: null },
};
const programs: readonly ProgramView[] = [
  aProgram,
  {
    ...aProgram,
    ...{ id: '2B6D1SWX', name: '审计归档（示例）', role: 'auditor', person: null, lastUsed: null },
  },
  { ...aProgram, id: '3C7E2TXY', state: 'expired' },
  { ...aProgram, id: '4D8F3VYZ', state: 'not-listed', unit: null },
  { ...aProgram, id: '5E9G4WZ0', role: 'auditor', state: 'not-listed', person: null, unit: null },
  {
    ...{ ...aProgram, id: '6F0H5X1A', state: 'revoked' },
    revoked: { by: { id: 'administrator', name: '管理员己（示例）' }, at: '2026-11-29T03:00:00.000Z' },
  },
];

const waiting: Waiting = {
  count: 49,
  first: [
    {
      projectId: ID,
      title: declaration.title,
      unitName: declaration.unit.name,
      stage: 'finance-review',
      revision: 1,
      requestedFen: 31_500_000,
      deadline: '2026-11-18T10:00:00.000Z',
      overdue: true,
      assignees: [{ id: 'reviewer', name: aPerson.name }],
    },
  ],
};

const suggestions = {
  units: [{ id: BUREAU, name: aUnit.name }],
  people: [{ id: 'reviewer2', name: '审核人丙（示例）' }],
};
const names = new Map([
  [BUREAU, aUnit.name],
  ['reviewer', aPerson.name],
  ['reviewer2', '审核人丙（示例）'],
]);
const administrators = [{ id: 'administrator', name: '管理员（示例）' }];
const finding = (path: string, message: string) =>
  ({ rule: 'directory', severity: 'error', path, message }) as const;
const differences = [
  { label: '邮箱', before: 'reviewer.old@countersign.example', after: aPerson.email },
  {
    label: '外出委托',
    before: '',
    after: '开始日期：2026-12-07；结束日期：2026-12-11；受托人：审核人丙（reviewer2）',
  },
];

const correction = (piece: Person | Unit): Unreached['correction'] => {
  const isPerson = 'email' in piece;
  return {
    form: isPerson ? personForm : unitForm,
    address: isPerson ? piece.email : (piece.contact ?? ''),
    key: isPerson ? 'email' : 'contact',
    href: isPerson ? `/directory/people/${piece.id}` : `/directory/units/${piece.id}`,
    version: 'a1b2',
    typed: { fields: { id: piece.id }, rows: [] },
  };
};
const aMail = {
  person: 'reviewer',
  name: aPerson.name,
  address: aPerson.email,
  corrected: false,
  projectId: ID,
  title: declaration.title,
  stage: 'finance-review',
  revision: 1,
  asks: true,
  reason: 'bounced',
  at: '2026-11-18T10:00:00.000Z',
} as const;
const unreached: Unreached[] = [
  {
    person: 'reviewer',
    name: aPerson.name,
    mails: [aMail, { ...aMail, asks: false, reason: 'unwanted' }],
    correction: correction(aPerson),
    waiting: 12,
  },
  {
    person: 'departed',
    name: '离任人员（示例）',
    mails: [{ ...aMail, asks: false, reason: 'not-listed' }],
    correction: undefined,
    waiting: 0,
  },
  {
    person: `unit:${BUREAU}`,
    name: aUnit.name,
    mails: [{ ...aMail, asks: false, corrected: true, reason: 'refused' }],
    correction: correction(aUnit),
    waiting: 0,
  },
];

export const directoryPages = (lang: Lang): Readonly<Record<string, Page>> => {
  const person = { name: '管理员（示例）', roles: ['administrator'] };
  const framed = (title: string, path: string): Page[1] => ({ title, person, current: 'directory', path });
  const label = stageLabel(lang);
  const piece = { lang, title: aPerson.name, suggestions, names, findings: [], version: 'a1b2' } as const;
  const change = { lang, version: 'a1b2', stageLabel: label, differences } as const;
  return {
    directory: [
      <DirectoryPage
        lang={lang}
        units={2000}
        people={10_000}
        administrators={administrators}
        isApplied
        found={{ q: '示例', units: shownUnits, people: shownPeople }}
      />,
      framed('机构名录', '/directory'),
    ],
    'directory-units': [
      <ListPage
        lang={lang}
        room="units"
        q="示例"
        nextHref="/directory/units?cursor=1"
        isEmpty={false}
        isRemoved
      >
        <UnitTable lang={lang} units={shownUnits} />
      </ListPage>,
      framed('单位', '/directory/units'),
    ],
    'directory-people': [
      <ListPage
        lang={lang}
        room="people"
        q=""
        nextHref="/directory/people?cursor=1"
        isEmpty={false}
        isRemoved={false}
      >
        <PersonTable lang={lang} people={shownPeople} withUnit />
      </ListPage>,
      framed('人员', '/directory/people'),
    ],
    'directory-none': [
      <ListPage lang={lang} room="people" q="无" nextHref={undefined} isEmpty isRemoved={false}>
        {null}
      </ListPage>,
      framed('人员', '/directory/people'),
    ],
    'directory-unit': [
      <PiecePage
        {...piece}
        title={aUnit.name}
        form={unitForm}
        id={aUnit.id}
        typed={typedOf(unitForm, aUnit)}
        findings={[
          finding('/posts/0/delegates/0', '不能委托本人代为办理'),
          finding('/successor', '名录中没有此单位'),
        ]}
      >
        <AroundUnit lang={lang} members={shownPeople} count={60} />
      </PiecePage>,
      framed(aUnit.name, `/directory/units/${BUREAU}`),
    ],
    'directory-new-unit': [
      <PiecePage
        {...piece}
        title="新增单位"
        form={unitForm}
        id={undefined}
        version=""
        typed={{ fields: {}, rows: [] }}
      />,
      framed('新增单位', '/directory/new-unit'),
    ],
    'directory-person': [
      <PiecePage {...piece} form={personForm} id={aPerson.id} typed={typedOf(personForm, aPerson)} isSaved>
        <AroundPerson
          lang={lang}
          person={aPerson.id}
          held={held}
          standsInFor={[{ id: 'approver', name: '审批人丁（示例）' }]}
          waiting={waiting}
          stageLabel={label}
        />
      </PiecePage>,
      framed(aPerson.name, '/directory/people/reviewer'),
    ],
    'directory-stale': [
      <PiecePage
        {...piece}
        form={personForm}
        id={aPerson.id}
        typed={typedOf(personForm, aPerson)}
        stale={{ isGone: false, differences }}
      >
        <AroundPerson
          lang={lang}
          person={aPerson.id}
          held={[]}
          standsInFor={[]}
          waiting={{ count: 0, first: [] }}
          stageLabel={label}
        />
      </PiecePage>,
      framed(aPerson.name, '/directory/people/reviewer'),
    ],
    'directory-change': [
      <ChangePage
        {...change}
        form={personForm}
        title={aPerson.name}
        action="/directory/people/reviewer"
        typed={typedOf(personForm, aPerson)}
        concerned={{ waiting, goingOn: 3, isMore: true }}
      />,
      framed('保存前核对', '/directory/people/reviewer'),
    ],
    'directory-removal': [
      <RemovalPage
        {...change}
        form={unitForm}
        title={aUnit.name}
        action={`/directory/units/${BUREAU}/remove`}
        back={`/directory/units/${BUREAU}`}
        concerned={{ waiting: { count: 0, first: [] }, goingOn: 0, isMore: false }}
        findings={[finding('', '该单位还有人员，请先调整人员所属单位')]}
      />,
      framed('删除前核对', `/directory/units/${BUREAU}`),
    ],
    'directory-failed-mails': [
      <FailedMailsPage
        lang={lang}
        unreached={unreached}
        suggestions={suggestions}
        nextHref="/directory/failed-mails?limit=50&cursor=reviewer"
        stageLabel={label}
      />,
      framed('未送达邮件', '/directory/failed-mails'),
    ],
    'directory-transfer': [
      <TransferPage
        lang={lang}
        person="reviewer"
        name={aPerson.name}
        transfer={{
          moved: [{ projectId: ID, title: declaration.title, stage: 'finance-review' }],
          notMoved: [
            {
              projectId: '2026-7K3M-9QXD',
              title: declaration.title,
              stage: 'approval',
              code: 'own-project',
              why: '同一个人不能在两个环节作出决定',
            },
          ],
          left: 3,
        }}
        stageLabel={label}
      />,
      framed('转办结果', '/directory/people/reviewer'),
    ],
    'directory-administrators': [
      <AdministratorsPage
        lang={lang}
        administrators={administrators}
        typed="nobody"
        version="a1b2"
        findings={[finding('/administrators/0', '名录中没有此人')]}
        isStale
        isSaved={false}
      />,
      framed('管理员', '/directory/administrators'),
    ],
    'directory-programs': [
      <ProgramsPage
        lang={lang}
        programs={programs}
        typed={{ name: '财务系统', role: 'submitter', person: 'nobody', unit: '', until: '2030-01-01' }}
        findings={[
          finding('/person', '名录中没有此人'),
          finding('/until', '有效期应在 2026-11-29 至 2028-11-29 之间'),
          finding('', '有效的密钥已有 100 个'),
        ]}
        notice="revoked"
        today="2026-11-29"
        last="2028-11-29"
      />,
      framed('程序密钥', '/directory/programs'),
    ],
    'directory-programs-none': [
      <ProgramsPage
        lang={lang}
        programs={[]}
        typed={{ until: '2027-11-29' }}
        findings={[]}
        notice={undefined}
        today="2026-11-29"
        last="2028-11-29"
      />,
      framed('程序密钥', '/directory/programs'),
    ],
    'directory-new-key': [
      <NewKeyPage lang={lang} program={aProgram} secret={`csp_${aProgram.id}_${'a'.repeat(43)}`} />,
      framed('密钥已生成', '/directory/programs'),
    ],
    'directory-import': [
      <ImportPage lang={lang} refused="表头无法识别" />,
      framed('导入与导出', '/directory/imports'),
    ],
    'directory-preview': [
      <PreviewPage
        lang={lang}
        hash={'a'.repeat(64)}
        kind="person"
        unchanged={408}
        ignored={['备注']}
        findings={[]}
        lines={[
          {
            row: 2,
            id: 'newcomer',
            name: '新人（示例）',
            what: 'added',
            differences: [
              { label: '姓名', before: '', after: '新人（示例）' },
              { label: '邮箱', before: '', after: 'newcomer@countersign.example' },
            ],
          },
          { row: 3, id: 'reviewer', name: aPerson.name, what: 'changed', differences },
          { row: null, id: 'gone', name: '离任人员（示例）', what: 'removed', differences: [] },
        ]}
      />,
      framed('导入预览', '/directory/imports'),
    ],
    'directory-preview-refused': [
      <PreviewPage
        lang={lang}
        hash={null}
        kind="unit"
        unchanged={0}
        ignored={[]}
        lines={[]}
        findings={[{ row: 3, path: '/finance', message: '名录中没有此单位' }]}
        moreFindings={12}
      />,
      framed('导入预览', '/directory/imports'),
    ],
  };
};
