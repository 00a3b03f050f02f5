import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { showList } from '../../functions/projects/list/list.tsx';
import { listProjects } from '../../functions/sweep/list-projects.ts';
import type { ListParameters } from '../../shared/contract/routes/projects.ts';
import { type ProjectList, projectList } from '../../shared/contract/views.ts';
import { digest } from '../../shared/history/digest.ts';
import type { Call } from '../../shared/http/endpoint.ts';
import { openLimits } from '../../shared/http/limits.ts';
import { changeProject, isRefused } from '../../shared/project/change.ts';
import { listPk, projectKey, underWayKey } from '../../shared/project/keys.ts';
import { listWrites } from '../../shared/project/list-writes.ts';
import { type ListedLine, lineKeys, lineOf, stoodAs } from '../../shared/project/listed-line.ts';
import { loadProject } from '../../shared/project/load.ts';
import { rulesInForce } from '../../shared/project/rules-in-force.ts';
import { unpacked } from '../../shared/project/stored.ts';
import { consumed, resetMeter } from '../../shared/runtime/meter.ts';
import type { Database } from '../../shared/store/database.ts';
import { replaceDirectory } from '../../shared/store/directory/save.ts';
import { snapshotOf } from '../../shared/store/directory/snapshot.ts';
import { aDeclaration } from '../builders/declaration.ts';
import { aStore, usualTaken } from '../builders/object-store.ts';
import { sampleDirectory as directory } from '../builders/sample-directory.ts';
import { usualSettings } from '../builders/settings.ts';
import { logOf } from '../support/captured-log.ts';
import { openTables, type Tables } from '../support/tables.ts';

const AT = '2026-03-18T02:00:00.000Z';
const UNITS = [
  { id: '11530121MB1584810X', name: '昆明市呈贡区应急管理局' },
  { id: '11530121MB1000101G', name: '示例单位二（示例）' },
];
const FINANCE = '11530121MB100023X0';

let tables: Tables;
let database: Database;
let time = Date.parse(AT);
const now = (): Date => new Date(time);
beforeAll(async () => {
  tables = await openTables();
});
beforeEach(async () => {
  database = await tables.fresh();
  time = Date.parse(AT);
  await replaceDirectory(database, snapshotOf(database), directory, {
    actor: { id: 'administrator', name: 'administrator', role: 'administrator', via: 'bearer' },
    ...{ at: AT, requestId: 'directory' },
  });
});
afterAll(() => tables.stop());

const deps = () => ({
  ...{ database, now, forms: ['project-declaration'], rules: rulesInForce(database, usualSettings, now) },
  limits: openLimits(database, 1, now),
  ...{ store: aStore(), taken: usualTaken },
});

async function ask(
  account: string,
  role: 'reviewer' | 'submitter' | 'auditor',
  query: ListParameters = {},
): Promise<ProjectList> {
  const person = { id: account, name: account, roles: [role], via: 'session' } as const;
  const call: Call<unknown, ListParameters> = {
    ...{ person, query, path: {}, headers: {}, cookies: new Map(), body: undefined, requestId: 'call' },
    ...{ routeKey: 'GET /projects', lang: 'zh', accepts: 'json', address: '/projects' },
  };
  return projectList.parse((await showList(deps(), call)).json);
}

const actor = { id: 'submitter', name: '经办人甲（示例）', role: 'submitter', via: 'session' } as const;

/** Hands a project in through the door. */
async function handIn(number: number, requestedFen = 31_500_000): Promise<string> {
  const id = `2026-WRKS-${String(number).padStart(4, '0')}`;
  const unit = UNITS[number % 2] ?? { id: '', name: '' };
  time += 60_000;
  const summary = { title: `示例项目第 ${number} 号`, budgetYear: 2026 + (number % 3) };
  const declaration = { ...aDeclaration(summary) };
  const rules = rulesInForce(database, usualSettings, now);
  const result = await changeProject({ database, now, rules }, id, {
    ...{ type: 'submit', id, unit, actor, requestId: `submit-${number}`, declaration, findings: [] },
    form: { id: 'project-declaration', version: 1 },
    summary: { ...summary, requestedFen },
    contentHash: digest(declaration),
  });
  if (isRefused(result)) throw new Error(result.refused);
  return id;
}

