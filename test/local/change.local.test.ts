import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { digest } from '../../shared/history/digest.ts';
import { changeProject, type Edge, isRefused } from '../../shared/project/change.ts';
import { loadDraft, loadProject } from '../../shared/project/load.ts';
import { rulesInForce } from '../../shared/project/rules-in-force.ts';
import { consumed, resetMeter } from '../../shared/runtime/meter.ts';
import { Conflict, type Database } from '../../shared/store/database.ts';
import { replaceDirectory } from '../../shared/store/directory/save.ts';
import { snapshotOf } from '../../shared/store/directory/snapshot.ts';
import { StorageSilent } from '../../shared/store/errors.ts';
import { eventsOf, eventsUpTo } from '../../shared/store/history-store.ts';
import type { Command } from '../../shared/workflow/commands.ts';
import { aDeclaration } from '../builders/declaration.ts';
import { sampleDirectory as directory } from '../builders/sample-directory.ts';
import { usualSettings } from '../builders/settings.ts';
import { openTables, type Tables } from '../support/tables.ts';

const ID = '2026-WRKS-2345';
const AT = '2026-03-18T02:00:00.000Z';
const UNIT = { id: '11530121MB1584810X', name: '昆明市呈贡区应急管理局' };

let tables: Tables;
let database: Database;
beforeAll(async () => {
  tables = await openTables();
});
afterAll(() => tables.stop());

const change = (through: Database, command: Command, edge: Edge = {}) => {
  const now = () => new Date(AT);
  const rules = rulesInForce(database, usualSettings, now);
  return changeProject({ database: through, now, rules }, ID, command, edge);
};

/** Another is first, at the moment of the first transaction. */
function overtaken(by: () => Promise<unknown>): Database {
  let met = false;
  return {
    ...database,
    async transact(writes) {
      if (!met) {
        met = true;
        await by();
      }
      await database.transact(writes);
    },
  };
}

/** The first transaction meets another writer: nothing of it is written. */
const crowded = (): Database => overtaken(() => Promise.reject(new Conflict('Another writer was here')));

/** The first transaction is written, and its answer is lost. */
function deaf(): Database {
  let lost = false;
  return {
    ...database,
    async transact(writes) {
      await database.transact(writes);
      if (lost) return;
      lost = true;
      throw new StorageSilent('No answer came');
    },
  };
}

const actor = { id: 'submitter', name: '经办人甲（示例）', role: 'submitter', via: 'session' } as const;
const declaration = { ...aDeclaration() };
const submission = {
  type: 'submit',
  id: ID,
  unit: UNIT,
  actor,
  requestId: 'submission',
  form: { id: 'project-declaration', version: 1 },
  summary: { title: '示例项目', budgetYear: 2026, requestedFen: 31_500_000 },
  contentHash: digest(declaration),
  declaration,
  findings: [],
} as const;
const attemptOf = async () => (await loadProject(database, ID))?.record.attempt;

const office = {
  actor: { id: 'administrator', name: 'administrator', role: 'administrator', via: 'bearer' },
  at: AT,
  requestId: 'directory',
} as const;
const AT_FIRST = { stage: 'finance-review', revision: 1 } as const;

beforeEach(async () => {
  database = await tables.fresh();
  await replaceDirectory(database, snapshotOf(database), directory, office);
  const submitted = await change(database, submission, { known: null });
  expect(isRefused(submitted)).toBe(false);
});

/** The table takes nothing and says nothing. */
const silent = (): Database => ({
  ...database,
  transact: async () => {
    throw new StorageSilent('No answer came');
  },
});

describe('a table that does not answer', () => {
  it('is told as that, not as a conflict with somebody', async () => {
    const before = await loadProject(database, ID);
    const started = performance.now();
    const urged = change(silent(), { type: 'restart-flow', attempt: before?.record.attempt ?? 0 });
    await expect(urged).rejects.toThrow(StorageSilent);
    expect(performance.now() - started).toBeLessThan(8_000);
    expect(await loadProject(database, ID)).toEqual(before);
  });
});

describe('a project whose id was made for it', () => {
  it('is found in the history where the answer was lost', async () => {
    database = await tables.fresh();
    await replaceDirectory(database, snapshotOf(database), directory, office);
    expect(await change(deaf(), submission, { known: null })).toMatchObject({ recognised: true });
    expect(await eventsOf(database, ID)).toHaveLength(2);
  });

  it('does not take the place of another that has it', async () => {
    const before = await loadProject(database, ID);
    const another = {
      ...submission,
      requestId: 'another',
      summary: { ...submission.summary, title: '另一' },
    };
    expect(await change(database, another, { known: null })).toMatchObject({ refused: expect.any(String) });
    expect(await loadProject(database, ID)).toEqual(before);
  });
});

