import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import readExcelFile from 'read-excel-file/node';
import type { DecisionView, ProjectList, ProjectView } from '../../shared/contract/views.ts';
import type { HistoryEvent } from '../../shared/history/event.ts';
import { beijingDay } from '../../shared/values/working-days.ts';
import { aDeclaration, aSecondUnitsDeclaration } from '../builders/declaration.ts';
import {
  actOfUnit,
  changeDirectory,
  clientOf,
  decideBy,
  linkFor,
  type Problem,
  pageOf,
  passTime,
  setOffice,
  submit,
} from '../support/client.ts';
import { type Platform, startPlatform } from '../support/platform.ts';
import { entriesOf } from '../support/zip.ts';

/** Finance's list: whoever serves the unit that decides sees what was handed in, a unit its own, auditors all. */

const UNIT = '11530121MB1584810X';
const OTHER = '11530121MB1000101G';
const YEAR = aDeclaration().budgetYear;
const REASON = '请补充第三项支出的测算依据和标准';
const CUT_REASON = '按上年执行数核定，其余自筹';
const WITH_PHONE = '基层应急物资采购（联系人 13987654321）';

let platform: Platform;
/** By what became of them. */
const ids: Record<string, string> = {};

async function approveWithCut(id: string): Promise<void> {
  const review = await linkFor(platform, 'reviewer', id);
  const anyone = await clientOf(platform);
  const { contentHash } = (await anyone.get<DecisionView>(review)).body;
  const cuts = [{ line: 2, amountFen: 4_000_000, reason: CUT_REASON }];
  await anyone.post(review, { outcome: 'approve', contentHash, cuts });
  const reply = await decideBy(platform, await linkFor(platform, 'approver', id), { outcome: 'approve' });
  if (reply.status !== 200) throw new Error(JSON.stringify(reply.body));
}

async function aDraft(title: string): Promise<string> {
  const submitter = await clientOf(platform, 'submitter');
  const body = { form: 'project-declaration', declaration: aDeclaration({ title }) };
  return (await submitter.post<ProjectView>('/projects', body)).body.id;
}

beforeAll(async () => {
  platform = await startPlatform();
  const now = (await platform.now()).getTime();
  const after = (days: number): string => new Date(now + days * 86_400_000).toISOString();
  const round = {
    ...{ id: 'first', budgetYear: YEAR, kind: 'initial', ceilingFen: 200_000_000 },
    ...{ opensAt: after(-1), closesAt: after(60), correctionsUntil: after(90) },
  };
  await setOffice(platform, { rounds: [round] });
  ids.open = (await submit(platform, 'submitter', aDeclaration({ title: WITH_PHONE }))).id;
  ids.approved = (await submit(platform)).id;
  await approveWithCut(ids.approved);
  ids.returned = (await submit(platform)).id;
  await decideBy(platform, await linkFor(platform, 'reviewer', ids.returned), {
    outcome: 'return',
    comment: REASON,
  });
  ids.other = (await submit(platform, 'submitter2', aSecondUnitsDeclaration({ title: '防汛演练' }))).id;
  ids.draft = await aDraft('尚未提交的草稿');
});
afterAll(() => platform.stop());

async function listFor(account: string, query = ''): Promise<ProjectList & Problem & { status: number }> {
  const client = await clientOf(platform, account);
  const { status, body } = await client.get<ProjectList & Problem>(`/projects${query}`);
  return { status, ...body };
}
const seenBy = async (account: string, query = ''): Promise<string[]> =>
  (await listFor(account, query)).projects.map(({ id }) => id).sort();
const some = (...names: readonly string[]): string[] => names.map((name) => ids[name] ?? '').sort();

const handedIn = ['open', 'approved', 'returned', 'other'] as const;

/** The pages of a project that lead to what waits for the reader. */
const decisionLinks = async (account: string, id: string): Promise<number[]> => {
  const pages = [`/projects/${id}`, `/projects/${id}/history`].map((path) => pageOf(platform, account, path));
  return (await Promise.all(pages)).map(
    ({ html }) => html.split(`href="/projects/${id}/decision"`).length - 1,
  );
};