/** Lines of projects that are over, as the door leaves them: some years' work of an office. */
async function aBacklog(count: number): Promise<void> {
  for (let number = 0; number < count; number++) {
    const unit = UNITS[number % 2] ?? { id: '', name: '' };
    const line: ListedLine = {
      ...{ id: `2020-DNE0-${String(number).padStart(5, '0')}`, form: 'project-declaration', unit },
      ...{ title: `2020 年应急物资采购与储备、应急演练项目第 ${number} 号`, finance: FINANCE },
      ...{ budgetYear: 2020 + (number % 6), at: new Date(Date.parse('2020-01-01') + number).toISOString() },
      ...{ isHandedIn: true, state: 'approved', revision: 1, requestedFen: 31_500_000, leftFen: 30_500_000 },
    };
    await database.transact(listWrites(database, undefined, line));
  }
}

describe('a page', () => {
  it('costs its page, however many projects there are, and is every project once to the end', async () => {
    const ids: string[] = [];
    for (let number = 0; number < 120; number++) ids.push(await handIn(number));
    const unitsOf = async (
      query: ListParameters,
      account = 'reviewer',
      role: 'reviewer' | 'auditor' = 'reviewer',
    ) => {
      // A process that has read the directory before.
      await ask(account, role, query);
      resetMeter();
      await ask(account, role, query);
      return consumed().readUnits;
    };
    const questions: ListParameters[] = [
      {},
      { year: 2026 },
      { unit: UNITS[0]?.id ?? '' },
      { state: 'rejected' },
      { q: '没有这样的项目' },
      { unit: UNITS[1]?.id ?? '', q: '没有这样的项目', sort: 'oldest' },
      { sort: 'amount' },
    ];
    const few: number[] = [];
    for (const query of questions) few.push(await unitsOf(query));
    await aBacklog(1_500);
    for (const [at, query] of questions.entries()) {
      const units = await unitsOf(query);
      expect(units).toBeLessThanOrEqual(30);
      // What filters nothing reads its page alone; a unit's list beside it what the unit has under way: all of it, before.
      if (at < 3) expect(Math.abs(units - (few[at] ?? 0))).toBeLessThanOrEqual(at === 2 ? 5 : 2);
    }
    expect(await unitsOf({ q: '没有这样的项目' }, 'auditor', 'auditor')).toBeLessThanOrEqual(30);

    const paged = async (query: ListParameters): Promise<string[]> => {
      const found: string[] = [];
      for (let cursor: string | undefined; ; ) {
        const page = await ask('reviewer', 'reviewer', { ...query, ...(cursor ? { cursor } : {}) });
        found.push(...page.projects.map(({ id }) => id));
        if (page.next === null) return found;
        cursor = page.next;
      }
    };
    const first = await ask('reviewer', 'reviewer');
    expect(first.projects).toHaveLength(50);
    expect(first.totals).toMatchObject({ projects: 1_620, approvedFen: 1_500 * 30_500_000 });
    const all = await paged({});
    expect([all.length, new Set(all).size]).toEqual([1_620, 1_620]);
    // A search goes on from its bound until it has looked at everything.
    expect((await ask('reviewer', 'reviewer', { q: '没有这样的项目' })).searchedTo).toBeDefined();
    expect((await paged({ q: '示例项目第' })).sort()).toEqual(ids.sort());
    expect(await paged({ q: '示例项目第', unit: UNITS[0]?.id })).toHaveLength(60);
    const byAmount = await paged({ sort: 'amount' });
    expect([byAmount.length, new Set(byAmount).size]).toEqual([1_620, 1_620]);
    expect((await ask('reviewer', 'reviewer', { sort: 'amount' })).searchedTo).toBeDefined();
    expect(first.totals.stages).toEqual([
      { stage: 'finance-review', projects: 120, requestedFen: 120 * 31_500_000, cutFen: 0, approvedFen: 0 },
    ]);
  }, 240_000);

  it('has the largest first where amounts are asked for, over several pages, and what is left of them counts', async () => {
    for (let number = 0; number < 12; number++)
      await handIn(number, 10_000_000 + ((number * 7) % 12) * 1_000_000);
    const amounts: number[] = [];
    for (let cursor: string | undefined, more = true; more; ) {
      const query = { sort: 'amount', limit: 5, ...(cursor ? { cursor } : {}) } as const;
      const page = await ask('reviewer', 'reviewer', query);
      expect(page.searchedTo).toBeUndefined();
      amounts.push(...page.projects.map(({ requestedFen }) => requestedFen ?? 0));
      more = page.next !== null;
      if (page.next !== null) cursor = page.next;
    }
    expect(amounts).toEqual([...Array(12).keys()].map((at) => 21_000_000 - at * 1_000_000));
    const [largest] = (await ask('reviewer', 'reviewer', { sort: 'amount', year: 2027 })).projects;
    expect(largest?.requestedFen).toBe(
      Math.max(...[1, 4, 7, 10].map((n) => 10 + ((n * 7) % 12))) * 1_000_000,
    );
    const oldest = await ask('reviewer', 'reviewer', { sort: 'submitted' });
    expect(oldest).toEqual(await ask('reviewer', 'reviewer', { sort: 'oldest' }));
    // A cursor belongs to its order.
    const { next } = await ask('reviewer', 'reviewer', { sort: 'amount', limit: 5 });
    await expect(ask('reviewer', 'reviewer', { limit: 5, cursor: next ?? '' })).rejects.toMatchObject({
      code: 'invalid-parameter',
    });
  });
});

