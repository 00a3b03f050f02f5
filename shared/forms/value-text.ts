import type { Field } from './definition.ts';
import { formatWan, formatYuan } from '../values/money.ts';
import { type Lang, say } from '../values/language.ts';
import { common } from '../pages/words/common.ts';

// 万元 with two decimals tells 100 元 apart and no less (domain.md §7).
const FEN_PER_HUNDREDTH_WAN = 10_000;

/** An amount apart from its unit, exact: 31.50 and 万元, or 元 where 万元 would round; English readers get ¥. */
export function amountParts(fen: number, lang: Lang): readonly [figure: string, unit: string] {
  if (lang === 'en') return [`¥${formatYuan(fen)}`, ''];
  const { wan, yuan } = common.zh;
  return fen % FEN_PER_HUNDREDTH_WAN === 0 ? [formatWan(fen), wan] : [formatYuan(fen), yuan];
}

export const amountText = (fen: number, lang: Lang): string => amountParts(fen, lang).join(' ').trim();

export interface Amounts {
  readonly requestedFen: number | null;
  readonly approvedFen: number | null;
}

/** What is left of a request, with what was cut: `30.50 万元（申报 31.50 万元，核减 1.00 万元）`. */
export function reducedText({ requestedFen, approvedFen }: Amounts, lang: Lang): string {
  const left = approvedFen ?? requestedFen;
  if (left === null) return '';
  if (requestedFen === null || left === requestedFen) return amountText(left, lang);
  const [requested, cut] = [amountText(requestedFen, lang), amountText(requestedFen - left, lang)];
  return lang === 'zh'
    ? `${amountText(left, lang)}（申报 ${requested}，核减 ${cut}）`
    : `${amountText(left, lang)} (requested ${requested}, cut by ${cut})`;
}

export const isFilled = (value: unknown): boolean => {
  if (value === undefined || value === null || value === '') return false;
  if (Array.isArray(value)) return value.some(isFilled);
  return typeof value === 'object' ? Object.values(value).some(isFilled) : true;
};

export const childOf = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? Reflect.get(value, key)
    : undefined;

export const rowsOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** A stored value as people read it; nothing for what is not there. */
export function valueText(field: Field | undefined, value: unknown, lang: Lang): string {
  if (!isFilled(value)) return '';
  switch (field?.kind) {
    case 'money':
      return typeof value === 'number' ? amountText(value, lang) : String(value);
    case 'choice': {
      const option = field.options.find((candidate) => candidate.value === value);
      return option ? say(option.label, lang) : String(value);
    }
    case 'group':
      return field.fields
        .map((child) => valueText(child, childOf(value, child.key), lang))
        .filter((text) => text !== '')
        .join(' · ');
    case 'list':
      return rowsOf(value)
        .map((row) => valueText(field.of, row, lang))
        .join(lang === 'zh' ? '、' : ', ');
    default:
      return typeof value === 'object' ? JSON.stringify(value) : String(value);
  }
}
