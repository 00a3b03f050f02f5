import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ProjectView } from '../../shared/contract/views.ts';
import type { HistoryEvent } from '../../shared/history/event.ts';
import type { Round } from '../../shared/workflow/rounds.ts';
import type { OfficeSettings, StoredSettings } from '../../shared/workflow/settings.ts';
import { aDeclaration } from '../builders/declaration.ts';
import {
  actOfUnit,
  clientOf,
  decideBy,
  eventually,
  historyOf,
  linkFor,
  mailsTo,
  type Problem,
  pageOf,
  passTime,
  submit,
} from '../support/client.ts';
import { type Platform, startPlatform } from '../support/platform.ts';
import { formIn, textIn } from '../support/posted-form.ts';

let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform.stop());

const DAY = 24 * 60 * 60;
const YEAR = aDeclaration().budgetYear;
/** The usual declaration asks for 31.50 万元. */
const ASKED = 31_500_000;

/** Puts settings over those that stand. */
async function put(settings: StoredSettings) {
  const administrator = await clientOf(platform, 'administrator');
  const { headers } = await administrator.get<OfficeSettings>('/settings');
  const etag = headers.get('etag') ?? '';
  const match = etag === '"0"' ? { 'if-none-match': '*' } : { 'if-match': etag };
  return administrator.put<OfficeSettings & Problem>('/settings', settings, match);
}

async function settle(settings: StoredSettings): Promise<void> {
  const reply = await put(settings);
  if (reply.status !== 200)
    throw new Error(`The settings got ${reply.status}: ${JSON.stringify(reply.body)}`);
}

const handIn = async () => {
  const submitter = await clientOf(platform, 'submitter');
  return submitter.post<ProjectView & Problem & { detail?: string }>(
    '/forms/project-declaration/submissions',
    aDeclaration(),
    { 'accept-language': 'zh' },
  );
};

const officeSettings = async (): Promise<OfficeSettings> =>
  (await (await clientOf(platform, 'administrator')).get<OfficeSettings>('/settings')).body;

/** The rounds that the office has. */
const roundsNow = async (): Promise<readonly Round[]> => (await officeSettings()).rounds;

/** A round that is open from an hour ago for so many days. */
async function aRound(id: string, days: number, more: Partial<Round> = {}): Promise<Round> {
  const now = (await platform.now()).getTime();
  const after = (seconds: number): string => new Date(now + seconds * 1000).toISOString();
  return {
    id,
    budgetYear: YEAR,
    kind: 'initial',
    opensAt: after(-3600),
    closesAt: after(days * DAY),
    correctionsUntil: after((days + 2) * DAY),
    ...more,
  };
}

const change = { outcome: 'return', comment: '请补充第三项支出的测算依据和标准' };

