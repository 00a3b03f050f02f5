import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { followOffice } from '../../functions/sweep/follow-office.ts';
import { sweep } from '../../functions/sweep/sweep.ts';
import { openExecutions } from '../../shared/effects/executions.ts';
import type { Mail } from '../../shared/effects/mail/transport.ts';
import { Undeliverable } from '../../shared/effects/mail/undeliverable.ts';
import { changeProject } from '../../shared/project/change.ts';
import { loadProject } from '../../shared/project/load.ts';
import { rulesInForce } from '../../shared/project/rules-in-force.ts';
import { markSent } from '../../shared/project/sent-mark.ts';
import { consumed, resetMeter } from '../../shared/runtime/meter.ts';
import type { Database } from '../../shared/store/database.ts';
import { loadDirectory } from '../../shared/store/directory/load.ts';
import { replaceDirectory } from '../../shared/store/directory/save.ts';
import { eventsOf } from '../../shared/store/history-store.ts';
import type { Directory, Person } from '../../shared/workflow/directory.ts';
import { laidToRest, placeRequest } from '../bench/stored-requests.ts';
import { aStore } from '../builders/object-store.ts';
import { aSmallOffice, withOffices } from '../builders/offices.ts';
import { sampleDirectory as first } from '../builders/sample-directory.ts';
import { usualSettings } from '../builders/settings.ts';
import { logOf } from '../support/captured-log.ts';
import { openTables, type Tables } from '../support/tables.ts';

/** How open requests, and the mailboxes that people lose, follow the office: with the real store, a run at a time. */

const MINUTE_MS = 60_000;
const at = (text: string): Date => new Date(`${text}+08:00`);
const MONDAY = at('2026-03-02T10:00:00');
const never = () => false;

const DECLARING = '11530121MB1584810X';
const OTHER = '11530121MB1000101G';
/** A bureau of its own, whose people decide on nothing yet. */
const elsewhere = aSmallOffice(90, 'reviewer');

let tables: Tables;
let database: Database;
let clock: Date;
let mails: Mail[];
/** What the relay answers; it takes what does not throw. */
let relay: (mail: Mail) => void;
beforeAll(async () => {
  tables = await openTables();
});
beforeEach(async () => {
  database = await tables.fresh();
  clock = MONDAY;
  mails = [];
  relay = () => {};
  await office((one) => withOffices(one, [elsewhere]), first);
  await followAll();
});
afterAll(() => tables.stop());

const delivery = (own = database) => ({
  database: own,
  now: () => clock,
  rules: rulesInForce(own, usualSettings, () => clock),
  settings: { BASE_URL: 'https://countersign.example' },
  transport: async (mail: Mail) => {
    relay(mail);
    mails.push(mail);
  },
});
const run = (own = database) =>
  sweep(
    {
      delivery: delivery(own),
      executions: { ...openExecutions({}), status: async () => 'RUNNING' },
      store: aStore(),
    },
    {},
  );

let present: Directory;
/** Changes the office, a moment later. */
async function office(change: (now: Directory) => Directory, from = present): Promise<void> {
  clock = new Date(clock.getTime() + 1);
  present = change(from);
  await replaceDirectory(database, await loadDirectory(database), present, {
    actor: { id: 'administrator', name: 'administrator', role: 'administrator', via: 'bearer' },
    at: clock.toISOString(),
    requestId: `office-${clock.toISOString()}`,
  });
}
const withUnit = (id: string, change: object) => (now: Directory) => ({
  ...now,
  units: now.units.map((one) => (one.id === id ? { ...one, ...change } : one)),
});
const withPerson = (id: string, change: Partial<Person>) => (now: Directory) => ({
  ...now,
  people: now.people.map((one) => (one.id === id ? { ...one, ...change } : one)),
});
const mailbox = (name: string) => ({ email: `${name}@countersign.example` });

/** Both times that a change is followed. */
async function followAll(own = database): Promise<void> {
  for (let pass = 0; pass < 3; pass++) {
    clock = new Date(clock.getTime() + MINUTE_MS);
    await followOffice(delivery(own), never);
  }
}

const place = async (count: number) => {
  const ids: string[] = [];
  const deps = delivery();
  for (let n = 0; n < count; n++)
    ids.push(await placeRequest({ ...deps, rules: deps.rules }, new Date(clock.getTime() + n)));
  clock = new Date(clock.getTime() + count);
  return ids;
};
const askedOf = async (id: string) =>
  ((await loadProject(database, id))?.requests[0]?.assignees ?? []).map((one) => one.id);
