import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { desk } from '../../functions/projects/desk/desk.ts';
import type { DeskQuery } from '../../shared/contract/routes/projects.ts';
import { loadMember } from '../../shared/identity/member.ts';
import { changeProject, isRefused } from '../../shared/project/change.ts';
import {
  projectKey,
  requestKey,
  UNDER_WAY_HEAD,
  underWayKey,
  waitingKey,
} from '../../shared/project/keys.ts';
import { loadProject } from '../../shared/project/load.ts';
import { waitingOf } from '../../shared/project/own-waiting.ts';
import { rulesInForce } from '../../shared/project/rules-in-force.ts';
import { storedRequest } from '../../shared/project/stored.ts';
import { underWayOf } from '../../shared/project/under-way.ts';
import { waitingFor } from '../../shared/project/waiting-for.ts';
import { consumed, resetMeter } from '../../shared/runtime/meter.ts';
import type { Database } from '../../shared/store/database.ts';
import { replaceDirectory } from '../../shared/store/directory/save.ts';
import { snapshotOf } from '../../shared/store/directory/snapshot.ts';
import type { Command } from '../../shared/workflow/commands.ts';
import type { Directory } from '../../shared/workflow/directory.ts';
import { officeOf } from '../bench/large-office.ts';
import { placeRequest } from '../bench/stored-requests.ts';
import { aStore, usualTaken } from '../builders/object-store.ts';
import { usualSettings } from '../builders/settings.ts';
import { openTables, type Tables } from '../support/tables.ts';

/** A Monday morning, and the same week's Tuesday. */
const MONDAY = new Date('2026-03-02T10:00:00+08:00');
const TUESDAY = new Date('2026-03-03T10:00:00+08:00');
const UNIT = '11530121MB1584810X';

/** Two hundred units around the sample, with two bureaus of their own. */
const directory: Directory = officeOf(202, 400);
const other = directory.units.find(
  ({ id, finance }) => finance !== undefined && finance !== id && finance !== directory.units[0]?.finance,
);

let tables: Tables;
let database: Database;
let now: Date;
beforeAll(async () => {
  tables = await openTables();
});
beforeEach(async () => {
  database = await tables.fresh();
  now = MONDAY;
  await replaceDirectory(database, snapshotOf(database), directory, {
    actor: { id: 'administrator', name: 'administrator', role: 'administrator', via: 'bearer' },
    at: MONDAY.toISOString(),
    requestId: 'directory',
  });
});
afterAll(() => tables.stop());

const rules = () => rulesInForce(database, usualSettings, () => now);
const place = (askedAt = MONDAY, unit?: { id: string; name: string }) =>
  placeRequest({ database, rules: rules() }, askedAt, unit);

async function change(id: string, command: Command): Promise<void> {
  const result = await changeProject({ database, rules: rules(), now: () => now }, id, command);
  if (isRefused(result)) throw new Error(`${command.type} was refused: ${result.refused}`);
}

const roles = { submitter: ['submitter'], reviewer: ['reviewer'], reviewer2: ['reviewer'] } as const;

/** The desk as its function answers with it, with what reading it took but for the session. */
async function deskOf(account: keyof typeof roles, query: Partial<DeskQuery> = {}) {
  const limits = {
    within: () => Promise.reject(),
    count: () => Promise.reject(),
    spent: () => Promise.reject(),
  };
  const files = { store: aStore(), taken: usualTaken };
  const deps = { database, forms: ['project-declaration'], now: () => now, rules: rules(), limits, ...files };
  resetMeter();
  const principal = {
    ...{ id: account, name: account, roles: [...roles[account]], via: 'session' as const },
    email: `${account}@countersign.example`,
  };
  const member = await loadMember(database, principal);
  const shown = await desk(deps, member, { tab: 'waiting', limit: 50, ...query });
  return { ...shown, readUnits: consumed().readUnits };
}