describe('the list', () => {
  it('leads whoever is asked to the decision, by the project’s pages, and nobody else', async () => {
    const id = ids.open ?? '';
    const actionsFor = async (account: string): Promise<ProjectView['actions']> =>
      (await (await clientOf(platform, account)).get<ProjectView>(`/projects/${id}`)).body.actions;
    expect(await actionsFor('reviewer')).toEqual(['decide']);
    expect(await decisionLinks('reviewer', id)).toEqual([1, 1]);
    for (const account of ['approver', 'reviewer2', 'auditor', 'submitter']) {
      expect(await actionsFor(account)).not.toContain('decide');
      expect(await decisionLinks(account, id)).toEqual([0, 0]);
    }
    // What they have decided asks them no more.
    expect(await decisionLinks('reviewer', ids.approved ?? '')).toEqual([0, 0]);
  });

  it.each(['reviewer', 'reviewer2', 'approver', 'approver2', 'auditor'])(
    'is everything that was handed in for %s, who opens each from it',
    async (account) => {
      expect(await seenBy(account)).toEqual(some(...handedIn));
      const client = await clientOf(platform, account);
      for (const id of some(...handedIn)) {
        expect((await client.get(`/projects/${id}`)).status).toBe(200);
        expect((await client.get(`/projects/${id}/history`)).status).toBe(200);
        expect((await client.get(`/projects/${id}/document`)).status).toBe(200);
      }
      expect((await client.get(`/projects/${ids.draft}`)).status).toBe(404);
    },
  );

  it('is a unit’s own for its people, with its drafts, and nothing for anybody else', async () => {
    expect(await seenBy('submitter')).toEqual(some('open', 'approved', 'returned', 'draft'));
    expect(await seenBy('submitter2')).toEqual(some('other'));
    expect(await seenBy('submitter', `?unit=${OTHER}`)).toEqual([]);
    expect((await listFor('administrator')).status).toBe(403);
    expect((await (await clientOf(platform)).get('/projects')).status).toBe(401);
  });

  it('is whoever’s who stands in for a holder, on the days of the absence alone', async () => {
    const today = beijingDay(await platform.now());
    await changeDirectory(platform, (directory) => ({
      ...directory,
      people: directory.people.map((person) =>
        person.id === 'reviewer'
          ? { ...person, absences: [{ from: today, to: today, delegate: 'administrator' }] }
          : person,
      ),
    }));
    expect(await seenBy('administrator')).toEqual(some(...handedIn));
    const administrator = await clientOf(platform, 'administrator');
    expect((await administrator.get(`/projects/${ids.approved}`)).status).toBe(200);
    await passTime(platform, 24 * 60 * 60);
    expect((await listFor('administrator')).status).toBe(403);
    // The session of yesterday is over.
    const again = await clientOf(platform, 'administrator');
    expect((await again.get(`/projects/${ids.approved}`)).status).toBe(404);
  });

  it('shows each as it was handed in, with what was cut and what is left of it', async () => {
    const { projects } = await listFor('reviewer', `?unit=${UNIT}`);
    expect(projects.find(({ id }) => id === ids.approved)).toMatchObject({
      ...{ state: 'approved', stage: null, round: 'first', budgetYear: YEAR, form: 'project-declaration' },
      ...{ requestedFen: 31_500_000, cutFen: 1_000_000, approvedFen: 30_500_000 },
    });
    expect(projects.find(({ id }) => id === ids.open)).toMatchObject({
      ...{ state: 'in-review', stage: 'finance-review', cutFen: 0, approvedFen: null },
    });
    // What the unit writes now is its own.
    const submitter = await clientOf(platform, 'submitter');
    const { version, declaration } = (await submitter.get<ProjectView>(`/projects/${ids.returned}`)).body;
    const changed = { declaration: { ...declaration, appropriationFen: 1_00 } };
    await submitter.put(`/projects/${ids.returned}`, changed, { 'if-match': `"${version}"` });
    const after = (await listFor('reviewer')).projects.find(({ id }) => id === ids.returned);
    expect(after).toMatchObject({ state: 'returned', requestedFen: 31_500_000, cutFen: null });
  });

  it('masks a title for everybody but its unit, also where words are searched', async () => {
    const titleFor = async (account: string) =>
      (await listFor(account)).projects.find(({ id }) => id === ids.open)?.title;
    expect(await titleFor('submitter')).toBe(WITH_PHONE);
    for (const account of ['reviewer', 'auditor']) {
      expect(await titleFor(account)).not.toContain('13987654321');
      expect(await seenBy(account, '?q=13987654321')).toEqual([]);
    }
    expect(await seenBy('submitter', '?q=13987654321')).toEqual(some('open'));
  });
});