const countAskedOf = async (ids: readonly string[], person: string) =>
  (await Promise.all(ids.map(askedOf))).filter((asked) => asked.includes(person)).length;
const countOf = async (ids: readonly string[], unit: string) =>
  (await Promise.all(ids.map((id) => loadProject(database, id)))).filter(
    (one) => one?.record.unit.id === unit,
  ).length;
const actionsOf = async (id: string) => (await eventsOf(database, id)).map(({ action }) => action);

describe('a change before the office was ever followed', () => {
  beforeEach(async () => {
    database = await tables.fresh();
    await office((one) => withOffices(one, [elsewhere]), first);
  });

  it('hands on what a unit declared that was merged into another', async () => {
    const ids = await place(3);
    await office(withUnit(DECLARING, { successor: OTHER }));
    await followAll();
    expect(await countOf(ids, OTHER)).toBe(ids.length);
  });

  it('tells the mailbox that somebody lost', async () => {
    await office(withPerson('reviewer', mailbox('moved')));
    await followAll();
    await run();
    expect(mails.map(({ to }) => to)).toEqual(['reviewer@countersign.example']);
  });
});

it('a merger that was undone and made again between two looks takes along what was declared meanwhile', async () => {
  await office(withUnit(DECLARING, { successor: OTHER }));
  await followAll();
  await office((now) => ({ ...now, units: now.units.map(({ successor: _, ...one }) => one) }));
  const ids = await place(1);
  await office(withUnit(DECLARING, { successor: OTHER }));
  await followAll();
  expect(await countOf(ids, OTHER)).toBe(1);
});

describe('somebody who had a post between two looks alone', () => {
  const asks = (holder: string) => (now: Directory) => ({
    ...now,
    units: now.units.map(({ posts, ...unit }) => ({
      ...unit,
      ...(posts
        ? { posts: posts.map((one) => (one.post === 'reviewer' ? { post: one.post, holder } : one)) }
        : {}),
    })),
  });

  it.each([
    ['came back to whom it was before', 'reviewer'],
    ['went on to a third', 'reviewer2'],
  ])('is asked no more where the post %s', async (_, last) => {
    await office(asks('approver2'));
    const [id = ''] = await place(1);
    expect(await askedOf(id)).toEqual(['approver2']);
    await office(asks(last));
    await followAll();
    expect(await askedOf(id)).toEqual([last]);
  });
});

describe('a change that concerns all that a unit declared', () => {
  it('is followed a part in each run, from where the one before ended', async () => {
    const ids = await place(26);
    await office(withUnit(DECLARING, { finance: elsewhere.bureau.id }));
    const counts: number[] = [];
    for (let one = 0; one < 4; one++) {
      await followOffice(delivery(), () => true);
      counts.push(await countAskedOf(ids, 'subject-90'));
    }
    // Those of whom they were asked come first: a page of twelve, and so on.
    expect(counts.filter((count) => count > 0 && count < ids.length).length).toBeGreaterThan(1);
    expect(counts).toEqual(counts.toSorted((a, b) => a - b));
    for (let one = 0; one < 12; one++) await followOffice(delivery(), () => true);
    expect(await countAskedOf(ids, 'subject-90')).toBe(ids.length);
  });

  it('goes on where it was also where the office changes in every run', async () => {
    const ids = await place(16);
    await office(withUnit(DECLARING, { finance: elsewhere.bureau.id }));
    for (let one = 0; one < 8; one++) {
      await followOffice(delivery(), () => true);
      await office(withPerson('auditor', { name: `审计员${one}（示例）` }));
    }
    expect(await countAskedOf(ids, 'subject-90')).toBe(ids.length);
  });

  it('takes no time from what is due when it takes longer than a run', async () => {
    const ids = await place(16);
    await office(withUnit(DECLARING, { successor: OTHER }));
    const { requests } = (await loadProject(database, ids[0] ?? '')) ?? {};
    clock = new Date(requests?.[0]?.dueAt ?? '');
    const budget = { atOnce: 12, items: 1_000, milliseconds: 1, millisecondsOfOne: 12_000 };
    const deps = { delivery: delivery(), executions: openExecutions({}), store: aStore() };
    await logOf(() => sweep(deps, {}, budget));
    expect(await countOf(ids, OTHER)).toBeLessThan(ids.length);
    for (let one = 0; one < 12; one++) await logOf(() => sweep(deps, {}, budget));
    expect(await countOf(ids, OTHER)).toBe(ids.length);
  });
});

