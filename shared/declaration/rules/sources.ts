import { amount, error, isFen, warning } from '../../forms/rule.ts';
import type { DeclarationRule } from '../definition.ts';
import { sourcesOf } from './money-of.ts';

/** R37, R38: where the money comes from and how it falls to the years, against the appropriation. */

/** Sources that are looked through for a selection; there are eight kinds. */
const MOST = 10;

/** Whether some of the amounts come to a total: the others are 其中, parts that were listed beside their whole. */
function someComeTo(total: number, amounts: readonly number[]): boolean {
  let sums = new Set([0]);
  for (const fen of amounts.slice(0, MOST)) sums = new Set([...sums].flatMap((sum) => [sum, sum + fen]));
  return amounts.length > MOST || sums.has(total);
}

/**
 * R37 E: more is asked for of a source than it has, or the sources ask for more than the appropriation, whichever of
 * them one counts. W: they come to another amount, and may be incomplete or have a part beside its whole.
 */
export const sourcesMakeAppropriation: DeclarationRule = ({ appropriation }) => {
  const { sources = [], amountFen: appropriated } = appropriation ?? {};
  const over = sources.flatMap(({ amountFen, requestedFen }, index) => {
    if (!isFen(amountFen) || !isFen(requestedFen) || requestedFen <= amountFen) return [];
    return [
      error('R37', `/appropriation/sources/${index}/requestedFen`, {
        zh: `第 ${index + 1} 项资金来源申请 ${amount(requestedFen).zh}，多于该来源金额 ${amount(amountFen).zh}，请改正`,
        en: `Source ${index + 1}: ${amount(requestedFen).en} is asked for of ${amount(amountFen).en}; correct either`,
      }),
    ];
  });
  const sums = sourcesOf(appropriation);
  if (over.length > 0 || !sums || !isFen(appropriated)) return over;
  const { all, requested } = sums;
  if (requested === appropriated || all === appropriated) return [];
  // `总投资1800万元，其中：…。2022年申请1000万元`: the sources are those of all years.
  const areOfAllYears = all === appropriation?.totalInvestmentFen;
  const isWrong =
    requested > appropriated &&
    !areOfAllYears &&
    !someComeTo(
      appropriated,
      sources.map(({ amountFen = 0 }) => amountFen),
    );
  const [asked, total, whole] = [amount(requested), amount(appropriated), amount(all)];
  return [
    (isWrong ? error : warning)('R37', '/appropriation/sources', {
      zh: `资金来源合计 ${whole.zh}，其中申请 ${asked.zh}，与资金安排 ${total.zh} 不符：${requested > appropriated ? '请改正，不属本次申请的填“其中本次申请”，“其中”的部分不重复列' : '请核对来源是否填全'}`,
      en: `The sources come to ${whole.en}, of which ${asked.en} is asked for, where the appropriation is ${total.en}: ${requested > appropriated ? 'correct them, say what of a source is not asked for here, and list no part beside its whole' : 'check whether all are there'}`,
    }),
  ];
};

/**
 * R38 E: the total investment is less than what is asked for of one year, or than its years. W: the years do not come
 * to it, or the budget year's amount is not the appropriation.
 */
export const yearsMakeInvestment: DeclarationRule = ({ appropriation, budgetYear }) => {
  const { amountFen, totalInvestmentFen: investment, years = [] } = appropriation ?? {};
  const byYear = years.map((row) => row.amountFen).filter(isFen);
  const sum = byYear.reduce((total, fen) => total + fen, 0);
  const found = [];
  if (isFen(investment) && isFen(amountFen) && investment < amountFen) {
    found.push(
      error('R38', '/appropriation/totalInvestmentFen', {
        zh: `项目总投资 ${amount(investment).zh} 少于本年资金安排 ${amount(amountFen).zh}，请改正`,
        en: `The total investment of ${amount(investment).en} is less than this year's appropriation of ${amount(amountFen).en}; correct either`,
      }),
    );
  }
  if (isFen(investment) && byYear.length > 0 && byYear.length === years.length && sum !== investment) {
    const isOver = sum > investment;
    found.push(
      (isOver ? error : warning)('R38', '/appropriation/years', {
        zh: `分年度资金合计 ${amount(sum).zh}，${isOver ? '多' : '少'}于项目总投资 ${amount(investment).zh}，${isOver ? '请改正' : '请核对年度是否填全'}`,
        en: `The years come to ${amount(sum).en}, ${isOver ? 'more' : 'less'} than the total investment of ${amount(investment).en}; ${isOver ? 'correct either' : 'check whether all are there'}`,
      }),
    );
  }
  const at = years.findIndex(({ year }) => year !== undefined && year === budgetYear);
  const ofYear = years[at]?.amountFen;
  if (isFen(ofYear) && isFen(amountFen) && ofYear !== amountFen) {
    found.push(
      warning('R38', `/appropriation/years/${at}/amountFen`, {
        zh: `${budgetYear} 年度资金 ${amount(ofYear).zh} 与资金安排 ${amount(amountFen).zh} 不同：请核对，含其他来源的可保留`,
        en: `The amount of ${budgetYear}, ${amount(ofYear).en}, is not the appropriation of ${amount(amountFen).en}: compare; it may stand where it has other sources too`,
      }),
    );
  }
  return found;
};