describe('settings', () => {
  it('are the deployment’s until the office has its own; only administrators see and change them', async () => {
    const administrator = await clientOf(platform, 'administrator');
    const { body, headers, status } = await administrator.get<OfficeSettings>('/settings');
    expect([status, headers.get('etag')]).toEqual([200, '"0"']);
    expect(body).toMatchObject({ codeThresholdFen: null, lapseDays: 60, rounds: [] });
    expect(body.stages['finance-review']).toEqual({ deadlines: [2, 4, 5] });
    for (const account of ['submitter', 'reviewer', 'auditor']) {
      const client = await clientOf(platform, account);
      expect((await client.get('/settings')).status).toBe(403);
      expect((await client.put('/settings', {}, { 'if-none-match': '*' })).status).toBe(403);
    }
    expect((await administrator.put('/settings', {})).body).toMatchObject({ code: 'version-required' });
    expect((await administrator.put('/settings', {}, { 'if-match': '"7"' })).status).toBe(412);
    const wrong = await put({ stages: { approvel: { deadlines: [1, 2, 3] } } });
    expect([wrong.status, wrong.body.errors]).toMatchObject([422, [{ path: '/stages/approvel' }]]);
    expect((await put({ lapseDays: 3 })).body.errors).toMatchObject([{ path: '/lapseDays' }]);
  });

  it('are changed by events of the rules, each with what it bound', async () => {
    await settle({ lapseDays: 30 });
    await settle({ lapseDays: 45, contact: '预算科（示例） 0871-00000001' });
    const twice = await (await clientOf(platform, 'administrator')).put(
      '/settings',
      {},
      { 'if-match': '"1"' },
    );
    expect(twice.status).toBe(412);
    const auditor = await clientOf(platform, 'auditor');
    const events = await eventually('both events', async () => {
      const path = '/history?chain=rules&action=settings-changed&order=oldest';
      const { body } = await auditor.get<{ events: HistoryEvent[] }>(path);
      return body.events.length === 2 && body.events;
    });
    expect(events).toMatchObject([
      { actor: { id: 'administrator', role: 'administrator' } },
      { actor: { id: 'administrator' } },
    ]);
    const bound = await Promise.all(
      events.map(async ({ detailsHash }) => (await auditor.get(`/history/details/${detailsHash}`)).body),
    );
    expect(bound).toEqual([{ lapseDays: 30 }, { lapseDays: 45, contact: '预算科（示例） 0871-00000001' }]);
  });

  it('choose the tree of indicators that is asked about; what was handed in keeps its findings', async () => {
    expect((await put({ indicatorTree: 'nowhere' })).body.errors).toMatchObject([{ path: '/indicatorTree' }]);
    // The sample has its cost under output, as the tree of 2015 does.
    await settle({ indicatorTree: 'national-2021' });
    const submitter = await clientOf(platform, 'submitter');
    const content = { form: 'project-declaration', declaration: aDeclaration() };
    const draft = (await submitter.post<ProjectView>('/projects', content)).body;
    const asked = ({ findings }: Pick<ProjectView, 'findings'>) =>
      findings.filter(({ rule }) => rule === 'R20');
    expect(asked(draft)).toMatchObject([{ severity: 'warning' }]);
    const { body, status } = await handIn();
    expect([status, asked(body).length]).toEqual([201, 1]);
    await settle({});
    const read = async ({ id }: ProjectView) => (await submitter.get<ProjectView>(`/projects/${id}`)).body;
    expect(asked(await read(draft))).toEqual([]);
    expect(asked(await read(body))).toHaveLength(1);
  });

  it('hold for the next decision, request and mail', async () => {
    await settle({
      contact: '预算科（示例） 0871-00000001',
      stages: { 'finance-review': { deadlines: [1, 2, 3] } },
    });
    const { id } = await submit(platform);
    const link = await linkFor(platform, 'reviewer', id);
    const requested = (await historyOf(platform, id)).find(({ action }) => action === 'requested');
    // Asked on a Wednesday morning: three working days are over on Monday evening.
    expect(requested).toMatchObject({ deadline: '2026-03-23T10:00:00.000Z' });
    const mail = (await mailsTo(platform, 'reviewer')).find(({ text }) => text.includes(link));
    expect(mail?.text).toContain('0871-00000001');
    await settle({ codeThresholdFen: ASKED });
    expect((await decideBy(platform, link, { outcome: 'approve' })).body).toMatchObject({
      code: 'code-required',
    });
    await settle({ codeThresholdFen: ASKED + 1 });
    expect((await decideBy(platform, link, { outcome: 'approve' })).status).toBe(200);
  });
});

