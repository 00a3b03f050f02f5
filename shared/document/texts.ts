import type { Field } from '../forms/definition.ts';
import { isFen } from '../forms/rule.ts';
import { childOf, isFilled, rowsOf } from '../forms/value-text.ts';
import { amountParts } from '../values/amount-text.ts';
import { formatYuan, inWords } from '../values/money.ts';

/** How values read in the official document. */

/** `31.50万元`; in 元 where 万元 with two decimals would round: `49.00元`. */
export const wan = (fen: number): string => amountParts(fen, 'zh').join('');

/** `31.50万元（人民币叁拾壹万伍仟元整）` */
export const wanInWords = (fen: number): string => `${wan(fen)}（${inWords(fen)}）`;

/** A unit price: `5000元`, `12.50元`. Not grouped, as it stands in running text. */
export const yuan = (fen: number): string => `${formatYuan(fen).replaceAll(',', '').replace(/\.00$/, '')}元`;

/** `2021-05` → `2021年5月`; what is no month stays as it was typed. */
export function month(text: string): string {
  const match = /^(\d{4})-(\d{2})$/.exec(text);
  return match ? `${match[1]}年${Number(match[2])}月` : text;
}

/** A text ends with a full stop where it has no end of its own. */
export const sentence = (text: string): string => (/[。；！？.;!?]$/.test(text) ? text : `${text}。`);

/** One value in one line; nothing where there is none. */
export function documentText(field: Field, value: unknown): string {
  if (!isFilled(value)) return '';
  switch (field.kind) {
    case 'money':
      // A draft may hold what is no amount; it is shown as it is.
      if (typeof value !== 'number' || !isFen(value)) return String(value);
      return field.unit === 'wan' ? wanInWords(value) : yuan(value);
    case 'choice':
      return field.options.find((option) => option.value === value)?.label.zh ?? String(value);
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
    default:
      return String(value);
  }
}
