import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { personListPage } from '../../functions/directory/pages.tsx';
import { digest } from '../../shared/history/digest.ts';
import { recognise } from '../../shared/identity/recognise.ts';
import { consumed, resetMeter } from '../../shared/runtime/meter.ts';
import { loadBound } from '../../shared/store/bound-store.ts';
import { pack } from '../../shared/store/content.ts';
import type { Database } from '../../shared/store/database.ts';
import { listPeople } from '../../shared/store/directory/lists.ts';
import { loadDirectory } from '../../shared/store/directory/load.ts';
import { partOf, peopleWith, personOfToken, unitsServedBy } from '../../shared/store/directory/part.ts';
import { changeDirectory, replaceDirectory } from '../../shared/store/directory/save.ts';
import { snapshotOf, wholeOf } from '../../shared/store/directory/snapshot.ts';
import { eventsOf } from '../../shared/store/history-store.ts';
import { directoryKey } from '../../shared/store/keys.ts';
import type { Directory, Person } from '../../shared/workflow/directory.ts';
import { sampleDirectory as sample } from '../builders/sample-directory.ts';
import { openTables, type Tables } from '../support/tables.ts';

let tables: Tables;
let database: Database;
beforeAll(async () => {
  tables = await openTables();
});
afterAll(() => tables.stop());
beforeEach(async () => {
  database = await tables.fresh();
});

const [unit, , finance] = sample.units.map(({ id }) => id);

const cause = (requestId: string) =>
  ({
    actor: { id: 'administrator', name: '管理员（示例）', role: 'administrator', via: 'session' },
    at: `2026-11-25T01:00:0${requestId}.000Z`,
    requestId,
  }) as const;

const administrator = {
  id: 'administrator',
  name: '管理员（示例）',
  roles: ['administrator'],
  via: 'session',
} as const;
const aCall = {
  routeKey: 'GET /directory/people',
  path: {},
  headers: {},
  cookies: new Map<string, string>(),
  body: undefined,
  requestId: '1',
  lang: 'zh',
  accepts: 'html',
  address: '/directory/people',
} as const;

const byId = ({ units, people, administrators }: Directory) => ({
  units: units.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
  people: people.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
  administrators,
});

const personIn = (from: Directory, id: string): Person => {
  const found = from.people.find((one) => one.id === id);
  if (!found) throw new Error(`The sample has no ${id}`);
  return found;
};

const put = (people: readonly Person[]) => ({
  units: new Map(),
  people: new Map(people.map((one) => [one.id, one])),
});

