import type { Finding } from '../forms/finding.ts';
import { error } from '../forms/rule.ts';
import type { Outcome } from '../history/vocabulary.ts';
import type { Words } from '../values/language.ts';
import { lettersOf } from '../values/text.ts';

/**
 * R30: what takes something away needs a reason (domain.md §8): a return, a rejection, a cut, a reassignment, an
 * objection, and the sight of personal data. The one measure of what counts as one.
 */

/** Ten letters or digits of any script: a short Chinese sentence. */
export const SHORTEST_REASON = 10;

/** One character over and over is no reason. */
const FEWEST_DIFFERENT = 3;

/** Whether a reason has real length: blanks, punctuation and one character over and over do not count. */
export function isReason(text: string | undefined): boolean {
  const letters = lettersOf(text ?? '');
  return letters.length >= SHORTEST_REASON && new Set(letters).size >= FEWEST_DIFFERENT;
}

export const reasonWords: Words = {
  zh: `请写明理由，至少 ${SHORTEST_REASON} 个字（标点和空格不算）`,
  en: `Give a reason of at least ${SHORTEST_REASON} letters or digits`,
};

/** What a comment lacks that must be a reason. */
export const reasonFindings = (comment: string | undefined, words = reasonWords): Finding[] =>
  isReason(comment) ? [] : [error('R30', '/comment', words)];

/** What an outcome's comment lacks. */
export function outcomeFindings(outcome: Outcome, comment: string | undefined): Finding[] {
  if (outcome === 'approve') return [];
  return reasonFindings(
    comment,
    outcome === 'return'
      ? {
          zh: `退回须写明理由，至少 ${SHORTEST_REASON} 个字，说明要改什么`,
          en: `To send back, give a reason of at least ${SHORTEST_REASON} characters that says what to change`,
        }
      : {
          zh: `否决须写明理由，至少 ${SHORTEST_REASON} 个字`,
          en: `To reject, give a reason of at least ${SHORTEST_REASON} characters`,
        },
  );
}
