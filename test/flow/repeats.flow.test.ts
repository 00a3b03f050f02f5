import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { OwnChoices } from '../../shared/contract/routes/me.ts';
import { routes } from '../../shared/contract/routes.ts';
import type { DecisionView, ProjectView } from '../../shared/contract/views.ts';
import { shippedCalendar } from '../../shared/values/calendar/calendar.ts';
import { nextOfficeMoment } from '../../shared/values/working-days.ts';
import type { Directory, Person, Unit } from '../../shared/workflow/directory.ts';
import { aDeclaration } from '../builders/declaration.ts';
import { pdf } from '../builders/file-bytes.ts';
import { usccAt } from '../builders/offices.ts';
import { announced } from '../support/attaching.ts';
import { clientOf, decideBy, historyOf, linkFor, type Problem, submit } from '../support/client.ts';
import { type Platform, startPlatform } from '../support/platform.ts';
import { formIn } from '../support/posted-form.ts';

/** The same call again: by its key it is told what the first came to, whatever has become of that answer. */

let platform: Platform;
beforeAll(async () => {
  // Each of some eighty calls has a project of its own.
  platform = await startPlatform({ env: { COUNTERSIGN_LIMIT_FACTOR: '10' } });
});
afterAll(() => platform.stop());

const FORM = 'project-declaration';
const declaration = aDeclaration();
const comment = '岗位调整，改由他人办理';

/** A call that can be carried out now. `other` is what the same key must not come with. */
interface Ready {
  readonly account?: string;
  readonly path: string;
  readonly json?: unknown;
  readonly form?: Record<string, string>;
  readonly other?: unknown;
  readonly headers?: Record<string, string>;
  /** The project in whose history it stands once. */
  readonly in?: string;
}