describe('the directory in pieces', () => {
  it('gives back what was put, and the next version what was changed', async () => {
    const first = await replaceDirectory(database, snapshotOf(database), sample, cause('1'));
    expect(await wholeOf(await loadDirectory(database))).toEqual(byId(sample));
    const away = { from: '2026-12-01', to: '2026-12-05', delegate: 'reviewer2' };
    const reviewer = { ...personIn(sample, 'reviewer'), email: 'new@countersign.example', absences: [away] };
    await changeDirectory(database, first, put([reviewer]), cause('2'));
    const second = await loadDirectory(database);
    expect(second.version).toBe(2);
    const whole = await wholeOf(second);
    expect(personIn(whole, 'reviewer')).toEqual(reviewer);
    expect(whole.people).toHaveLength(sample.people.length);
    // The version before is what it was.
    expect(await wholeOf(first)).toEqual(byId(sample));
  });

  it('keeps every version readable by what its event binds', async () => {
    const first = await replaceDirectory(database, snapshotOf(database), sample, cause('1'));
    await changeDirectory(
      database,
      first,
      put([{ ...personIn(sample, 'reviewer'), name: '乙（示例）' }]),
      cause('2'),
    );
    const events = await eventsOf(database, 'rules');
    const details = await Promise.all(
      events.map((event) => loadBound(database, 'detailsHash' in event ? (event.detailsHash ?? '') : '')),
    );
    expect(details).toMatchObject([
      { version: 1, previous: { version: 0 } },
      {
        version: 2,
        previous: { version: 1, roots: { people: first.people.root } },
        changes: [
          { person: 'reviewer', before: { name: '审核人丙（示例）' }, after: { name: '乙（示例）' } },
        ],
      },
    ]);
    const index = await loadBound(database, first.people.root ?? '');
    expect(index).toMatchObject({ pages: [{ size: sample.people.length }] });
  });

  it('refuses a change over a version that is not the present one, and says nothing in the history', async () => {
    const first = await replaceDirectory(database, snapshotOf(database), sample, cause('1'));
    const change = (name: string) => put([{ ...personIn(sample, 'reviewer'), name }]);
    await changeDirectory(database, first, change('一（示例）'), cause('2'));
    await expect(changeDirectory(database, first, change('二（示例）'), cause('3'))).rejects.toThrow(
      'directory',
    );
    expect(await eventsOf(database, 'rules')).toHaveLength(2);
    const now = await wholeOf(await loadDirectory(database));
    expect(personIn(now, 'reviewer').name).toBe('一（示例）');
  });

  it('writes nothing where nothing is different', async () => {
    const first = await replaceDirectory(database, snapshotOf(database), sample, cause('1'));
    const second = await replaceDirectory(database, first, sample, cause('2'));
    expect(second.version).toBe(1);
    expect(await eventsOf(database, 'rules')).toHaveLength(1);
  });

  it('takes over the one document of 0.1, with the mailboxes that people had before', async () => {
    const former = [
      { person: 'reviewer', mailbox: 'old@countersign.example', until: '2026-01-01T00:00:00.000Z' },
    ];
    await database.put(database.projects, {
      ...directoryKey,
      version: 7,
      content: pack(sample),
      formerMailboxes: pack(former),
    });
    const found = await loadDirectory(database);
    expect(found.version).toBe(7);
    expect(await wholeOf(found)).toEqual(byId(sample));
    expect((await partOf(found, { units: [], people: ['reviewer'] })).formerMailboxes).toEqual(former);
    await changeDirectory(
      database,
      found,
      put([{ ...personIn(sample, 'submitter'), name: '甲（示例）' }]),
      cause('1'),
    );
    const next = await loadDirectory(database);
    expect(next.version).toBe(8);
    expect((await wholeOf(next)).people).toHaveLength(sample.people.length);
    expect((await partOf(next, { units: [], people: ['reviewer'] })).formerMailboxes).toEqual(former);
  });

  it('knows a person by id and by the mailbox they have now, not by one they had', async () => {
    const first = await replaceDirectory(database, snapshotOf(database), sample, cause('1'));
    const moved = { ...personIn(sample, 'reviewer'), email: 'new@countersign.example' };
    const now = await changeDirectory(database, first, put([moved]), cause('2'));
    const ofToken = async (email: string) => (await personOfToken(now, { id: 'sub-of-a-token', email }))?.id;
    expect(await ofToken('NEW@countersign.example')).toBe('reviewer');
    expect(await ofToken('reviewer@countersign.example')).toBeUndefined();
    expect((await personOfToken(now, { id: 'reviewer' }))?.email).toBe('new@countersign.example');
  });

  it('knows an access token, which names nobody, by whom its account signed in as', async () => {
    const first = await replaceDirectory(database, snapshotOf(database), sample, cause('1'));
    const account = { id: 'sub-of-cognito', name: '丙', roles: [] };
    const ofToken = async (id = account.id) =>
      (await personOfToken(await loadDirectory(database), { id }))?.id;
    expect(await ofToken()).toBeUndefined();
    expect(await recognise(database, account)).toBeUndefined();

    const email = personIn(sample, 'reviewer').email;
    expect((await recognise(database, { ...account, email }))?.id).toBe('reviewer');
    expect(await ofToken()).toBe('reviewer');
    expect(await ofToken('another-sub')).toBeUndefined();
    // The mailbox may change: the account stays the person's.
    const moved = { ...personIn(sample, 'reviewer'), email: 'new@countersign.example' };
    await changeDirectory(database, first, put([moved]), cause('2'));
    expect(await ofToken()).toBe('reviewer');
    // Whose mailbox the account has now, it is of from the next time on that somebody signs in.
    await recognise(database, { ...account, email: personIn(sample, 'approver').email });
    expect(await ofToken()).toBe('approver');
  });

  it('reads with a unit whoever decides on its projects, who stands in for them, and who shares a mailbox', async () => {
    const away = (delegate: string) => [{ from: '2026-12-01', to: '2026-12-05', delegate }];
    const extra: Person[] = ['first', 'second', 'far'].map((id) => ({
      id,
      name: `${id}（示例）`,
      email: `${id}@countersign.example`,
      unit: finance ?? '',
    }));
    const reviewer = { ...personIn(sample, 'reviewer'), absences: away('first') };
    const first = { ...personIn({ ...sample, people: extra }, 'first'), absences: away('second') };
    const before = await replaceDirectory(
      database,
      snapshotOf(database),
      { ...sample, people: [...sample.people, ...extra] },
      cause('1'),
    );
    const between = await changeDirectory(database, before, put([reviewer, first]), cause('2'));
    // Somebody else under a mailbox that the reviewer had.
    const renamed = { ...reviewer, email: 'new@countersign.example' };
    const later = await changeDirectory(database, between, put([renamed]), cause('3'));
    const twin: Person = { ...first, id: 'twin', email: 'reviewer@countersign.example', absences: undefined };
    const { absences: _, ...alone } = twin;
    const now = await changeDirectory(database, later, put([alone]), cause('4'));
    const part = await partOf(now, { units: [unit ?? ''], people: [] });
    expect(part.directory.units.map(({ id }) => id).toSorted()).toEqual([unit, finance].toSorted());
    expect(part.directory.people.map(({ id }) => id)).toEqual(
      expect.arrayContaining([
        'reviewer',
        'reviewer2',
        'approver',
        'approver2',
        'administrator',
        'first',
        'second',
        'twin',
      ]),
    );
    expect(part.directory.people.map(({ id }) => id)).not.toContain('far');
    expect(await unitsServedBy(now, 'second')).toEqual(new Set());
    expect(await unitsServedBy(now, 'first')).toEqual(new Set([finance]));
  });

  it('forgets no mailbox of who has left, and no post of who comes', async () => {
    const first = await replaceDirectory(database, snapshotOf(database), sample, cause('1'));
    const left = await changeDirectory(
      database,
      first,
      { units: new Map(), people: new Map([['submitter2', null]]) },
      cause('2'),
    );
    expect((await peopleWith(left, ['submitter2'])).size).toBe(0);
    expect((await partOf(left, { units: [], people: ['submitter2'] })).formerMailboxes).toEqual([
      { person: 'submitter2', mailbox: 'submitter2@countersign.example', until: cause('2').at },
    ]);
  });

  it('holds 2,000 units and 10,000 people, and reads of them what one project has to do with', async () => {
    const uscc = (at: number): string => `9153012100000${String(at).padStart(5, '0')}`;
    const many: Directory = {
      ...sample,
      units: [
        ...sample.units,
        ...Array.from({ length: 1_997 }, (_, at) => ({
          id: uscc(at),
          name: `单位${at}（示例）`,
          finance: finance ?? '',
        })),
      ],
      people: [
        ...sample.people,
        ...Array.from({ length: 9_992 }, (_, at) => ({
          id: `person-${at}`,
          name: `人员${at}（示例）`,
          email: `person-${at}@countersign.example`,
          unit: uscc(at % 1_997),
        })),
      ],
    };
    await replaceDirectory(database, snapshotOf(database), many, cause('1'));
    const readUnits = async (): Promise<number> => {
      resetMeter();
      const now = await loadDirectory(database);
      await partOf(now, { units: [unit ?? ''], people: ['submitter'] });
      return consumed().readUnits;
    };
    // A process that has just begun reads the head, the indexes and some pages; later only the head.
    expect(await readUnits()).toBeLessThanOrEqual(25);
    expect(await readUnits()).toBeLessThanOrEqual(1);
    // A page of the list reads fifty people and the units that they are of, however many there are beside them.
    const pageUnits = async (cursor?: string): Promise<number> => {
      resetMeter();
      const stored = await loadDirectory(database);
      const query = { limit: 50, cursor };
      const call = { ...aCall, query };
      const member = {
        ...{ principal: administrator, directory: stored },
        ...{ person: undefined, unit: undefined, hasPosts: false },
      };
      await personListPage({ now: () => new Date() }, member, call, await listPeople(stored, query));
      return consumed().readUnits;
    };
    const [first, second] = [await pageUnits(), await pageUnits('person-5000')];
    expect(first).toBeLessThanOrEqual(25);
    expect(second).toBeLessThanOrEqual(25);
    expect(digest(byId(await wholeOf(await loadDirectory(database))))).toBe(digest(byId(many)));
  });
});
