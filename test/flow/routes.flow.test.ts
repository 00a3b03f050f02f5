import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { routes } from '../../shared/contract/routes.ts';
import type { DecisionView, ProgramView, ProjectView } from '../../shared/contract/views.ts';
import { shippedCalendar } from '../../shared/values/calendar/calendar.ts';
import { beijingDay, dayAfter, nextOfficeMoment } from '../../shared/values/working-days.ts';
import type { Directory } from '../../shared/workflow/directory.ts';
import { aDeclaration } from '../builders/declaration.ts';
import { pdf } from '../builders/file-bytes.ts';
import { announced, asNamed, attach, handIn, save } from '../support/attaching.ts';
import { clientOf, decideBy, eventually, linkFor, linksFor, submit } from '../support/client.ts';
import { aPdf, handedInWith } from '../support/handed-in-with.ts';
import { signedIn } from '../support/plain-browser.ts';
import { type Platform, startPlatform } from '../support/platform.ts';
import { formIn } from '../support/posted-form.ts';
import { openStorage, type Storage } from '../support/stored-items.ts';

type Client = Awaited<ReturnType<typeof clientOf>>;

let platform: Platform;
let storage: Storage;
let anyone: Client;
let submitter: Client;
let auditor: Client;
let administrator: Client;
beforeAll(async () => {
  platform = await startPlatform();
  storage = await openStorage(platform);
  [anyone, submitter, auditor, administrator] = (await Promise.all(
    [undefined, 'submitter', 'auditor', 'administrator'].map((account) => clientOf(platform, account)),
  )) as [Client, Client, Client, Client];
});
afterAll(async () => {
  storage.close();
  await platform.stop();
});

const FORM = 'project-declaration';
const asVersion = ({ version }: ProjectView) => ({ 'if-match': `"${version}"` });

async function aDraft(): Promise<ProjectView> {
  return (await submitter.post<ProjectView>('/projects', { form: FORM, declaration: aDeclaration() })).body;
}

/** Drafts, on the way to being submitted, taken back and withdrawn. */
async function drafting(): Promise<void> {
  const [first, second] = [await aDraft(), await aDraft()];
  const saved = await submitter.put<ProjectView>(
    `/projects/${first.id}`,
    { declaration: aDeclaration({ title: '另一次应急演练' }) },
    asVersion(first),
  );
  const fields = new URLSearchParams({ form: FORM, version: String(saved.body.version), title: '演练' });
  await fetch(`${platform.product}/projects/${first.id}`, {
    method: 'POST',
    body: fields,
    headers: { accept: 'text/html', authorization: `Bearer ${await platform.token('submitter')}` },
  });
  const withdrawn = (await submitter.get<ProjectView>(`/projects/${first.id}`)).body;
  await submitter.post(`/projects/${first.id}/withdraw`, undefined, asVersion(withdrawn));

  await submitter.get('/drafts');
  const submitted = await submitter.post<ProjectView>(
    `/projects/${second.id}/submit`,
    undefined,
    asVersion(second),
  );
  const recalled = await submitter.post<ProjectView>(
    `/projects/${second.id}/recall`,
    undefined,
    asVersion(submitted.body),
  );
  const { id, version } = recalled.body;
  await submitter.post('/drafts/submissions', { drafts: [{ id, version }] });
}

/** The link of the request that is open now: an approval that was taken back may have mailed one before. */
const openLinkFor = (account: string, id: string): Promise<string> =>
  eventually(`an open request for ${account}`, async () => {
    for (const link of await linksFor(platform, account, id))
      if ((await anyone.get<DecisionView>(link)).body.status === 'open') return link;
    return false;
  });