describe('filters', () => {
  it('offer the units that the list has, each by its code and its name', async () => {
    const { html } = await pageOf(platform, 'reviewer', '/projects');
    const offered = /<datalist id="units">(.*?)<\/datalist>/s.exec(html)?.[1] ?? '';
    expect([...offered.matchAll(/value="([^"]+)"[^>]*>([^<]+)/g)].map(([, id]) => id).sort()).toEqual(
      [OTHER, UNIT].sort(),
    );
    expect(await seenBy('reviewer', `?unit=${OTHER}`)).toEqual(some('other'));
  });

  it('narrow the list, all together', async () => {
    expect(await seenBy('reviewer', `?year=${YEAR}`)).toEqual(some(...handedIn));
    expect(await seenBy('reviewer', `?year=${YEAR - 1}`)).toEqual([]);
    expect(await seenBy('reviewer', '?state=returned')).toEqual(some('returned'));
    expect(await seenBy('reviewer', '?stage=finance-review')).toEqual(some('open', 'other'));
    expect(await seenBy('reviewer', '?stage=approval')).toEqual([]);
    expect(await seenBy('reviewer', '?round=first')).toEqual(some(...handedIn));
    expect(await seenBy('reviewer', '?round=second')).toEqual([]);
    expect(await seenBy('reviewer', '?form=project-declaration')).toEqual(some(...handedIn));
    expect(await seenBy('reviewer', `?unit=${OTHER}`)).toEqual(some('other'));
    expect(await seenBy('reviewer', '?unit=示例单位二')).toEqual(some('other'));
    expect((await listFor('reviewer', '?unit=示例')).code).toBe('invalid-parameter');
    expect((await listFor('reviewer', '?unit=没有')).code).toBe('invalid-parameter');
    expect(await seenBy('reviewer', '?q=防汛')).toEqual(some('other'));
    expect(await seenBy('reviewer', `?q=${ids.other?.toLowerCase()}`)).toEqual(some('other'));
    expect(await seenBy('reviewer', '?q=示例单位二 演练')).toEqual(some('other'));
    expect(await seenBy('reviewer', '?q=防汛&state=approved')).toEqual([]);
    expect(await seenBy('reviewer', `?q=${ids.other}&state=approved`)).toEqual([]);
    expect(await seenBy('reviewer', `?q=${ids.draft}`)).toEqual([]);
    expect(await seenBy('submitter', `?q=${ids.other}`)).toEqual([]);
    expect((await listFor('reviewer', '?state=lost')).code).toBe('invalid-parameter');
    expect((await listFor('reviewer', '?page=2')).code).toBe('unknown-parameter');
  });

  it('give pages, each project once, in both orders; a cursor belongs to its question', async () => {
    const paged = async (query: string): Promise<string[]> => {
      const found: string[] = [];
      let cursor = '';
      do {
        const page = await listFor('auditor', `?limit=1${query}${cursor}`);
        found.push(...page.projects.map(({ id }) => id));
        cursor = page.next === null ? '' : `&cursor=${page.next}`;
      } while (cursor !== '');
      return found;
    };
    const oldest = await paged('&sort=oldest');
    expect(oldest).toEqual(handedIn.map((name) => ids[name]));
    expect(await paged('')).toEqual(oldest.toReversed());
    const { next } = await listFor('auditor', '?limit=1');
    expect((await listFor('auditor', `?limit=1&year=${YEAR}&cursor=${next}`)).code).toBe('invalid-parameter');
    expect((await listFor('auditor', '?cursor=nonsense')).code).toBe('invalid-parameter');
  });
});

describe('totals', () => {
  it('are the sums over the projects, by state, against the ceiling of the round', async () => {
    const { totals } = await listFor('approver');
    const each = 31_500_000;
    const second = (await listFor('submitter2')).totals.requestedFen;
    expect(totals).toMatchObject({
      ...{ projects: 4, requestedFen: 3 * each + second, cutFen: 1_000_000, approvedFen: 30_500_000 },
      rounds: [
        { id: 'first', ceilingFen: 200_000_000, committedFen: each + 30_500_000 + second, budgetYear: YEAR },
      ],
    });
    expect(totals.states.map(({ state, projects }) => [state, projects])).toEqual([
      ['in-review', 2],
      ['returned', 1],
      ['approved', 1],
    ]);
    expect((await listFor('approver', '?state=approved')).totals).toMatchObject({
      projects: 1,
      cutFen: 1_000_000,
    });
    expect((await listFor('approver', `?unit=${OTHER}`)).totals).toMatchObject({ projects: 1, cutFen: 0 });
    // A draft that was never handed in is in the list of its unit, and in no total.
    expect((await listFor('submitter')).totals.projects).toBe(3);
    expect((await listFor('auditor')).totals).toEqual(totals);
  });

  it('follow what happens', async () => {
    const withdrawn = (await submit(platform)).id;
    expect((await listFor('reviewer')).totals.projects).toBe(5);
    await actOfUnit(platform, withdrawn, 'withdraw');
    const { totals } = await listFor('reviewer', '?state=withdrawn');
    expect(totals).toMatchObject({ projects: 1, cutFen: 0, approvedFen: 0 });
    ids.withdrawn = withdrawn;
  });
});

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

