import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { followOffice } from '../../functions/sweep/follow-office.ts';
import type { Deps } from '../../functions/sweep/repair.ts';
import { sweep } from '../../functions/sweep/sweep.ts';
import { openExecutions } from '../../shared/effects/executions.ts';
import { changeProject } from '../../shared/project/change.ts';
import { reschedule } from '../../shared/project/due.ts';
import { projectKey, requestKey, waitingKey } from '../../shared/project/keys.ts';
import { loadProject } from '../../shared/project/load.ts';
import { overdueRequests } from '../../shared/project/overdue-requests.ts';
import { rulesInForce } from '../../shared/project/rules-in-force.ts';
import { unpacked, unpackedRequest } from '../../shared/project/stored.ts';
import { waitingFor, waitingUnder } from '../../shared/project/waiting-for.ts';
import { replaceDirectory } from '../../shared/store/directory/save.ts';
import { snapshotOf } from '../../shared/store/directory/snapshot.ts';
import { eventsOf } from '../../shared/store/history-store.ts';
import { followedKey } from '../../shared/store/keys.ts';
import { takeTurn } from '../../shared/store/sweep-store.ts';
import { newProjectId } from '../../shared/values/project-id.ts';
import type { Store } from '../bench/store.ts';
import { laidToRest, placeRequest } from '../bench/stored-requests.ts';
import { aStore } from '../builders/object-store.ts';
import { sampleDirectory as directory } from '../builders/sample-directory.ts';
import { usualSettings } from '../builders/settings.ts';
import { logOf } from '../support/captured-log.ts';
import { openTables, type Tables } from '../support/tables.ts';

const MINUTE_MS = 60_000;
const at = (text: string): Date => new Date(`${text}+08:00`);
const MONDAY = at('2026-03-02T10:00:00');
const WEDNESDAY = at('2026-03-04T10:00:00');

/** Whose posts are asked first. */
const SAMPLE_FINANCE = '11530121MB100023X0';

/** More than enough of everything; a test says what there is less of. */
const ample = { atOnce: 12, items: 1_000, milliseconds: 40_000, millisecondsOfOne: 12_000 };

let tables: Tables;
let store: Pick<Store, 'database' | 'rules'>;
beforeAll(async () => {
  tables = await openTables();
});
beforeEach(async () => {
  const database = await tables.fresh();
  store = { database, rules: rulesInForce(database, usualSettings, () => MONDAY) };
  await replaceDirectory(database, snapshotOf(database), directory, {
    actor: { id: 'administrator', name: 'administrator', role: 'administrator', via: 'bearer' },
    at: MONDAY.toISOString(),
    requestId: 'directory',
  });
});
afterAll(() => tables.stop());

/** `sweep` as its function calls it, at a moment; nothing here is mailed, and no flow runs. */
function deps(now: Date): Deps {
  const { database, rules } = store;
  return {
    delivery: {
      ...{ database, rules, now: () => now },
      settings: { BASE_URL: 'https://countersign.example' },
      transport: () => Promise.reject(new Error('Nothing is mailed here')),
    },
    executions: openExecutions({}),
    store: aStore(),
  };
}

const isReminded = async (id: string): Promise<boolean> =>
  (await eventsOf(store.database, id)).some(({ action }) => action === 'reminded');
const countReminded = async (ids: readonly string[]): Promise<number> =>
  (await Promise.all(ids.map(isReminded))).filter(Boolean).length;

describe('more that is due than one run does', () => {
  it('is done oldest first, and the rest by the next runs; what is left is said', async () => {
    const ids: string[] = [];
    for (let n = 0; n < 12; n++)
      ids.push(
        await placeRequest(store, new Date(MONDAY.getTime() + (n % 2 === 0 ? 0 : -3 * 24 * 60 * MINUTE_MS))),
      );
    const older = ids.filter((_, n) => n % 2 === 1);
    const budget = { ...ample, atOnce: 3, items: 5 };
    const run = async () => {
      const lines = await logOf(() => sweep(deps(WEDNESDAY), {}, budget));
      return lines.find(({ code }) => code === 'SWEEP_LAGS');
    };
    // Asked on the Friday before a Saturday that is worked: due on Monday morning.
    expect(await run()).toMatchObject({ left: 7, oldestDueAt: at('2026-03-02T09:00:00').toISOString() });
    expect([await countReminded(older), await countReminded(ids)]).toEqual([5, 5]);
    expect(await run()).toMatchObject({ left: 2, lagSeconds: 3600 });
    expect([await countReminded(older), await countReminded(ids)]).toEqual([6, 10]);
    expect(await run()).toBeUndefined();
    expect(await countReminded(ids)).toBe(12);
  });

  it('is left as well where the time is over', async () => {
    const id = await placeRequest(store, MONDAY);
    const lines = await logOf(() => sweep(deps(WEDNESDAY), {}, { ...ample, milliseconds: 0 }));
    expect(lines.find(({ code }) => code === 'SWEEP_LAGS')).toMatchObject({ left: 1 });
    expect(await isReminded(id)).toBe(false);
    await logOf(() => sweep(deps(WEDNESDAY), {}));
    expect(await isReminded(id)).toBe(true);
  });
});

