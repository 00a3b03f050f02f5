import * as z from 'zod';
import { CODE_LIFE_MS, hashCode, sameHash } from './code.ts';
import type { Database } from './database.ts';
import { codeKey } from './keys.ts';

/** One for each person of a request: a fresh link does not bring another code beside the one before. */
export interface CodeHolder {
  readonly projectId: string;
  readonly revision: number;
  readonly stage: string;
  readonly person: string;
}

const codeRecord = z.object({ codeHash: z.string(), until: z.string() });

/** Stores a fresh code in the place of the one before; it holds with the link that it was asked for. */
export async function saveCode(
  database: Database,
  holder: CodeHolder,
  token: string,
  code: string,
  now: Date,
): Promise<void> {
  const until = new Date(now.getTime() + CODE_LIFE_MS);
  await database.put(database.projects, {
    ...codeKey(holder),
    codeHash: hashCode(token, code),
    until: until.toISOString(),
    expiresAt: Math.floor(until.getTime() / 1000),
  });
}

/** Whether the code is the link's, and not too old. How often one may try is for the caller to count. */
export async function codeHolds(
  database: Database,
  holder: CodeHolder,
  token: string,
  code: string,
  now: Date,
): Promise<boolean> {
  const item = await database.get(database.projects, codeKey(holder));
  if (item === undefined) return false;
  const { codeHash, until } = codeRecord.parse(item);
  const left = Date.parse(until) - now.getTime();
  // One with more time left than any has was mailed by a clock that has been set back since.
  return left > 0 && left <= CODE_LIFE_MS && sameHash(codeHash, hashCode(token, code));
}
