/** Every route that is no GET, ready to be called: what tests of all of them send. */
import type { OwnChoices } from '../../shared/contract/routes/me.ts';
import type { DecisionView, ProgramView, ProjectView } from '../../shared/contract/views.ts';
import { shippedCalendar } from '../../shared/values/calendar/calendar.ts';
import { beijingDay, dayAfter, nextOfficeMoment } from '../../shared/values/working-days.ts';
import type { Directory, Person, Unit } from '../../shared/workflow/directory.ts';
import { aDeclaration } from '../builders/declaration.ts';
import { pdf } from '../builders/file-bytes.ts';
import { usccAt } from '../builders/offices.ts';
import { announced, asNamed, attach, save } from './attaching.ts';
import { clientOf, decideBy, linkFor, pageOf, submit } from './client.ts';
import { aPdf, handedInWith } from './handed-in-with.ts';
import type { Platform } from './platform.ts';
import { formIn } from './posted-form.ts';

const FORM = 'project-declaration';
const declaration = aDeclaration();
const comment = '岗位调整，改由他人办理';

/** A call that can be carried out now. `other` is what the same key must not come with. */
export interface Ready {
  readonly account?: string;
  readonly path: string;
  readonly json?: unknown;
  readonly form?: Record<string, string>;
  readonly file?: string;
  readonly other?: unknown;
  readonly headers?: Record<string, string>;
  /** The project in whose history it stands once. */
  readonly in?: string;
}

/** Prepares on a platform what a call needs. */
export type MakeReady = (platform: Platform) => Promise<Ready>;

