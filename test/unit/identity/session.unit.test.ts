import { describe, expect, it } from '@jest/globals';
import type { Role } from '../../../shared/contract/roles.ts';
import { openIdentity } from '../../../shared/identity/identity.ts';
import {
  endedSessionCookie,
  newSessionId,
  sessionCookie,
  sessionHash,
} from '../../../shared/identity/session.ts';
import {
  endSession,
  endSessionsEverywhere,
  findSession,
  saveSession,
} from '../../../shared/identity/session-store.ts';
import { aSessionsTable } from '../../builders/sessions-table.ts';

const person = {
  id: 'submitter',
  name: '经办人甲（示例）',
  email: 's@countersign.example',
  roles: ['submitter'],
} as const;
const settings = {
  ISSUER: 'https://issuer.example',
  AUDIENCES: 'a, b',
  ROLES_CLAIM: 'groups',
  SESSION_IDLE_MINUTES: 30,
};
const IDLE = 30 * 60;
const inAnHour = (): Date => new Date(Date.now() + 3_600_000);

describe('a session', () => {
  it('has an id of 256 bits, never the same', () => {
    const ids = Array.from({ length: 100 }, newSessionId);
    expect(new Set(ids).size).toBe(100);
    for (const id of ids) expect(Buffer.from(id, 'base64url')).toHaveLength(32);
  });

  it('lets its holder in, and nobody with another cookie', async () => {
    const table = aSessionsTable();
    const id = newSessionId();
    await saveSession(table, sessionHash(id), person, new Date(), inAnHour());
    const { fromSession } = openIdentity(table, settings);
    expect(await fromSession(id)).toEqual({ ...person, via: 'session' });
    for (const other of [newSessionId(), sessionHash(id), `${id} `, '', 'x'.repeat(100_000)]) {
      expect(await fromSession(other)).toBeUndefined();
    }
  });

  it('is stored under its hash: the table holds nothing that lets anybody in', async () => {
    const table = aSessionsTable();
    const id = newSessionId();
    await saveSession(table, sessionHash(id), person, new Date(), inAnHour());
    expect(JSON.stringify([...table.items])).not.toContain(id);
  });

  it('ends by its time, whether or not the table has deleted it', async () => {
    const table = aSessionsTable();
    const end = new Date('2026-11-23T16:00:00Z');
    await saveSession(table, 'hash', person, new Date('2026-11-23T08:00:00Z'), end);
    expect(await findSession(table, 'hash', new Date('2026-11-23T15:59:59.999Z'), IDLE)).toEqual(person);
    expect(await findSession(table, 'hash', end, IDLE)).toBeUndefined();
    // The table may delete both, some day.
    expect([...table.items.values()].map(({ expiresAt }) => expiresAt)).toEqual([
      end.getTime() / 1_000,
      end.getTime() / 1_000,
    ]);
  });

  it('ends at once when it is ended', async () => {
    const table = aSessionsTable();
    await saveSession(table, 'hash', person, new Date(), inAnHour());
    await endSession(table, 'hash');
    expect(await findSession(table, 'hash', new Date(), IDLE)).toBeUndefined();
    expect(table.items.size).toBe(0);
  });

  it('keeps a person without a mailbox', async () => {
    const table = aSessionsTable();
    const { email: _, ...without } = person;
    await saveSession(table, 'hash', without, new Date(), inAnHour());
    expect(await findSession(table, 'hash', new Date(), IDLE)).toEqual(without);
  });
});