async function send(key: string, method: string, ready: Ready, json = ready.json) {
  const { account, form, headers = {} } = ready;
  const response = await fetch(`${platform.product}${ready.path}`, {
    method,
    redirect: 'manual',
    headers: {
      'idempotency-key': key,
      ...(account ? { authorization: `Bearer ${await platform.token(account)}` } : {}),
      accept: form ? 'text/html' : 'application/json',
      ...(json === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(form ? { body: new URLSearchParams(form) } : {}),
    ...(json === undefined ? {} : { body: JSON.stringify(json) }),
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

async function aDraft(): Promise<ProjectView> {
  const submitter = await clientOf(platform, 'submitter');
  return (await submitter.post<ProjectView>('/projects', { form: FORM, declaration })).body;
}

async function asked(): Promise<{ id: string; link: string; contentHash: string }> {
  const { id } = await submit(platform);
  const link = await linkFor(platform, 'reviewer', id);
  const { contentHash } = (await (await clientOf(platform)).get<DecisionView>(link)).body;
  return { id, link, contentHash };
}

const approving = (contentHash: string) => ({
  json: { outcome: 'approve', contentHash },
  other: { outcome: 'approve', contentHash, comment: '同意，请按进度支付' },
});

async function approvedByReviewer() {
  const { id, link } = await asked();
  await decideBy(platform, link, { outcome: 'approve' });
  return { id, link };
}

async function administrate<T>(path: string) {
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

async function added(kind: 'units' | 'people'): Promise<string> {
  const administrator = await clientOf(platform, 'administrator');
  const piece = kind === 'units' ? aUnit() : aPerson();
  const reply = await administrator.put(`/directory/${kind}/${piece.id}`, piece, { 'if-none-match': '*' });
  if (reply.status !== 200) throw new Error(JSON.stringify(reply.body));
  return `/directory/${kind}/${piece.id}`;
}

async function pagePosting(
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

/** Every route that tells again, ready to be called. */
const cases: Readonly<Record<string, () => Promise<Ready>>> = {
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
  'PUT /projects/{id}': async () => {
    const draft = await aDraft();
    return {
      account: 'submitter',
      path: `/projects/${draft.id}`,
      headers: over(draft),
      json: { declaration: { title: '改过的名称' } },
      other: { declaration },
    };
  },
  'POST /projects/{id}': async () => {
    const { id, version } = await aDraft();
    const form = { version: String(version), form: FORM, title: '改过的名称', intent: 'add:/plan' };
    return { account: 'submitter', path: `/projects/${id}`, form };
  },
  'POST /projects/{id}/submit': async () => {
    const draft = await aDraft();
    return { account: 'submitter', path: `/projects/${draft.id}/submit`, headers: over(draft), in: draft.id };
  },
  'POST /projects/{id}/recall': async () => {
    const project = await submit(platform);
    const { id } = project;
    return { account: 'submitter', path: `/projects/${id}/recall`, headers: over(project), in: id };
  },
  'POST /projects/{id}/withdraw': async () => {
    const project = await submit(platform);
    const { id } = project;
    return { account: 'submitter', path: `/projects/${id}/withdraw`, headers: over(project), in: id };
  },
  'POST /projects/{id}/objection': async () => {
    const { id, link } = await asked();
    const cuts = [{ line: 2, amountFen: 4_000_000, reason: '按上年执行数核定金额' }];
    await decideBy(platform, link, { outcome: 'approve', cuts });
    const json = { comment: '第三项有三份报价，请恢复' };
    const other = { comment: '第三项有四份报价，请恢复' };
    return { account: 'submitter', path: `/projects/${id}/objection`, json, other, in: id };
  },
  'POST /projects/{id}/urge': async () => {
    const { id } = await asked();
    const now = await platform.now();
    const open = nextOfficeMoment({ ...shippedCalendar, version: 'shipped' }, now);
    await platform.advance(Math.ceil((open.getTime() - now.getTime()) / 1000));
    return { account: 'submitter', path: `/projects/${id}/urge`, in: id };
  },
  'DELETE /projects/{id}/attachments/{attachment}': async () => {
    const { id } = await aDraft();
    made += 1;
    const file = announced({ name: `报价单${made}.pdf`, bytes: pdf(`报价${made}`) });
    const submitter = await clientOf(platform, 'submitter');
    const { headers } = await submitter.post(`/projects/${id}/attachments`, file);
    return { account: 'submitter', path: headers.get('location') ?? '' };
  },
  'POST /decisions/{token}': async () => {
    const { id, link, contentHash } = await asked();
    return { path: link, ...approving(contentHash), in: id };
  },
  'POST /decisions/{token}/renew': async () => {
    const { id, link } = await asked();
    return { path: `${link}/renew`, in: id };
  },
  'POST /decisions/{token}/take-back': async () => {
    const { id, link } = await approvedByReviewer();
    return { path: `${link}/take-back`, in: id };
  },
  'POST /decisions/{token}/transfer': async () => {
    const { id, link } = await asked();
    return {
      path: `${link}/transfer`,
      json: { to: 'reviewer2', comment },
      other: { to: 'reviewer2', comment: '出差期间，请代为办理本项目' },
      in: id,
    };
  },
  'POST /projects/{id}/decision': async () => {
    const { id, contentHash } = await asked();
    return { account: 'reviewer', path: `/projects/${id}/decision`, ...approving(contentHash), in: id };
  },
  'POST /projects/{id}/decision/take-back': async () => {
    const { id } = await approvedByReviewer();
    return { account: 'reviewer', path: `/projects/${id}/decision/take-back`, in: id };
  },
  'POST /projects/{id}/decision/link': async () => {
    const { id } = await asked();
    return { account: 'reviewer', path: `/projects/${id}/decision/link`, in: id };
  },
  'POST /projects/{id}/decision/transfer': async () => {
    const { id } = await asked();
    return {
      account: 'reviewer',
      path: `/projects/${id}/decision/transfer`,
      json: { to: 'reviewer2', comment },
      in: id,
    };
  },
  'POST /projects/{id}/reassignment': async () => {
    const { id } = await asked();
    const json = { stage: 'finance-review', to: 'reviewer2', comment };
    return { account: 'administrator', path: `/projects/${id}/reassignment`, json, in: id };
  },
  'PUT /directory': async () => {
    const { body, ...known } = await administrate<Directory>('/directory');
    const json = { ...body, units: [...body.units, aUnit()] };
    return { ...known, path: '/directory', json, other: body };
  },
  'PUT /directory/units/{unit}': async () => {
    const json = aUnit();
    const headers = { 'if-none-match': '*' };
    const other = { ...json, name: '另一名称' };
    return { account: 'administrator', path: `/directory/units/${json.id}`, json, other, headers };
  },
  'DELETE /directory/units/{unit}': async () => {
    const path = await added('units');
    return { ...(await administrate(path)), path };
  },
  'POST /directory/units': async () => {
    const { id, name } = aUnit();
    return pagePosting('/directory/new-unit', { id, name, intent: 'save' }, '/directory/units');
  },
  'POST /directory/units/{unit}': async () =>
    pagePosting(await added('units'), { name: '改名的单位', intent: 'save' }),
  'POST /directory/units/{unit}/remove': async () => {
    const path = await added('units');
    return pagePosting(path, { intent: 'save' }, `${path}/remove`);
  },
  'PUT /directory/people/{person}': async () => {
    const json = aPerson();
    const headers = { 'if-none-match': '*' };
    const other = { ...json, name: '另一姓名' };
    return { account: 'administrator', path: `/directory/people/${json.id}`, json, other, headers };
  },
  'DELETE /directory/people/{person}': async () => {
    const path = await added('people');
    return { ...(await administrate(path)), path };
  },
  'POST /directory/people': async () => {
    const { id, name, email, unit } = aPerson();
    const typed = { id, name, email, unit, intent: 'save' };
    return pagePosting('/directory/new-person', typed, '/directory/people');
  },
  'POST /directory/people/{person}': async () =>
    pagePosting(await added('people'), { name: '改名的人员', intent: 'save' }),
  'POST /directory/people/{person}/remove': async () => {
    const path = await added('people');
    return pagePosting(path, { intent: 'save' }, `${path}/remove`);
  },
  'PUT /directory/administrators': async () => {
    const path = await added('people');
    const { body, ...known } = await administrate<string[]>('/directory/administrators');
    const json = [...body, path.slice('/directory/people/'.length)];
    return { ...known, path: '/directory/administrators', json, other: body };
  },
  'POST /directory/administrators': async () => {
    const path = await added('people');
    const { body } = await administrate<string[]>('/directory/administrators');
    const people = [...body, path.slice('/directory/people/'.length)].join('\n');
    return pagePosting('/directory/administrators', { people, intent: 'save' });
  },
  'POST /directory/imports/{hash}': async () => {
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
  'PUT /me': async () => {
    const { body, headers } = await (await clientOf(platform, 'approver2')).get<OwnChoices>('/me');
    const json = { language: 'zh', mail: body.mail === 'each' ? 'daily' : 'each', absences: [] };
    const known = { 'if-match': headers.get('etag') ?? '' };
    return { account: 'approver2', path: '/me', json, other: { ...json, language: 'en' }, headers: known };
  },
  'POST /me': async () => {
    const { form, ...call } = await pagePosting('/me', { intent: 'save' }, '/me', 'reviewer2');
    return { ...call, form: { ...form, mail: form?.mail === 'each' ? 'daily' : 'each' } };
  },
  'PUT /settings': async () => {
    const { body, ...known } = await administrate('/settings');
    made += 1;
    return {
      ...known,
      path: '/settings',
      json: { contact: `财政局办公室 ${made}` },
      other: { contact: '其他' },
    };
  },
  'POST /settings': async () => {
    made += 1;
    return pagePosting('/settings', { contact: `财政局预算股 ${made}`, intent: 'save' });
  },
};

const told = routes.filter(({ again }) => again === 'told');

it('is told again by every route that says so, and every unsafe route says what it does', () => {
  expect(Object.keys(cases).sort()).toEqual(told.map(({ key }) => key).sort());
  for (const { key, method, again } of routes)
    expect([key, again !== undefined]).toEqual([key, method !== 'GET']);
});

/** What a repeat must have of the first answer; a program's key is told once, and the repeat gives another. */
const comparable = ({ body, ...answer }: Awaited<ReturnType<typeof send>>) => ({
  ...answer,
  body: typeof body === 'object' && body !== null && 'key' in body ? { ...body, key: '' } : body,
});

async function timesIn(id: string, actions: readonly string[]): Promise<number> {
  return (await historyOf(platform, id)).filter(({ action }) => action === actions[0]).length;
}

describe.each(told)('$key', ({ key: route, method, fn, records = [] }) => {
  const ready = () => cases[route]?.() as Promise<Ready>;

  it('gives the first answer again, and refuses the key with another body', async () => {
    const call = await ready();
    const key = randomUUID();
    const first = await send(key, method, call);
    expect([first.body, first.status]).toEqual([first.body, expect.any(Number)]);
    expect(first.status).toBeLessThan(400);
    expect(comparable(await send(key, method, call))).toEqual(comparable(first));
    if (call.in !== undefined) expect(await timesIn(call.in, records)).toBe(1);
    if (call.other === undefined) return;
    const other = await send(key, method, call, call.other);
    expect([other.status, (other.body as Problem).code]).toEqual([422, 'idempotency-mismatch']);
  });

  it('answers whoever did not hear the first, and two at once make one change', async () => {
    const call = await ready();
    const key = randomUUID();
    await platform.faults({ function: fn, when: 'after', times: 1 });
    expect((await send(key, method, call)).status).toBeGreaterThanOrEqual(500);
    const again = await send(key, method, call);
    expect([again.body, again.status < 400]).toEqual([again.body, true]);
    if (call.in !== undefined) expect(await timesIn(call.in, records)).toBe(1);

    const twin = await ready();
    const other = randomUUID();
    const twins = await Promise.all([send(other, method, twin), send(other, method, twin)]);
    expect(twins.map(({ status, location }) => [status, location])).toEqual(
      Array.from({ length: 2 }, () => [again.status, twins[0]?.location]),
    );
    if (twin.in !== undefined) expect(await timesIn(twin.in, records)).toBe(1);
  });
});
