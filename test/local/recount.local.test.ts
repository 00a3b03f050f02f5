import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { watchCalendar } from '../../functions/sweep/calendar-watch.ts';
import { recountDeadlines } from '../../functions/sweep/recount.ts';
import { digest } from '../../shared/history/digest.ts';
import { changeProject, isRefused } from '../../shared/project/change.ts';
import { loadProject } from '../../shared/project/load.ts';
import { rulesInForce } from '../../shared/project/rules-in-force.ts';
import { consumed, resetMeter } from '../../shared/runtime/meter.ts';
import type { Database } from '../../shared/store/database.ts';
import { replaceDirectory } from '../../shared/store/directory/save.ts';
import { snapshotOf } from '../../shared/store/directory/snapshot.ts';
import { eventsOf } from '../../shared/store/history-store.ts';
import { loadSettings, saveSettings } from '../../shared/store/settings-store.ts';
import { shippedCalendar } from '../../shared/values/calendar/calendar.ts';
import type { Notice } from '../../shared/values/calendar/notice.ts';
import { storedSettings } from '../../shared/workflow/settings.ts';
import { aDeclaration } from '../builders/declaration.ts';
import { aNotice } from '../builders/notices.ts';
import { sampleDirectory as directory } from '../builders/sample-directory.ts';
import { usualSettings } from '../builders/settings.ts';
import { logOf } from '../support/captured-log.ts';
import { openTables, type Tables } from '../support/tables.ts';

/** A Tuesday, 10:00 in Beijing: five working days later is 6 January, where 1 January alone is off. */
const ASKED = '2026-12-29T02:00:00.000Z';
const BY_RULE = '2027-01-06T10:00:00.000Z';
const ANNOUNCED = '2027-01-07T10:00:00.000Z';
const fourthOff = aNotice(2027, { daysOff: ['2027-01-02', '2027-01-03', '2027-01-04'] });

const unit = { id: '11530121MB1584810X', name: '昆明市呈贡区应急管理局' };
const at = { stage: 'finance-review', revision: 1 };

let tables: Tables;
let database: Database;
let clock: Date;
beforeAll(async () => {
  tables = await openTables();
});
afterAll(() => tables.stop());

/** As a function has them that has just started: it has read no calendar yet. */
const deps = (through = database) => {
  const now = () => clock;
  return { database: through, now, rules: rulesInForce(database, usualSettings, now) };
};

const idOf = (number: number): string => `2027-RCNT-${String(number).padStart(4, '0')}`;

async function ask(id: string, own = deps()): Promise<void> {
  const declaration = { ...aDeclaration() };
  const submitted = await changeProject(own, id, {
    ...{ type: 'submit', id, unit, requestId: `submit-${id}` },
    actor: { id: 'submitter', name: '经办人甲（示例）', role: 'submitter', via: 'session' },
    form: { id: 'project-declaration', version: 1 },
    summary: { title: '示例项目', budgetYear: 2027, requestedFen: 31_500_000 },
    contentHash: digest(declaration),
    declaration,
    findings: [],
  });
  const asked = await changeProject(own, id, { type: 'request', ...at, token: id, tokenOrder: '1' });
  if (isRefused(submitted) || isRefused(asked)) throw new Error(`Nobody was asked about ${id}`);
}

const requestOf = async (id: string) => (await loadProject(database, id))?.requests[0];
const changesOf = async (id: string) =>
  (await eventsOf(database, id)).filter(({ action }) => action === 'deadline-changed');

/** As an administrator does it. */
async function announce(notices: readonly Notice[]): Promise<void> {
  const before = await loadSettings(database);
  const next = storedSettings.parse({ ...before.settings, notices });
  await saveSettings(database, before, next, {
    actor: { id: 'administrator', name: '管理员（示例）', role: 'administrator', via: 'session' },
    at: clock.toISOString(),
    requestId: `notices-${before.version}`,
  });
}

/** Sweeps minute after minute, as the schedule does. @returns how many runs there were until one wrote nothing */
async function untilDone(): Promise<number> {
  for (let run = 1; run <= 20; run++) {
    clock = new Date(clock.getTime() + 61_000);
    const own = deps();
    // What is paid for the calendar and the rules is not the walk's.
    await own.rules.record();
    resetMeter();
    await recountDeadlines(own, () => false);
    if (consumed().writeUnits === 0) return run;
  }
  throw new Error('The walk does not end');
}

beforeEach(async () => {
  clock = new Date(ASKED);
  database = await tables.fresh();
  await replaceDirectory(database, snapshotOf(database), directory, {
    actor: { id: 'administrator', name: 'administrator', role: 'administrator', via: 'bearer' },
    at: ASKED,
    requestId: 'directory',
  });
});

