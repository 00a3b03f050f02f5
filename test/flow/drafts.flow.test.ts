import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ProjectView } from '../../shared/contract/views.ts';
import { aDeclaration } from '../builders/declaration.ts';
import { approveThrough, clientOf, eventually, linkFor, submit } from '../support/client.ts';
import { type Platform, startPlatform } from '../support/platform.ts';

let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform.stop());

/** Posts as a page without a script does, and follows where it is sent. */
async function post(
  path: string,
  fields: Record<string, string>,
): Promise<{ status: number; html: string; url: string }> {
  const response = await fetch(`${platform.product}${path}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${await platform.token('submitter')}`,
      accept: 'text/html',
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: new URLSearchParams(fields).toString(),
  });
  return { status: response.status, html: await response.text(), url: response.url };
}
const page = async (path: string) =>
  (await (await clientOf(platform, 'submitter')).get<string>(path, undefined, { accept: 'text/html' })).body;
const project = async (id: string) =>
  (await (await clientOf(platform, 'submitter')).get<ProjectView>(`/projects/${id}`)).body;

async function aDraft(declaration: object = aDeclaration()): Promise<ProjectView> {
  const client = await clientOf(platform, 'submitter');
  return (await client.post<ProjectView>('/projects', { form: 'project-declaration', declaration })).body;
}

describe('beginning a draft', () => {
  it('makes one of the same key and body, refuses another body', async () => {
    const client = await clientOf(platform, 'submitter');
    const key = { 'idempotency-key': 'draft-1' };
    const body = { form: 'project-declaration', declaration: { title: '演练' } };
    const [one, two] = await Promise.all([
      client.post<ProjectView>('/projects', body, key),
      client.post<ProjectView>('/projects', body, key),
    ]);
    expect([one.status, two.status]).toEqual([201, 201]);
    expect(one.body.id).toBe(two.body.id);
    const other = await client.post('/projects', { ...body, declaration: {} }, key);
    expect(other).toMatchObject({ status: 422, body: { code: 'idempotency-mismatch' } });
  });

  it('from a page that was gone back to makes another one', async () => {
    const fields = { form: 'project-declaration', idempotencyKey: 'draft-2' };
    const one = await post('/projects', { ...fields, title: '一' });
    const two = await post('/projects', { ...fields, title: '二' });
    expect([one.status, two.status]).toEqual([200, 200]);
    expect(new URL(one.url).pathname).not.toBe(new URL(two.url).pathname);
  });
});

describe('the page after a change of a draft', () => {
  it('says that it was saved, and that it was recalled', async () => {
    const { id } = await aDraft();
    const saved = await post(`/projects/${id}`, { form: 'project-declaration', version: '1', title: '演练' });
    expect(saved.html).toContain('已保存。改好后请提交审核。');
    const submitted = await submit(platform);
    const version = String(submitted.version);
    const recalled = await post(`/projects/${submitted.id}/recall`, { version });
    expect(recalled.html).toContain('已撤回，可以修改。');
    expect(recalled.html).toContain('name="title"');
    expect(await page(`/projects/${submitted.id}`)).not.toContain('已撤回，可以修改。');
  });
});

describe('before submitting', () => {
  it('the whole is checked: warnings stand on the form and on the page to check, which submits what it shows', async () => {
    const { id } = await aDraft();
    expect(await page(`/projects/${id}`)).toContain('id="warnings"');
    const checked = await page(`/projects/${id}?check=1`);
    expect(checked).toContain('提交前核对');
    expect(checked).toContain('条提示，不影响提交');
    expect(checked).toContain('确认提交');
    const sent = await post(`/projects/${id}/submit`, { version: '1' });
    expect(sent.url).toContain('notice=submitted');
    expect(await project(id)).toMatchObject({ state: 'in-review', declaration: aDeclaration() });
  });

  it('what is missing shuts the way, and the button to check saves first', async () => {
    const { id } = await aDraft({ title: '演练' });
    expect(await page(`/projects/${id}`)).not.toContain('id="errors"');
    const checked = await post(`/projects/${id}`, {
      form: 'project-declaration',
      version: '1',
      title: '应急演练',
      intent: 'check',
    });
    expect(checked.url).toContain('check=1');
    expect(checked.html).toContain('更正后才能提交');
    expect(checked.html).not.toContain('确认提交');
    expect((await project(id)).title).toBe('应急演练');
  });
});