/** Sends it, with a key or without. */
export async function sendReady(
  platform: Platform,
  method: string,
  ready: Ready,
  { key, json = ready.json, run }: { key?: string; json?: unknown; run?: string } = {},
) {
  const { account, form, file, headers = {} } = ready;
  const response = await fetch(`${platform.product}${ready.path}`, {
    method,
    redirect: 'manual',
    headers: {
      ...(key === undefined ? {} : { 'idempotency-key': key }),
      ...(run === undefined ? {} : { 'x-run': run }),
      ...(account ? { authorization: `Bearer ${await platform.token(account)}` } : {}),
      accept: form ? 'text/html' : 'application/json',
      ...(json === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(form ? { body: new URLSearchParams(form) } : {}),
    ...(json === undefined ? {} : { body: JSON.stringify(json) }),
    ...(file === undefined ? {} : { body: file }),
  });
  const text = await response.text();
  return {
    status: response.status,
    etag: response.headers.get('etag'),
    location: response.headers.get('location'),
    body: text.startsWith('{') || text.startsWith('[') ? (JSON.parse(text) as unknown) : text.length > 0,
  };
}

const over = ({ version }: ProjectView) => ({ 'if-match': `"${version}"` });

async function aDraft(platform: Platform): Promise<ProjectView> {
  const submitter = await clientOf(platform, 'submitter');
  return (await submitter.post<ProjectView>('/projects', { form: FORM, declaration })).body;
}

async function asked(platform: Platform): Promise<{ id: string; link: string; contentHash: string }> {
  const { id } = await submit(platform);
  const link = await linkFor(platform, 'reviewer', id);
  const { contentHash } = (await (await clientOf(platform)).get<DecisionView>(link)).body;
  return { id, link, contentHash };
}

const approving = (contentHash: string) => ({
  json: { outcome: 'approve', contentHash },
  other: { outcome: 'approve', contentHash, comment: '同意，请按进度支付' },
});

async function approvedByReviewer(platform: Platform) {
  const { id, link } = await asked(platform);
  await decideBy(platform, link, { outcome: 'approve' });
  return { id, link };
}

async function administrate<T>(platform: Platform, path: string) {
  const administrator = await clientOf(platform, 'administrator');
  const { body, headers } = await administrator.get<T>(path);
  return { account: 'administrator', body, headers: { 'if-match': headers.get('etag') ?? '' } };
}

let made = 0;
/** A unit that nobody else names. */
const aUnit = (): Unit => {
  made += 1;
  return { id: usccAt(7_000 + made), name: `新设单位${made}` };
};
const aPerson = (): Person => {
  made += 1;
  return {
    id: `person-${made}`,
    name: `示例人员${made}`,
    email: `person-${made}@countersign.example`,
    unit: '11530121MB1584810X',
  };
};

async function added(platform: Platform, kind: 'units' | 'people'): Promise<string> {
  const administrator = await clientOf(platform, 'administrator');
  const piece = kind === 'units' ? aUnit() : aPerson();
  const reply = await administrator.put(`/directory/${kind}/${piece.id}`, piece, { 'if-none-match': '*' });
  if (reply.status !== 200) throw new Error(JSON.stringify(reply.body));
  return `/directory/${kind}/${piece.id}`;
}

async function pagePosting(
  platform: Platform,
  path: string,
  more: Record<string, string>,
  action = path,
  account = 'administrator',
): Promise<Ready> {
  const authorization = `Bearer ${await platform.token(account)}`;
  const page = await fetch(`${platform.product}${path}`, { headers: { authorization, accept: 'text/html' } });
  const { idempotencyKey: _, ...fields } = formIn(await page.text());
  return { account, path: action, form: { ...fields, ...more } };
}

/** By key of their route, those that tell again. */
export const toldCalls: Readonly<Record<string, MakeReady>> = {
  'POST /forms/{form}/submissions': async () => ({
    account: 'submitter',
    path: `/forms/${FORM}/submissions`,
    json: declaration,
    other: aDeclaration({ title: '另一个项目' }),
  }),
  'POST /projects': async () => ({
    account: 'submitter',
    path: '/projects',
    json: { form: FORM, declaration },
    other: { form: FORM, declaration: {} },
  }),
  'PUT /projects/{id}': async (platform) => {
    const draft = await aDraft(platform);
    return {
      account: 'submitter',
      path: `/projects/${draft.id}`,
      headers: over(draft),
      json: { declaration: { title: '改过的名称' } },
      other: { declaration },
    };
  },
  'POST /projects/{id}': async (platform) => {
    const { id, version } = await aDraft(platform);
    const form = { version: String(version), form: FORM, title: '改过的名称', intent: 'add:/plan' };
    return { account: 'submitter', path: `/projects/${id}`, form };
  },
  'POST /projects/{id}/submit': async (platform) => {
    const draft = await aDraft(platform);
    return { account: 'submitter', path: `/projects/${draft.id}/submit`, headers: over(draft), in: draft.id };
  },
  'POST /projects/{id}/recall': async (platform) => {
    const project = await submit(platform);
    const { id } = project;
    return { account: 'submitter', path: `/projects/${id}/recall`, headers: over(project), in: id };
  },
  'POST /projects/{id}/withdraw': async (platform) => {
    const project = await submit(platform);
    const { id } = project;
    return { account: 'submitter', path: `/projects/${id}/withdraw`, headers: over(project), in: id };
  },
  'POST /projects/{id}/objection': async (platform) => {
    const { id, link } = await asked(platform);
    const cuts = [{ line: 2, amountFen: 4_000_000, reason: '按上年执行数核定金额' }];
    await decideBy(platform, link, { outcome: 'approve', cuts });
    // The flow goes on by itself, and the project shows whom it asks.
    await linkFor(platform, 'approver', id);
    const json = { comment: '第三项有三份报价，请恢复' };
    const other = { comment: '第三项有四份报价，请恢复' };
    return { account: 'submitter', path: `/projects/${id}/objection`, json, other, in: id };
  },
  'POST /projects/{id}/urge': async (platform) => {
    const { id } = await asked(platform);
    const now = await platform.now();
    const open = nextOfficeMoment({ ...shippedCalendar, version: 'shipped' }, now);
    await platform.advance(Math.ceil((open.getTime() - now.getTime()) / 1000));
    return { account: 'submitter', path: `/projects/${id}/urge`, in: id };
  },
  'DELETE /projects/{id}/attachments/{attachment}': async (platform) => {
    const { id } = await aDraft(platform);
    made += 1;
    const file = announced({ name: `报价单${made}.pdf`, bytes: pdf(`报价${made}`) });
    const submitter = await clientOf(platform, 'submitter');
    const { headers } = await submitter.post(`/projects/${id}/attachments`, file);
    return { account: 'submitter', path: headers.get('location') ?? '' };
  },
  'POST /decisions/{token}': async (platform) => {
    const { id, link, contentHash } = await asked(platform);
    return { path: link, ...approving(contentHash), in: id };
  },
  'POST /decisions/{token}/renew': async (platform) => {
    const { id, link } = await asked(platform);
    return { path: `${link}/renew`, in: id };
  },
  'POST /decisions/{token}/take-back': async (platform) => {
    const { id, link } = await approvedByReviewer(platform);
    return { path: `${link}/take-back`, in: id };
  },
  'POST /decisions/{token}/transfer': async (platform) => {
    const { id, link } = await asked(platform);
    return {
      path: `${link}/transfer`,
      json: { to: 'reviewer2', comment },
      other: { to: 'reviewer2', comment: '出差期间，请代为办理本项目' },
      in: id,
    };
  },
  'POST /projects/{id}/decision': async (platform) => {
    const { id, contentHash } = await asked(platform);
    return { account: 'reviewer', path: `/projects/${id}/decision`, ...approving(contentHash), in: id };
  },
  'POST /projects/{id}/decision/take-back': async (platform) => {
    const { id } = await approvedByReviewer(platform);
    return { account: 'reviewer', path: `/projects/${id}/decision/take-back`, in: id };
  },
  'POST /projects/{id}/decision/link': async (platform) => {
    const { id } = await asked(platform);
    return { account: 'reviewer', path: `/projects/${id}/decision/link`, in: id };
  },
  'POST /projects/{id}/decision/transfer': async (platform) => {
    const { id } = await asked(platform);
    return {
      account: 'reviewer',
      path: `/projects/${id}/decision/transfer`,
      json: { to: 'reviewer2', comment },
      in: id,
    };
  },
  'POST /projects/{id}/reassignment': async (platform) => {
    const { id } = await asked(platform);
    const json = { stage: 'finance-review', to: 'reviewer2', comment };
    return { account: 'administrator', path: `/projects/${id}/reassignment`, json, in: id };
  },
  'PUT /directory': async (platform) => {
    const { body, ...known } = await administrate<Directory>(platform, '/directory');
    const json = { ...body, units: [...body.units, aUnit()] };
    return { ...known, path: '/directory', json, other: body };
  },
  'PUT /directory/units/{unit}': async () => {
    const json = aUnit();
    const headers = { 'if-none-match': '*' };
    const other = { ...json, name: '另一名称' };
    return { account: 'administrator', path: `/directory/units/${json.id}`, json, other, headers };
  },
  'DELETE /directory/units/{unit}': async (platform) => {
    const path = await added(platform, 'units');
    return { ...(await administrate(platform, path)), path };
  },
  'POST /directory/units': async (platform) => {
    const { id, name } = aUnit();
    return pagePosting(platform, '/directory/new-unit', { id, name, intent: 'save' }, '/directory/units');
  },
  'POST /directory/units/{unit}': async (platform) =>
    pagePosting(platform, await added(platform, 'units'), { name: '改名的单位', intent: 'save' }),
  'POST /directory/units/{unit}/remove': async (platform) => {
    const path = await added(platform, 'units');
    return pagePosting(platform, path, { intent: 'save' }, `${path}/remove`);
  },
  'PUT /directory/people/{person}': async () => {
    const json = aPerson();
    const headers = { 'if-none-match': '*' };
    const other = { ...json, name: '另一姓名' };
    return { account: 'administrator', path: `/directory/people/${json.id}`, json, other, headers };
  },
  'DELETE /directory/people/{person}': async (platform) => {
    const path = await added(platform, 'people');
    return { ...(await administrate(platform, path)), path };
  },
  'POST /directory/people': async (platform) => {
    const { id, name, email, unit } = aPerson();
    const typed = { id, name, email, unit, intent: 'save' };
    return pagePosting(platform, '/directory/new-person', typed, '/directory/people');
  },
  'POST /directory/people/{person}': async (platform) =>
    pagePosting(platform, await added(platform, 'people'), { name: '改名的人员', intent: 'save' }),
  'POST /directory/people/{person}/remove': async (platform) => {
    const path = await added(platform, 'people');
    return pagePosting(platform, path, { intent: 'save' }, `${path}/remove`);
  },
  'PUT /directory/administrators': async (platform) => {
    const path = await added(platform, 'people');
    const { body, ...known } = await administrate<string[]>(platform, '/directory/administrators');
    const json = [...body, path.slice('/directory/people/'.length)];
    return { ...known, path: '/directory/administrators', json, other: body };
  },
  'POST /directory/administrators': async (platform) => {
    const path = await added(platform, 'people');
    const { body } = await administrate<string[]>(platform, '/directory/administrators');
    const people = [...body, path.slice('/directory/people/'.length)].join('\n');
    return pagePosting(platform, '/directory/administrators', { people, intent: 'save' });
  },
  'POST /directory/imports/{hash}': async (platform) => {
    const { id, name } = aUnit();
    const authorization = `Bearer ${await platform.token('administrator')}`;
    const preview = await fetch(`${platform.product}/directory/imports`, {
      method: 'POST',
      headers: { authorization, accept: 'application/json', 'content-type': 'text/csv' },
      body: `单位代码,单位名称\n${id},${name}\n`,
    });
    const { hash } = (await preview.json()) as { hash: string };
    return { account: 'administrator', path: `/directory/imports/${hash}` };
  },
  'POST /directory/programs': async () => {
    made += 1;
    const json = { name: `财务系统${made}`, role: 'submitter', person: 'submitter', until: '2027-01-31' };
    return {
      account: 'administrator',
      path: '/directory/programs',
      json,
      other: { ...json, name: '别的系统' },
    };
  },
  'PUT /me': async (platform) => {
    const { body, headers } = await (await clientOf(platform, 'approver2')).get<OwnChoices>('/me');
    const json = { language: 'zh', mail: body.mail === 'each' ? 'daily' : 'each', absences: [] };
    const known = { 'if-match': headers.get('etag') ?? '' };
    return { account: 'approver2', path: '/me', json, other: { ...json, language: 'en' }, headers: known };
  },
  'POST /me': async (platform) => {
    const { form, ...call } = await pagePosting(platform, '/me', { intent: 'save' }, '/me', 'reviewer2');
    return { ...call, form: { ...form, mail: form?.mail === 'each' ? 'daily' : 'each' } };
  },
  'POST /me/opinions': async (platform) => {
    const { html } = await pageOf(platform, 'reviewer', '/me');
    made += 1;
    const { idempotencyKey: _, ...fields } = formIn(html, 'opinions');
    const form = { ...fields, opinions: `同意，请按进度支付（${made}）` };
    return { account: 'reviewer', path: '/me/opinions', form };
  },
  'PUT /settings': async (platform) => {
    const { body, ...known } = await administrate(platform, '/settings');
    made += 1;
    return {
      ...known,
      path: '/settings',
      json: { contact: `财政局办公室 ${made}` },
      other: { contact: '其他' },
    };
  },
  'POST /settings': async (platform) => {
    made += 1;
    return pagePosting(platform, '/settings', { contact: `财政局预算股 ${made}`, intent: 'save' });
  },
};

const minutes = (): object => {
  made += 1;
  return announced({ name: `会议纪要${made}.pdf`, bytes: pdf(`会议纪要${made}`) });
};

async function askedForMinutes(platform: Platform) {
  const { id } = await approvedByReviewer(platform);
  return { id, link: await linkFor(platform, 'approver', id) };
}

async function aProgram(platform: Platform): Promise<{ path: string; until: string }> {
  made += 1;
  const until = beijingDay(await platform.now());
  const administrator = await clientOf(platform, 'administrator');
  const json = { name: `财务系统${made}`, role: 'submitter', person: 'submitter', until };
  const { body } = await administrator.post<ProgramView>('/directory/programs', json);
  return { path: `/directory/programs/${body.id}`, until };
}

const wanted = { contents: 'yes', reason: '年度审计抽查需要核对' };
const { reason } = wanted;

async function ofToday(platform: Platform): Promise<{ from: string; to: string }> {
  const today = beijingDay(await platform.now());
  await (await clientOf(platform, 'auditor')).post('/history/checkpoints');
  return { from: today, to: today };
}

/** By key of their route, those that are harmless again, or only read. */
export const otherCalls: Readonly<Record<string, MakeReady>> = {
  'POST /forms/{form}/imports': async () => ({
    account: 'submitter',
    path: `/forms/${FORM}/imports`,
    json: declaration,
  }),
  'POST /drafts/submissions': async (platform) => {
    const { id, version } = await aDraft(platform);
    const json = { drafts: [{ id, version }] };
    return { account: 'submitter', path: '/drafts/submissions', json, in: id };
  },
  'POST /projects/{id}/unmask': async (platform) => {
    const { id } = await submit(platform);
    return { account: 'auditor', path: `/projects/${id}/unmask`, json: { comment: reason } };
  },
  'POST /projects/{id}/attachments': async (platform) => {
    const { id } = await aDraft(platform);
    return { account: 'submitter', path: `/projects/${id}/attachments`, json: minutes() };
  },
  'POST /decisions/{token}/attachments': async (platform) => {
    const { link } = await askedForMinutes(platform);
    return { path: `${link}/attachments`, json: minutes() };
  },
  'POST /projects/{id}/decision/attachments': async (platform) => {
    const { id } = await askedForMinutes(platform);
    return { account: 'approver', path: `/projects/${id}/decision/attachments`, json: minutes() };
  },
  'POST /decisions': async (platform) => {
    const { id, contentHash } = await asked(platform);
    const json = { decisions: [{ project: id, outcome: 'approve', contentHash }] };
    return { account: 'reviewer', path: '/decisions', json, in: id };
  },
  'POST /history/checkpoints': async (platform) => {
    await submit(platform);
    return { account: 'auditor', path: '/history/checkpoints' };
  },
  'POST /projects/{id}/evidence': async (platform) => {
    const { id } = await submit(platform);
    return { account: 'auditor', path: `/projects/${id}/evidence`, json: wanted };
  },
  'POST /history/evidence': async (platform) => ({
    account: 'auditor',
    path: '/history/evidence',
    json: { ...(await ofToday(platform)), ...wanted },
  }),
  'POST /projects/{id}/evidence/files/{part}': async (platform) => {
    made += 1;
    const { id } = await handedInWith(platform, [{ name: '报价单.pdf', bytes: aPdf(`报价${made}`) }]);
    return { account: 'auditor', path: `/projects/${id}/evidence/files/1`, json: { reason } };
  },
  'POST /history/evidence/files/{part}': async (platform) => {
    made += 1;
    await handedInWith(platform, [{ name: '报价单.pdf', bytes: aPdf(`报价${made}`) }]);
    const json = { ...(await ofToday(platform)), reason };
    return { account: 'auditor', path: '/history/evidence/files/1', json };
  },
  'POST /directory/people/{person}/transfer': async (platform) => {
    const { id } = await asked(platform);
    const json = { to: 'reviewer2', comment };
    return { account: 'administrator', path: '/directory/people/reviewer/transfer', json, in: id };
  },
  'POST /directory/imports': async () => {
    const { id, name } = aUnit();
    return {
      account: 'administrator',
      path: '/directory/imports',
      headers: { 'content-type': 'text/csv' },
      file: `单位代码,单位名称\n${id},${name}\n`,
    };
  },
  'POST /directory/programs/{program}/renew': async (platform) => {
    const { path, until } = await aProgram(platform);
    return { account: 'administrator', path: `${path}/renew`, json: { until: dayAfter(until) } };
  },
  'POST /directory/programs/{program}/revoke': async (platform) => {
    const { path } = await aProgram(platform);
    return { account: 'administrator', path: `${path}/revoke` };
  },
  'POST /sign-out': async () => ({ path: '/sign-out', form: {} }),
};

const pasted = { intent: 'paste:/plan', 'paste.plan': '材料费\t3.5\t12\n' };

async function aDraftWithFile(platform: Platform) {
  made += 1;
  const client = await clientOf(platform, 'submitter');
  const draft = await aDraft(platform);
  const file = { name: '报价单.pdf', bytes: aPdf(`报价${made}`) };
  const named = asNamed(await attach(client, `/projects/${draft.id}/attachments`, file));
  const { body } = await save(client, draft, aDeclaration({ attachments: [named] }));
  return { project: body, declaration: aDeclaration({ attachments: [named], title: '改过的名称' }) };
}

/** The same routes in other ways, of which each answers by something else: by their route and what is other. */
export const otherWays: Readonly<Record<string, MakeReady>> = {
  'POST /projects: rows are pasted': async () => ({
    account: 'submitter',
    path: '/projects',
    form: { form: FORM, title: '新的名称', ...pasted },
  }),
  'POST /projects/{id}: rows are pasted': async (platform) => {
    const { id, version } = await aDraft(platform);
    const form = { version: String(version), form: FORM, title: '改过的名称', ...pasted };
    return { account: 'submitter', path: `/projects/${id}`, form };
  },
  'POST /projects/{id}: the page’s script': async (platform) => {
    const { id, version } = await aDraft(platform);
    const form = { version: String(version), form: FORM, title: '改过的名称' };
    const headers = { accept: 'application/json' };
    return { account: 'submitter', path: `/projects/${id}`, form, headers };
  },
  'PUT /projects/{id}: with a file': async (platform) => {
    const { project, declaration: changed } = await aDraftWithFile(platform);
    const json = { declaration: changed };
    return { account: 'submitter', path: `/projects/${project.id}`, headers: over(project), json };
  },
  'POST /projects/{id}/submit: with a file': async (platform) => {
    const { project } = await aDraftWithFile(platform);
    return { account: 'submitter', path: `/projects/${project.id}/submit`, headers: over(project) };
  },
  'POST /projects/{id}/recall: with a file': async (platform) => {
    made += 1;
    const project = await handedInWith(platform, [{ name: '报价单.pdf', bytes: aPdf(`报价${made}`) }]);
    return { account: 'submitter', path: `/projects/${project.id}/recall`, headers: over(project) };
  },
  'POST /drafts/submissions: a page': async (platform) => {
    const { id, version } = await aDraft(platform);
    return { account: 'submitter', path: '/drafts/submissions', form: { draft: `${id} ${version}` } };
  },
  'POST /projects/{id}/unmask: a page': async (platform) => {
    const { id } = await submit(platform);
    return { account: 'auditor', path: `/projects/${id}/unmask`, form: { comment: reason } };
  },
  'POST /decisions/{token}: a page': async (platform) => {
    const { link, contentHash } = await asked(platform);
    return { path: link, form: { outcome: 'approve', contentHash } };
  },
  'POST /decisions/{token}: back to the stage before': async (platform) => {
    const { link } = await askedForMinutes(platform);
    const { contentHash } = (await (await clientOf(platform)).get<DecisionView>(link)).body;
    const json = { outcome: 'return', to: 'previous-stage', comment: '请再核对第三项的标准', contentHash };
    return { path: link, json };
  },
  'POST /decisions: a page': async (platform) => {
    const { id, contentHash } = await asked(platform);
    const form = { intent: 'approve', project: id, [`contentHash.${id}`]: contentHash };
    return { account: 'reviewer', path: '/decisions', form };
  },
  'POST /directory/people/{person}/transfer: a page': async (platform) => {
    await asked(platform);
    const form = { to: 'reviewer2', comment };
    return { account: 'administrator', path: '/directory/people/reviewer/transfer', form };
  },
  'POST /directory/programs: a page': async (platform) => {
    made += 1;
    const until = beijingDay(await platform.now());
    const form = { name: `财务系统${made}`, role: 'submitter', person: 'submitter', unit: '', until };
    return { account: 'administrator', path: '/directory/programs', form };
  },
  'PUT /me: with opinions': async (platform) => {
    const { body, headers } = await (await clientOf(platform, 'approver2')).get<OwnChoices>('/me');
    made += 1;
    const mail = body.mail === 'each' ? 'daily' : 'each';
    const json = { language: 'zh', mail, absences: [], opinions: [`同意（${made}）`] };
    const known = { 'if-match': headers.get('etag') ?? '' };
    return { account: 'approver2', path: '/me', json, headers: known };
  },
};