describe('a notice that arrives', () => {
  it('comes with the settings: whoever reads them counts by it, and reads nothing beside', async () => {
    const { rules } = deps();
    const { version } = await rules.calendar();
    await announce([fourthOff]);
    expect((await rules.calendar()).version).toBe(version);
    resetMeter();
    await rules.load();
    expect((await rules.calendar()).version).not.toBe(version);
    expect(consumed().readUnits).toBe(1);
  });

  it('moves every open deadline, a part in each run, and costs one read afterwards', async () => {
    const ids = Array.from({ length: 120 }, (_, number) => idOf(number));
    for (const id of ids) await ask(id);
    await announce([fourthOff]);
    clock = new Date(clock.getTime() + 61_000);
    await recountDeadlines(deps(), () => false);
    const first = await Promise.all(ids.map(requestOf));
    const moved = first.filter((request) => request?.deadline === ANNOUNCED).length;
    // Each project stands in the index twice: 200 of 240 are looked at.
    expect(moved).toBeGreaterThan(0);
    expect(moved).toBeLessThan(ids.length);

    await untilDone();
    for (const id of ids) {
      expect(await requestOf(id)).toMatchObject({ deadline: ANNOUNCED, status: 'open' });
      expect(await changesOf(id)).toMatchObject([{ deadline: ANNOUNCED, assignees: [{ id: 'reviewer' }] }]);
    }
    const own = deps();
    await own.rules.record();
    resetMeter();
    await recountDeadlines(own, () => false);
    expect(consumed()).toEqual({ readUnits: 1, writeUnits: 0 });
  });

  it('is met by a request that was asked meanwhile by a call that had read the rules before', async () => {
    const own = deps();
    const before = await own.rules.calendar();
    const stale = { ...own, rules: { ...own.rules, calendar: async () => before } };
    await announce([fourthOff]);
    clock = new Date(clock.getTime() + 30_000);
    await recountDeadlines(deps(), () => false);
    await ask(idOf(1), stale);
    expect(await requestOf(idOf(1))).toMatchObject({ deadline: BY_RULE, calendar: shippedCalendar.version });
    await untilDone();
    expect(await requestOf(idOf(1))).toMatchObject({ deadline: ANNOUNCED });
  });

  it('goes on where one project could not be changed, and finds it in a later walk', async () => {
    for (const number of [1, 2, 3]) await ask(idOf(number));
    await announce([fourthOff]);
    clock = new Date(clock.getTime() + 61_000);
    const broken: Database = {
      ...database,
      async transact(writes) {
        if (JSON.stringify(writes).includes(idOf(2))) throw new Error('nothing is written');
        await database.transact(writes);
      },
    };
    const lines = await logOf(() =>
      expect(recountDeadlines(deps(broken), () => false)).rejects.toThrow('1 could not be counted'),
    );
    expect(lines).toContainEqual(expect.objectContaining({ code: 'FAILED', projectId: idOf(2) }));
    expect(
      await Promise.all([1, 2, 3].map(async (number) => (await requestOf(idOf(number)))?.deadline)),
    ).toEqual([ANNOUNCED, BY_RULE, ANNOUNCED]);
    // It is met in every walk, for as long as it takes.
    for (let run = 0; run < 5; run++) {
      clock = new Date(clock.getTime() + 61_000);
      await logOf(() =>
        expect(recountDeadlines(deps(broken), () => false)).rejects.toThrow('1 could not be counted'),
      );
    }
    await untilDone();
    expect((await requestOf(idOf(2)))?.deadline).toBe(ANNOUNCED);
  });
});

it('a request that an earlier release counted to the same day gets the calendar’s name alone', async () => {
  await ask(idOf(1));
  const before = await requestOf(idOf(1));
  await database.update({
    TableName: database.projects,
    Key: { pk: `P#${idOf(1)}`, sk: 'REQUEST#0001#finance-review' },
    UpdateExpression: 'SET #calendar = :calendar',
    ExpressionAttributeNames: { '#calendar': 'calendar' },
    ExpressionAttributeValues: { ':calendar': 'chinese-days 1.5.7' },
  });
  await untilDone();
  expect(await requestOf(idOf(1))).toEqual(before);
  expect(await changesOf(idOf(1))).toEqual([]);
});

describe('the year that comes', () => {
  const saidAt = async (now: string, notices: readonly Notice[] = []): Promise<unknown[]> => {
    const calendar = { ...shippedCalendar, notices: [...shippedCalendar.notices, ...notices] };
    const lines = await logOf(() => watchCalendar(database, calendar, new Date(`${now}+08:00`)));
    return lines.flatMap(({ code, year, CalendarUnknown }) => (code ? [year] : [{ CalendarUnknown }]));
  };
  const once = (year: number) => [year, { CalendarUnknown: 1 }];

  it('is missed from 1 December on, once a day, until it is announced', async () => {
    expect(await saidAt('2026-11-30T23:59:00')).toEqual([]);
    expect(await saidAt('2026-12-01T00:00:00')).toEqual(once(2027));
    expect(await saidAt('2026-12-01T23:59:00')).toEqual([]);
    expect(await saidAt('2026-12-02T00:00:00')).toEqual(once(2027));
    expect(await saidAt('2026-12-03T09:00:00', [aNotice(2027)])).toEqual([]);
  });

  it('is missed as well once it has begun', async () => {
    expect(await saidAt('2027-03-01T09:00:00')).toEqual(once(2027));
  });
});