describe('a project of a version that had two lines for what is under way', () => {
  /** As that version wrote it: the unit's list has a line of its own, which its totals count. */
  async function asBefore(id: string): Promise<ListedLine> {
    const loaded = await loadProject(database, id);
    if (!loaded) throw new Error(`${id} is not there`);
    const { record } = loaded;
    const line = lineOf(record);
    const { oneLine: _, ...rest } = unpacked((await database.get(database.projects, projectKey(id))) ?? {});
    await database.put(database.projects, { ...rest, stage: line.stage });
    const key = underWayKey(record.unit.id, id);
    const { listed: __, ...underWay } = (await database.get(database.projects, key)) ?? {};
    await database.put(database.projects, underWay);
    const [own] = lineKeys({ line, isApart: true });
    await database.put(database.projects, { ...own, ...line });
    await database.update({
      TableName: database.projects,
      Key: { pk: `TOTALS#U#${record.unit.id}`, sk: `${line.finance}#${line.budgetYear}#-#${line.form}` },
      UpdateExpression: 'ADD #n :one, #asked :fen, #left :fen',
      ExpressionAttributeNames: {
        '#n': 'in-review:n',
        '#asked': 'in-review:asked',
        '#left': 'in-review:left',
      },
      ExpressionAttributeValues: { ':one': 1, ':fen': line.requestedFen ?? 0 },
    });
    return line;
  }
  const linesApart = async (unit: string) =>
    (
      await database.query({
        TableName: database.projects,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': listPk(`U#${unit}`) },
      })
    ).items;

  it('stands once in its list and counts once, before it is written again, then, and when it has ended', async () => {
    const [unit = { id: '', name: '' }] = UNITS;
    await handIn(0);
    const id = await handIn(2);
    const before = await ask('submitter', 'submitter');
    expect(before.totals).toMatchObject({ projects: 2, requestedFen: 2 * 31_500_000 });
    await asBefore(id);
    expect(await linesApart(unit.id)).toHaveLength(1);
    expect(await ask('submitter', 'submitter')).toEqual(before);

    const change = { database, now, rules: rulesInForce(database, usualSettings, now) };
    await changeProject(change, id, { type: 'list' });
    expect(await linesApart(unit.id)).toEqual([]);
    expect(await ask('submitter', 'submitter')).toEqual(before);

    const version = (await loadProject(database, id))?.record.version ?? 0;
    await changeProject(change, id, { type: 'withdraw', actor, requestId: 'withdraw', version });
    expect(await linesApart(unit.id)).toMatchObject([{ id, state: 'withdrawn' }]);
    const after = await ask('submitter', 'submitter');
    expect(after.projects.map(({ id: one, state }) => [one, state])).toEqual(
      before.projects.map(({ id: one }) => [one, one === id ? 'withdrawn' : 'in-review']),
    );
    expect(after.totals).toMatchObject({ projects: 2, requestedFen: 2 * 31_500_000 });
  });
});

