import type { PartOf, Words } from '../forms/definition.ts';
import type { Declaration } from '../forms/definitions/project-declaration.ts';
import type { Finding } from '../forms/finding.ts';
import { formatWan, formatYuan } from './money.ts';
import { isUscc } from './uscc.ts';

/**
 * The rules of the declaration (domain.md §10). A rule looks at any part of a declaration, so that a draft is told
 * everything at once; it says nothing about what is missing, which the form's schema does. R12 (amounts are whole,
 * non-negative fen) is the schema's own.
 */
export type Rule<D> = (declaration: PartOf<D>) => Finding[];

const error = (rule: string, path: string, message: Words): Finding => ({
  rule,
  severity: 'error',
  path,
  message,
});

/** R1: the unit's code has the alphabet and check character of GB 32100-2015. */
const usccHolds: Rule<Declaration> = ({ unit }) =>
  unit?.uscc === undefined || isUscc(unit.uscc)
    ? []
    : [
        error('R1', '/unit/uscc', {
          zh: '统一社会信用代码的校验位不符，请核对 18 位代码',
          en: 'The check character of the unified social credit code does not match',
        }),
      ];

/** R8: the plan's lines sum to the appropriation. */
const linesSumToAppropriation: Rule<Declaration> = ({ plan, appropriation }) => {
  const appropriated = appropriation?.amountFen;
  if (plan === undefined || appropriated === undefined) return [];
  const sum = plan.reduce((total, line) => total + (line.amountFen ?? 0), 0);
  if (sum === appropriated) return [];
  return [
    error('R8', '/appropriation/amountFen', {
      zh: `各项支出合计 ${formatYuan(sum)} 元，与资金安排 ${formatYuan(appropriated)} 元不一致`,
      en: `The lines add up to ¥${formatYuan(sum)}, the appropriation is ¥${formatYuan(appropriated)}`,
    }),
  ];
};

/** R9: unit price × quantity = the line's amount, where both are given. */
const productsHold: Rule<Declaration> = ({ plan }) =>
  (plan ?? []).flatMap((line, index) => {
    if (line.unitPriceFen === undefined || line.quantity === undefined || line.amountFen === undefined)
      return [];
    const product = line.unitPriceFen * line.quantity;
    if (product === line.amountFen) return [];
    return [
      error('R9', `/plan/${index}/amountFen`, {
        zh: `第 ${index + 1} 项支出：单价 × 数量应为 ${formatYuan(product)} 元，填报为 ${formatYuan(line.amountFen)} 元（${formatWan(line.amountFen)} 万元）`,
        en: `Line ${index + 1}: unit price × quantity is ¥${formatYuan(product)}, declared ¥${formatYuan(line.amountFen)}`,
      }),
    ];
  });

export const declarationRules: readonly Rule<Declaration>[] = [
  usccHolds,
  linesSumToAppropriation,
  productsHold,
];
