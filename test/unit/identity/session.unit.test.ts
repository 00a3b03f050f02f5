import { describe, expect, it } from '@jest/globals';
import { openIdentity } from '../../../shared/identity/identity.ts';
import {
  endedSessionCookie,
  newSessionId,
  sessionCookie,
  sessionHash,
} from '../../../shared/identity/session.ts';
import { endSession, findSession, saveSession } from '../../../shared/identity/session-store.ts';
import { aSessionsTable } from '../../builders/sessions-table.ts';

const person = {
  id: 'submitter',
  name: '经办人甲（示例）',
  email: 's@countersign.example',
  roles: ['submitter'],
} as const;
const settings = { ISSUER: 'https://issuer.example', AUDIENCES: 'a, b', ROLES_CLAIM: 'groups' };
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
    await saveSession(table, sessionHash(id), person, inAnHour());
    const { fromSession } = openIdentity(table, settings);
    expect(await fromSession(id)).toEqual({ ...person, via: 'session' });
    for (const other of [newSessionId(), sessionHash(id), `${id} `, '', 'x'.repeat(100_000)]) {
      expect(await fromSession(other)).toBeUndefined();
    }
  });

  it('is stored under its hash: the table holds nothing that lets anybody in', async () => {
    const table = aSessionsTable();
    const id = newSessionId();
    await saveSession(table, sessionHash(id), person, inAnHour());
    expect(JSON.stringify([...table.items])).not.toContain(id);
  });

  it('ends by its time, whether or not the table has deleted it', async () => {
    const table = aSessionsTable();
    const end = new Date('2026-11-23T16:00:00Z');
    await saveSession(table, 'hash', person, end);
    expect(await findSession(table, 'hash', new Date('2026-11-23T15:59:59.999Z'))).toEqual(person);
    expect(await findSession(table, 'hash', end)).toBeUndefined();
    expect([...table.items.values()]).toEqual([
      expect.objectContaining({ expiresAt: end.getTime() / 1_000 }),
    ]);
  });

  it('ends at once when it is ended', async () => {
    const table = aSessionsTable();
    await saveSession(table, 'hash', person, inAnHour());
    await endSession(table, 'hash');
    expect(await findSession(table, 'hash', new Date())).toBeUndefined();
  });

  it('keeps a person without a mailbox', async () => {
    const table = aSessionsTable();
    const { email: _, ...without } = person;
    await saveSession(table, 'hash', without, inAnHour());
    expect(await findSession(table, 'hash', new Date())).toEqual(without);
  });
});

it('its cookie can be read by no script and set by no other host', () => {
  expect(sessionCookie('abc')).toBe(
    '__Host-session=abc; Path=/; Max-Age=28800; Secure; HttpOnly; SameSite=Lax',
  );
  expect(endedSessionCookie()).toMatch(/^__Host-session=; Path=\/; Max-Age=0; Secure;/);
});