describe('projects of a version that had no lists', () => {
  /** As that version wrote it: without what lists know, and in none. */
  async function asBefore(id: string): Promise<void> {
    const loaded = await loadProject(database, id);
    if (!loaded) throw new Error(`${id} is not there`);
    for (const key of lineKeys(stoodAs(lineOf(loaded.record)))) await database.delete(database.projects, key);
    const item = await database.get(database.projects, projectKey(id));
    const { listed: _, listing: __, finance: ___, oneLine: ____, ...rest } = unpacked(item ?? {});
    await database.put(database.projects, { ...rest, pk: projectKey(id).pk, sk: projectKey(id).sk });
    const underWay = await database.get(database.projects, underWayKey(loaded.record.unit.id, id));
    const { listed: _____, ...line } = underWay ?? {};
    await database.put(database.projects, line);
  }
  const clearTotals = async () => {
    for (const of of ['F', ...UNITS.map(({ id }) => `U#${id}`)]) {
      const { items } = await database.query({
        TableName: database.projects,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': `TOTALS#${of}` },
      });
      for (const { pk, sk } of items) await database.delete(database.projects, { pk, sk });
    }
  };

  it('are listed by the sweep, a part in each run, as they would be today; then it costs half a read', async () => {
    const ids: string[] = [];
    for (let number = 0; number < 9; number++) ids.push(await handIn(number));
    const before = await ask('auditor', 'auditor');
    for (const id of ids) await asBefore(id);
    await clearTotals();
    expect((await ask('auditor', 'auditor')).projects).toEqual([]);

    const change = { database, now, rules: rulesInForce(database, usualSettings, now) };
    await listProjects(change, () => false, 4);
    expect((await ask('auditor', 'auditor')).projects).toHaveLength(4);
    for (let run = 0; run < 4; run++) await listProjects(change, () => false, 4);
    expect(await ask('auditor', 'auditor')).toEqual(before);
    expect((await ask('reviewer', 'reviewer')).projects).toHaveLength(9);
    expect((await ask('submitter', 'submitter')).projects).toHaveLength(5);

    resetMeter();
    await listProjects(change, () => false, 4);
    expect(consumed()).toMatchObject({ readUnits: 0.5, writeUnits: 0 });
  });

  it('one that cannot be listed is told and tried again on the next day, and holds up no other', async () => {
    const ids = [await handIn(0), await handIn(2)];
    for (const id of ids) await asBefore(id);
    await clearTotals();
    const broken: Database = {
      ...database,
      transact: (writes) =>
        JSON.stringify(writes).includes(ids[0] ?? '')
          ? Promise.reject(new Error('It cannot be written'))
          : database.transact(writes),
    };
    const rules = rulesInForce(database, usualSettings, now);
    const lines = await logOf(() => listProjects({ database: broken, now, rules }, () => false));
    expect(lines).toMatchObject([{ code: 'FAILED', projectId: ids[0] }]);
    expect((await ask('auditor', 'auditor')).projects.map(({ id }) => id)).toEqual([ids[1]]);
    await listProjects({ database, now, rules }, () => false);
    expect((await ask('auditor', 'auditor')).projects).toHaveLength(1);
    time += 24 * 60 * 60_000;
    await listProjects({ database, now, rules }, () => false);
    expect((await ask('auditor', 'auditor')).projects).toHaveLength(2);
    expect((await ask('auditor', 'auditor')).totals.projects).toBe(2);
  });
});