it('runs once at a time: a second run leaves the work to the first, whose turn ends with it or its time', async () => {
  const sweepAt = async (now: Date) => (await logOf(() => sweep(deps(now), {}))).map(({ code }) => code);
  const [first, second] = await Promise.all([sweepAt(MONDAY), sweepAt(MONDAY)]);
  expect([...first, ...second].filter((code) => code === 'SWEEP_AT_WORK')).toHaveLength(1);
  expect(await sweepAt(MONDAY)).not.toContain('SWEEP_AT_WORK');
  // One that was killed ends no turn.
  expect(await takeTurn(store.database, MONDAY)).toEqual({});
  const after = (seconds: number) => new Date(MONDAY.getTime() + seconds * 1000);
  expect(await sweepAt(after(54))).toContain('SWEEP_AT_WORK');
  expect(await sweepAt(after(55))).not.toContain('SWEEP_AT_WORK');
  // The clock was set back by an hour.
  expect(await takeTurn(store.database, after(3600))).toEqual({});
  expect(await sweepAt(MONDAY)).not.toContain('SWEEP_AT_WORK');
});

describe('a clock that was a day ahead and is set back', () => {
  const AHEAD = new Date(MONDAY.getTime() + 24 * 60 * MINUTE_MS);

  /** A draft whose effects nobody has looked at yet. */
  async function aDraft(now: Date): Promise<string> {
    const id = newProjectId(2026);
    const { database, rules } = store;
    await changeProject({ database, rules, now: () => now }, id, {
      type: 'create',
      actor: { id: 'submitter', name: '经办人甲（示例）', role: 'submitter', via: 'session' },
      requestId: id,
      id,
      unit: { id: '11530121MB1584810X', name: '昆明市呈贡区应急管理局' },
      form: { id: 'project-declaration', version: 1 },
      summary: { title: '', budgetYear: 2026, requestedFen: null },
      content: { declaration: {}, unread: {} },
    });
    return id;
  }
  const isLookedAfter = async (id: string) =>
    (await loadProject(store.database, id))?.record.dueAt === undefined;

  it('has not put off what it planned by as much, in however many runs that is looked at', async () => {
    const ids = [await aDraft(AHEAD), await aDraft(AHEAD)];
    const request = await placeRequest(store, MONDAY);
    await sweep(deps(AHEAD), {}, ample);
    expect(await isLookedAfter(ids[0] ?? '')).toBe(false);
    await sweep(deps(MONDAY), {}, { ...ample, milliseconds: 0 });
    expect(await isLookedAfter(ids[0] ?? '')).toBe(false);
    await sweep(deps(new Date(MONDAY.getTime() + MINUTE_MS)), {}, ample);
    expect(await Promise.all(ids.map(isLookedAfter))).toEqual([true, true]);
    // Whoever is asked is not reminded before their time.
    expect(await isReminded(request)).toBe(false);
  });

  it('is taken for right where nothing says that it was set back', async () => {
    const id = await aDraft(AHEAD);
    await sweep(deps(MONDAY), {}, ample);
    expect(await isLookedAfter(id)).toBe(false);
  });
});

it('lists the open requests of 0.1 by whom they wait for, in as many runs as it takes', async () => {
  const { database } = store;
  const ids: string[] = [];
  for (let n = 0; n < 14; n++) ids.push(await placeRequest(store, MONDAY));
  const listed = async () =>
    (await waitingUnder(database, waitingFor.person('reviewer'), undefined, 100)).found;
  // As 0.1 left them: no mark on the request, and no item beside it.
  for (const { projectId, revision, stage } of await listed()) {
    await database.delete(
      database.projects,
      waitingKey(waitingFor.person('reviewer'), projectId, revision, stage),
    );
    const item = await database.get(database.projects, requestKey(projectId, revision, stage));
    const { listed: _, ...before } = unpackedRequest(item ?? {});
    await database.put(database.projects, before);
  }
  await database.delete(database.projects, followedKey);
  const { delivery } = deps(MONDAY);
  await followOffice(delivery, () => true);
  expect(await listed()).toHaveLength(12);
  await followOffice(delivery, () => false);
  expect((await listed()).map(({ projectId }) => projectId).sort()).toEqual(ids.sort());
});

