import { createHash, randomInt, timingSafeEqual } from 'node:crypto';

/** Six digits: what people copy from a mail without error. How many tries there are: `shared/contract/limits.ts`. */
export const mintCode = (): string => String(randomInt(1_000_000)).padStart(6, '0');

/** What is stored of a code: bound to the raw token of its link, which nobody who reads the table has. */
export const hashCode = (token: string, code: string): string =>
  createHash('sha256').update(`${token}:${code}`).digest('hex');

export const sameHash = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));

/** Ten minutes: long enough for a slow mail, short enough that a code read over a shoulder is of no use later. */
export const CODE_LIFE_MS = 10 * 60_000;
