import type { Cut } from '../forms/cuts.ts';
import type { Finding } from '../forms/finding.ts';
import { amount, error } from '../forms/rule.ts';
import type { Outcome } from '../history/vocabulary.ts';
import type { PlanLine } from './project.ts';
import { isReason, SHORTEST_REASON } from './reason.ts';

/** R30: what a cut needs (domain.md §8). Paths are those of the decision's body. */

function cutFindings(plan: readonly PlanLine[], cut: Cut, index: number): Finding[] {
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
  const [left, given] = [amount(line.amountFen), amount(cut.amountFen)];
  if (line.amountFen < 0) {
    return [
      error('R30', `${path}/line`, {
        zh: `第 ${cut.line + 1} 项“${line.name}”是扣减 ${left.zh}，不能再核减`,
        en: `Line ${cut.line + 1} "${line.name}" is a deduction (${left.en}) and cannot be cut`,
      }),
    ];
  }
  if (cut.amountFen > line.amountFen) {
    return [
      error('R30', `${path}/amountFen`, {
        zh: `第 ${cut.line + 1} 项支出“${line.name}”审定 ${given.zh}，超过目前的 ${left.zh}`,
        en: `Line ${cut.line + 1} "${line.name}": ${given.en} is more than the ${left.en} that it stands at`,
      }),
    ];
  }
  if (cut.amountFen === line.amountFen || isReason(cut.reason)) return [];
  return [
    error('R30', `${path}/reason`, {
      zh: `第 ${cut.line + 1} 项支出“${line.name}”由 ${left.zh} 核减为 ${given.zh}，须写明理由，至少 ${SHORTEST_REASON} 个字`,
      en: `Line ${cut.line + 1} "${line.name}" is cut from ${left.en} to ${given.en}: give the reason, at least ${SHORTEST_REASON} characters`,
    }),
  ];
}

/** What is cut is not more than what is asked for: deductions and other money stand beside the lines. */
function totalFindings(plan: readonly PlanLine[], cuts: readonly Cut[], amountFen: number): Finding[] {
  const cutFen = cuts.reduce((sum, cut) => sum + (plan[cut.line]?.amountFen ?? 0) - cut.amountFen, 0);
  if (cutFen <= amountFen) return [];
  const [cut, asked] = [amount(cutFen), amount(amountFen)];
  return [
    error('R30', '/cuts', {
      zh: `核减合计 ${cut.zh}，超过目前的 ${asked.zh}`,
      en: `The cuts come to ${cut.en}, more than the ${asked.en} that it stands at`,
    }),
  ];
}

/**
 * R30 E: only an approval cuts; a cut names a line once and no deduction, gives a reason and leaves no more than is there;
 * all together take no more than the amount.
 * @param amountFen what the earlier decisions have left of the amount
 */
export function cutsHold(
  plan: readonly PlanLine[],
  cuts: readonly Cut[],
  outcome: Outcome,
  amountFen: number,
): Finding[] {
  if (cuts.length > 0 && outcome !== 'approve')
    return [error('R30', '/cuts', { zh: '只有同意时才能核减', en: 'Only an approval can cut' })];
  const twice = cuts.flatMap(({ line }, index) =>
    cuts.findIndex((other) => other.line === line) === index
      ? []
      : error('R30', `/cuts/${index}/line`, {
          zh: `第 ${line + 1} 项支出核减了两次`,
          en: `Line ${line + 1} is cut twice`,
        }),
  );
  const each = cuts.flatMap((cut, index) => cutFindings(plan, cut, index));
  return [...twice, ...each, ...(each.length > 0 ? [] : totalFindings(plan, cuts, amountFen))];
}