describe('a session that nobody uses', () => {
  const start = new Date('2026-11-23T01:00:00Z');
  const end = new Date('2026-11-23T09:00:00Z');
  const after = (minutes: number): Date => new Date(start.getTime() + minutes * 60_000);
  const begun = async (...roles: Role[]) => {
    const table = aSessionsTable();
    await saveSession(table, 'hash', { ...person, roles }, start, end);
    return { table, at: (minutes: number) => findSession(table, 'hash', after(minutes), IDLE) };
  };

  it.each<[Role]>([['reviewer'], ['approver'], ['administrator'], ['auditor']])(
    'for half an hour is over for a person who may be %s, and stays so',
    async (role) => {
      const { at } = await begun('submitter', role);
      expect(await at(29.9)).toMatchObject({ id: person.id });
      const { at: later } = await begun(role);
      expect(await later(30)).toBe('idle');
      expect(await later(31)).toBe('idle');
    },
  );

  it('goes on with each request, to its end after eight hours', async () => {
    const { at } = await begun('approver');
    for (let minutes = 28; minutes < 8 * 60; minutes += 28)
      expect(await at(minutes)).toMatchObject({ id: person.id });
    expect(await at(8 * 60)).toBeUndefined();
  });

  it('is not over for who only submits: the form may be typed for hours', async () => {
    const { at } = await begun('submitter');
    expect(await at(7.9 * 60)).toMatchObject({ id: person.id });
    expect(await at(8 * 60)).toBeUndefined();
  });

  it('is written at most once in two minutes, however much is read', async () => {
    const { table, at } = await begun('approver');
    let writes = 0;
    const { put } = table;
    table.put = async (...given) => {
      writes += 1;
      await put(...given);
    };
    for (let seconds = 0; seconds < 600; seconds += 5) await at(seconds / 60);
    expect(writes).toBe(4);
  });

  it('does not come back where it was ended between reading and writing', async () => {
    const { table, at } = await begun('approver');
    const { get } = table;
    table.get = async (...given) => {
      const item = await get(...given);
      table.items.clear();
      return item;
    };
    expect(await at(10)).toBeUndefined();
    expect(table.items.size).toBe(0);
  });
});

describe('a session while a clock is set', () => {
  const right = new Date('2026-11-23T01:00:00Z');
  const at = (hours: number): Date => new Date(right.getTime() + hours * 3_600_000);
  const begun = async (role: Role, since: Date) => {
    const table = aSessionsTable();
    const end = new Date(since.getTime() + 8 * 3_600_000);
    await saveSession(table, 'hash', { ...person, roles: [role] }, since, end);
    return (now: Date) => findSession(table, 'hash', now, IDLE);
  };

  it.each<[Role]>([['approver'], ['submitter']])(
    'of a person who may be %s that began by a clock which was ahead is over with it, and does not come back',
    async (role) => {
      const found = await begun(role, at(24));
      expect(await found(at(24.1))).toMatchObject({ id: person.id });
      expect(await found(at(0.2))).toBeUndefined();
      // Time gets to where that clock was.
      expect(await found(at(24.2))).toBeUndefined();
    },
  );

  it('goes on where the clock is set back by what clocks are wrong', async () => {
    const found = await begun('approver', at(0));
    expect(await found(at(-1 / 60))).toMatchObject({ id: person.id });
    expect(await found(at(0.2))).toMatchObject({ id: person.id });
  });

  it('that began by a clock which was behind ends early at most', async () => {
    const found = await begun('submitter', at(-24));
    expect(await found(at(0))).toBeUndefined();
    expect(await (await begun('submitter', at(0)))(at(1))).toMatchObject({ id: person.id });
  });
});

it('all sessions of a person end together, and nobody else’s', async () => {
  const table = aSessionsTable();
  const now = new Date();
  for (const hash of ['one', 'two']) await saveSession(table, hash, person, now, inAnHour());
  await saveSession(table, 'other', { ...person, id: 'approver' }, now, inAnHour());
  await endSessionsEverywhere(table, 'one', now);
  expect(await findSession(table, 'one', now, IDLE)).toBeUndefined();
  expect(await findSession(table, 'two', now, IDLE)).toBeUndefined();
  expect(await findSession(table, 'other', now, IDLE)).toMatchObject({ id: 'approver' });
});

it('its cookie can be read by no script and set by no other host', () => {
  expect(sessionCookie('abc', 'https://office.example', 28_800)).toBe(
    '__Host-session=abc; Path=/; Max-Age=28800; Secure; HttpOnly; SameSite=Lax',
  );
  expect(endedSessionCookie('https://office.example')).toMatch(
    /^__Host-session=; Path=\/; Max-Age=0; Secure;/,
  );
});

it('its cookie is another one at each port: two platforms on one machine do not sign each other out', () => {
  expect(sessionCookie('abc', 'http://localhost:3000', 28_800)).toMatch(/^__Host-session-3000=abc; /);
  expect(endedSessionCookie('http://localhost:3100')).toMatch(/^__Host-session-3100=; /);
});
