import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ProgramView, ProjectView } from '../../shared/contract/views.ts';
import type { HistoryEvent } from '../../shared/history/event.ts';
import { beijingDay, dayAfter } from '../../shared/values/working-days.ts';
import { aDeclaration } from '../builders/declaration.ts';
import { changeDirectory, clientOf, clientWith, historyOf, linkFor } from '../support/client.ts';
import { type PlainBrowser, signedIn } from '../support/plain-browser.ts';
import { checkout, type Platform, startPlatform } from '../support/platform.ts';
import { textIn } from '../support/posted-form.ts';

type Client = ReturnType<typeof clientWith>;
type Made = ProgramView & { key: string };
interface Refusal {
  readonly code: string;
  readonly detail?: string;
  readonly errors?: readonly { path: string; message: string }[];
}

const FINANCE_SYSTEM = '财务系统（示例）';
const UNIT = '11530121MB1000101G';

let platform: Platform;
let administrator: Client;
let auditor: Client;
let today: string;
beforeAll(async () => {
  platform = await startPlatform();
  [administrator, auditor] = await Promise.all([
    clientOf(platform, 'administrator'),
    clientOf(platform, 'auditor'),
  ]);
  today = beijingDay(await platform.now());
});
afterAll(() => platform.stop());

/** Gives a program a key, and a client with it. */
async function aProgram(given: object) {
  const made = await administrator.post<Made>('/directory/programs', {
    ...{ name: FINANCE_SYSTEM, until: today },
    ...given,
  });
  expect([made.status, made.body]).toEqual([201, made.body]);
  return { ...made.body, client: clientWith(platform, made.body.key) };
}

const listed = async (id: string): Promise<ProgramView | undefined> => {
  const { body } = await administrator.get<{ programs: ProgramView[] }>('/directory/programs');
  return body.programs.find((one) => one.id === id);
};

/** The changes of a program in the chain of rules. */
async function changesOf(id: string): Promise<HistoryEvent[]> {
  const path = '/history?chain=rules&action=program-changed&order=oldest';
  const { body } = await auditor.get<{ events: HistoryEvent[] }>(path);
  return body.events.filter(({ comment }) => comment?.includes(id));
}

const SUBMISSIONS = '/forms/project-declaration/submissions';

describe('a program that submits', () => {
  it('acts as its person, who cannot be asked to decide on it, and the history names it', async () => {
    const { client, id } = await aProgram({ role: 'submitter', person: 'submitter' });
    const { status, body } = await client.post<ProjectView>(SUBMISSIONS, aDeclaration());
    expect([status, body.state]).toEqual([201, 'in-review']);
    const program = { id, madeBy: 'administrator' };
    const events = await historyOf(platform, body.id);
    expect(events.slice(0, 2).map(({ action, actor }) => [action, actor])).toEqual(
      ['created', 'submitted'].map((action) => [
        action,
        { ...{ id: 'submitter', name: '经办人甲（示例）', role: 'submitter', via: 'bearer' }, program },
      ]),
    );
    await linkFor(platform, 'reviewer', body.id);
    // Nor whoever gave it its key.
    for (const to of ['submitter', 'administrator']) {
      const given = { stage: 'finance-review', to, comment: '岗位调整，改由他人办理' };
      const refused = await administrator.post<Refusal>(`/projects/${body.id}/reassignment`, given);
      expect([to, refused.status, refused.body.code]).toEqual([to, 403, 'own-project']);
    }
    expect((await client.get<ProjectView>(`/projects/${body.id}`)).body.id).toBe(body.id);
    expect(await listed(id)).toMatchObject({ lastUsed: today, state: 'valid', unit: { id: body.unit.id } });
  });

  it('does nothing of another role: it reads no history, and gives out no key', async () => {
    const { client } = await aProgram({ role: 'submitter', person: 'administrator' });
    for (const path of ['/history', '/directory', '/directory/programs', '/settings'])
      expect([path, (await client.get(path)).status]).toEqual([path, 403]);
    const another = { name: 'x', role: 'auditor', person: 'auditor', until: today };
    expect((await client.post('/directory/programs', another)).status).toBe(403);
  });

  it('decides nothing, whoever it acts as and whatever link it has, and sees nothing that waits for them', async () => {
    const submitted = await (await clientOf(platform, 'submitter')).post<ProjectView>(
      SUBMISSIONS,
      aDeclaration(),
    );
    const { id } = submitted.body;
    const link = await linkFor(platform, 'reviewer', id);
    const person = await clientOf(platform, 'reviewer');
    const { client } = await aProgram({ role: 'submitter', person: 'reviewer' });
    expect((await person.get(`/projects/${id}`)).status).toBe(200);
    expect((await client.get(`/projects/${id}`)).status).toBe(404);
    const decision = { outcome: 'approve', contentHash: submitted.body.contentHash };
    const refused = { status: 403, body: { code: 'forbidden', detail: expect.stringContaining('本人登录') } };
    const several = { decisions: [{ project: id, ...decision }] };
    expect(await client.post(`/projects/${id}/decision`, decision)).toMatchObject(refused);
    expect(await client.post('/decisions', several)).toMatchObject(refused);
    expect(await client.post(link, decision)).toMatchObject(refused);
    for (const path of ['/', '/me', '/me/decisions', `/projects/${id}/decision`, link])
      expect([path, await client.get(path)]).toMatchObject([path, refused]);
    expect(await client.put('/me', { language: 'en', mail: 'each', absences: [] })).toMatchObject(refused);
    expect((await person.get<ProjectView>(`/projects/${id}`)).body.stage).toBe('finance-review');
  });
});

