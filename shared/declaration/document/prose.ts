import { month, sentence, wan, wanInWords, yuan } from '../../document/texts.ts';
import type { PartOf } from '../../forms/definition.ts';
import { isFen } from '../../forms/rule.ts';
import type { Declaration } from '../definition.ts';

/** The declaration's sections of running text, as such documents are worded (domain.md §9). */

type Part = PartOf<Declaration>;
type Item<Key extends 'basis' | 'activities' | 'plan'> = NonNullable<Part[Key]>[number];

const amount = (fen: number | undefined, say: (fen: number) => string): string =>
  fen === undefined ? '' : isFen(fen) ? say(fen) : String(fen);

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

/** `2021年安排一般公共预算资金31.50万元（人民币叁拾壹万伍仟元整）。` */
export function appropriationLine({ budgetYear, appropriation }: Part): string {
  const year = budgetYear === undefined ? '' : `${budgetYear}年`;
  return `${year}安排${appropriation?.fund ?? ''}${amount(appropriation?.amountFen, wanInWords)}。`;
}
// The words are written from the figure; those that somebody typed must say the same (R14).
export const appropriationKeys = ['fund', 'amountFen', 'amountInWords'];

/** `5000元/个社区×45个社区=22.50万元`; of a draft's half of it, that half. */
function calculation({ unitPriceFen, quantity, quantityUnit, amountFen }: Item<'plan'>): string {
  const unit = quantityUnit ?? '';
  const price = amount(unitPriceFen, yuan) + (unit === '' ? '' : `/${unit}`);
  if (unitPriceFen === undefined) return quantity === undefined ? '' : `数量${quantity}${unit}`;
  if (quantity === undefined) return `单价${price}`;
  return `${price}×${quantity}${unit}=${amount(amountFen ?? unitPriceFen * quantity, wan)}`;
}

/** `…经费共22.50万元。说明。5000元/个社区×45个社区=22.50万元。测算依据：…` */
export function planLine(line: Item<'plan'>): string {
  const parts = [
    `${line.name ?? ''}${line.amountFen === undefined ? '' : `共${amount(line.amountFen, wan)}`}`,
    line.description ?? '',
    calculation(line),
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
