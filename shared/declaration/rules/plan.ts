import { amount, called, error, isBlank, isFen, quote, warning } from '../../forms/rule.ts';
import { fenOfWords } from '../../values/amount-in-words.ts';
import { ONE, parseDecimal } from '../../values/decimal.ts';
import { formatYuan, inWords } from '../../values/money.ts';
import type { DeclarationRule } from '../definition.ts';
import { wholesOf } from './money-of.ts';

/** R8–R10, R13, R14: the money, line by line. R12 (whole fen, 万元 with two decimals) is the schema's and `readAmount`'s. */

/** 100 元: the finest that 万元 with two decimals can say (domain.md §7). */
const STEP = 10_000;

/** Whole fen, which a deduction (核减) may take below zero. */
const isWhole = (value: number | undefined): value is number => Number.isSafeInteger(value);

/**
 * R8 E: the lines add up to the appropriation, or to all the money of the project where its sources or its total
 * investment say what that is. Silent while a line's amount is missing and could still fit in.
 */
export const linesSumToAppropriation: DeclarationRule = ({ plan, appropriation }) => {
  const appropriated = appropriation?.amountFen;
  if (plan === undefined || plan.length === 0 || !isFen(appropriated)) return [];
  const amounts = plan.map((line) => line.amountFen).filter(isWhole);
  const sum = amounts.reduce((total, fen) => total + fen, 0);
  const open = amounts.length < plan.length;
  // What is asked for may be a part of the money that the plan spends, never more than it.
  const wholes = [appropriated, ...wholesOf(appropriation).filter((fen) => fen > appropriated)];
  if (wholes.includes(sum) || (open && sum < Math.max(...wholes))) return [];
  const [lines, total, gap] = [amount(sum), amount(appropriated), amount(Math.abs(sum - appropriated))];
  const more = sum > appropriated;
  return [
    error('R8', '/appropriation/amountFen', {
      zh: `各项支出合计 ${lines.zh}，比资金安排 ${total.zh}${more ? '多' : '少'} ${gap.zh}，两者应当相等${more ? '；多出部分由其他资金承担的，请填资金来源' : ''}`,
      en: `The lines add up to ${lines.en}, ${gap.en} ${more ? 'more' : 'less'} than the appropriation of ${total.en}; they must be equal${more ? '; where other money pays for the rest, give the sources' : ''}`,
    }),
  ];
};

/** Factors that stand in the text: 8人×6000元/月×12月, 100元×100份×80%. */
const PRODUCT = /\d+(?:\.\d+)?%?(?:[^\d×*xX=,;。，；]{0,12}[×*xX]\s*\d+(?:\.\d+)?%?)+/g;
const FACTOR = /(\d+(?:\.\d+)?)(%?)/g;
/** Factors one by one: 每辆每月2000元，5辆，12个月; more numbers than these are no calculation any more. */
const MOST_FACTORS = 5;

const productOf = (text: string): number =>
  [...text.matchAll(FACTOR)].reduce(
    (all, [, factor, percent]) => all * (Number(factor) / (percent === '%' ? 100 : 1)),
    1,
  );

/** Whether the calculation in words comes to the amount: with more factors than the two fields hold. */
function isCalculated(text: string | undefined, amountFen: number): boolean {
  const plain = (text ?? '').normalize('NFKC').replace(/(?<=\d),(?=\d{3})/g, '');
  const factors = [...plain.matchAll(FACTOR)].length;
  const all = factors >= 2 && factors <= MOST_FACTORS ? [plain] : [];
  return [...all, ...[...plain.matchAll(PRODUCT)].map(([product]) => product)].some((product) =>
    [1, 10_000].some((unit) => Math.round(productOf(product) * unit * 100) === amountFen),
  );
}

/** What words add to a product or take off it: how much, nobody can tell for sure. */
const ADDED =
  /税|折|优惠|让利|损耗|运费|运输|安装|管理费|服务费|另[加计需]|加上|扣除|减免|系数|浮动|不足部分/;

/** A price and a quantity are exact to a millionth, their product to a millionth of that; in fen. */
const PER_FEN = ONE * ONE;

/** Whether an amount is one that is rounded to, and its distance from the product small beside it and the step. */
const isRoundedFrom = (fen: number, gap: bigint): boolean =>
  gap * 100n <= BigInt(fen) * PER_FEN &&
  [STEP, 10 * STEP, 100 * STEP].some((step) => fen % step === 0 && gap < BigInt(step) * PER_FEN);