describe('the page of the settings', () => {
  it('changes them without a script: what does not hold comes back as typed, with what was found beside it', async () => {
    await settle({});
    const authorization = `Bearer ${await platform.token('administrator')}`;
    const page = async (body?: URLSearchParams) => {
      const response = await fetch(`${platform.product}/settings`, {
        method: body ? 'POST' : 'GET',
        redirect: 'manual',
        headers: { authorization, accept: 'text/html', origin: platform.product },
        ...(body ? { body } : {}),
      });
      return {
        status: response.status,
        location: response.headers.get('location'),
        html: await response.text(),
      };
    };
    const { html } = await page();
    const version = /name="version" value="(\d+)"/.exec(html)?.[1] ?? '';
    const named = [...html.matchAll(/<input id="[^"]*" name="([^"]+)"[^>]*? value="([^"]*)"/g)];
    const shown = Object.fromEntries(named.map(([, name = '', value = '']) => [name, value]));
    expect(shown).toMatchObject({ lapseDays: '60', 'stages.approval.deadlines.2': '5' });
    const fields = { ...shown, version };

    const added = await page(new URLSearchParams({ ...fields, lapseDays: '3', intent: 'add' }));
    expect([added.status, added.html.includes('name="rounds.0.id"')]).toEqual([200, true]);
    const wrong = await page(
      new URLSearchParams({ ...fields, lapseDays: '3', collectiveThresholdFen: '很多' }),
    );
    expect(wrong.status).toBe(422);
    expect(wrong.html).toContain('value="很多"');
    expect(wrong.html).toMatch(/id="m-lapseDays"[\s\S]*?15/);
    expect(wrong.html).toMatch(/id="m-collectiveThresholdFen"[\s\S]*?不是金额/);

    const good = { ...fields, lapseDays: '30', collectiveThresholdFen: '50' };
    expect(await page(new URLSearchParams(good))).toMatchObject({
      status: 303,
      location: '/settings?notice=saved',
    });
    const administrator = await clientOf(platform, 'administrator');
    expect((await administrator.get('/settings')).body).toMatchObject({
      lapseDays: 30,
      collectiveThresholdFen: 50_000_000,
    });
    expect((await page(new URLSearchParams(good))).status).toBe(412);
  });

  it('keeps what was typed where somebody else was first, and says what is there now', async () => {
    const open = (form?: Record<string, string>) => pageOf(platform, 'administrator', '/settings', form);
    const typed = { ...formIn((await open()).html), contact: '我填的（示例）' };
    await settle({ contact: '别人填的（示例）', lapseDays: 61 });
    const stale = await open(typed);
    expect(stale.status).toBe(412);
    expect(textIn(stale.html)).toContain('设置已被他人修改，尚未保存');
    expect(textIn(stale.html)).toMatch(/咨询联系方式 *别人填的（示例） *我填的（示例）/);
    expect(textIn(stale.html)).toMatch(/退回项目失效天数 *61 *30/);
    expect(formIn(stale.html)).toMatchObject({ contact: '我填的（示例）', lapseDays: '30' });
    expect((await open(formIn(stale.html))).status).toBe(303);
    expect((await officeSettings()).contact).toBe('我填的（示例）');
  });

  it('takes a year’s notice of days off, says beside the field what does not hold, and loses none', async () => {
    const open = (form?: Record<string, string>) => pageOf(platform, 'administrator', '/settings', form);
    const { html } = await open();
    expect(textIn(html)).toContain('2027年尚无放假安排');
    const row = await open({ ...formIn(html), intent: 'add-notice' });
    expect(formIn(row.html)).toMatchObject({ 'notices.0.year': '', 'notices.0.daysOff': '' });
    const notice = {
      'notices.0.year': '2027',
      'notices.0.source': '国办发明电〔示例〕1号',
      'notices.0.daysOff': `元旦：1月1日（周五）至3日（周日）放假调休，共3天。
2027-02-05 至 2027-02-12
4月5日\n5月1日至5日\n6月9日\n9月15日\n10月1日至7日`,
      'notices.0.workdays': '2027-02-14、2月20日上班',
    };
    const wrong = await open({
      ...formIn(row.html),
      ...notice,
      'notices.0.daysOff': '2027-02-05 至 2027-02-12\n春天',
      'notices.0.workdays': '2027-02-15',
    });
    expect(wrong.status).toBe(422);
    expect(wrong.html).toMatch(/id="m-notices.0.daysOff"[\s\S]*?读不出：春天/);
    expect(formIn(wrong.html)['notices.0.daysOff']).toContain('春天');
    const incomplete = await open({ ...formIn(row.html), ...notice, 'notices.0.daysOff': '1月1日至15日' });
    expect(incomplete.html).toMatch(
      /id="m-notices.0.daysOff"[\s\S]*?是本年度法定节假日，没有列出：2027-02-05/,
    );
    expect((await open({ ...formIn(row.html), ...notice })).status).toBe(303);
    const { notices } = await officeSettings();
    expect(notices).toMatchObject([
      { year: 2027, workdays: ['2027-02-14', '2027-02-20'], source: '国办发明电〔示例〕1号' },
    ]);
    expect(notices[0]?.daysOff).toHaveLength(26);

    const known = await open();
    expect(textIn(known.html)).toContain('其中在此录入：2027。');
    expect(formIn(known.html)['notices.0.daysOff']).toContain('2027-02-05 至 2027-02-12');
    // A page of an earlier release has no fields for notices.
    const fields = Object.entries(formIn(known.html)).filter(([name]) => !name.startsWith('notices'));
    expect((await open(Object.fromEntries(fields))).status).toBe(303);
    expect((await officeSettings()).notices).toEqual(notices);
    const without = await open({ ...formIn((await open()).html), intent: 'remove-notice:0' });
    expect((await open(formIn(without.html))).status).toBe(303);
    expect((await officeSettings()).notices).toEqual([]);
  });
});

describe('a round', () => {
  it('takes projects while it is open, and names the next outside of it; drafts are saved at any time', async () => {
    const soon = await aRound('soon', 2);
    const later = { ...soon, opensAt: new Date(Date.parse(soon.opensAt) + 2 * 3_600_000).toISOString() };
    await settle({ rounds: [later] });
    const early = await handIn();
    expect([early.status, early.body.code]).toEqual([409, 'no-open-round']);
    expect(early.body.detail).toMatch(/下一批次“\d{4} 年度年初申报”于 .*（北京时间）开始/);
    const submitter = await clientOf(platform, 'submitter');
    const draft = await submitter.post<ProjectView>('/projects', {
      form: 'project-declaration',
      declaration: aDeclaration(),
    });
    expect(draft.status).toBe(201);

    await passTime(platform, 2 * 3600);
    const submitted = await actOfUnit(platform, draft.body.id, 'submit');
    expect(submitted.status).toBe(200);
    const events = await historyOf(platform, draft.body.id);
    expect(events.find(({ action }) => action === 'submitted')).toMatchObject({ round: 'soon' });
    // Two hours later, with a token of now.
    const desk = await (await clientOf(platform, 'submitter')).get<{ rounds: object[] }>('/');
    expect(desk.body.rounds).toEqual([
      {
        ...{ id: 'soon', budgetYear: YEAR, kind: 'initial', closesAt: later.closesAt },
        ...{ correctionsUntil: later.correctionsUntil, unitTotalFen: ASKED, unitCeilingFen: null },
      },
    ]);

    const second = await handIn();
    const link = await linkFor(platform, 'reviewer', second.body.id);
    const third = await handIn();
    const other = await linkFor(platform, 'reviewer', third.body.id);
    await passTime(platform, 2 * DAY);
    expect((await handIn()).body).toMatchObject({ code: 'no-open-round' });
    expect((await decideBy(platform, link, change)).status).toBe(200);
    expect((await decideBy(platform, other, change)).status).toBe(200);
    expect((await actOfUnit(platform, second.body.id, 'submit')).status).toBe(200);
    await passTime(platform, 2 * DAY);
    const late = await actOfUnit(platform, third.body.id, 'submit');
    expect([late.status, late.body.code]).toEqual([409, 'no-open-round']);
  });

  it('is given to exactly as many of those who come at once as fit under its ceiling', async () => {
    const tight = await aRound('tight', 5, { unitCeilingFen: 3 * ASKED + 1 });
    await settle({ rounds: [...(await roundsNow()), tight] });
    const replies = await Promise.all(Array.from({ length: 6 }, handIn));
    expect(replies.map(({ status }) => status).sort()).toEqual([201, 201, 201, 409, 409, 409]);
    const over = replies.filter(({ status }) => status === 409);
    expect(over.map(({ body }) => body.code)).toEqual(Array(3).fill('over-ceiling'));
    expect(over[0]?.body.detail).toContain('已占用 94.50 万元');
    // What comes back makes room.
    const [first] = replies.filter(({ status }) => status === 201);
    expect((await actOfUnit(platform, first?.body.id ?? '', 'recall')).status).toBe(200);
    expect((await handIn()).status).toBe(201);
    expect((await actOfUnit(platform, first?.body.id ?? '', 'submit')).body).toMatchObject({
      code: 'over-ceiling',
    });
  });

  it('stays, with its year, once something was handed in to it; a ceiling set later holds', async () => {
    const [soon, tight] = await roundsNow();
    if (!soon || !tight) throw new Error('There are two rounds');
    expect((await put({ rounds: [soon] })).body.errors).toMatchObject([{ path: '/rounds' }]);
    const moved = await put({ rounds: [soon, { ...tight, budgetYear: YEAR + 1 }] });
    expect(moved.body.errors).toMatchObject([{ path: '/rounds/1/budgetYear' }]);
    const { unitCeilingFen: _, ...free } = tight;
    await settle({ rounds: [soon, { ...free, ceilingFen: 3 * ASKED }] });
    expect((await handIn()).body).toMatchObject({ code: 'over-ceiling' });
    await settle({ rounds: [soon, { ...free, ceilingFen: 4 * ASKED }] });
    expect((await handIn()).status).toBe(201);
  });
});