describe('a program that reads', () => {
  it('reads for a unit under its own name, with its readings in a chain of its own', async () => {
    const { client, id } = await aProgram({ name: '审计归档（示例）', role: 'auditor', unit: UNIT });
    const exported = await client.get('/history?format=csv');
    expect(exported.status).toBe(200);
    const { body } = await auditor.get<{ events: HistoryEvent[] }>(`/history?chain=reader:program:${id}`);
    expect(body.events).toMatchObject([
      {
        action: 'exported',
        actor: { id: `program:${id}`, name: '审计归档（示例）', program: { id, madeBy: 'administrator' } },
      },
    ]);
    expect((await client.post(SUBMISSIONS, aDeclaration())).status).toBe(403);
    expect((await client.get('/directory')).status).toBe(403);
    expect(await changesOf(id)).toMatchObject([{ unit: UNIT, assignees: [] }]);
  });

  it('sees personal data masked, as every auditor', async () => {
    const declaration = aDeclaration({ title: '应急演练经费 联系张三丰 13800001234' });
    const submitter = await clientOf(platform, 'submitter');
    const { body } = await submitter.post<ProjectView>(SUBMISSIONS, declaration);
    const { client } = await aProgram({ role: 'auditor', unit: UNIT });
    const seen = await client.get<ProjectView>(`/projects/${body.id}`);
    expect(seen.status).toBe(200);
    expect(JSON.stringify(seen.body)).not.toContain('13800001234');
  });
});

