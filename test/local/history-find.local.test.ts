import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { historyHandlers } from '../../functions/history/routes.tsx';
import { historyRows } from '../../shared/contract/routes/history.ts';
import type { Sealed } from '../../shared/evidence/checkpoints/archive.ts';
import { openLimits } from '../../shared/http/limits.ts';
import { UNDER_WAY_HEAD, underWayKey } from '../../shared/project/keys.ts';
import { listWrites } from '../../shared/project/list-writes.ts';
import type { ListedLine } from '../../shared/project/listed-line.ts';
import { consumed, resetMeter } from '../../shared/runtime/meter.ts';
import { saveCheckpoint } from '../../shared/store/checkpoint-store.ts';
import type { Database } from '../../shared/store/database.ts';
import { replaceDirectory } from '../../shared/store/directory/save.ts';
import { snapshotOf } from '../../shared/store/directory/snapshot.ts';
import { shippedCalendar } from '../../shared/values/calendar/calendar.ts';
import { directory as directorySchema } from '../../shared/workflow/directory.ts';
import { anEndpointOf } from '../builders/endpoint.ts';
import { sampleHistory } from '../builders/events.ts';
import { aKey, stopOf } from '../builders/evidence.ts';
import { openChains } from '../builders/history-chains.ts';
import { aBody, numbers } from '../builders/history-events.ts';
import { anHttpEvent } from '../fixtures/http-event.ts';
import { openTables, type Tables } from '../support/tables.ts';
import { textOf } from '../unit/pages/markup.ts';

/** The auditors' search by words, and what they see before they search: in a store of a long history. */

const now = new Date('2026-12-20T03:00:00.000Z');
const UNIT = { id: '11530121MB1584810X', name: '昆明市呈贡区应急管理局' };
const FINANCE = '11530121MB100023X0';
const sample = join(import.meta.dirname, '..', '..', 'infra', 'local', 'sample-directory.json');

let tables: Tables;
let database: Database;
let send: ReturnType<typeof anEndpointOf>;
let kept: Sealed;

const aLine = (number: number, more: Partial<ListedLine> = {}): ListedLine => ({
  ...{ id: `2026-WRKS-${String(number).padStart(4, '0')}`, form: 'project-declaration', unit: UNIT },
  ...{ title: `应急物资采购第 ${number} 号`, finance: FINANCE, budgetYear: 2026, isHandedIn: true },
  at: new Date(Date.parse('2026-01-01') + number * 60_000).toISOString(),
  ...{ state: 'approved', revision: 1, requestedFen: 31_500_000, leftFen: 30_500_000 },
  ...more,
});

/** A checkpoint as the archive keeps it. */
function aSealed(before?: Sealed): Sealed {
  const key = aKey();
  const leaves = [{ chain: 'rules', seq: 3, hash: 'a'.repeat(64) }];
  const stop = stopOf(leaves, '2026-12-19T02:00:00.000Z', before?.checkpoint, key);
  return { checkpoint: stop.checkpoint, leaves, publicKey: key.pem };
}

const hold = async (line: ListedLine) => database.transact(listWrites(database, undefined, line));

/** What was never handed in stands among what its unit has under way alone. */
async function holdDraft({
  id,
  unit,
  title,
  budgetYear,
  requestedFen,
  ...listed
}: ListedLine): Promise<void> {
  const line = { title, unit, budgetYear, requestedFen, revision: 1, state: 'draft', stage: null };
  await database.put(database.projects, underWayKey(unit.id, UNDER_WAY_HEAD));
  await database.put(database.projects, {
    ...underWayKey(unit.id, id),
    ...{ projectId: id, line: { ...line, since: listed.at }, listed },
  });
}

/** An open request as the index by the asked unit has it. */
const anOpenRequest = (number: number, deadline: string) =>
  database.put(database.projects, {
    ...{ pk: `P#2026-WRKS-${String(number).padStart(4, '0')}`, sk: 'REQUEST#00000001#finance-review' },
    ...{ projectId: `2026-WRKS-${String(number).padStart(4, '0')}`, stage: 'finance-review', revision: 1 },
    ...{ askedUnit: FINANCE, deadline, title: '应急物资', unitName: UNIT.name, requestedFen: 1 },
    assignees: [{ id: 'reviewer', name: '审核人丙' }],
  });

