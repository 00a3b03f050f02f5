import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DecisionView, DeskItem, ProjectView } from '../../shared/contract/views.ts';
import { aDeclaration } from '../builders/declaration.ts';
import {
  changeDirectory,
  clientOf,
  decideBy,
  eventually,
  holding,
  linkFor,
  type Problem,
  passTime,
  setOffice,
  submit,
} from '../support/client.ts';
import { type Platform, startPlatform } from '../support/platform.ts';
import { textIn } from '../support/posted-form.ts';

/** A Wednesday morning in Beijing. */
const CLOCK = '2026-03-18T02:00:00.000Z';
const FORM = 'project-declaration';

let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform({ clock: CLOCK });
});
afterAll(() => platform.stop());

interface Desk {
  readonly tabs: { readonly waiting: number; readonly mine: number; readonly done: number | null };
  readonly items: readonly DeskItem[];
  readonly next: string | null;
}

const get = async <T = Desk>(account: string, path: string) =>
  (await clientOf(platform, account)).get<T>(path);
const deskOf = async (account: string, query = ''): Promise<Desk> => {
  const { status, body } = await get(account, `/${query}`);
  if (status !== 200) throw new Error(`The desk got ${status}: ${JSON.stringify(body)}`);
  return body;
};
const idsOf = ({ items }: Desk): string[] => items.map(({ project }) => project);
const pageOf = async (account: string, path: string): Promise<string> => {
  const authorization = `Bearer ${await platform.token(account)}`;
  return (
    await fetch(`${platform.product}${path}`, { headers: { authorization, accept: 'text/html' } })
  ).text();
};
const rowsIn = (html: string): number => html.split('<tr').length - 2;

const aDraft = async (account: string, title: string): Promise<string> => {
  const client = await clientOf(platform, account);
  const body = { form: FORM, declaration: { title } };
  return (await client.post<ProjectView>('/projects', body)).body.id;
};
const asked = async (account: string, holder: string, declaration?: object): Promise<string> => {
  const { id } = await submit(platform, account, declaration);
  await linkFor(platform, holder, id);
  return id;
};

/** Signed in: mailed links end after a week. */
async function approve(account: string, id: string): Promise<number> {
  const client = await clientOf(platform, account);
  const path = `/projects/${id}/decision`;
  const { contentHash } = (await client.get<DecisionView>(path)).body;
  return (await client.post(path, { outcome: 'approve', contentHash })).status;
}