describe('a key', () => {
  it('is refused from its revocation on, for good, with a sentence that is true', async () => {
    const { client, id } = await aProgram({ role: 'auditor', person: 'auditor' });
    expect((await client.get('/history')).status).toBe(200);
    expect(await administrator.post(`/directory/programs/${id}/revoke`)).toMatchObject({
      status: 200,
      body: { state: 'revoked', revoked: { by: { id: 'administrator' } } },
    });
    const refused = await client.get<Refusal>('/history');
    expect(refused).toMatchObject({ status: 401, body: { code: 'invalid-token' } });
    expect(refused.body.detail).toBe('此程序密钥已被管理员停用');
    expect(refused.headers.get('www-authenticate')).toContain('invalid_token');
    // Done again it changes nothing; and nothing brings it back.
    expect((await administrator.post(`/directory/programs/${id}/revoke`)).status).toBe(200);
    expect((await administrator.post(`/directory/programs/${id}/renew`, { until: today })).status).toBe(422);
    expect((await changesOf(id)).map(({ comment, actor }) => [comment, actor.id])).toEqual([
      [`${FINANCE_SYSTEM} (${id}): — → auditor, ${today}`, 'administrator'],
      [`${FINANCE_SYSTEM} (${id}): auditor, ${today} → —`, 'administrator'],
    ]);
  });

  it('ends with its last day, and holds again when it is renewed', async () => {
    const now = beijingDay(await platform.now());
    const { client, id } = await aProgram({ role: 'auditor', person: 'auditor', until: now });
    expect((await client.get('/history')).status).toBe(200);
    await platform.advance(24 * 60 * 60);
    administrator = await clientOf(platform, 'administrator');
    auditor = await clientOf(platform, 'auditor');
    today = beijingDay(await platform.now());
    const over = await client.get<Refusal>('/history', undefined, { 'accept-language': 'en' });
    expect([over.status, over.body.detail]).toEqual([
      401,
      `This program’s key was valid until ${now}; an administrator can renew it`,
    ]);
    expect((await listed(id))?.state).toBe('expired');
    const renewed = await administrator.post<ProgramView>(`/directory/programs/${id}/renew`, {
      until: dayAfter(today),
    });
    expect(renewed.body).toMatchObject({ state: 'valid', until: dayAfter(today) });
    expect((await client.get('/history')).status).toBe(200);
    expect((await changesOf(id)).at(-1)?.comment).toContain(`${now} → ${dayAfter(today)}`);
  });

  it('ends with whom it stands for', async () => {
    const mailbox = 'leaver@countersign.example';
    const leaver = { id: 'leaver', name: '离任者（示例）', email: mailbox, unit: UNIT };
    await changeDirectory(platform, (directory) => ({
      ...directory,
      people: [...directory.people, leaver],
    }));
    const { client, id } = await aProgram({ role: 'submitter', person: 'leaver' });
    expect((await client.get('/drafts')).status).toBe(200);
    await changeDirectory(platform, (directory) => ({
      ...directory,
      people: directory.people.filter((one) => one.id !== 'leaver'),
    }));
    expect(await client.get<Refusal>('/drafts')).toMatchObject({
      status: 401,
      body: { detail: '此程序密钥所代表的人员或单位已不在机构名录中' },
    });
    expect((await listed(id))?.state).toBe('not-listed');
  });

  it('that is none tells nothing', async () => {
    const { key, id } = await aProgram({ role: 'auditor', person: 'auditor' });
    const last = key.endsWith('A') ? 'B' : 'A';
    for (const other of [
      `${key.slice(0, -1)}${last}`,
      `${key}A`,
      key.toLowerCase(),
      `csp_${id}`,
      'csp_',
      `csp_00000000_${key.slice(-43)}`,
    ]) {
      const refused = await clientWith(platform, other).get<Refusal>('/history');
      expect([refused.status, refused.body.code, refused.body.detail]).toEqual([
        401,
        'invalid-token',
        undefined,
      ]);
    }
    expect(JSON.stringify(await listed(id))).not.toContain(key.slice(-43));
  });
});

describe('what is asked of a new key', () => {
  const ofNobody = { name: FINANCE_SYSTEM, role: 'submitter' };
  it.each<[string, object, string]>([
    ['who submits is a person', { ...ofNobody, unit: UNIT }, '/person'],
    ['it stands for somebody', { ...ofNobody, role: 'auditor' }, '/person'],
    ['and for one', { ...ofNobody, role: 'auditor', person: 'auditor', unit: UNIT }, '/unit'],
    ['whom the directory knows', { ...ofNobody, person: 'nobody-at-all' }, '/person'],
    ['it ends', { ...ofNobody, person: 'submitter', until: '2999-12-31' }, '/until'],
    ['and not before it begins', { ...ofNobody, person: 'submitter', until: '2001-01-01' }, '/until'],
    ['it has a name', { ...ofNobody, name: ' ', person: 'submitter' }, '/name'],
    ['it decides nothing', { ...ofNobody, role: 'approver', person: 'approver' }, '/role'],
    ['it administers nothing', { ...ofNobody, role: 'administrator', person: 'administrator' }, '/role'],
  ])('%s', async (_, body, path) => {
    const refused = await administrator.post<Refusal>('/directory/programs', { until: today, ...body });
    expect([refused.status, refused.body.errors?.map((one) => one.path)]).toEqual([422, [path]]);
  });
});