it('looks after what is due also where it cannot follow the office', async () => {
  const id = await placeRequest(store, MONDAY);
  const usual = deps(WEDNESDAY);
  const { database } = store;
  // The item that says how far the office was followed is of no form that is known.
  await database.put(database.projects, { ...followedKey, head: 'broken' });
  const lines = await logOf(() => sweep(usual, {}, ample));
  expect(lines.find(({ code }) => code === 'FAILED')).toBeDefined();
  expect(await isReminded(id)).toBe(true);
  await database.delete(database.projects, followedKey);
});

describe('the index by the asked unit', () => {
  // By then nothing that is open has its deadline ahead: all that the index holds counts as overdue.
  const NEXT_YEAR = at('2027-03-01T10:00:00');
  const held = async (): Promise<string[]> => {
    const { requests } = await overdueRequests(store.database, [SAMPLE_FINANCE], NEXT_YEAR);
    return requests.map(({ projectId }) => projectId);
  };

  it('holds what was waited for in vain, so that a decision before the first reminder never touches it', async () => {
    const id = await placeRequest(store, MONDAY);
    expect(await held()).toEqual([]);
    await sweep(deps(WEDNESDAY), {}, ample);
    expect(await isReminded(id)).toBe(true);
    expect(await held()).toEqual([id]);
  });

  it('holds as well what nobody looks at again before its deadline', async () => {
    const id = await placeRequest(store, MONDAY);
    const until = at('2026-03-10T09:00:00').toISOString();
    const [stage, revision] = ['finance-review', 1] as const;
    const { database, rules } = store;
    await changeProject({ database, rules, now: () => MONDAY }, id, {
      type: 'postpone',
      stage,
      revision,
      until,
    });
    expect(await held()).toEqual([id]);
  });
});

describe('a project that cannot be looked after', () => {
  const dueAtOf = async (id: string): Promise<string> => {
    const { items } = await store.database.query({
      TableName: store.database.projects,
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :sk)',
      ExpressionAttributeValues: { ':pk': projectKey(id).pk, ':sk': 'REQUEST#' },
    });
    return z.object({ dueAt: z.string() }).parse(items[0]).dueAt;
  };
  const rename = async (id: string, from: string, to: string) => {
    const { database } = store;
    const { [from]: value, ...rest } = unpacked(
      (await database.get(database.projects, projectKey(id))) ?? {},
    );
    await database.put(database.projects, { ...rest, [to]: value });
  };

  it('because something does not answer has failed after a while', async () => {
    const stuck = await placeRequest(store, MONDAY);
    const other = await placeRequest(store, MONDAY);
    const { database } = store;
    const loaded = await loadProject(database, stuck);
    if (!loaded) throw new Error('It is not there');
    await reschedule(database, loaded.record, MONDAY.toISOString());
    const usual = deps(WEDNESDAY);
    const silent = {
      ...usual,
      executions: { ...usual.executions, status: () => new Promise<never>(() => {}) },
    };
    const budget = { ...ample, atOnce: 1, millisecondsOfOne: 300 };
    const lines = await logOf(() => sweep(silent, {}, budget));
    expect(lines.find(({ code }) => code === 'FAILED')).toMatchObject({ projectId: stuck });
    expect(await isReminded(other)).toBe(true);
  });

  it('keeps no other waiting, is put off further each time, and is served when it is mended', async () => {
    const [broken, ...others] = [
      await placeRequest(store, MONDAY),
      await placeRequest(store, MONDAY),
      await placeRequest(store, MONDAY),
    ];
    // The first look of all goes through what waits for everybody, and once more.
    for (const minutes of [4, 3, 2, 1])
      await sweep(deps(new Date(MONDAY.getTime() + minutes * MINUTE_MS)), {});
    await rename(broken, 'unit', 'lost');
    let now = WEDNESDAY;
    for (const minutes of [1, 2, 4, 8, 16, 30, 30]) {
      const lines = await logOf(() => sweep(deps(now), {}, { ...ample, atOnce: 1 }));
      expect(lines.find(({ code }) => code === 'FAILED')).toMatchObject({ projectId: broken });
      expect(lines.find(({ SweepFailed }) => SweepFailed !== undefined)?.SweepFailed).toBe(1);
      expect(await countReminded(others)).toBe(2);
      for (const id of others) await laidToRest(store.database, id, now);
      const next = new Date(now.getTime() + minutes * MINUTE_MS);
      expect(await dueAtOf(broken)).toBe(next.toISOString());
      // It is not even looked at before.
      const quiet = await logOf(() => sweep(deps(new Date(next.getTime() - 1)), {}));
      expect(quiet.map(({ code }) => code)).not.toContain('FAILED');
      now = next;
    }
    await rename(broken, 'lost', 'unit');
    await logOf(() => sweep(deps(now), {}));
    expect(await isReminded(broken)).toBe(true);
    expect((await loadProject(store.database, broken))?.requests[0]?.steps).toBe(1);
  });
});