describe('a return that names fields', () => {
  it('opens these alone: the others are read, and stay whatever a page posts', async () => {
    const { id } = await submit(platform);
    const link = await linkFor(platform, 'reviewer', id);
    const anyone = await clientOf(platform);
    const { contentHash } = (await anyone.get<{ contentHash: string }>(link)).body;
    const decision = {
      outcome: 'return',
      comment: '请补充第三项支出的测算依据和标准',
      fields: ['/plan/2/basis'],
      contentHash,
    };
    expect((await anyone.post(link, decision)).status).toBe(200);
    await eventually('the return', async () => (await project(id)).state === 'returned');

    const html = await page(`/projects/${id}`);
    const [open = ''] = html.match(/ name="plan\.\d[^"]*"/g) ?? [];
    expect(html.match(/ name="(plan|title|basis|budgetYear)[^"]*"/g)).toEqual([open]);
    expect(open).toBe(' name="plan.2.basis"');
    expect(html).toContain('退回意见：请补充第三项支出的测算依据和标准');
    expect(html).toContain('href="#f-/plan/2/basis"');
    expect(html).not.toContain('add:/plan');

    const { version } = await project(id);
    await post(`/projects/${id}`, {
      form: 'project-declaration',
      version: String(version),
      title: '别的',
      'plan.2.basis': '4个街道×1.25万元',
    });
    const { plan, ...rest } = aDeclaration();
    const [first, second, third] = plan;
    expect((await project(id)).declaration).toEqual({
      ...rest,
      plan: [first, second, { ...third, basis: '4个街道×1.25万元' }],
    });
  });
});

describe('next year', () => {
  it('begins with a copy of an approved project, with its amounts beside', async () => {
    const approved = await approveThrough(platform);
    await eventually('the approval', async () => (await project(approved)).state === 'approved');
    expect(await page(`/projects/${approved}`)).toContain('复制为下一年度');
    const copied = await post('/projects', { form: 'project-declaration', copyOf: approved });
    const id = new URL(copied.url).pathname.split('/').at(-1) ?? '';
    expect(await project(id)).toMatchObject({ state: 'draft', budgetYear: 2022 });
    expect(copied.html).toContain('上年 31.50 万元');
    expect(copied.html).toContain('上年 22.50 万元');
  });
});

describe('rows from a spreadsheet', () => {
  it('are shown as they are understood, and added when that is confirmed', async () => {
    const { id } = await aDraft({ title: '演练', plan: [{ name: '一' }] });
    const fields = {
      form: 'project-declaration',
      title: '演练',
      'plan.0.name': '一',
      'plan.1.name': '',
      'paste.plan': '支出项目\t金额（元）\t备注栏\n演练\t40,000\t略\n"器材\n一批"\t五万\t',
    };
    const shown = await post(`/projects/${id}`, { ...fields, version: '1', intent: 'paste:/plan' });
    expect(shown.status).toBe(200);
    expect(shown.html).toContain('读出 2 行');
    expect(shown.html).toContain('1 处无法识别');
    expect(shown.html).toContain('1 列不属于本表');
    expect((await project(id)).declaration.plan).toEqual([{ name: '一' }]);

    const added = await post(`/projects/${id}`, { ...fields, version: '2', intent: 'insert:/plan' });
    expect(new URL(added.url).pathname).toBe(`/projects/${id}`);
    expect((await project(id)).declaration.plan).toEqual([
      { name: '一' },
      { name: '演练', amountFen: 4_000_000 },
      { name: '器材 一批' },
    ]);
    expect(added.html).toMatch(/name="plan\.2\.amountFen"[^>]* value="五万"/);
  });

  it('begin a draft where there was none', async () => {
    const shown = await post('/projects', {
      form: 'project-declaration',
      'paste.performance.indicators': '产出指标\t数量指标\t演练次数',
      intent: 'paste:/performance/indicators',
    });
    expect(shown.html).toContain('读出 1 行');
    expect(shown.html).toContain('name="version" value="1"');
  });
});

describe('several drafts', () => {
  it('are listed with their findings, and submitted together, each answered for itself', async () => {
    const client = await clientOf(platform, 'submitter');
    const good = await aDraft();
    const incomplete = await aDraft({ title: '演练' });
    const stale = await aDraft();
    await client.put(`/projects/${stale.id}`, { declaration: aDeclaration() }, { 'if-match': '"1"' });
    const ids = [good, incomplete, stale].map(({ id }) => id);

    type Line = { id: string; version: number; findings: { severity: string }[] };
    const { drafts } = (await client.get<{ drafts: Line[] }>('/drafts')).body;
    const errors = ids.map(
      (id) =>
        drafts.find((line) => line.id === id)?.findings.filter(({ severity }) => severity === 'error').length,
    );
    expect(errors).toEqual([0, expect.any(Number), 0]);
    expect(errors[1]).toBeGreaterThan(0);

    const sent = await client.post<{ results: object[] }>('/drafts/submissions', {
      drafts: [...ids, '2026-0000-0000'].map((id) => ({ id, version: 1 })),
    });
    expect(sent.status).toBe(200);
    expect(sent.body.results).toMatchObject([
      { id: good.id, status: 200 },
      { id: incomplete.id, status: 422, code: 'invalid-declaration' },
      { id: stale.id, status: 412, code: 'stale-version' },
      { status: 404, code: 'not-found' },
    ]);
    expect((await project(good.id)).state).toBe('in-review');
    expect((await project(stale.id)).state).toBe('draft');
  });

  it('are listed in pages, the newest first, each once; what is chosen on a later one is told by its title', async () => {
    const client = await clientOf(platform, 'submitter');
    const made: string[] = [];
    for (const title of ['甲', '乙', '丙']) made.unshift((await aDraft({ ...aDeclaration(), title })).id);
    type Page = { drafts: { id: string }[]; next: string | null };
    const pages: Page[] = [];
    for (let path = '/drafts?limit=2'; path !== '' && pages.length < 50; ) {
      const { body, headers } = await client.get<Page>(path);
      pages.push(body);
      path = /^<([^>]*)>; rel="next"$/.exec(headers.get('link') ?? '')?.[1] ?? '';
      expect(path === '').toBe(body.next === null);
    }
    const ids = pages.flatMap(({ drafts }) => drafts.map(({ id }) => id));
    expect(ids.slice(0, 3)).toEqual(made);
    expect(ids).toEqual([...new Set(ids)]);
    const whole = (await client.get<Page>('/drafts?limit=100')).body;
    expect(whole).toMatchObject({ drafts: ids.map((id) => ({ id })), next: null });

    const first = await page('/drafts?limit=2');
    expect(first).not.toContain('回到第一页');
    const [, next = ''] = /<a class="button" href="([^"]*)" rel="next">下一页/.exec(first) ?? [];
    const second = await page(next.replaceAll('&amp;', '&'));
    expect(second).toContain('<a href="/drafts">回到第一页</a>');
    expect([first, second].map((html) => html.includes(`value="${made[2]} 1"`))).toEqual([false, true]);
    const sent = await post('/drafts/submissions', { draft: `${made[2]} 1` });
    expect(sent.html).toContain(`<a href="/projects/${made[2]}">甲</a>`);
    expect((await client.get('/drafts?cursor=x')).status).toBe(400);
  });

  it('are chosen on a page', async () => {
    const { id } = await aDraft();
    expect(await page('/drafts')).toContain(`value="${id} 1"`);
    const sent = await post('/drafts/submissions', { draft: `${id} 1` });
    expect(sent.html).toContain('已提交 1 项，共选 1 项');
    const none = await post('/drafts/submissions', {});
    expect(none.status).toBe(422);
    expect(none.html).toContain('没有选择草稿');
    const reviewer = await clientOf(platform, 'reviewer');
    expect((await reviewer.get('/drafts')).status).toBe(403);
  });
});