/** A project that is returned, one that is rejected, and one that is given to another, cut, objected to and approved. */
async function deciding(): Promise<string> {
  for (const outcome of ['return', 'reject']) {
    const { id } = await submit(platform);
    const link = await linkFor(platform, 'reviewer', id);
    await decideBy(platform, link, { outcome, comment: '请补充第三项支出的测算依据和标准' });
  }
  const { id } = await submit(platform);
  const first = await linkFor(platform, 'reviewer', id);
  await anyone.post(`${first}/renew`);
  await eventually('the fresh link', async () => (await linksFor(platform, 'reviewer', id)).length === 2);
  const given = { stage: 'finance-review', to: 'reviewer2', comment: '岗位调整，改由他人办理' };
  await administrator.post(`/projects/${id}/reassignment`, given);
  const review = await linkFor(platform, 'reviewer2', id);
  const { contentHash } = (await anyone.get<DecisionView>(review)).body;
  const cuts = [{ line: 2, amountFen: 4_000_000, reason: '按上年执行数核定金额' }];
  await anyone.post(review, { outcome: 'approve', contentHash });
  const again = await anyone.post<DecisionView>(`${review}/take-back`);
  await anyone.post(review, { outcome: 'approve', contentHash: again.body.contentHash, cuts });
  await submitter.post(`/projects/${id}/objection`, { comment: '第三项有三份报价，请恢复' });
  await decideBy(platform, await openLinkFor('approver', id), { outcome: 'approve' });
  await eventually(
    'the approval',
    async () => (await submitter.get<ProjectView>(`/projects/${id}`)).body.state === 'approved',
  );
  return id;
}

/** A request as whoever is asked has it before them, signed in. */
async function askedOf(account: string, id: string) {
  const client = await clientOf(platform, account);
  const path = `/projects/${id}/decision`;
  const { contentHash } = await eventually(`a request for ${account}`, async () => {
    const { status, body } = await client.get<DecisionView>(path);
    return status === 200 && body.status === 'open' && body;
  });
  return { client, path, contentHash };
}

/** A unit urges, while offices are open. */
async function urging(): Promise<void> {
  const { id } = await submit(platform);
  await linkFor(platform, 'reviewer', id);
  const now = await platform.now();
  const open = nextOfficeMoment({ ...shippedCalendar, version: 'shipped' }, now);
  await platform.advance(Math.ceil((open.getTime() - now.getTime()) / 1000));
  await submitter.post(`/projects/${id}/urge`);
}

/** The same signed in: alone, several at once, handed over, and all of a person's given away. */
async function decidingSignedIn(): Promise<void> {
  const comment = '请补充第三项支出的测算依据和标准';
  for (const outcome of ['return', 'reject']) {
    const { client, path, contentHash } = await askedOf('reviewer', (await submit(platform)).id);
    await client.post(path, { outcome, comment, contentHash });
  }
  const [alone, several] = [await submit(platform), await submit(platform)];
  const hasty = await askedOf('reviewer', alone.id);
  await hasty.client.post(hasty.path, { outcome: 'approve', contentHash: hasty.contentHash });
  await hasty.client.post(`${hasty.path}/take-back`);
  for (const account of ['reviewer', 'approver']) {
    const one = await askedOf(account, alone.id);
    await one.client.post(one.path, { outcome: 'approve', contentHash: one.contentHash });
    const { client, contentHash } = await askedOf(account, several.id);
    await client.post('/decisions', {
      decisions: [{ project: several.id, outcome: 'approve', contentHash }],
    });
  }
  const given = await askedOf('reviewer', (await submit(platform)).id);
  await given.client.post(`${given.path}/link`);
  await given.client.post(`${given.path}/transfer`, { to: 'reviewer2', comment });
  const link = await linkFor(platform, 'reviewer', (await submit(platform)).id);
  await anyone.post(`${link}/transfer`, { to: 'reviewer2', comment });
  await askedOf('reviewer', (await submit(platform)).id);
  await administrator.post('/directory/people/reviewer/transfer', { to: 'reviewer2', comment });
}

/** What somebody says of themselves, as a program and as a page. */
async function onesOwn(): Promise<void> {
  const { headers } = await submitter.get('/me');
  const choices = { mail: 'each', absences: [], followsUnit: true };
  await submitter.put('/me', { ...choices, language: 'en' }, { 'if-match': headers.get('etag') ?? '' });
  await submitter.get('/me/decisions');
  const authorization = `Bearer ${await platform.token('submitter')}`;
  const page = { accept: 'text/html', authorization };
  const shown = await (await fetch(`${platform.product}/me`, { headers: page })).text();
  const body = new URLSearchParams({ ...formIn(shown), language: 'zh', intent: 'save' });
  await fetch(`${platform.product}/me`, { method: 'POST', body, headers: page, redirect: 'manual' });
  const opinions = new URLSearchParams({ ...formIn(shown, 'opinions'), opinions: '同意' });
  await fetch(`${platform.product}/me/opinions`, {
    method: 'POST',
    body: opinions,
    headers: page,
    redirect: 'manual',
  });
  await submitter.get(`/forms/${FORM}/imports`);
  await submitter.post(`/forms/${FORM}/imports`, aDeclaration());
}

