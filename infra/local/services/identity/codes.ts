import { createHash, randomInt, timingSafeEqual } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';
import type { Clock } from '../../clock.ts';

/** One-time codes that are sent to mailboxes, each for one sign-in. */
export interface Codes {
  /**
   * Makes the code of a sign-in; the one before it is worth nothing any more.
   * @returns undefined where this mailbox has been sent as many as it may be
   */
  make(signIn: string, mailbox: string): string | undefined;
  /** Whether there is a code for this sign-in at all, and for which mailbox. */
  mailboxOf(signIn: string): string | undefined;
  /** Takes the code; it is good once. */
  take(signIn: string, code: string): Taken;
}

/** `over`: too late, or tried too often. Only a new code helps. */
export type Taken = { readonly mailbox: string } | 'wrong' | 'over';

export const codeMinutes = 10;
const codeMs = codeMinutes * 60_000;
// Of a million: with these bounds somebody who guesses all day at one mailbox finds one in ten thousand days.
const mostTries = 5;
const mostAnHour = 5;
const mostADay = 20;
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

const rowSchema = z.object({ mailbox: z.string(), hash: z.string(), sentAt: z.number(), tries: z.number() });
const countSchema = z.object({ hour: z.number(), day: z.number() });

export function openCodes(database: DatabaseSync, clock: Clock): Codes {
  database.exec(`CREATE TABLE IF NOT EXISTS codes (
    signIn TEXT NOT NULL, mailbox TEXT NOT NULL, hash TEXT NOT NULL, sentAt INTEGER NOT NULL, tries INTEGER NOT NULL
  ) STRICT`);
  const insert = database.prepare('INSERT INTO codes VALUES (?, ?, ?, ?, 0)');
  const newest = database.prepare('SELECT * FROM codes WHERE signIn = ? ORDER BY rowid DESC LIMIT 1');
  const count = database.prepare(
    'SELECT count(*) FILTER (WHERE sentAt > ?) AS hour, count(*) AS day FROM codes WHERE mailbox = ? AND sentAt > ?',
  );
  const tried = database.prepare('UPDATE codes SET tries = tries + 1 WHERE signIn = ?');
  const spend = database.prepare(`UPDATE codes SET tries = ${mostTries} WHERE signIn = ?`);
  const forget = database.prepare('DELETE FROM codes WHERE sentAt <= ?');
  const find = (signIn: string) => rowSchema.optional().parse(newest.get(signIn));

  return {
    make(signIn, mailbox) {
      const now = Math.trunc(clock.now());
      forget.run(now - dayMs);
      const { hour, day } = countSchema.parse(count.get(now - hourMs, mailbox, now - dayMs));
      if (hour >= mostAnHour || day >= mostADay) return undefined;
      const code = String(randomInt(1_000_000)).padStart(6, '0');
      insert.run(signIn, mailbox, hashOf(signIn, code), now);
      return code;
    },
    mailboxOf: (signIn) => find(signIn)?.mailbox,
    take(signIn, code) {
      const row = find(signIn);
      if (row === undefined || row.tries >= mostTries || row.sentAt + codeMs <= clock.now()) return 'over';
      // Counted before it is looked at: who tries many at once has no more tries than who tries one by one.
      tried.run(signIn);
      if (!timingSafeEqual(Buffer.from(row.hash), Buffer.from(hashOf(signIn, code))))
        return row.tries + 1 >= mostTries ? 'over' : 'wrong';
      spend.run(signIn);
      return { mailbox: row.mailbox };
    },
  };
}

const hashOf = (signIn: string, code: string): string =>
  createHash('sha256').update(`${signIn}:${code}`).digest('hex');
