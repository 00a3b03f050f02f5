import * as z from 'zod';
import { roles } from '../contract/roles.ts';
import { ConditionRefused, type Database, readPartition } from '../store/database.ts';
import { StorageUnavailable } from '../store/errors.ts';
import { sessionKey, sessionOfKey } from '../store/keys.ts';
import type { Account } from './principal.ts';
import { isIdleLimited, SEEN_SECONDS } from './session.ts';

/**
 * Sessions: who signed in, under the hash of the cookie's value. The value itself is stored nowhere. Beside each, under
 * the person, stands its hash, so that somebody's sessions can be ended wherever they are.
 */

const sessionRecord = z.lazy(() =>
  z.object({
    id: z.string(),
    name: z.string(),
    email: z.string().optional(),
    roles: z.array(z.enum(roles)),
    /** Epoch seconds; absent of one that an earlier release began. */
    startedAt: z.int().optional(),
    /** Epoch seconds of a request that was not long before the last one; absent where no time runs out by idleness. */
    seenAt: z.int().optional(),
    /** Epoch seconds: the table's TTL attribute. */
    expiresAt: z.int(),
  }),
);
type SessionRecord = z.infer<typeof sessionRecord>;

const secondsOf = (at: Date): number => Math.floor(at.getTime() / 1_000);

export async function saveSession(
  database: Database,
  hash: string,
  account: Account,
  now: Date,
  expiresAt: Date,
): Promise<void> {
  const { id, name, email, roles } = account;
  const ends = { expiresAt: secondsOf(expiresAt) };
  const seen = isIdleLimited(account) ? { seenAt: secondsOf(now) } : {};
  // First where it is found by its person: no session may stand that cannot be ended from elsewhere.
  const begins = { startedAt: secondsOf(now) };
  await database.put(database.projects, { ...sessionOfKey(id, hash), hash, ...begins, ...ends });
  await database.put(database.projects, {
    ...sessionKey(hash),
    ...{ id, name, email, roles },
    ...{ ...begins, ...seen, ...ends },
  });
}

/** Read strongly: signing out must hold at once, and signing in be seen at once. */
async function load(database: Database, hash: string, at: Date): Promise<SessionRecord | undefined> {
  const item = await database.get(database.projects, sessionKey(hash));
  if (!item) return undefined;
  const record = sessionRecord.parse(item);
  // The table deletes what has expired days later, if ever: the end of a session is decided here.
  return secondsOf(at) >= record.expiresAt ? undefined : record;
}

/** @returns whether it is there still */
async function rewrite(database: Database, hash: string, record: SessionRecord): Promise<boolean> {
  try {
    await database.put(database.projects, { ...sessionKey(hash), ...record }, 'attribute_exists(pk)');
    return true;
  } catch (error) {
    // Ended between reading and writing: it must not come back.
    if (error instanceof ConditionRefused) return false;
    // Reading goes on where nothing can be stored; the session ends by when it was last seen to be used.
    if (error instanceof StorageUnavailable) return true;
    throw error;
  }
}

/** Moves the time of idleness on. Not at every request, which would be a write for each page that is read. */
const keepAwake = async (
  database: Database,
  hash: string,
  record: SessionRecord,
  at: number,
): Promise<boolean> =>
  record.seenAt === undefined ||
  at - record.seenAt < SEEN_SECONDS ||
  rewrite(database, hash, { ...record, seenAt: at });

/** Whether it was last written by a clock that has been set back since: how old it is then, nobody can tell. */
const isAhead = ({ startedAt = 0, seenAt = 0 }: SessionRecord, at: number): boolean =>
  Math.max(startedAt, seenAt) > at + SEEN_SECONDS;

/** The account that a session is of; `idle` where it ended because nothing was asked for too long. */
export async function findSession(
  database: Database,
  hash: string,
  now: Date,
  idleSeconds: number,
): Promise<Account | 'idle' | undefined> {
  const record = await load(database, hash, now);
  if (!record) return undefined;
  const at = secondsOf(now);
  if (isAhead(record, at)) {
    // For good: it must not come back when time gets to where that clock was.
    await rewrite(database, hash, { ...record, expiresAt: at });
    return undefined;
  }
  if (record.seenAt !== undefined && at - record.seenAt >= idleSeconds) return 'idle';
  if (!(await keepAwake(database, hash, record, at))) return undefined;
  const { expiresAt: _, seenAt: __, startedAt: ___, email, ...account } = record;
  return { ...account, ...(email === undefined ? {} : { email }) };
}

export async function endSession(database: Database, hash: string): Promise<void> {
  const item = await database.get(database.projects, sessionKey(hash));
  await database.delete(database.projects, sessionKey(hash));
  if (item) await database.delete(database.projects, sessionOfKey(sessionRecord.parse(item).id, hash));
}

const listedSession = z.lazy(() =>
  z.object({ hash: z.string(), startedAt: z.int().optional(), expiresAt: z.int() }),
);

/** A session as its person is told of it: UTC. */
export interface OwnSession {
  readonly hash: string;
  /** Null of one that an earlier release began. */
  readonly signedInAt: string | null;
  /** Near its last request; null where idleness does not end it. */
  readonly seenAt: string | null;
  readonly until: string;
}

/** Somebody's sessions that are not over, the newest first. */
export async function sessionsOf(
  database: Database,
  person: string,
  now: Date,
  idleSeconds: number,
): Promise<OwnSession[]> {
  const listed = (await readPartition(database, sessionOfKey(person, '').pk)).map((item) =>
    listedSession.parse(item),
  );
  const at = secondsOf(now);
  const utcOf = (seconds: number | undefined): string | null =>
    seconds === undefined ? null : new Date(seconds * 1_000).toISOString();
  const sessions = await Promise.all(
    listed.map(async ({ hash, startedAt, expiresAt }) => {
      const record = await load(database, hash, now);
      if (!record || (record.seenAt !== undefined && at - record.seenAt >= idleSeconds)) return [];
      const until = new Date(expiresAt * 1_000).toISOString();
      return [{ hash, signedInAt: utcOf(startedAt), seenAt: utcOf(record.seenAt), until }];
    }),
  );
  return sessions.flat().toSorted((a, b) => (a.until > b.until ? -1 : 1));
}

/** Ends all sessions of whoever a session is of. One that is idle counts: it still says who asks. */
export async function endSessionsEverywhere(database: Database, hash: string, now: Date): Promise<void> {
  const record = await load(database, hash, now);
  if (!record) return;
  for (const { hash: one } of await readPartition(database, sessionOfKey(record.id, '').pk))
    await endSession(database, String(one));
  await endSession(database, hash);
}
