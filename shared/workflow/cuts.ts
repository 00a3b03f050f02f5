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

/** R30 E: only an approval cuts; a cut names a line once, gives a reason and leaves no more than is there. */
export function cutsHold(plan: readonly PlanLine[], cuts: readonly Cut[], outcome: Outcome): Finding[] {
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
  return [...twice, ...cuts.flatMap((cut, index) => cutFindings(plan, cut, index))];
}
