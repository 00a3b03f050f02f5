import { amount, error, isBlank, isFen, quote, warning } from '../../forms/rule.ts';
import { fenOfWords } from '../../values/amount-in-words.ts';
import { inWords } from '../../values/money.ts';
import type { DeclarationRule } from '../definition.ts';

/** R8–R10, R13, R14: the money, line by line. R12 (whole fen, 万元 with two decimals) is the schema's and `readAmount`'s. */

/** R8 E: the lines add up to the appropriation. Silent while a line's amount is missing and could still fit in. */
export const linesSumToAppropriation: DeclarationRule = ({ plan, appropriation }) => {
  const appropriated = appropriation?.amountFen;
  if (plan === undefined || plan.length === 0 || !isFen(appropriated)) return [];
  const amounts = plan.map((line) => line.amountFen).filter(isFen);
  const sum = amounts.reduce((total, fen) => total + fen, 0);
  const open = amounts.length < plan.length;
  if (sum === appropriated || (open && sum < appropriated)) return [];
  const [lines, total, gap] = [amount(sum), amount(appropriated), amount(Math.abs(sum - appropriated))];
  const more = sum > appropriated;
  return [
    error('R8', '/appropriation/amountFen', {
      zh: `各项支出合计 ${lines.zh}，比资金安排 ${total.zh}${more ? '多' : '少'} ${gap.zh}，两者应当相等`,
      en: `The lines add up to ${lines.en}, ${gap.en} ${more ? 'more' : 'less'} than the appropriation of ${total.en}; they must be equal`,
    }),
  ];
};

/** R9 E: unit price × quantity is the line's amount, where both are given. */
export const productsHold: DeclarationRule = ({ plan }) =>
  (plan ?? []).flatMap(({ unitPriceFen, quantity, amountFen, quantityUnit }, index) => {
    if (!isFen(unitPriceFen) || !isFen(quantity) || !isFen(amountFen)) return [];
    const product = unitPriceFen * quantity;
    if (product === amountFen) return [];
    const [price, right, declared] = [amount(unitPriceFen), amount(product), amount(amountFen)];
    return [
      error('R9', `/plan/${index}/amountFen`, {
        zh: `第 ${index + 1} 项支出：${price.zh} × ${quantity}${quantityUnit ?? ''} = ${right.zh}，填报为 ${declared.zh}，请改正单价、数量或金额`,
        en: `Line ${index + 1}: ${price.en} × ${quantity} is ${right.en}, declared ${declared.en}; correct price, quantity or amount`,
      }),
    ];
  });

/** R10 W: a line says how its amount was found: unit price × quantity, or a calculation in words. */
export const linesAreCalculated: DeclarationRule = ({ plan }) =>
  (plan ?? []).flatMap(({ name, unitPriceFen, quantity, amountFen, basis }, index) => {
    if (amountFen === undefined || !isBlank(basis)) return [];
    if (unitPriceFen !== undefined && quantity !== undefined) return [];
    return [
      warning('R10', `/plan/${index}/basis`, {
        zh: `第 ${index + 1} 项支出“${quote(name ?? '')}”没有测算过程：请填单价和数量，或在测算依据中写明怎么算出来的`,
        en: `Line ${index + 1} "${quote(name ?? '')}" shows no calculation: give unit price and quantity, or write how the amount was found`,
      }),
    ];
  });

/** 100 元: the finest that 万元 with two decimals can say (domain.md §7). */
const STEP = 10_000;

/** R13 W: a line is a multiple of 100 元, or the official document shows it rounded. */
export const linesAreInHundreds: DeclarationRule = ({ plan }) =>
  (plan ?? []).flatMap(({ amountFen }, index) => {
    if (!isFen(amountFen) || amountFen % STEP === 0) return [];
    const { zh, en } = amount(amountFen);
    return [
      warning('R13', `/plan/${index}/amountFen`, {
        zh: `第 ${index + 1} 项支出 ${zh} 不是 100 元的整数倍，正式文本以万元保留两位小数，会显示为四舍五入后的数`,
        en: `Line ${index + 1}: ${en} is no multiple of ¥100; the official document, in 万元 with two decimals, will show it rounded`,
      }),
    ];
  });

/** R14 E: the amount in words, where given, says the figure (会计基础工作规范). */
export const wordsSayTheFigure: DeclarationRule = ({ appropriation }) => {
  const { amountFen, amountInWords } = appropriation ?? {};
  if (isBlank(amountInWords) || !isFen(amountFen) || fenOfWords(amountInWords) === amountFen) return [];
  const { zh, en } = amount(amountFen);
  return [
    error('R14', '/appropriation/amountInWords', {
      zh: `大写金额“${amountInWords.trim()}”与 ${zh} 不符，应为“${inWords(amountFen)}”`,
      en: `The amount in words does not say ${en}; write ${inWords(amountFen)}`,
    }),
  ];
};
