import type { Finding } from '../forms/finding.ts';
import { error } from '../forms/rule.ts';
import type { Outcome } from '../history/vocabulary.ts';

/** R30: sending back and rejecting need a reason (domain.md §8). The one measure of what counts as one. */

/** A return must say what to change: ten characters are a short Chinese sentence. */
const SHORTEST_RETURN_REASON = 10;

/** Whether a reason has real length: blanks, punctuation and one character over and over do not count. */
export function isReason(text: string | undefined, shortest: number): boolean {
  const chars = [...(text ?? '').normalize('NFKC')].filter((char) => /[\p{L}\p{N}]/u.test(char));
  return chars.length >= shortest && (shortest < 3 || new Set(chars).size >= 3);
}

const shortest: Readonly<Record<Outcome, number>> = { approve: 0, return: SHORTEST_RETURN_REASON, reject: 1 };

/** What an outcome's comment lacks. */
export function reasonFindings(outcome: Outcome, comment: string | undefined): Finding[] {
  if (isReason(comment, shortest[outcome])) return [];
  return [
    error(
      'R30',
      '/comment',
      outcome === 'return'
        ? {
            zh: `退回须写明理由，至少 ${SHORTEST_RETURN_REASON} 个字，说明要改什么`,
            en: `To send back, give a reason of at least ${SHORTEST_RETURN_REASON} characters that says what to change`,
          }
        : { zh: '否决须写明理由', en: 'To reject, give the reason' },
    ),
  ];
}
