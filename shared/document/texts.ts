import type { Field } from '../forms/definition.ts';
import { childOf, isFilled, rowsOf } from '../forms/value-text.ts';
import { amountParts, unitOf } from '../values/amount-text.ts';
import { hasDecimals } from '../values/decimal.ts';
import { fileText } from '../values/file-text.ts';
import { formatYuan, inWords, type MoneyUnit } from '../values/money.ts';
import { rawText } from '../values/text.ts';

/** How values read in the official document. */

/** `31.50万元`; in 元 where 万元 with two decimals would round, or where it stands with an amount that would be. */
export const amountIn = (fen: number, unit: MoneyUnit = unitOf([fen])): string =>
  amountParts(fen, 'zh', unit).join('');

/** `31.50万元（人民币叁拾壹万伍仟元整）` */
export const amountInWords = (fen: number, unit?: MoneyUnit): string =>
  `${amountIn(fen, unit)}（${inWords(fen)}）`;

/** A unit price: `5000元`, `12.50元`, `0.4535元`. Not grouped, as it stands in running text. */
export const yuan = (fen: number): string => `${formatYuan(fen).replaceAll(',', '').replace(/\.00$/, '')}元`;

/** `2021-05` → `2021年5月`; what is no month stays as it was typed. */
export function month(text: string): string {
  const match = /^(\d{4})-(\d{2})$/.exec(text);
  return match ? `${match[1]}年${Number(match[2])}月` : text;
}

/** A title that begins with a year or with years: `2021年度…`, `2021—2023年…`. */
const BEGINS_WITH_YEAR = /^\s*(?:19|20)\d{2}\s*(?:[-–—~～至到]\s*(?:19|20)?\d{2}\s*)?年/;

/** A title after its budget year; one that begins with a year says it itself. */
export const titleInYear = (title: string, budgetYear: number | null | undefined): string =>
  typeof budgetYear !== 'number' || BEGINS_WITH_YEAR.test(title.normalize('NFKC'))
    ? title
    : `${budgetYear}年${title}`;

/** A text ends with a full stop where it has no end of its own. */
export const sentence = (text: string): string => (/[。；！？.;!?]$/.test(text) ? text : `${text}。`);

/** One value in one line; nothing where there is none. */
export function documentText(field: Field, value: unknown): string {
  if (!isFilled(value)) return '';
  switch (field.kind) {
    case 'money':
      // A draft may hold what is no amount; it is shown as it is.
      if (typeof value !== 'number' || !hasDecimals(value, field.fenDecimals ?? 0)) return rawText(value);
      return field.unit === 'wan' ? amountInWords(value) : yuan(value);
    case 'choice':
      return field.options.find((option) => option.value === value)?.label.zh ?? rawText(value);
    case 'group':
      return field.fields
        .map((child) => [child.label.zh, documentText(child, childOf(value, child.key))] as const)
        .filter(([, text]) => text !== '')
        .map(([label, text]) => `${label}：${text}`)
        .join('；');
    case 'list':
      return rowsOf(value)
        .map((row) => documentText(field.of, row))
        .filter((text) => text !== '')
        .join('、');
    case 'files':
      // Numbered in a document (`attachments.ts`), where its end says the rest of them.
      return rowsOf(value)
        .map((file) => (typeof file === 'string' ? file : fileText(file, 'zh')))
        .join('、');
    default:
      return rawText(value);
  }
}