describe('a submitter', () => {
  let [returned, draft, inReview, ended] = ['', '', '', ''];
  beforeAll(async () => {
    draft = await aDraft('submitter', '办公设备更新（示例）');
    returned = await asked('submitter', 'reviewer');
    await decideBy(platform, await linkFor(platform, 'reviewer', returned), {
      outcome: 'return',
      comment: '请补充第三项支出的测算依据和标准',
    });
    inReview = await asked('submitter', 'reviewer', aDeclaration({ title: '防汛抗旱应急演练（示例）' }));
    ended = await asked('submitter', 'reviewer');
    for (const account of ['reviewer', 'approver'])
      await decideBy(platform, await linkFor(platform, account, ended), { outcome: 'approve' });
  });

  it('has first what came back, then drafts; beside it what is in review, and what is done', async () => {
    const waiting = await deskOf('submitter');
    expect(waiting.tabs).toEqual({ waiting: 2, mine: 1, done: null });
    expect(waiting.items.map(({ project, state, actions }) => [project, state, actions])).toEqual([
      [returned, 'returned', ['save']],
      [draft, 'draft', ['save']],
    ]);
    const html = await pageOf('submitter', '/');
    expect(html.indexOf('修改后重报')).toBeGreaterThan(0);
    expect(html.indexOf('修改后重报')).toBeLessThan(html.indexOf('继续填写'));
    expect(html).toMatch(/待我处理<span class="badge">2<\/span>.*在办<span class="badge">1<\/span>/s);

    const done = await deskOf('submitter', '?tab=done');
    expect(done.tabs.done).toBe(1);
    expect(done.items).toMatchObject([{ project: ended, state: 'approved', approvedFen: 31_500_000 }]);
    expect(await pageOf('submitter', '/?tab=done')).toContain('已批准');
  });

  it('sees who has what is in review, since when and until when, and can urge', async () => {
    const { items } = await deskOf('submitter', '?tab=mine');
    expect(items).toMatchObject([
      {
        project: inReview,
        ...{
          state: 'in-review',
          stage: 'finance-review',
          overdue: false,
          actions: ['urge'],
          undelivered: false,
        },
        asked: { names: ['审核人丙（示例）'], since: expect.stringMatching(/^2026-03-18T/) },
        deadline: '2026-03-25T10:00:00.000Z',
      },
    ]);
    const html = await pageOf('submitter', '/?tab=mine');
    for (const said of ['审核人丙（示例）', '3月18日送达', '剩 5 个工作日', `/projects/${inReview}/urge`])
      expect(html).toContain(said);
  });

  it('pages through more than fifty, each once, in the order that was asked for', async () => {
    await Promise.all(Array.from({ length: 52 }, (_, n) => aDraft('submitter', `第 ${n} 号草稿（示例）`)));
    const first = await deskOf('submitter');
    expect([first.tabs.waiting, first.items.length]).toEqual([54, 50]);
    // Between two pages somebody begins another one, and the last of the first page is gone.
    const added = await aDraft('submitter', '后来的草稿（示例）');
    const second = await deskOf('submitter', `?cursor=${first.next}`);
    expect(second.next).toBeNull();
    expect(second.items).toHaveLength(5);
    expect(idsOf(second)).toContain(added);
    expect(new Set([...idsOf(first), ...idsOf(second)]).size).toBe(55);

    const html = await pageOf('submitter', '/');
    expect(rowsIn(html)).toBe(50);
    expect(html).toContain('第 1–50 项，共 55 项');
    const next =
      /<a class="button" href="([^"]+)" rel="next">下一页<\/a>/.exec(html)?.[1]?.replaceAll('&amp;', '&') ??
      '';
    const page = await pageOf('submitter', next);
    expect([rowsIn(page), page.includes('第 51–55 项，共 55 项')]).toEqual([5, true]);
    expect(page).toContain('回到第一页');
    expect(gzipSync(html).byteLength).toBeLessThan(30 * 1024);
  });

  it('finds by words of the title, by the number, and by neither', async () => {
    expect(idsOf(await deskOf('submitter', `?q=${encodeURIComponent('设备　办公')}`))).toEqual([draft]);
    expect(idsOf(await deskOf('submitter', `?q=${returned.toLowerCase()}`))).toEqual([returned]);
    expect(idsOf(await deskOf('submitter', '?tab=mine&q=%E9%98%B2%E6%B1%9B'))).toEqual([inReview]);
    expect(idsOf(await deskOf('submitter', '?state=returned'))).toEqual([returned]);
    const html = await pageOf('submitter', `/?q=${encodeURIComponent('没有这样的项目')}`);
    expect(html).toContain('没有符合条件的项目');
    expect(html).toContain('value="没有这样的项目"');
    expect((await get<Problem>('submitter', '/?sort=colour')).body.code).toBe('invalid-parameter');
    expect((await get<Problem>('submitter', '/?cursor=nonsense')).body.code).toBe('invalid-parameter');
    expect((await get<Problem>('submitter', '/?tab=done&cursor=nonsense')).body.code).toBe(
      'invalid-parameter',
    );
    expect((await get<Problem>('submitter', '/?page=2')).body.code).toBe('unknown-parameter');
  });
});

