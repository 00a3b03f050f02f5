import type { Finding } from '../forms/finding.ts';
import { amount, error, isBlank } from '../forms/rule.ts';

/** R30, R31: what a decision needs (domain.md §8). Paths are those of the decision's body. */

/** A return must say what to change: ten characters are a short Chinese sentence. */
export const SHORTEST_RETURN_REASON = 10;

/** Whether a reason has real length: blanks, punctuation and one character over and over do not count. */
export function isReason(text: string | undefined, shortest: number): boolean {
  const chars = [...(text ?? '').normalize('NFKC')].filter((char) => /[\p{L}\p{N}]/u.test(char));
  return chars.length >= shortest && (shortest < 3 || new Set(chars).size >= 3);
}

/** R30 E: sending back needs a reason of real length. */
export const returnHasReason = (comment: string | undefined): Finding[] =>
  isReason(comment, SHORTEST_RETURN_REASON)
    ? []
    : [
        error('R30', '/comment', {
          zh: `退回须写明理由，至少 ${SHORTEST_RETURN_REASON} 个字，说明要改什么`,
          en: `To send back, give a reason of at least ${SHORTEST_RETURN_REASON} characters that says what to change`,
        }),
      ];

export interface Cut {
  /** 0-based index in the submitted revision's plan. */
  readonly line: number;
  /** What is approved for that line. */
  readonly amountFen: number;
  readonly reason?: string | undefined;
}

function cutFindings(
  plan: readonly { name: string; amountFen: number }[],
  cut: Cut,
  index: number,
): Finding[] {
  const path = `/cuts/${index}`;
  const line = plan[cut.line];
  if (!line) {
    return [
      error('R30', `${path}/line`, {
        zh: `核减的第 ${cut.line + 1} 项支出不在申报中`,
        en: `The declaration has no line ${cut.line + 1} to cut`,
      }),
    ];
  }
  const [asked, given] = [amount(line.amountFen), amount(cut.amountFen)];
  if (cut.amountFen > line.amountFen) {
    return [
      error('R30', `${path}/amountFen`, {
        zh: `第 ${cut.line + 1} 项支出“${line.name}”审定 ${given.zh}，超过申报 ${asked.zh}`,
        en: `Line ${cut.line + 1} "${line.name}": ${given.en} approved is more than the ${asked.en} requested`,
      }),
    ];
  }
  if (cut.amountFen === line.amountFen || isReason(cut.reason, 2)) return [];
  return [
    error('R30', `${path}/reason`, {
      zh: `第 ${cut.line + 1} 项支出“${line.name}”由 ${asked.zh} 核减为 ${given.zh}，须写明理由`,
      en: `Line ${cut.line + 1} "${line.name}" is cut from ${asked.en} to ${given.en}: give the reason`,
    }),
  ];
}

/** R30 E: a cut names a line once, gives a reason and leaves no more than was requested. */
export function cutsHold(
  plan: readonly { name: string; amountFen: number }[],
  cuts: readonly Cut[],
): Finding[] {
  const twice = cuts.flatMap(({ line }, index) =>
    cuts.findIndex((other) => other.line === line) === index
      ? []
      : error('R30', `/cuts/${index}/line`, {
          zh: `第 ${line + 1} 项支出核减了两次`,
          en: `Line ${line + 1} is cut twice`,
        }),
  );
  return [...twice, ...cuts.flatMap((cut, index) => cutFindings(plan, cut, index))];
}

/** R30 E: no more is approved than was requested. */
export const approvedIsNotMore = (approvedFen: number, requestedFen: number): Finding[] => {
  if (approvedFen <= requestedFen) return [];
  const [approved, requested] = [amount(approvedFen), amount(requestedFen)];
  return [
    error('R30', '/approvedFen', {
      zh: `审定金额 ${approved.zh} 超过申报金额 ${requested.zh}`,
      en: `${approved.en} approved is more than the ${requested.en} requested`,
    }),
  ];
};

/**
 * R31 E: from a threshold on, the decision was taken collectively (三重一大) and names the minutes. The threshold is the
 * deployment's setting; without one the rule is off, as there is no national amount.
 */
export function minutesAreNamed(
  requestedFen: number,
  thresholdFen: number | undefined,
  minutesNumber: string | undefined,
): Finding[] {
  if (thresholdFen === undefined || requestedFen < thresholdFen || !isBlank(minutesNumber)) return [];
  const [asked, threshold] = [amount(requestedFen), amount(thresholdFen)];
  return [
    error('R31', '/supplied/minutesNumber', {
      zh: `申报 ${asked.zh} 达到集体决策标准 ${threshold.zh}，须填会议纪要文号`,
      en: `${asked.en} reaches the threshold of ${threshold.en} for a collective decision: give the number of its minutes`,
    }),
  ];
}
