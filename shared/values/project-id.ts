import { readableLetters } from './readable-letters.ts';

/**
 * A project's number, e.g. `2021-7K3M-9QXD`: the budget year and 40 random bits. Short and readable aloud; not
 * guessable, and where two ever meet the record's own condition refuses the second.
 */
export function newProjectId(budgetYear: number): string {
  const letters = readableLetters(8);
  return `${budgetYear}-${letters.slice(0, 4)}-${letters.slice(4)}`;
}

export const looksLikeProjectId = (text: string): boolean =>
  /^\d{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/.test(text);
