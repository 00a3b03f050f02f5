import * as z from 'zod';
import { programRoles } from '../contract/roles.ts';
import { hashToken, mintToken } from '../store/token.ts';
import { day } from '../values/dates.ts';
import { readableLetters } from '../values/readable-letters.ts';
import { beijingDay } from '../values/working-days.ts';

/**
 * A program with a key of its own. It acts as a person of the directory, or reads for a unit, in one role; it decides
 * nothing and administers nothing.
 */

const named = z.lazy(() => z.object({ id: z.string(), name: z.string() }));

export const programRecord = z.lazy(() =>
  z.object({
    id: z.string(),
    name: z.string(),
    role: z.enum(programRoles),
    /** The id of the directory's person that it acts as. */
    person: z.string().optional(),
    /** USCC, in the person's place: of a program that reads for a unit and acts as nobody. */
    unit: z.string().optional(),
    /** SHA-256 of its key, which is stored nowhere. */
    keyHash: z.string(),
    madeBy: named,
    /** UTC */
    madeAt: z.string(),
    /** The last day in Beijing on which its key holds. */
    until: day,
    revoked: z.object({ by: named, at: z.string() }).optional(),
  }),
);
export type ProgramRecord = z.infer<typeof programRecord>;

export const isExpired = ({ until }: Pick<ProgramRecord, 'until'>, now: Date): boolean =>
  beijingDay(now) > until;

/**
 * `csp_7K3M9QXD_` and 43 characters: what scanners for secrets look for, which program it is of (so that a key that was
 * found somewhere can be revoked by its name), and 256 random bits.
 */
const PREFIX = 'csp_';
const KEY = /^csp_([0-9A-HJKMNP-TV-Z]{8})_[\w-]{43}$/;

/** Whether a bearer token means to be a program's key: no issuer's token begins so. */
export const isProgramKey = (token: string): boolean => token.startsWith(PREFIX);

/** The id of the program that a key is of; undefined of what is no key. */
export const programOfKey = (key: string): string | undefined => KEY.exec(key)?.[1];

/** A program's id, and a new key of it: 40 and 256 random bits. */
export function newProgramKey(id = readableLetters(8)): { readonly id: string; readonly key: string } {
  return { id, key: `${PREFIX}${id}_${mintToken()}` };
}

export const keyHash = hashToken;
