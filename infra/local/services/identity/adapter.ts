import type { DatabaseSync } from 'node:sqlite';
import type { Adapter, AdapterFactory, AdapterPayload } from 'oidc-provider';
import * as z from 'zod';
import type { Clock } from '../../clock.ts';

const rowSchema = z.object({ payload: z.string() });
const payloadSchema = z.custom<AdapterPayload>((value) => typeof value === 'object' && value !== null);

/** Keeps what the issuer remembers (sessions, sign-ins under way, codes, grants) in the database, until it expires. */
export function adapterOn(database: DatabaseSync, clock: Clock): AdapterFactory {
  const statements = {
    upsert: database.prepare(
      `INSERT INTO models (kind, id, payload, uid, userCode, grantId, expiresAt) VALUES (?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET payload = excluded.payload, uid = excluded.uid, userCode = excluded.userCode,
       grantId = excluded.grantId, expiresAt = excluded.expiresAt`,
    ),
    byId: database.prepare(alive('id')),
    byUid: database.prepare(alive('uid')),
    byUserCode: database.prepare(alive('userCode')),
    consume: database.prepare(
      `UPDATE models SET payload = json_set(payload, '$.consumed', ?) WHERE kind = ? AND id = ?`,
    ),
    destroy: database.prepare('DELETE FROM models WHERE kind = ? AND id = ?'),
    revoke: database.prepare('DELETE FROM models WHERE kind = ? AND grantId = ?'),
    removeExpired: database.prepare('DELETE FROM models WHERE expiresAt <= ?'),
  };

  function read(statement: typeof statements.byId, kind: string, key: string): AdapterPayload | undefined {
    const row = rowSchema.optional().parse(statement.get(kind, key, clock.now()));
    return row === undefined ? undefined : payloadSchema.parse(JSON.parse(row.payload));
  }

  return (kind): Adapter => ({
    async upsert(id, payload, expiresIn) {
      const now = clock.now();
      statements.removeExpired.run(now);
      statements.upsert.run(
        kind,
        id,
        JSON.stringify(payload),
        payload.uid ?? null,
        payload.userCode ?? null,
        payload.grantId ?? null,
        expiresIn === undefined ? null : now + expiresIn * 1000,
      );
    },
    find: async (id) => read(statements.byId, kind, id),
    findByUid: async (uid) => read(statements.byUid, kind, uid),
    findByUserCode: async (userCode) => read(statements.byUserCode, kind, userCode),
    async consume(id) {
      statements.consume.run(Math.floor(clock.now() / 1000), kind, id);
    },
    async destroy(id) {
      statements.destroy.run(kind, id);
    },
    async revokeByGrantId(grantId) {
      statements.revoke.run(kind, grantId);
    },
  });
}

function alive(column: 'id' | 'uid' | 'userCode'): string {
  return `SELECT payload FROM models WHERE kind = ? AND ${column} = ? AND (expiresAt IS NULL OR expiresAt > ?)`;
}