describe('what a desk costs', () => {
  it('is the person’s own list, whatever waits for others', async () => {
    await Promise.all(Array.from({ length: 50 }, () => place()));
    await deskOf('reviewer');
    const before = await deskOf('reviewer');
    expect([before.tabs.waiting, before.items.length]).toEqual([50, 50]);
    if (!other) throw new Error('There is no other bureau');
    for (let n = 0; n < 10; n++) await Promise.all(Array.from({ length: 20 }, () => place(MONDAY, other)));
    const after = await deskOf('reviewer');
    expect(after.items).toEqual(before.items);
    expect(after.readUnits).toBe(before.readUnits);
    // The session is one more.
    expect(after.readUnits).toBeLessThan(10);
  });

  it('is a hundred lines at the most of what is with others, the count in it', async () => {
    await Promise.all(Array.from({ length: 110 }, () => place()));
    const ids = new Set<string>();
    let cursor: string | undefined;
    do {
      const page = await deskOf('reviewer2', { tab: 'mine', cursor });
      expect([page.tabs.mine, page.readUnits < 10]).toEqual([110, true]);
      for (const { project } of page.items) ids.add(project);
      cursor = page.next ?? undefined;
    } while (cursor !== undefined);
    expect(ids.size).toBe(110);
    // All of it waits for the holder of the post.
    const own = await deskOf('reviewer', { tab: 'mine' });
    expect([own.tabs, own.items]).toEqual([{ waiting: 110, mine: 0, done: null }, []]);
  });

  it('is what the unit has under way, however much has ended', async () => {
    const id = await place();
    await deskOf('submitter', { tab: 'mine' });
    const before = await deskOf('submitter', { tab: 'mine' });
    const record = (await loadProject(database, id))?.record;
    if (!record) throw new Error('There is no project');
    const flow = { ...record.flow, state: 'approved', approvedFen: 12_345_600 };
    const stored = await database.get(database.projects, projectKey(id));
    for (let n = 0; n < 400; n++) {
      const done = `2025-0000-${String(n).padStart(4, '0')}`;
      const createdAt = new Date(MONDAY.getTime() - (n + 1) * 60_000).toISOString();
      const item = { ...stored, ...projectKey(done), id: done, createdAt, flow, state: 'approved' };
      const { stage: _, due: __, ...ended } = item as Record<string, unknown>;
      await database.put(database.projects, { ...ended, approvedFen: 12_345_600 });
    }
    const after = await deskOf('submitter', { tab: 'mine' });
    expect(after.items.map(({ project }) => project)).toEqual([id]);
    expect(after.readUnits).toBe(before.readUnits);

    const told: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await deskOf('submitter', { tab: 'done', cursor });
      expect(page.items.length).toBeLessThanOrEqual(50);
      // A page of fifty, from two hundred lines of the index at the most.
      expect(page.readUnits).toBeLessThan(15);
      told.push(...page.items.map(({ project }) => project));
      cursor = page.next ?? undefined;
    } while (cursor !== undefined);
    expect(told).toEqual(Array.from({ length: 400 }, (_, n) => `2025-0000-${String(n).padStart(4, '0')}`));
  });
});

describe('what an earlier release wrote', () => {
  const withoutLine = async (id: string, person: string) => {
    const key = waitingKey(waitingFor.person(person), id, 1, 'finance-review');
    const item = await database.get(database.projects, key);
    const { line: _, ...rest } = item ?? {};
    await database.put(database.projects, rest);
  };

  it('without a line for whoever is asked is read from its records, and nobody misses theirs', async () => {
    const [first, second] = [await place(), await place()];
    const known = await deskOf('reviewer');
    await withoutLine(first, 'reviewer');
    await withoutLine(second, 'reviewer');
    expect((await deskOf('reviewer')).items).toEqual(known.items);
    // As soon as something changes, the line is there.
    await change(first, { type: 'urge', actor: by('submitter'), requestId: 'urge' });
    const item = await database.get(
      database.projects,
      waitingKey(waitingFor.person('reviewer'), first, 1, 'finance-review'),
    );
    expect(item).toMatchObject({ line: { urgedAt: MONDAY.toISOString() } });
  });

  it('before a unit had its list is listed when that is first read, and what has ended is not', async () => {
    const ids = [await place(), await place(), await place()];
    const known = await underWayOf(database, UNIT);
    expect(known.lines.map(({ projectId }) => projectId).sort()).toEqual(ids.toSorted());
    for (const sk of [UNDER_WAY_HEAD, ...ids])
      await database.delete(database.projects, underWayKey(UNIT, sk));
    const [gone = ''] = ids;
    await change(gone, { type: 'withdraw', actor: by('submitter'), requestId: 'withdraw', version: 1 });
    const { lines } = await underWayOf(database, UNIT);
    expect(lines).toEqual(known.lines.filter(({ projectId }) => projectId !== gone));
    // Once: from then on the list is read alone.
    resetMeter();
    await underWayOf(database, UNIT);
    expect(consumed().readUnits).toBeLessThanOrEqual(1);
  });
});

const by = (id: string, role: 'submitter' | 'reviewer' | 'administrator' = 'submitter') =>
  ({ id, name: id, role, via: 'session' }) as const;