/** Everything that is read of a project and of the history, and what of it the history says. */
async function reading(id: string): Promise<void> {
  for (const path of ['/', `/forms/${FORM}`, `/projects/${id}`, `/projects/${id}/document`])
    await submitter.get(path);
  for (const path of ['/projects', '/projects?format=xlsx']) await submitter.get(path);
  await administrator.get('/requests');
  await auditor.post(`/projects/${id}/unmask`, { comment: '核对法定代表人的证件' });
  for (const path of ['/history', `/projects/${id}/history`]) {
    await auditor.get(path);
    await auditor.get(path, undefined, { accept: 'text/csv' });
    await auditor.get(`${path}?format=csv&reason=${encodeURIComponent('年度审计抽查需要核对')}`);
  }
  await auditor.get(`/projects/${id}/history/verification`);
  await auditor.get('/history/overview');
  await auditor.get(`/history/details/${'0'.repeat(64)}`);

  await auditor.post('/history/checkpoints');
  for (const path of ['/history/checkpoints', '/history/checkpoints/1', '/history/key'])
    await auditor.get(path);
  const wanted = { contents: 'yes', reason: '年度审计抽查需要核对' };
  const withContents = new URLSearchParams(wanted);
  await auditor.get(`/projects/${id}/evidence?${withContents}`);
  await auditor.post(`/projects/${id}/evidence`, wanted);
  const today = beijingDay(await platform.now());
  await auditor.get(`/history/evidence?from=${today}&to=${today}&${withContents}`);
  await auditor.post('/history/evidence', { from: today, to: today, ...wanted });
  const { reason } = wanted;
  const withFile = (await handedInWith(platform, [{ name: '报价单.pdf', bytes: aPdf('报价') }])).id;
  await auditor.post('/history/checkpoints');
  const parts = `/projects/${withFile}/evidence/files`;
  await auditor.get(parts);
  await auditor.get(`${parts}/1?${new URLSearchParams({ reason })}`);
  await auditor.post(`${parts}/1`, { reason });
  await auditor.get(`/history/evidence/files?from=${today}&to=${today}`);
  await auditor.post('/history/evidence/files/1', { from: today, to: today, reason });
}

/** A file of the unit's that an auditor opens, and what deciders could open of a project that is over. */
async function attaching(over: string): Promise<void> {
  const draft = await aDraft();
  const base = `/projects/${draft.id}/attachments`;
  const [file, other] = ['一', '二'].map((name) => ({ name: `${name}.pdf`, bytes: pdf(`% ${name}`) }));
  if (!file || !other) throw new Error('There are no files');
  const attached = await attach(submitter, base, file);
  const saved = await save(submitter, draft, aDeclaration({ attachments: [asNamed(attached)] }));
  await handIn(submitter, saved.body);
  await submitter.get(base);
  await auditor.get(`${base}/${attached.id}`);
  await submitter.delete(`${base}/${attached.id}`);
  const link = await openLinkFor('reviewer', draft.id);
  for (const path of [link, `/projects/${over}/decision`]) {
    await anyone.get(`${path}/attachments/${attached.id}`);
    await anyone.post(`${path}/attachments`, announced(other));
  }
}

async function administering(): Promise<void> {
  const { body, headers } = await administrator.get<Directory>('/directory');
  const [unit] = body.units;
  const another = {
    ...body,
    units: body.units.map((one) => (one === unit ? { ...one, phone: '0871-0' } : one)),
  };
  await administrator.put('/directory', another, { 'if-match': headers.get('etag') ?? '' });
  const isNew = { 'if-none-match': '*' };
  const pieces = [
    ['units', { id: '11530121MB1000102F', name: '示例单位三（示例）' }],
    [
      'people',
      { id: 'temporary', name: '临时（示例）', email: 'temporary@countersign.example', unit: unit?.id },
    ],
  ] as const;
  for (const [kind, piece] of pieces) {
    const path = `/directory/${kind}/${piece.id}`;
    const put = await administrator.put(path, piece, isNew);
    await administrator.get(`/directory/${kind}`);
    await administrator.get(`/directory/${kind}?format=csv`);
    await administrator.get(path);
    await administrator.delete(path, undefined, { 'if-match': put.headers.get('etag') ?? '' });
  }
  await administrator.get('/directory/failed-mails');
  await givingKeys();
  await administrator.put('/settings', { lapseDays: 61 }, isNew);
  await administrator.get('/settings');
  await administeringByPages(unit?.id ?? '');
  const { headers: list } = await administrator.get('/directory/administrators');
  await administrator.put('/directory/administrators', ['administrator', 'reviewer2'], {
    'if-match': list.get('etag') ?? '',
  });
}