it('what could not follow the office both times does so at the latest with its next step', async () => {
  const [id = ''] = await place(1);
  const broken: Database = {
    ...database,
    async transact(writes) {
      if (JSON.stringify(writes).includes('rerouted')) throw new Error('nothing is written');
      await database.transact(writes);
    },
  };
  await office(withPerson('reviewer', { absences: [{ from: '2026-03-02', to: '2026-03-31' }] }));
  await logOf(() => followAll(broken));
  expect(await askedOf(id)).toEqual(['reviewer']);
  // Nothing of the office changes any more.
  await followAll();
  expect(await askedOf(id)).toEqual(['reviewer']);
  clock = new Date((await loadProject(database, id))?.requests[0]?.dueAt ?? '');
  await logOf(() => run());
  expect(await askedOf(id)).toEqual(['reviewer2']);
  // They are reminded as whoever is asked first.
  expect(await actionsOf(id)).not.toContain('reminded');
});

describe('whoever is asked anew shortly before a step', () => {
  const EARLY = at('2026-03-04T08:30:00');
  const reassign = (id: string) =>
    changeProject(delivery(), id, {
      type: 'reassign',
      actor: { id: 'administrator', name: 'administrator', role: 'administrator', via: 'session' },
      requestId: `give-${clock.toISOString()}`,
      stage: 'finance-review',
      to: 'reviewer2',
      comment: '岗位调整，改由他人办理此件',
    });

  it.each<[string, (id: string) => Promise<unknown>]>([
    [
      'by the office',
      async () => {
        await office(withPerson('reviewer', { absences: [{ from: '2026-03-04', to: '2026-03-31' }] }));
        await followOffice(delivery(), never);
      },
    ],
    ['by an administrator', reassign],
  ])('%s is reminded two working days later', async (_, askAnew) => {
    const [id = ''] = await place(1);
    clock = EARLY;
    await askAnew(id);
    expect(await askedOf(id)).toEqual(['reviewer2']);
    await laidToRest(database, id, EARLY);
    clock = at('2026-03-04T09:01:00');
    await logOf(() => run());
    expect(await actionsOf(id)).not.toContain('reminded');
    clock = at('2026-03-06T09:01:00');
    await logOf(() => run());
    expect((await actionsOf(id)).filter((action) => action === 'reminded')).toHaveLength(1);
  });

  it('is not reminded while the mail that asks them is still to go out', async () => {
    const [id = ''] = await place(1);
    clock = EARLY;
    await reassign(id);
    clock = at('2026-03-06T09:01:00');
    relay = ({ to }) => {
      throw new Error(`${to} cannot be reached now`);
    };
    await logOf(() => run());
    expect(await actionsOf(id)).not.toContain('reminded');
  });

  it('puts off no step beyond the deadline, however often it is passed on', async () => {
    const [id = ''] = await place(1);
    // Asked on Monday: the deadline is the Monday after.
    clock = at('2026-03-09T17:00:00');
    await reassign(id);
    const { head } = (await loadProject(database, id))?.record ?? {};
    await markSent(database, id, head?.seq ?? 0, clock);
    clock = at('2026-03-09T18:01:00');
    await logOf(() => run());
    expect(await actionsOf(id)).toContain('reminded');
  });
});