async function sheetFor(account: string, query: string) {
  const response = await fetch(`${platform.product}/projects?format=xlsx${query}`, {
    headers: { authorization: `Bearer ${await platform.token(account)}` },
  });
  const bytes = Buffer.from(await response.arrayBuffer());
  const [sheet] = await readExcelFile(bytes);
  return {
    status: response.status,
    type: response.headers.get('content-type'),
    name: decodeURIComponent(response.headers.get('content-disposition') ?? ''),
    rows: sheet?.data ?? [],
    xml: String(entriesOf(bytes).get('xl/worksheets/sheet1.xml')),
  };
}

describe('the summary sheet', () => {
  it('has one row a project: codes as text, amounts as numbers, sums as formulas', async () => {
    const { status, type, name, rows, xml } = await sheetFor('reviewer', `&year=${YEAR}`);
    expect([status, type]).toEqual([200, XLSX]);
    expect(name).toContain(`项目汇总表-${YEAR}.xlsx`);
    const [title, note, headings = [], ...body] = rows;
    expect(title?.[0]).toContain(`${YEAR} 年度 示例财政局（示例）`);
    expect(note?.[0]).toBe('单位：元');
    expect(headings).toEqual(
      expect.arrayContaining(['项目编号', '统一社会信用代码', '申报金额', '核减金额']),
    );
    const approved = body.find(([id]) => id === ids.approved);
    expect(approved).toEqual(expect.arrayContaining([UNIT, YEAR, '已批准', 315_000, 10_000, 305_000]));
    const last = 3 + handedIn.length + 1;
    for (const column of ['J', 'K', 'L']) expect(xml).toContain(`<f>SUM(${column}4:${column}${last})</f>`);
    expect(xml).toContain('ySplit="3"');
  });

  it('names states and stages in English as cells begin', async () => {
    const { rows } = await sheetFor('reviewer', '&state=in-review&lang=en');
    expect(rows[3]).toEqual(expect.arrayContaining(['In review', 'Finance review']));
  });

  it('or one row a line item, with what was cut of it and why', async () => {
    const { rows, xml } = await sheetFor('approver', '&rows=lines&state=approved');
    const lines = rows.slice(3, -1);
    expect(lines).toHaveLength(3);
    expect(lines[2]).toEqual(expect.arrayContaining([ids.approved, 3, 10_000, CUT_REASON]));
    expect(xml).toContain('<f>SUM(L4:L6)</f>');
  });

  it('is of what the reader may see, and recorded in their own chain', async () => {
    const { rows } = await sheetFor('submitter2', '');
    expect(rows.slice(3, -1).map(([id]) => id)).toEqual([ids.other]);
    const auditor = await clientOf(platform, 'auditor');
    const { body } = await auditor.get<{ events: HistoryEvent[] }>('/history?chain=reader:submitter2');
    expect(body.events).toMatchObject([
      { action: 'exported', scope: '/projects?format=xlsx&rows=projects', count: 1 },
    ]);
  });
});

it('has a page with a place in the head for whoever has a list', async () => {
  const pageFor = async (account: string, path = '/projects') => {
    const response = await fetch(`${platform.product}${path}`, {
      headers: { accept: 'text/html', authorization: `Bearer ${await platform.token(account)}` },
    });
    return response.text();
  };
  const page = await pageFor('reviewer', '/projects?state=approved');
  expect(page).toContain(`href="/projects/${ids.approved}"`);
  expect(page).not.toContain(`href="/projects/${ids.open}"`);
  expect(page).toContain('<option value="approved" selected>');
  expect(page).toContain('format=xlsx');
  for (const account of ['submitter', 'reviewer2', 'auditor'])
    expect(await pageFor(account, '/')).toContain('href="/projects"');
  expect(await pageFor('administrator', '/')).not.toContain('href="/projects"');
  expect(await pageFor('reviewer', '/projects?q=没有这样的项目')).toContain('没有符合条件的项目');
});