async function givingKeys(): Promise<void> {
  const today = beijingDay(await platform.now());
  const made = { name: '财务系统（示例）', role: 'submitter', person: 'submitter', until: today };
  const { body } = await administrator.post<ProgramView>('/directory/programs', made);
  const path = `/directory/programs/${body.id}`;
  await administrator.post(`${path}/renew`, { until: dayAfter(today) });
  await administrator.post(`${path}/revoke`);
  await administrator.get('/directory/programs');
}

/** The same as pages post it, and a table. */
async function administeringByPages(unitId: string): Promise<void> {
  const authorization = `Bearer ${await platform.token('administrator')}`;
  const open = async (path: string, form?: Record<string, string>): Promise<string> => {
    const body = form && { method: 'POST', body: new URLSearchParams(form) };
    const headers = { accept: 'text/html', authorization };
    return (await fetch(`${platform.product}${path}`, { ...body, headers, redirect: 'manual' })).text();
  };
  const pieces = [
    ['units', 'new-unit', { id: '11530121MB1000103F', name: '示例单位四（示例）' }],
    [
      'people',
      'new-person',
      { id: 'brief', name: '短期（示例）', email: 'brief@countersign.example', unit: unitId },
    ],
  ] as const;
  for (const [kind, page, fields] of pieces) {
    const path = `/directory/${kind}/${fields.id}`;
    await open(`/directory/${page}`);
    await open(`/directory/${kind}`, { ...fields, version: '', intent: 'save' });
    await open(path, { ...formIn(await open(path)), name: '改名（示例）', intent: 'save' });
    await open(`${path}/remove`, { ...formIn(await open(path)), intent: 'save' });
  }
  const administrators = '/directory/administrators';
  await open(administrators, {
    ...formIn(await open(administrators)),
    people: 'administrator\nreviewer',
    intent: 'save',
  });
  await open('/settings', { ...formIn(await open('/settings')), lapseDays: '62' });
  await open('/directory/imports');
  const text = `账号,姓名,邮箱,所属单位\ntable,表格（示例）,table@countersign.example,${unitId}`;
  const preview = await open('/directory/imports', { text });
  await open(/action="(\/directory\/imports\/[0-9a-f]{64})"/.exec(preview)?.[1] ?? '/', {});
}

async function signingIn(): Promise<void> {
  await signedIn(platform.product, 'auditor');
  await anyone.post('/sign-out');
  for (const path of ['/about', '/assets/nothing.css', '/openapi.json', '/health', '/health/ready'])
    await anyone.get(path);
}

/** By key of its route, what every call so far has recorded. */
async function recordedByRoute(): Promise<Map<string, Set<string>>> {
  const log = await readFile(join(platform.data, 'logs', 'access.ndjson'), 'utf8');
  const calls = log
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { requestId: string; route: string });
  const routeOf = new Map(calls.map(({ requestId, route }) => [requestId, route]));
  const recorded = new Map(calls.map(({ route }) => [route, new Set<string>()]));
  for (const { requestId, action } of await storage.all('History')) {
    const route = routeOf.get(requestId?.S ?? '');
    if (route !== undefined && action?.S !== undefined) recorded.get(route)?.add(action.S);
  }
  return recorded;
}

it('every route records what its row says, and nothing else', async () => {
  await drafting();
  const over = await deciding();
  await reading(over);
  await attaching(over);
  await decidingSignedIn();
  await onesOwn();
  await administering();
  await signingIn();
  // Last: what is signed in by sessions may be over by the next morning.
  await urging();

  // The log of a call is written after its answer.
  const recorded = await eventually('a call of every route in the log', async () => {
    const soFar = await recordedByRoute();
    return routes.every(({ key }) => soFar.has(key)) && soFar;
  });
  const said = routes.map(({ key, records = [] }) => [key, [...records].sort()]);
  const seen = routes.map(({ key }) => [key, [...(recorded.get(key) ?? [])].sort()]);
  expect(Object.fromEntries(seen)).toEqual(Object.fromEntries(said));
});