describe('a mailbox that somebody loses', () => {
  const told = () => mails.filter(({ subject }) => subject.includes('邮箱已变更'));
  /** What is due is done, and with that the letters go out. */
  const runs = async (count = 4) => {
    for (let one = 0; one < count; one++) {
      clock = new Date(clock.getTime() + MINUTE_MS);
      await logOf(() => run());
    }
  };

  it('is told once, where nothing is open for them', async () => {
    await office(withPerson('auditor', mailbox('moved')));
    await runs();
    expect(told().map(({ to }) => to)).toEqual(['auditor@countersign.example']);
    expect(told()[0]?.text).not.toContain('/decisions/');
    expect(told()[0]?.text).toContain('审计员庚（示例），您好：');
    await office(withPerson('auditor', { name: '审计员（示例）' }));
    await runs();
    expect(told()).toHaveLength(1);
  });

  it('is told each, where there were several between two looks, but not the one that they have', async () => {
    await office(withPerson('auditor', mailbox('second')));
    await office(withPerson('auditor', mailbox('third')));
    await office(withPerson('auditor', mailbox('auditor')));
    await runs();
    expect(
      told()
        .map(({ to }) => to)
        .sort(),
    ).toEqual(['second@countersign.example', 'third@countersign.example']);
  });

  it('is told also where they left and came back with another', async () => {
    const { people } = present;
    await office((now) => ({ ...now, people: now.people.filter(({ id }) => id !== 'auditor') }));
    await runs();
    expect(told()).toEqual([]);
    await office((now) => ({ ...now, people }));
    await runs();
    expect(told()).toEqual([]);
    await office((now) => ({ ...now, people: now.people.filter(({ id }) => id !== 'auditor') }));
    await runs();
    await office((now) => withPerson('auditor', mailbox('moved'))({ ...now, people }));
    await runs();
    expect(told().map(({ to }) => to)).toEqual(['auditor@countersign.example']);
  });

  it('is told with the request that was open for them, and not a second time', async () => {
    const [id = ''] = await place(1);
    await office(withPerson('reviewer', mailbox('moved')));
    await followAll();
    expect(await actionsOf(id)).toContain('rerouted');
    await runs();
    expect(told().map(({ to, text }) => [to, text.includes(id)])).toEqual([
      ['reviewer@countersign.example', true],
    ]);
  });

  it('is told each with the request, of all that they had since they were asked', async () => {
    const [id = ''] = await place(1);
    await office(withPerson('reviewer', mailbox('second')));
    await office(withPerson('reviewer', mailbox('third')));
    await runs(8);
    const boxes = told().map(({ to, text }) => [to.split('@')[0], text.includes(id)]);
    expect(boxes.toSorted()).toEqual([
      ['reviewer', true],
      ['second', true],
    ]);
    // Away and back: nothing of their mailbox has changed by that.
    await office(withPerson('reviewer', { absences: [{ from: '2026-03-02', to: '2026-03-31' }] }));
    await runs(8);
    await office(withPerson('reviewer', { absences: [] }));
    await runs(8);
    expect(await askedOf(id)).toEqual(['reviewer']);
    expect(told()).toHaveLength(2);
  });

  it('is told later where no mail can be sent now, and given up where it is gone', async () => {
    relay = () => {
      throw new Error('The relay does not answer');
    };
    await office(withPerson('auditor', mailbox('moved')));
    await runs(2);
    expect(told()).toEqual([]);
    relay = ({ to }) => {
      if (to.startsWith('submitter')) throw new Undeliverable('There is no such mailbox');
    };
    await office(withPerson('submitter', mailbox('elsewhere')));
    clock = new Date(clock.getTime() + 60 * MINUTE_MS);
    await runs(3);
    expect(told().map(({ to }) => to)).toEqual(['auditor@countersign.example']);
    const lines = await logOf(() => run());
    expect(lines.map(({ code }) => code)).not.toContain('FAILED');
  });
});

describe('the next decision of somebody whose mailbox was another', () => {
  const decide = async (id: string, person = 'reviewer') => {
    const loaded = await loadProject(database, id);
    if (!loaded) throw new Error('There is no project');
    resetMeter();
    const result = await changeProject(
      delivery(),
      id,
      {
        type: 'decide',
        actor: { id: person, name: person, role: 'reviewer', via: 'session' },
        requestId: `decide-${id}`,
        ...{ stage: 'finance-review', revision: 1, outcome: 'approve', proof: 'session' },
        contentHash: loaded.record.flow.shownHash ?? '',
      },
      { known: loaded },
    );
    if ('refused' in result) throw new Error(result.refused);
    const [event] = result.events;
    return { marks: event && 'marks' in event ? event.marks : undefined, ...consumed() };
  };

  it('is marked, and the one after that is not; of anybody else nothing is read for it', async () => {
    const before = await place(1);
    const { readUnits } = await decide(before[0] ?? '');
    await office(withPerson('reviewer', mailbox('moved')));
    await followAll();
    const [one = '', other = ''] = await place(2);
    expect((await decide(one)).marks).toEqual(['mailbox-changed']);
    // The index may follow within a second.
    clock = new Date(clock.getTime() + MINUTE_MS);
    const after = await decide(other);
    expect(after.marks).toBeUndefined();
    expect(after.readUnits - readUnits).toBeGreaterThan(0);
    const [third = ''] = await place(1);
    await office(withPerson('reviewer', { absences: [{ from: '2026-03-01', to: '2026-03-31' }] }));
    await followAll();
    const untouched = await decide(third, 'reviewer2');
    expect(untouched.marks).toBeUndefined();
    expect(untouched.readUnits).toBeLessThan(after.readUnits);
  });
});
