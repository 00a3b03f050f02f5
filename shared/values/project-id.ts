import { randomBytes } from 'node:crypto';

// Crockford's base32 leaves out I, L, O and U: nothing is misheard or misread over the telephone.
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/**
 * A project's number, e.g. `2021-7K3M-9QXD`: the budget year and 40 random bits. Short and readable aloud; not
 * guessable, and where two ever meet the record's own condition refuses the second.
 */
export function newProjectId(budgetYear: number): string {
  const letters = Array.from(randomBytes(8), (byte) => ALPHABET.charAt(byte & 31)).join('');
  return `${budgetYear}-${letters.slice(0, 4)}-${letters.slice(4)}`;
}

export const looksLikeProjectId = (text: string): boolean =>
  /^\d{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/.test(text);
