import { createHash, generateKeyPair, randomBytes } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { promisify } from 'node:util';
import * as z from 'zod';
import { openSqlite } from '../../sqlite.ts';

/** The private key that signs tokens, and the secret that signs cookies. */
export interface Secrets {
  readonly key: z.infer<typeof keySchema>;
  readonly cookieSecret: string;
}

const keySchema = z.looseObject({
  kty: z.literal('RSA'),
  kid: z.string(),
  alg: z.literal('RS256'),
  use: z.literal('sig'),
  n: z.string(),
  e: z.string(),
  d: z.string(),
});

const secretsSchema = z.object({ key: keySchema, cookieSecret: z.string() });

/** Opens, and where needed creates, the issuer's database file. */
export function openDatabase(path: string): DatabaseSync {
  const database = openSqlite(path);
  database.exec(`
    CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS models (
      kind TEXT NOT NULL,
      id TEXT NOT NULL,
      payload TEXT NOT NULL,
      uid TEXT,
      userCode TEXT,
      grantId TEXT,
      expiresAt INTEGER,
      PRIMARY KEY (kind, id)
    ) WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS models_by_expiry ON models (expiresAt) WHERE expiresAt IS NOT NULL;
  `);
  return database;
}

/** Writes something without meaning: whoever signs in is told before it that nothing can be stored. */
export function probe(database: DatabaseSync): void {
  database.exec("INSERT INTO settings VALUES ('probe', '') ON CONFLICT DO UPDATE SET value = excluded.value");
}

/**
 * The issuer's secrets, made on first use and kept: functions cache the public key, and a person who is signed in
 * should stay so over a restart.
 */
export async function loadSecrets(database: DatabaseSync): Promise<Secrets> {
  const stored = database.prepare("SELECT value FROM settings WHERE name = 'secrets'").get();
  if (stored !== undefined) {
    return secretsSchema.parse(JSON.parse(z.object({ value: z.string() }).parse(stored).value));
  }
  const secrets = { key: await newKey(), cookieSecret: randomBytes(32).toString('base64url') };
  database.prepare("INSERT INTO settings (name, value) VALUES ('secrets', ?)").run(JSON.stringify(secrets));
  return secrets;
}

// RS256 with 2048 bits is what Cognito signs with.
async function newKey(): Promise<Secrets['key']> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  const jwk = privateKey.export({ format: 'jwk' });
  const kid = createHash('sha256').update(String(jwk.n)).digest('base64url').slice(0, 16);
  return keySchema.parse({ ...jwk, kid, alg: 'RS256', use: 'sig' });
}
