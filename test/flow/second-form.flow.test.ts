import { cp, mkdtemp, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DecisionView, ProjectView } from '../../shared/contract/views.ts';
import { form } from '../../shared/declaration/forms/project-declaration.ts';
import { clientOf, decideBy, executionOf, historyOf, linkFor, submit } from '../support/client.ts';
import { checkout, type Platform, startPlatform } from '../support/platform.ts';

/** All that a second form needs: one new file, with stages of its own. */
const equipmentRequest = `
import type { FormDefinition } from '../../forms/definition.ts';
import { defineForm } from '../../forms/form.ts';
import { withStages } from '../../workflow/staged-form.ts';

const definition = {
  id: 'equipment-request',
  version: 1,
  title: { zh: '设备购置申请', en: 'Equipment request' },
  summary: { title: '/title', requestedFen: '/amountFen' },
  sections: [
    {
      id: 'request',
      number: '一',
      title: { zh: '申请', en: 'Request' },
      fields: [
        { kind: 'text', key: 'title', label: { zh: '名称', en: 'Title' }, required: true, maxLength: 60 },
        { kind: 'money', key: 'amountFen', label: { zh: '金额', en: 'Amount' }, unit: 'yuan', required: true },
        { kind: 'text', key: 'reason', label: { zh: '理由', en: 'Reason' }, required: true, multiline: true, maxLength: 500 },
      ],
    },
  ],
} as const satisfies FormDefinition;

export const form = withStages(defineForm(definition, { rules: [] }), [
    {
      id: 'purchase-approval',
      label: { zh: '采购审批', en: 'purchase approval' },
      ask: { zh: '待批', en: 'For approval' },
      asks: { post: 'approver', of: 'finance' },
      excludes: ['editors', 'own-unit', 'earlier-deciders'],
      deadlineDays: 3,
    },
]);
`;

/** A section of the declaration, as it is called now and by the version that the release brings. */
const [now, then] = ['资金安排情况', '经费安排'] as const;

/** The declaration's next version: the one before it stays in a file of its own. */
async function changeDeclaration(forms: string): Promise<void> {
  const current = join(forms, 'project-declaration.ts');
  const text = await readFile(current, 'utf8');
  const { version } = form.definition;
  await rename(current, current.replace('.ts', `.v${version}.ts`));
  const definition = `
import { definition as before } from '../definition.ts';
const sections = before.sections.map((one) =>
  one.title.zh === '${now}' ? { ...one, title: { ...one.title, zh: '${then}' } } : one,
);
const definition = { ...before, version: ${version + 1}, sections };`;
  await writeFile(current, text.replace("import { definition } from '../definition.ts';", definition));
}

let root: string;
let data: string;
/** What was submitted before the release that has another form, and another version of the first. */
let before: ProjectView;
let platform: Platform;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'countersign-second-form-'));
  for (const part of ['infra', 'functions', 'shared', 'package.json', 'package-lock.json', 'cdk.json']) {
    await cp(join(checkout, part), join(root, part), { recursive: true });
  }
  await symlink(join(checkout, 'node_modules'), join(root, 'node_modules'));
  const forms = join(root, 'shared/declaration/forms');
  await changeDeclaration(forms);
  await writeFile(join(forms, 'equipment-request.ts'), equipmentRequest);

  data = await mkdtemp(join(tmpdir(), 'countersign-second-form-data-'));
  platform = await startPlatform({ data });
  before = await submit(platform);
  await linkFor(platform, 'reviewer', before.id);
  await platform.stop();
  platform = await startPlatform({ root, data, port: platform.port });
});
afterAll(async () => {
  await platform.stop();
  await rm(root, { recursive: true, force: true });
  await rm(data, { recursive: true, force: true });
});

describe('a second form, added as one file', () => {
  it('is filled in, submitted, decided by its own stages, and approved', async () => {
    const submitter = await clientOf(platform, 'submitter');
    const shown = await submitter.get<{ definition: { id: string } }>('/forms/equipment-request');
    expect(shown.body.definition.id).toBe('equipment-request');
    const page = await submitter.get<string>('/forms/equipment-request', undefined, { accept: 'text/html' });
    expect(page.body).toContain('设备购置申请');
    expect(page.body).toContain('name="amountFen"');
    const desk = await submitter.get<string>('/', undefined, { accept: 'text/html' });
    for (const [form, title] of [
      ['project-declaration', '项目申报书'],
      ['equipment-request', '设备购置申请'],
    ])
      expect(desk.body).toContain(`href="/forms/${form}">填写${title}</a>`);

    const missing = await submitter.post('/forms/equipment-request/submissions', { title: '无人机' });
    expect(missing.status).toBe(422);
    const request = { title: '应急无人机', amountFen: 880_000, reason: '汛期巡查' };
    const sent = await submitter.post<ProjectView>('/forms/equipment-request/submissions', request);
    expect(sent).toMatchObject({ status: 201, body: { stage: 'purchase-approval', requestedFen: 880_000 } });

    const link = await linkFor(platform, 'approver', sent.body.id);
    const anyone = await clientOf(platform);
    expect((await anyone.get<DecisionView>(link)).body.declaration).toEqual(request);
    expect((await decideBy(platform, link, { outcome: 'approve' })).status).toBe(200);
    expect(await executionOf(platform, sent.body.id)).toBe('SUCCEEDED');
    expect((await historyOf(platform, sent.body.id)).map(({ action }) => action)).toEqual([
      'created',
      'submitted',
      'requested',
      'decided',
      'approved',
    ]);
  });
});

describe('a form that the release changes', () => {
  it('shows what was submitted by the version that it was submitted with, for ever', async () => {
    const page = { accept: 'text/html' };
    const anyone = await clientOf(platform);
    const submitter = await clientOf(platform, 'submitter');
    const link = await linkFor(platform, 'reviewer', before.id);
    const shown = (await anyone.get<string>(link, undefined, page)).body;
    const toFillIn = (await submitter.get<string>('/forms/project-declaration', undefined, page)).body;
    for (const [html, has, hasNot] of [
      [shown, now, then],
      [toFillIn, then, now],
    ] as const) {
      expect(html).toContain(has);
      expect(html).not.toContain(hasNot);
    }
    expect((await decideBy(platform, link, { outcome: 'approve' })).status).toBe(200);
    const again = await submit(platform);
    expect([before.formVersion, again.formVersion]).toEqual([
      form.definition.version,
      form.definition.version + 1,
    ]);
  });
});
