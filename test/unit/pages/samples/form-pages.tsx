import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { FormPageProps } from '../../../../functions/projects/pages/form/form-page-props.ts';
import { FormPage } from '../../../../functions/projects/pages/form-page.tsx';
import { ImportPage } from '../../../../functions/projects/pages/import-page.tsx';
import type { RoundLine } from '../../../../functions/projects/rounds.ts';
import { toldImport } from '../../../../functions/projects/told-import.ts';
import { definition } from '../../../../shared/declaration/definition.ts';
import { form } from '../../../../shared/declaration/forms/project-declaration.ts';
import { importFile } from '../../../../shared/declaration/import/import-file.ts';
import { noFilesShown } from '../../../../shared/pages/attaching/files-shown.ts';
import type { Lang } from '../../../../shared/values/language.ts';
import { filesOfDraft, withFiles } from './attachments.ts';
import { declaration, findings, ID, type Page, submitter } from './project.ts';

export const aForm = (more: Partial<FormPageProps> = {}) => (
  <FormPage
    lang="zh"
    definition={definition}
    declaration={declaration}
    unread={{}}
    findings={[]}
    showFindings={false}
    idempotencyKey="key-1"
    rounds={[]}
    corrects={false}
    files={noFilesShown}
    mostBytes={20 * 1024 * 1024}
    mostBytesInAll={100 * 1024 * 1024}
    now={new Date('2026-11-12T02:00:00.000Z')}
    {...more}
  />
);

const source = readFileSync(resolve(import.meta.dirname, '../../../fixtures/import/beside.txt'));
const imported = await importFile('beside.txt', source);

/** What a file was understood as, beside the file. */
export const anImport = (lang: Lang) =>
  aForm({
    lang,
    importHref: '/forms/x/imports',
    declaration: imported.declaration,
    imported: toldImport(imported, lang),
  });

const draft = {
  id: ID,
  revision: 2,
  version: 3,
  state: 'returned',
  savedAt: '2026-11-10T02:32:05.000Z',
} as const;

const returned = { by: '审核人乙（示例）', comment: '请补充测算依据', fields: ['/plan/2/basis'] };

export const aRound: RoundLine = {
  id: '2027-initial',
  budgetYear: 2027,
  kind: 'initial',
  closesAt: '2026-11-20T10:00:00.000Z',
  correctionsUntil: '2026-11-30T10:00:00.000Z',
  unitTotalFen: 31_500_000,
  unitCeilingFen: 50_000_000,
};

const formFrame = {
  title: '申报',
  person: submitter,
  current: 'form',
  path: '/forms/x',
  script: 'form',
} as const;

export const formPages = (lang: Lang): Readonly<Record<string, Page>> => {
  return {
    'form-empty': [aForm({ lang, declaration: {}, sampleHref: '?sample=1' }), formFrame],
    'form-sample': [aForm({ lang }), formFrame],
    'form-imported': [anImport(lang), formFrame],
    'form-imported-json': [
      aForm({
        lang,
        importHref: '/forms/x/imports',
        imported: {
          placed: [{ path: '/budgetYear', value: 2026 }],
          inferred: [{ path: '/performance/indicators', message: '按“一是…”分项' }],
          notPlaced: [{ place: '', text: '/other = 1', message: '本表没有这一项' }],
          source: [],
        },
      }),
      formFrame,
    ],
    import: [<ImportPage key="import" lang={lang} definition={definition} />, formFrame],
    'import-refused': [
      <ImportPage key="import" lang={lang} definition={definition} refused="文件不是 UTF-8 编码的文本" />,
      formFrame,
    ],
    'form-refused': [aForm({ lang, refused: '10 分钟内最多提交申报 30 次。' }), formFrame],
    'form-recalled': [aForm({ lang, notice: 'recalled', project: { ...draft, state: 'draft' } }), formFrame],
    'form-returned': [
      aForm({
        lang,
        findings,
        showFindings: true,
        unread: { '/plan/2/unitPriceFen': '五千' },
        project: { ...draft, returned },
        rounds: [aRound],
        corrects: true,
      }),
      formFrame,
    ],
    'form-checked': [
      aForm({
        lang,
        findings: Array.from({ length: 5 }, () => findings)
          .flat()
          .map((finding, at) => ({ ...finding, rule: `${finding.rule}${at}` })),
        showFindings: true,
        isStopped: true,
        isChecked: true,
        isFailure: true,
        project: { ...draft, state: 'draft' },
        rounds: [aRound],
        offers: form.rowOffers(declaration),
        declaration: { ...declaration, appropriation: { amountFen: 60_000_000 } },
      }),
      formFrame,
    ],
    'form-files': [
      aForm({
        lang,
        files: filesOfDraft,
        declaration: withFiles,
        unread: { '/attachments/6': 'AAAAAAAAAAAAAAAAAAAAAA' },
        findings: [
          {
            rule: 'attachment',
            severity: 'error',
            path: '/attachments/3',
            message: '“设备参数.docx”内容与文件名不符，已拒收',
          },
        ],
        showFindings: true,
        project: { ...draft, state: 'draft' },
      }),
      formFrame,
    ],
    'form-files-frozen': [
      aForm({
        lang,
        files: filesOfDraft,
        declaration: withFiles,
        project: { ...draft, returned: { ...returned, fields: ['/plan/0/files'] } },
      }),
      formFrame,
    ],
    'form-paste': [
      aForm({
        lang,
        notice: 'saved',
        project: { ...draft, state: 'draft' },
        declaration: { title: declaration.title },
        pasted: { list: '/plan', text: '演练\t5,000\t8\t次\t四万' },
        theirs: { declaration: { title: '他们的题目', overview: '概况' }, unread: { '/budgetYear': '今年' } },
        lastYear: declaration,
      }),
      formFrame,
    ],
  };
};