beforeAll(async () => {
  tables = await openTables();
  database = await tables.fresh();
  const directory = directorySchema.parse(JSON.parse(readFileSync(sample, 'utf8')));
  await replaceDirectory(database, snapshotOf(database), directory, {
    actor: { id: 'administrator', name: 'administrator', role: 'administrator', via: 'bearer' },
    ...{ at: '2025-11-01T00:00:00.000Z', requestId: 'directory' },
  });
  const bodies = sampleHistory(300).map(
    ({ chain, seq: _s, previousHash: _p, hash: _h, ...body }) => [chain, body] as const,
  );
  await openChains(database).append(bodies);
  kept = aSealed();
  await saveCheckpoint(database, kept.checkpoint);
  await hold(
    aLine(1, {
      title: '防汛演练经费（联系人 13987654321）',
      maskedTitle: '防汛演练经费（联系人 139****4321）',
    }),
  );
  await hold(aLine(2, { title: '防汛物资' }));
  await holdDraft(aLine(3, { title: '尚未提交的防汛草稿', isHandedIn: false, state: 'draft' }));
  await anOpenRequest(1, '2026-12-10T10:00:00.000Z');
  await anOpenRequest(2, '2026-12-01T10:00:00.000Z');
  await anOpenRequest(4, '2026-12-28T10:00:00.000Z');
  send = anEndpointOf(
    historyRows,
    historyHandlers({
      ...{ database, forms: ['project-declaration'], now: () => now },
      calendar: async () => shippedCalendar,
      thresholdsFen: async () => [50_000_000],
      archive: { read: async (number) => (number === kept.checkpoint.number ? kept : null) },
      limits: openLimits(database, 1, () => now),
    }),
  );
}, 240_000);
afterAll(() => tables.stop());

const ask = (query: Readonly<Record<string, string>>, accept = 'text/html') =>
  send(
    anHttpEvent({
      route: '/history',
      query: new URLSearchParams(query).toString(),
      headers: { accept, authorization: 'Bearer auditor' },
    }),
  );
const json = async (query: Readonly<Record<string, string>>) =>
  (await ask(query, 'application/json')).json as {
    events: unknown[];
    suggestions?: {
      people: { id: string }[];
      units: { id: string }[];
      projects: { id: string; title: string }[];
      searched?: number;
      chosen?: object;
    };
  };
const hrefsIn = (html: string): string[] =>
  [...html.matchAll(/href="([^"]*)"/g)].map(([, href = '']) =>
    decodeURIComponent(href.replaceAll('&amp;', '&')),
  );

describe('words', () => {
  it('mean a person, a unit or a project, each by its name or its code', async () => {
    const chosen = async (q: string) => (await json({ q })).suggestions?.chosen;
    expect(await chosen('reviewer')).toEqual({ actor: 'reviewer' });
    expect(await chosen('审核人丙')).toEqual({ actor: 'reviewer' });
    expect(await chosen(UNIT.id.toLowerCase())).toEqual({ unit: UNIT.id });
    expect(await chosen(UNIT.name)).toEqual({ unit: UNIT.id });
    expect(await chosen('2026-wrks-0002')).toEqual({ project: '2026-WRKS-0002' });
    expect(await chosen('防汛 物资')).toEqual({ project: '2026-WRKS-0002' });
  });

  it('that may mean several things give no events, and links that keep the other filters', async () => {
    const { events, suggestions } = await json({ q: '防汛' });
    expect(events).toEqual([]);
    // Masked as its reader may see it; a draft is its unit's own.
    expect(suggestions?.projects.map(({ title }) => title)).toEqual([
      '防汛物资',
      '防汛演练经费（联系人 139****4321）',
    ]);
    expect(suggestions?.chosen).toBeUndefined();
    const page = await ask({ q: '防汛', action: 'decided' });
    expect(page.statusCode).toBe(200);
    expect(hrefsIn(page.text)).toContain('/history?action=decided&project=2026-WRKS-0002');
    expect(page.text).not.toContain('13987654321');
  });

  it('that mean one thing are searched by it, which the page says', async () => {
    const page = await ask({ q: '审核人丙', action: 'decided' });
    expect(textOf(page.text)).toMatch(/“审核人丙”只对应人员 审核人丙.*已按它查询/);
    expect(
      hrefsIn(page.text).some((href) => href.includes('actor=reviewer') && href.includes('format=csv')),
    ).toBe(true);
  });

  it('of which a file cannot tell what was meant give none', async () => {
    const refused = await ask({ q: '防汛', format: 'csv' }, 'application/json');
    expect([refused.statusCode, refused.json]).toMatchObject([400, { code: 'invalid-parameter' }]);
  });

  it('that were typed where an account stands are looked for as well', async () => {
    const page = await ask({ actor: '审核人丙', action: 'decided' });
    expect(hrefsIn(page.text)).toContain('/history?action=decided&actor=reviewer');
  });
});