/**
 * R9 E: unit price × quantity is the line's amount, where both are given; a product is rounded to whole fen, and that of
 * a deduction taken off. W: somebody rounded it, to hundreds or thousands of 元 or to 万元, or the words add to it.
 */
export const productsHold: DeclarationRule = ({ plan }) =>
  (plan ?? []).flatMap((line, index) => {
    const { unitPriceFen, quantity, amountFen, quantityUnit, basis, description } = line;
    if (unitPriceFen === undefined || quantity === undefined || !isWhole(amountFen)) return [];
    const [price, pieces] = [parseDecimal(String(unitPriceFen)), parseDecimal(String(quantity))];
    if (price === null || pieces === null) return [];
    const declaredFen = Math.abs(amountFen);
    const off = price * pieces - BigInt(declaredFen) * PER_FEN;
    const gap = off < 0n ? -off : off;
    if (gap < PER_FEN || [basis, description].some((text) => isCalculated(text, declaredFen))) return [];
    const isAdded = [basis, description].some((text) => ADDED.test(text ?? ''));
    const isRounded = isRoundedFrom(declaredFen, gap);
    const product = amount(Number((price * pieces + PER_FEN / 2n) / PER_FEN));
    const declared = amount(amountFen);
    const each = formatYuan(unitPriceFen);
    return [
      (isRounded || isAdded ? warning : error)('R9', `/plan/${index}/amountFen`, {
        zh: `第 ${index + 1} 项支出：${each} 元 × ${quantity}${quantityUnit ?? ''} = ${product.zh}，填报为 ${declared.zh}，${isRounded ? '如系取整，请在测算依据中写明' : isAdded ? '请核对测算依据中另计或扣减的部分' : '请改正单价、数量或金额'}`,
        en: `Line ${index + 1}: ¥${each} × ${quantity} is ${product.en}, declared ${declared.en}; ${isRounded ? 'where it was rounded, say so in the calculation' : isAdded ? 'compare what the calculation adds or takes off' : 'correct price, quantity or amount'}`,
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
        zh: `第 ${index + 1} 项支出${called(name).zh}没有测算过程：请填单价和数量，或在测算依据中写明怎么算出来的`,
        en: `Line ${index + 1}${called(name).en} shows no calculation: give unit price and quantity, or write how the amount was found`,
      }),
    ];
  });

/** R13 W: a line is a multiple of 100 元, as budgets are made in 万元 with two decimals. */
export const linesAreInHundreds: DeclarationRule = ({ plan }) =>
  (plan ?? []).flatMap(({ amountFen }, index) => {
    if (!isWhole(amountFen) || amountFen % STEP === 0) return [];
    const { zh, en } = amount(amountFen);
    return [
      warning('R13', `/plan/${index}/amountFen`, {
        zh: `第 ${index + 1} 项支出 ${zh} 不是 100 元的整数倍：预算以万元保留两位小数编制，写不下这个数，请确认是否取整`,
        en: `Line ${index + 1}: ${en} is no multiple of ¥100: budgets are made in 万元 with two decimals, which cannot say it; confirm whether to round`,
      }),
    ];
  });

/**
 * R14 E: the amount in words, where given, says another amount than the figure (会计基础工作规范). W: it lacks its 整,
 * or is no amount in words.
 */
export const wordsSayTheFigure: DeclarationRule = ({ appropriation }) => {
  const { amountFen, amountInWords } = appropriation ?? {};
  if (isBlank(amountInWords) || !isFen(amountFen)) return [];
  const said = fenOfWords(amountInWords);
  if (said === amountFen) return [];
  const { zh, en } = amount(amountFen);
  const means = said ?? fenOfWords(`${amountInWords.trim()}整`);
  const isOther = means !== null && means !== amountFen;
  return [
    (isOther ? error : warning)('R14', '/appropriation/amountInWords', {
      zh: `大写金额“${quote(amountInWords)}”${isOther ? `与 ${zh} 不符` : '写法不规范，请核对'}，应为“${inWords(amountFen)}”`,
      en: `The amount in words ${isOther ? `does not say ${en}` : 'is written irregularly'}; write ${inWords(amountFen)}`,
    }),
  ];
};