describe('the events up to a head', () => {
  it('are read at half the price, and what came after is not among them', async () => {
    await change(database, { type: 'request', ...AT_FIRST, token: 't', tokenOrder: '1' });
    const all = await eventsOf(database, ID);
    resetMeter();
    expect(await eventsUpTo(database, ID, 2)).toEqual(all.slice(0, 2));
    expect(consumed().readUnits).toBe(0.5);
  });

  it('are read strongly where the cheaper read has not seen them all', async () => {
    const lagging: Database = {
      ...database,
      async query(input) {
        const page = await database.query(input);
        return input.ConsistentRead ? page : { ...page, items: page.items.slice(0, -1) };
      },
    };
    expect(await eventsUpTo(lagging, ID, 2)).toEqual(await eventsOf(database, ID));
  });
});

describe('a save', () => {
  const saveOf = (title: string, version: number): Command => ({
    ...{ type: 'save', actor, requestId: title, version },
    summary: { title, budgetYear: 2026, requestedFen: 31_500_000 },
    content: { declaration: aDeclaration({ title }), unread: {} },
  });
  let version: number;
  beforeEach(async () => {
    const submitted = (await loadProject(database, ID))?.record.version ?? 0;
    const recalled = await change(database, {
      ...{ type: 'recall', actor, requestId: 'recall', version: submitted },
    });
    expect(isRefused(recalled)).toBe(false);
    version = submitted + 1;
  });
  const titleStored = async () => (await loadDraft(database, ID))?.declaration.title;

  it('is not taken for one’s own where somebody else saved at the same moment', async () => {
    const others = overtaken(() => change(database, saveOf('别人的', version)));
    const saved = await change(others, saveOf('自己的', version));
    expect(isRefused(saved) && saved.refused).toBe('stale-version');
    expect(await titleStored()).toBe('别人的');
  });

  it('is known by what it left, where the answer was lost', async () => {
    expect(await change(deaf(), saveOf('自己的', version))).toMatchObject({
      recognised: true,
      record: { version: version + 1 },
    });
    expect(await titleStored()).toBe('自己的');
  });
});

describe('a command that leaves no event', () => {
  it('restarts a flow that met another writer, and does not take that for its own commit', async () => {
    const changed = await change(crowded(), { type: 'restart-flow', attempt: 1 });
    expect(changed).toMatchObject({ recognised: false, record: { attempt: 2 } });
    expect(await attemptOf()).toBe(2);
  });

  it('knows its own commit by what it left, where the answer was lost', async () => {
    const changed = await change(deaf(), { type: 'restart-flow', attempt: 1 });
    expect(changed).toMatchObject({ recognised: true, record: { attempt: 2 } });
    expect(await attemptOf()).toBe(2);
  });

  it('puts a step off although it met another writer', async () => {
    const asked = await change(database, { type: 'request', ...AT_FIRST, token: 't', tokenOrder: '1' });
    expect(isRefused(asked)).toBe(false);
    const until = '2026-06-01T01:00:00.000Z';
    expect(await change(crowded(), { type: 'postpone', ...AT_FIRST, until })).toMatchObject({
      recognised: false,
    });
    const [request] = (await loadProject(database, ID))?.requests ?? [];
    expect(request?.dueAt).toBe(until);
  });
});

it('a warning that two sweeps give at once is one event', async () => {
  await change(database, { type: 'request', ...AT_FIRST, token: 't', tokenOrder: '1' });
  const contentHash = (await loadProject(database, ID))?.record.flow.shownHash ?? '';
  const reviewer = { id: 'reviewer', name: 'reviewer', role: 'reviewer', via: 'link' } as const;
  const returned = await change(database, {
    ...{ type: 'decide', ...AT_FIRST, actor: reviewer, requestId: 'return', contentHash, proof: 'link' },
    ...{ outcome: 'return', comment: '请补充第三项支出的测算依据和标准' },
  } as Command);
  expect(isRefused(returned)).toBe(false);
  const known = (await loadProject(database, ID)) ?? undefined;
  const now = () => new Date(AT);
  const deps = { database, now, rules: rulesInForce(database, usualSettings, now) };
  const warning = { type: 'lapse', revision: 2, warning: 1 } as const;
  const both = await Promise.all([1, 2].map(() => changeProject(deps, ID, warning, { known })));
  expect(both.every((one) => !isRefused(one))).toBe(true);
  const warned = (await eventsOf(database, ID)).filter(({ action }) => action === 'reminded');
  expect(warned).toHaveLength(1);
});