describe('the page', () => {
  let browser: PlainBrowser;
  const open = (path: string, form?: Record<string, string>) =>
    browser.open(`${platform.product}${path}`, form);
  beforeAll(async () => {
    browser = await signedIn(platform.product, 'administrator');
  });

  it('makes a key, shows it once, renews and revokes it, without a script', async () => {
    const fields = {
      name: '页面发放（示例）',
      role: 'submitter',
      person: '经办人甲',
      unit: '',
      until: today,
    };
    const made = await open('/directory/programs', fields);
    expect(made.status).toBe(201);
    const [key = '', id = ''] = /csp_([0-9A-Z]{8})_[\w-]{43}/.exec(made.html) ?? [];
    expect((await clientWith(platform, key).get('/drafts')).status).toBe(200);

    const list = await open('/directory/programs');
    expect(list.html).not.toContain(key);
    expect(textIn(list.html)).toContain('页面发放（示例）');
    const renewed = await open(`/directory/programs/${id}/renew`, { until: dayAfter(today) });
    expect(renewed.url.search).toBe('?notice=renewed');
    expect(textIn(renewed.html)).toContain('有效期已保存');
    const revoked = await open(`/directory/programs/${id}/revoke`, {});
    expect(textIn(revoked.html)).toContain('密钥已停用');
    expect((await clientWith(platform, key).get('/drafts')).status).toBe(401);
  });

  it('keeps what was typed, and says in English what stands against it', async () => {
    const fields = { name: 'Finance system', role: 'submitter', person: '', unit: UNIT, until: today };
    const { status, html } = await open('/directory/programs?lang=en', fields);
    expect(status).toBe(422);
    expect(textIn(html)).toContain('A program that submits acts as a person');
    expect(html).toContain('value="Finance system"');
    await open('/directory/programs?lang=zh');
  });

  it('names in the history which program it was', async () => {
    const { client, id } = await aProgram({ role: 'submitter', person: 'submitter' });
    const { body } = await client.post<ProjectView>(SUBMISSIONS, aDeclaration());
    const headers = { accept: 'text/html', authorization: `Bearer ${await platform.token('auditor')}` };
    const answer = await fetch(`${platform.product}/projects/${body.id}/history`, { headers });
    expect(textIn(await answer.text())).toContain(`经办人甲（示例）（接口 ${id}）`);
  });
});

/** The commands of a README's section, as they stand there but for where the product is, what day it is, and the key. */
async function commandsOf(readme: string, heading: string, key: string): Promise<string> {
  const text = await readFile(join(checkout, readme), 'utf8');
  const section = text.split(/^## /m).find((one) => one.startsWith(heading)) ?? '';
  const blocks = [...section.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, block = '']) => block);
  return blocks
    .join('\n')
    .replaceAll('http://localhost:3000', platform.product)
    .replaceAll('http://localhost:3001', platform.control)
    .replaceAll('Date.now()', String((await platform.now()).getTime()))
    .replaceAll(/\b2026(?=-(01-01|12-31)\b)/g, today.slice(0, 4))
    .replaceAll('csp_…', key);
}

/** Runs them in a folder of their own, for they write beside them. */
async function runReadme(
  readme: string,
  heading: string,
  { key = 'none', look }: { readonly key?: string; readonly look: (folder: string) => Promise<void> },
): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'countersign-commands-'));
  try {
    for (const one of ['node_modules', 'infra', 'shared', 'functions'])
      await symlink(join(checkout, one), join(folder, one));
    await cp(join(checkout, 'package.json'), join(folder, 'package.json'));
    const path = `${dirname(process.execPath)}:${process.env.PATH}`;
    const { stdout } = await promisify(execFile)(
      'bash',
      ['-euo', 'pipefail', '-c', await commandsOf(readme, heading, key)],
      { cwd: folder, env: { ...process.env, NODE_OPTIONS: '', PATH: path } },
    );
    await look(folder);
    return stdout;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

it.each([
  ['README.md', 'Programs'],
  ['README.zh-CN.md', '程序接口'],
])('the commands of %s for programs work as they are written', async (readme, heading) => {
  const said = await runReadme(readme, heading, {
    look: async (folder) =>
      expect(await readFile(join(folder, 'history.ndjson'), 'utf8')).toContain('"action":"program-changed"'),
  });
  expect(said).toContain('"state":"in-review"');
  expect(said).toMatch(/history\.ndjson: \d+ events, complete/);
});

it.each([
  ['README.md', 'Auditing'],
  ['README.zh-CN.md', '审计'],
])('the commands of %s for auditors work as they are written', async (readme, heading) => {
  const submitter = await clientOf(platform, 'submitter');
  const { id } = (await submitter.post<ProjectView>(SUBMISSIONS, aDeclaration())).body;
  // What happened a moment ago may not stand in every index yet, and is listed a little later.
  await platform.advance(60);
  const { key } = await aProgram({ role: 'auditor', person: 'auditor' });
  const said = await runReadme(readme, heading, {
    key,
    look: async (folder) => expect(await readFile(join(folder, 'history.csv'), 'utf8')).toContain(id),
  });
  expect(said).toMatch(/history\.csv: \d+ events, complete/);
  expect(said).toContain('It holds');
});
