import { amountIn, amountInWords, month, sentence, yuan } from '../../document/texts.ts';
import type { PartOf } from '../../forms/definition.ts';
import { unitOf } from '../../values/amount-text.ts';
import { hasDecimals } from '../../values/decimal.ts';
import type { MoneyUnit } from '../../values/money.ts';
import type { Declaration } from '../definition.ts';

/** The declaration's sections of running text, as such documents are worded (domain.md §9). */

type Part = PartOf<Declaration>;
type Appropriation = NonNullable<Part['appropriation']>;
type Item<Key extends 'basis' | 'activities' | 'plan'> = NonNullable<Part[Key]>[number];

/** An amount as `say` writes it; what is none in a draft stands as it is. */
const amount = (fen: number | undefined, say: (fen: number) => string, decimals = 0): string =>
  fen === undefined ? '' : hasDecimals(fen, decimals) ? say(fen) : String(fen);

/** All amounts that add up to others: they are said in one unit. */
export function unitOfAmounts({ appropriation, plan }: Part): MoneyUnit {
  const { amountFen, sources = [], lastYear, totalInvestmentFen, years = [] } = appropriation ?? {};
  const amounts = [
    amountFen,
    ...sources.flatMap((source) => [source.amountFen, source.requestedFen]),
    ...[lastYear?.approvedFen, lastYear?.spentFen, totalInvestmentFen],
    ...years.map((year) => year.amountFen),
    ...(plan ?? []).map((line) => line.amountFen),
  ];
  return unitOf(amounts.filter((fen) => fen !== undefined));
}

const inBrackets = (parts: readonly (string | undefined)[]): string => {
  const filled = parts.filter((part) => part !== undefined && part !== '');
  return filled.length === 0 ? '' : `（${filled.join('，')}）`;
};

/** `《…》（呈办发〔2019〕20号）`; a law with its version and articles. */
export function basisLine({ title, number, articles, version, reason }: Item<'basis'>): string {
  const cited = (articles ?? []).filter((article) => article !== '').join('、');
  const why = reason === undefined ? undefined : `无文号：${reason}`;
  return `${title ?? ''}${inBrackets([number, version, why])}${cited}`;
}
export const basisKeys = ['title', 'number', 'articles', 'version', 'reason'];

/** The content, and its months where they are given. */
export function activityLine({ content, start, due }: Item<'activities'>): string {
  const from = start === undefined ? '' : month(start);
  const to = due === undefined ? '' : month(due);
  const months =
    from !== '' && to !== '' ? `${from}至${to}` : from !== '' ? `${from}开始` : to !== '' ? `${to}完成` : '';
  if (months === '') return content ?? '';
  // Inside the sentence: 相关工作（2021年5月开始）。
  return `${(content ?? '').replace(/。$/, '')}${inBrackets([months])}`;
}
export const activityKeys = ['content', 'start', 'due'];

/** `2021年1月至2023年12月`, or the half of it that is there. */
export function termText({ start, end }: NonNullable<Part['kind']>): string {
  const [from, to] = [start, end].map((text) => (text === undefined ? '' : month(text)));
  if (from === '' || to === '') return from === '' ? (to === '' ? '' : `至${to}`) : `${from}起`;
  return `${from}至${to}`;
}

/** `2021年安排一般公共预算资金31.50万元（人民币叁拾壹万伍仟元整）。` */
export function appropriationLine({ budgetYear, appropriation }: Part, unit: MoneyUnit): string {
  const year = budgetYear === undefined ? '' : `${budgetYear}年`;
  const said = amount(appropriation?.amountFen, (fen) => amountInWords(fen, unit));
  return `${year}安排${appropriation?.fund ?? ''}${said}。`;
}

/** `上年安排30.00万元，上年支出28.50万元。`; what is not there is left out. */
export function lastYearLine(
  { approvedFen, spentFen }: NonNullable<Appropriation['lastYear']>,
  unit: MoneyUnit,
): string {
  const say = (fen: number | undefined, word: string) =>
    fen === undefined ? [] : [`${word}${amount(fen, (one) => amountIn(one, unit))}`];
  return [...say(approvedFen, '上年安排'), ...say(spentFen, '上年支出')].join('，');
}

/** `项目总投资95.00万元` */
export const totalInvestmentLine = (fen: number, unit: MoneyUnit): string =>
  `项目总投资${amount(fen, (one) => amountIn(one, unit))}`;

/** `2021年31.50万元，2022年30.00万元` */
export const yearsLine = (years: NonNullable<Appropriation['years']>, unit: MoneyUnit): string =>
  years
    .map(
      ({ year, amountFen }) =>
        `${year === undefined ? '' : `${year}年`}${amount(amountFen, (fen) => amountIn(fen, unit))}`,
    )
    .join('，');

// The words are written from the figure; those that somebody typed must say the same (R14).
export const appropriationKeys = [
  ...['fund', 'amountFen', 'amountInWords', 'sources', 'lastYear', 'totalInvestmentFen', 'years'],
];

/** `5000元/个社区×45个社区=22.50万元`; of a draft's half of it, that half. */
function calculation(
  { unitPriceFen, quantity, quantityUnit, amountFen }: Item<'plan'>,
  money: MoneyUnit,
): string {
  const unit = quantityUnit ?? '';
  const price = amount(unitPriceFen, yuan, 2) + (unit === '' ? '' : `/${unit}`);
  if (unitPriceFen === undefined) return quantity === undefined ? '' : `数量${quantity}${unit}`;
  if (quantity === undefined) return `单价${price}`;
  const product = `${price}×${quantity}${unit}`;
  return amountFen === undefined ? product : `${product}=${amount(amountFen, (fen) => amountIn(fen, money))}`;
}

/** `…经费共22.50万元。说明。5000元/个社区×45个社区=22.50万元。测算依据：…` */
export function planLine(line: Item<'plan'>, unit: MoneyUnit): string {
  const parts = [
    `${line.name ?? ''}${line.amountFen === undefined ? '' : `共${amount(line.amountFen, (fen) => amountIn(fen, unit))}`}`,
    line.description ?? '',
    calculation(line, unit),
    line.basis === undefined || line.basis === '' ? '' : `测算依据：${line.basis}`,
  ];
  return parts
    .filter((part) => part !== '')
    .map(sentence)
    .join('');
}
export const planKeys = [
  ...['name', 'unitPriceFen', 'quantity', 'quantityUnit', 'amountFen', 'description', 'basis'],
];