describe('a decider', () => {
  let [small, large] = ['', ''];
  beforeAll(async () => {
    small = await asked('submitter2', 'reviewer');
    large = await asked('submitter', 'reviewer', aDeclaration({ title: '应急物资储备库（示例）' }));
  });

  it('has what asks them, from all units, with what there is to know before opening it', async () => {
    const { items, tabs } = await deskOf('reviewer');
    expect(tabs).toMatchObject({ waiting: 3, mine: 0 });
    expect(items.find(({ project }) => project === small)).toMatchObject({
      ...{ state: 'in-review', stage: 'finance-review', revision: 1, overdue: false, actions: ['decide'] },
      ...{
        asked: null,
        onBehalfOf: null,
        undelivered: false,
        urgedAt: null,
        outcome: null,
        approvedFen: null,
      },
      findings: { errors: 0, warnings: expect.any(Number) },
      unit: { name: expect.stringContaining('示例') },
    });
    const html = await pageOf('reviewer', '/');
    for (const said of ['去办理', `/projects/${small}/decision`, '待审合计', '逐项核对后一并同意'])
      expect(html).toContain(said);
  });

  it('has beside it what is in review with others, page by page, as somebody who is no party sees it', async () => {
    const withPhone = '应急物资采购（联系人 13987654321）';
    const passed = await asked('submitter', 'reviewer', aDeclaration({ title: withPhone }));
    expect(await approve('reviewer', passed)).toBe(200);
    await eventually('the approver to be asked', async () =>
      idsOf(await deskOf('approver')).includes(passed),
    );
    const mine = await deskOf('reviewer', '?tab=mine');
    expect(mine.tabs).toMatchObject({ waiting: 3, mine: 1 });
    expect(mine.items).toMatchObject([
      { project: passed, state: 'in-review', stage: 'approval', asked: null, deadline: null, actions: [] },
    ]);
    expect((await deskOf('approver')).tabs).toMatchObject({ waiting: 1, mine: 3 });
    const [first, second] = [
      await deskOf('approver', '?tab=mine&limit=2'),
      await deskOf('approver', '?tab=mine'),
    ];
    const rest = await deskOf('approver', `?tab=mine&limit=2&cursor=${first.next}`);
    expect(idsOf(first).concat(idsOf(rest))).toEqual(idsOf(second));
    expect(idsOf(second)).toEqual(expect.arrayContaining([small, large]));
    expect(idsOf(await deskOf('approver', `?tab=mine&q=${encodeURIComponent('储备库')}`))).toEqual([large]);
    expect(idsOf(await deskOf('approver', '?tab=mine&stage=approval'))).toEqual([]);
    const [item] = (await deskOf('reviewer2', '?tab=mine&stage=approval')).items;
    expect([item?.project, item?.title.includes('13987654321')]).toEqual([passed, false]);
    expect((await get<Problem>('reviewer', '/?tab=mine&cursor=nonsense')).body.code).toBe(
      'invalid-parameter',
    );
    const html = await pageOf('reviewer', '/?tab=mine');
    for (const said of ['在办<span class="badge">1</span>', '申报时间', `href="/projects/${passed}"`])
      expect(html).toContain(said);
    expect(html).not.toContain('正在送达办理人');
    expect(await approve('approver', passed)).toBe(200);
  });

  it('sees what the round that is on has taken of its ceiling', async () => {
    const inDays = (days: number) => new Date(Date.parse(CLOCK) + days * 86_400_000).toISOString();
    const round = {
      ...{ id: 'first', budgetYear: aDeclaration().budgetYear, kind: 'initial', ceilingFen: 200_000_000 },
      ...{ opensAt: inDays(-1), closesAt: inDays(6), correctionsUntil: inDays(7) },
    };
    await setOffice(platform, { rounds: [round] });
    const id = await asked('submitter', 'reviewer');
    expect(textIn(await pageOf('reviewer', '/'))).toMatch(/剩余 6 天 申报 31\.50 \/ 控制数 200\.00 万元/);
    expect(await pageOf('submitter', '/')).not.toContain('tile-round');
    await decideBy(platform, await linkFor(platform, 'reviewer', id), {
      outcome: 'return',
      comment: '请补充第三项支出的测算依据和标准',
    });
  });

  it('chooses one unit, and orders by amount, deadline and age; the page says what was chosen', async () => {
    const all = await deskOf('reviewer');
    const unit = all.items.find(({ project }) => project === small)?.unit.id ?? '';
    expect(idsOf(await deskOf('reviewer', `?unit=${unit}`))).toEqual([small]);
    expect(idsOf(await deskOf('reviewer', '?stage=approval'))).toEqual([]);
    const amounts = (await deskOf('reviewer', '?sort=amount')).items.map(
      ({ requestedFen }) => requestedFen ?? 0,
    );
    expect(amounts).toEqual(amounts.toSorted((a, b) => b - a));
    const since = (await deskOf('reviewer', '?sort=submitted')).items.map((item) => item.since);
    expect(since).toEqual(since.toSorted());
    const one = await deskOf('reviewer', '?sort=amount&limit=2');
    const rest = await deskOf('reviewer', `?sort=amount&limit=2&cursor=${one.next}`);
    expect(idsOf(one).concat(idsOf(rest))).toEqual(idsOf(await deskOf('reviewer', '?sort=amount')));
    // A place in one order is none in another.
    const other = await get<Problem>('reviewer', `/?sort=deadline&cursor=${one.next}`);
    expect([other.status, other.body.code]).toEqual([400, 'invalid-parameter']);
    const html = await pageOf('reviewer', `/?unit=${unit}&sort=amount`);
    expect(html).toMatch(new RegExp(`<option value="${unit}" selected`));
    expect(html).toMatch(/<option value="amount" selected/);
  });

  it('hands one over: it leaves the one desk and stands on the other at once', async () => {
    const reviewer = await clientOf(platform, 'reviewer');
    const given = { to: 'reviewer2', comment: '岗位调整，改由他人办理' };
    const answer = await reviewer.post(`/projects/${large}/decision/transfer`, given);
    expect(answer.status).toBe(200);
    expect(idsOf(await deskOf('reviewer'))).not.toContain(large);
    expect(idsOf(await deskOf('reviewer2'))).toEqual([large]);
    expect((await deskOf('submitter', '?tab=mine&q=%E5%82%A8%E5%A4%87%E5%BA%93')).items).toMatchObject([
      { project: large, asked: { names: ['审核人丁（示例）'] } },
    ]);
  });

  it('sees what is overdue, and has it marked', async () => {
    await passTime(platform, 8 * 24 * 60 * 60);
    const { items } = await deskOf('reviewer', '?sort=deadline');
    expect(items.map(({ overdue }) => overdue)).toEqual(items.map(() => true));
    expect(await pageOf('reviewer', '/')).toMatch(/超期 \d 个工作日/);
  });

  it('finds what they decided among what is done, as they decided it', async () => {
    expect(await approve('reviewer', small)).toBe(200);
    expect(idsOf(await deskOf('reviewer'))).not.toContain(small);
    const own = await eventually('the decision among what is done', async () => {
      // The history's index of people is read up to some seconds ago.
      await platform.advance(5);
      return (await deskOf('reviewer', '?tab=done')).items.find(({ project }) => project === small);
    });
    expect(own).toMatchObject({ outcome: 'approve', state: null, stage: 'finance-review', deadline: null });
    expect(own.title).not.toBe('');
    const paged = await deskOf('reviewer', '?tab=done&limit=1');
    expect(idsOf(paged)).toEqual([small]);
    expect(idsOf(await deskOf('reviewer', `?tab=done&limit=1&cursor=${paged.next}`))).not.toContain(small);
    expect(own.standing).toBe('in-review');
    // How it ended since is found by, as by words.
    await eventually('the approver to be asked', async () => idsOf(await deskOf('approver')).includes(small));
    expect(await approve('approver', small)).toBe(200);
    const since = (await deskOf('reviewer', '?tab=done&state=approved')).items;
    expect(since.find(({ project }) => project === small)).toMatchObject({
      ...{ outcome: 'approve', standing: 'approved' },
    });
    expect(idsOf(await deskOf('reviewer', '?tab=done&state=in-review'))).not.toContain(small);
    expect(idsOf(await deskOf('reviewer', `?tab=done&q=${small}`))).toEqual([small]);
    expect(idsOf(await deskOf('reviewer', '?tab=done&q=没有这样的标题'))).toEqual([]);
    const { tabs, items } = await deskOf('reviewer', '?tab=done');
    expect(tabs.done).toBe(items.length);
    const html = await pageOf('reviewer', '/?tab=done');
    expect(textIn(html)).toContain('现为：已批准');
    expect(html).toContain('同意');
    expect(html).not.toContain('name="sort"');
  });
});

