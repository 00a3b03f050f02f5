import * as z from 'zod';
import { CODE_LIFE_MS, hashCode, MOST_CODES, MOST_TRIES, sameHash } from './code.ts';
import { ConditionRefused, type Database } from './database.ts';
import { codeKey } from './keys.ts';

/** One for each person of a request: a fresh link does not bring fresh tries at the same mailbox. */
export interface CodeHolder {
  readonly projectId: string;
  readonly revision: number;
  readonly stage: string;
  readonly person: string;
}

const codeRecord = z.object({ codeHash: z.string() });

/** A year, as a link: that the codes are used up must not be forgotten before the links are. */
const KEPT_SECONDS = 365 * 24 * 60 * 60;

/**
 * Stores a fresh code in the place of the one before; it holds with the link that it was asked for.
 * @returns false where too many were mailed for this request
 */
export async function saveCode(
  database: Database,
  holder: CodeHolder,
  token: string,
  code: string,
  now: Date,
): Promise<boolean> {
  try {
    await database.update({
      TableName: database.projects,
      Key: codeKey(holder),
      UpdateExpression:
        'SET #hash = :hash, #until = :until, #tries = :none, #expiresAt = :kept ADD #issued :one',
      ConditionExpression: 'attribute_not_exists(#issued) OR #issued < :most',
      ExpressionAttributeNames: {
        '#hash': 'codeHash',
        '#until': 'until',
        '#tries': 'tries',
        '#issued': 'issued',
        '#expiresAt': 'expiresAt',
      },
      ExpressionAttributeValues: {
        ':hash': hashCode(token, code),
        ':until': new Date(now.getTime() + CODE_LIFE_MS).toISOString(),
        ':none': 0,
        ':one': 1,
        ':most': MOST_CODES,
        ':kept': Math.floor(now.getTime() / 1000) + KEPT_SECONDS,
      },
    });
    return true;
  } catch (error) {
    if (error instanceof ConditionRefused) return false;
    throw error;
  }
}

/** Whether the code is the link's. The try is counted before it is compared, so that guesses at once count each. */
export async function codeHolds(
  database: Database,
  holder: CodeHolder,
  token: string,
  code: string,
  now: Date,
): Promise<boolean> {
  try {
    await database.update({
      TableName: database.projects,
      Key: codeKey(holder),
      UpdateExpression: 'ADD #tries :one',
      ConditionExpression: '#tries < :most AND #until > :now',
      ExpressionAttributeNames: { '#tries': 'tries', '#until': 'until' },
      ExpressionAttributeValues: { ':one': 1, ':most': MOST_TRIES, ':now': now.toISOString() },
    });
  } catch (error) {
    if (error instanceof ConditionRefused) return false;
    throw error;
  }
  const item = await database.get(database.projects, codeKey(holder));
  return item !== undefined && sameHash(codeRecord.parse(item).codeHash, hashCode(token, code));
}