describe('what was mistyped', () => {
  it('stands in the page again, each with what is wrong beside it, in one language', async () => {
    const page = await ask({ project: '防汛', year: '20x6', actor: 'reviewer', minAmount: '31,50' });
    expect(page.statusCode).toBe(400);
    for (const typed of ['防汛', '20x6', 'reviewer', '31,50'])
      expect(page.text).toContain(`value="${typed}"`);
    expect([...page.text.matchAll(/aria-invalid="true"/g)]).toHaveLength(3);
    expect(page.text).toMatch(/id="project"[^>]*aria-describedby="e-project"/);
    expect(textOf(page.text)).toContain('项目编号形如 2021-7K3M-9QXD；按名称查请用“查找”');
    expect(textOf(page.text)).not.toContain("A project's number");
    expect(
      hrefsIn(page.text).some(
        (href) => href.includes('project=2026-WRKS-0002') && href.includes('actor=reviewer'),
      ),
    ).toBe(true);
  });

  it.each([
    [{ from: '2026-02-01', to: '2026-01-01', unit: UNIT.id }, 'from'],
    [{ minAmount: '5', maxAmount: '4', unit: UNIT.id }, 'minAmount'],
  ])('so are filters that contradict each other: %j', async (query, field) => {
    const page = await ask(query);
    expect(page.statusCode).toBe(400);
    expect(page.text).toMatch(new RegExp(`id="${field}"[^>]*aria-invalid="true"`));
    expect(page.text).toContain(`value="${UNIT.id}"`);
    expect((await ask(query, 'application/json')).json).toMatchObject({ code: 'invalid-parameter' });
  });

  it('a page of another search, and a parameter twice: with the filters that there are', async () => {
    const page = await ask({ cursor: 'abc', unit: UNIT.id });
    expect([page.statusCode, page.text.includes(`value="${UNIT.id}"`)]).toEqual([400, true]);
    const twice = await send(
      anHttpEvent({
        route: '/history',
        query: `unit=${UNIT.id}&year=2026&year=2027`,
        headers: { accept: 'text/html', authorization: 'Bearer auditor' },
      }),
    );
    expect([twice.statusCode, twice.text.includes(`value="${UNIT.id}"`)]).toEqual([400, true]);
  });
});

describe('the start page', () => {
  it('says red flags, the checkpoint and what is overdue before the newest events', async () => {
    const page = await ask({});
    const text = textOf(page.text);
    expect(text).toContain('近 30 天的疑点提示');
    expect(text).toMatch(/第 1 号.*核验通过/);
    expect(text).toMatch(/2 件 期限最早的 2 件/);
    const [first = -1, second = -1, notYet = -1] = ['0002', '0001', '0004'].map((end) =>
      page.text.indexOf(`/projects/2026-WRKS-${end}/history`),
    );
    expect(first > 0 && second > first && notYet === -1).toBe(true);
    expect(text).toContain('最新的事件');
    // Each figure is the count of what its link finds.
    const [, href = '', count = ''] =
      /href="([^"]*flag=off-hours[^"]*)"[\s\S]*?<b>(\d+)<\/b>/.exec(
        page.text.slice(page.text.indexOf('class="flags')),
      ) ?? [];
    const query = Object.fromEntries(new URLSearchParams(href.replaceAll('&amp;', '&').split('?')[1]));
    expect((await json({ ...query, limit: '500' })).events).toHaveLength(Number(count));
    expect(textOf((await ask({ action: 'decided' })).text)).not.toContain('近 30 天');
  });

  it('says so where the checkpoint is another than the one that is kept', async () => {
    const whole = kept;
    // The next one: what has held once is not checked again.
    const next = aSealed(whole);
    await saveCheckpoint(database, next.checkpoint);
    kept = { ...next, leaves: next.leaves.map((leaf) => ({ ...leaf, hash: '0'.repeat(64) })) };
    expect(textOf((await ask({})).text)).toContain('核验不通过');
    kept = next;
    expect(textOf((await ask({})).text)).toContain('核验通过');
    kept = whole;
  });
});

describe('read units', () => {
  it('follow neither the history nor what was handed in', async () => {
    const unitsOf = async (query: Readonly<Record<string, string>>): Promise<number> => {
      await ask(query);
      resetMeter();
      await ask(query);
      return consumed().readUnits;
    };
    const few = await unitsOf({ q: 'reviewer' });
    for (let number = 10; number < 1_510; number++) await hold(aLine(number));
    expect(Math.abs((await unitsOf({ q: 'reviewer' })) - few)).toBeLessThanOrEqual(1);
    const { suggestions } = await json({ q: '没有这样的项目' });
    expect(suggestions).toMatchObject({ projects: [], searched: 1_000 });
    expect(textOf((await ask({ q: '没有这样的项目' })).text)).toContain('最近的 1000 个');
    const searched = await unitsOf({ q: '没有这样的项目' });
    const usual = await unitsOf({});
    const random = numbers(7);
    const busy = Array.from({ length: 1_500 }, (_, number) =>
      aBody(random, now.getTime() - (2_000 - number) * 600_000),
    );
    await openChains(database).append(busy.filter(([chain]) => chain !== 'rules'));
    expect(textOf((await ask({})).text)).toContain('近来事件较多，只统计了');
    const start = await unitsOf({});
    process.stdout.write(
      `read units: search by words ${searched}, start page ${usual}, in a busy month ${start}\n`,
    );
    expect(searched).toBeLessThanOrEqual(60);
    expect(start).toBeLessThanOrEqual(180);
  }, 240_000);
});
