import type { Finding } from '../../forms/finding.ts';
import { error, isBlank, quote } from '../../forms/rule.ts';
import { parseDecimal } from '../../values/decimal.ts';

/** R33: a result far above its target (domain.md §3). Kept for the self-evaluation, which has results. */
export interface EvaluatedIndicator {
  readonly name: string;
  readonly operator?: string | undefined;
  /** As declared. */
  readonly value: string;
  /** As achieved. */
  readonly actual: string;
  readonly explanation?: string | undefined;
}

/** For ≤ and < a large result is a miss, which the score shows; only for these it says that the target was too low. */
const MORE_IS_BETTER: readonly (string | undefined)[] = ['>=', '>', '='];

/** R33 E: from 130 % of the target on, an explanation says why the target was set so low. */
export const farAboveTargetIsExplained = (indicators: readonly EvaluatedIndicator[]): Finding[] =>
  indicators.flatMap(({ name, operator, value, actual, explanation }, index) => {
    const [target, result] = [parseDecimal(value.trim()), parseDecimal(actual.trim())];
    if (target === null || result === null || target <= 0n || !MORE_IS_BETTER.includes(operator)) return [];
    if (result * 100n < target * 130n || !isBlank(explanation)) return [];
    return [
      error('R33', `/indicators/${index}/explanation`, {
        zh: `“${quote(name)}”完成 ${actual}，达到目标 ${value} 的 130% 以上，须说明目标偏低的原因`,
        en: `"${quote(name)}" reached ${actual}, 130 % or more of its target ${value}: explain why the target was so low`,
      }),
    ];
  });