describe('whoever submits and decides', () => {
  it('sees both on one desk, and among what is done both as well', async () => {
    await changeDirectory(platform, holding('approver', { holder: 'submitter2' }));
    const own = await aDraft('submitter2', '自己的草稿（示例）');
    const [id] = idsOf(await deskOf('submitter', '?tab=mine'));
    expect(await approve('reviewer', id ?? '')).toBe(200);
    const both = await eventually('the request', async () => {
      const desk = await deskOf('submitter2');
      return desk.items.some(({ actions }) => actions.includes('decide')) && desk;
    });
    expect(both.items.map(({ project, actions }) => [project, actions])).toEqual([
      [id, ['decide']],
      [own, ['save']],
    ]);
    const html = await pageOf('submitter2', '/');
    for (const said of ['去办理', '继续填写', '填写项目申报书', '在办<span']) expect(html).toContain(said);

    expect(await approve('submitter2', id ?? '')).toBe(200);
    const ended = await aDraft('submitter2', '不再申报的草稿（示例）');
    const client = await clientOf(platform, 'submitter2');
    await client.post(`/projects/${ended}/withdraw`, undefined, { 'if-match': '"1"' });
    await eventually('both among what is done', async () => {
      await platform.advance(5);
      const ids = idsOf(await deskOf('submitter2', '?tab=done'));
      return ids.includes(id ?? '') && ids.includes(ended);
    });
    const told: string[] = [];
    for (let cursor = ''; ; ) {
      const page = await deskOf('submitter2', `?tab=done&limit=1${cursor}`);
      told.push(...idsOf(page));
      if (page.next === null) break;
      cursor = `&cursor=${page.next}`;
    }
    // The unit's project of before is done as well.
    expect(told.slice(0, 2)).toEqual([id, ended]);
  });
});

describe('whoever does neither', () => {
  it('begins with the history, and finds the desk by its place in the head', async () => {
    const home = await fetch(`${platform.product}/?lang=zh`, {
      redirect: 'manual',
      headers: { authorization: `Bearer ${await platform.token('auditor')}`, accept: 'text/html' },
    });
    expect([home.status, home.headers.get('location')]).toEqual([303, '/history']);
    const start = await pageOf('auditor', '/history');
    expect(start).toContain('<a href="/?tab=waiting">工作台</a>');
  });

  it('is shown there where their work is', async () => {
    const html = await pageOf('auditor', '/?tab=waiting');
    expect(html).toContain('href="/history"');
    expect(html).not.toContain('class="tabs"');
    expect(await deskOf('auditor')).toMatchObject({ tabs: { waiting: 0, mine: 0 }, items: [] });
  });
});