describe('the lines', () => {
  const stage = 'finance-review';

  /** What the lists say of a project. */
  async function linesOf(id: string) {
    const [reviewer, reviewer2, unit] = await Promise.all([
      waitingOf(database, 'reviewer'),
      waitingOf(database, 'reviewer2'),
      underWayOf(database, UNIT),
    ]);
    const of = (lines: readonly { projectId: string }[]) => lines.find(({ projectId }) => projectId === id);
    return { reviewer: of(reviewer.lines), reviewer2: of(reviewer2.lines), unit: of(unit.lines) };
  }

  it('follow every change at once: urged, given to another, not delivered, merged, decided, handed in again', async () => {
    const id = await place();
    expect(await linesOf(id)).toMatchObject({
      reviewer: {
        title: '森林防火物资储备项目（示例）',
        unit: { id: UNIT, name: '昆明市呈贡区应急管理局' },
        ...{ budgetYear: 2026, requestedFen: 12_345_600, approvedFen: null },
        ...{ requestedAt: MONDAY.toISOString(), findings: { errors: 0, warnings: 0 } },
      },
      reviewer2: undefined,
      unit: { state: 'in-review', stage, asked: { names: ['审核人丙（示例）'] } },
    });

    await change(id, { type: 'urge', actor: by('submitter'), requestId: 'urge' });
    const urgedAt = MONDAY.toISOString();
    expect(await linesOf(id)).toMatchObject({ reviewer: { urgedAt }, unit: { urgedAt } });

    now = TUESDAY;
    const given = { stage, to: 'reviewer2', comment: '岗位调整，改由他人办理' };
    await change(id, {
      type: 'reassign',
      actor: by('administrator', 'administrator'),
      requestId: 'r',
      ...given,
    });
    expect(await linesOf(id)).toMatchObject({
      reviewer: undefined,
      reviewer2: { urgedAt },
      unit: { asked: { names: ['审核人丁（示例）'] } },
    });

    await change(id, {
      ...{ type: 'report-mail-failure', seq: 5, recipient: { id: 'reviewer2', name: '审核人丁（示例）' } },
      ...{ asked: true, reason: 'bounced', again: false, stage, revision: 1 },
    });
    expect(await linesOf(id)).toMatchObject({
      reviewer2: { undeliveredAt: TUESDAY.toISOString() },
      unit: { asked: { undelivered: true } },
    });

    const contentHash = (await loadProject(database, id))?.record.flow.contentHash ?? '';
    await change(id, {
      ...{ type: 'decide', actor: by('reviewer2', 'reviewer'), requestId: 'd', stage, revision: 1 },
      ...{ outcome: 'return', contentHash, proof: 'session', comment: '请补充第三项支出的测算依据和标准' },
    });
    expect(await linesOf(id)).toMatchObject({
      ...{ reviewer: undefined, reviewer2: undefined },
      unit: { state: 'returned', revision: 2, stage: null },
    });
    expect((await linesOf(id)).unit).not.toHaveProperty('asked');

    const merged = { id: '11530121MB1000102F', name: '承接单位（示例）' };
    await change(id, { type: 'change-unit', unit: merged });
    expect((await linesOf(id)).unit).toBeUndefined();
    expect((await underWayOf(database, merged.id)).lines).toMatchObject([{ projectId: id, unit: merged }]);
    await change(id, {
      ...{ type: 'withdraw', actor: by('submitter'), requestId: 'w' },
      version: (await loadProject(database, id))?.record.version ?? 0,
    });
    expect((await underWayOf(database, merged.id)).lines).toEqual([]);
  });

  it('say the title and the amount of the revision that is asked about', async () => {
    const id = await place();
    const read = async () => (await loadProject(database, id))?.record;
    await change(id, { type: 'recall', actor: by('submitter'), requestId: 'recall', version: 1 });
    expect((await linesOf(id)).reviewer).toBeUndefined();
    const record = await read();
    if (!record) throw new Error('There is no project');
    const finding = { rule: 'R1', path: '/title', message: { zh: '', en: '' } };
    await change(id, {
      ...{
        type: 'submit',
        id,
        unit: record.unit,
        actor: by('submitter'),
        requestId: 's',
        version: record.version,
      },
      form: { id: record.form, version: record.formVersion },
      summary: { title: '改了名称的项目（示例）', budgetYear: 2026, requestedFen: 9_990_000 },
      ...{ contentHash: 'a'.repeat(64), declaration: {} },
      findings: [
        { ...finding, severity: 'warning' },
        { ...finding, severity: 'warning' },
      ],
    });
    expect((await linesOf(id)).unit).toMatchObject({ title: '改了名称的项目（示例）', state: 'in-review' });
    await change(id, { type: 'request', stage, revision: 2, token: 't', tokenOrder: 't' });
    const line = {
      title: '改了名称的项目（示例）',
      requestedFen: 9_990_000,
      findings: { errors: 0, warnings: 2 },
    };
    expect(await linesOf(id)).toMatchObject({ reviewer: { ...line, revision: 2 }, unit: line });
    // The record of a request knows nothing that the list does not.
    const item = await database.get(database.projects, requestKey(id, 2, stage));
    expect(storedRequest(item ?? {})).toMatchObject({ title: line.title });
  });
});
