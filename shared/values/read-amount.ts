import type { Words } from './language.ts';
import { formatYuan, grouped, MAX_FEN, type MoneyUnit, SAYS_ITS_UNIT_FROM_FEN } from './money.ts';

/**
 * The one reader of amounts as people type, paste and print them. It never guesses: a comma or a blank counts only in
 * proper groups of three, and what is refused says what it could have been.
 */

/** Why a text is no amount. */
type Fault = 'no-number' | 'separators' | 'decimals' | 'negative' | 'too-large' | 'no-unit';

/** The units that an amount may name; a field is in one of the first two. */
type SaidUnit = MoneyUnit | 'yi';

/** Which amounts there may be. */
export interface AmountKind {
  /** Whether it may be below 0: a deduction. */
  readonly signed?: boolean;
  /** Decimals of a fen that it may have: a unit price of 0.4535 元 is 45.35. Absent: whole fen. */
  readonly fenDecimals?: number;
}

export type AmountReading =
  /** `said`: whether the text names its unit itself. */
  | { readonly fen: number; readonly unit: SaidUnit; readonly said: boolean }
  /** `meant`: what could have been meant, each as it would be read. */
  | { readonly fen: null; readonly fault: Fault; readonly meant: readonly string[] };

// Blanks that stand in a line: no tabs and no line ends, which part one number from the next.
const BLANK = ' \\u00A0\\u1680\\u2000-\\u200A\\u202F\\u205F\\u3000';

/** Digits, decimal point and sign of currency as ASCII; 。 is the point that an input method leaves out. */
const toAscii = (text: string): string =>
  text
    .replace(/[０-９．－]/g, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0))
    .replaceAll('−', '-')
    .replaceAll('。', '.')
    .replaceAll('￥', '¥');

/** One kind of separator throughout, groups of three, and no group of leading zeros: `0,150` is no grouped number. */
const NUMBER = new RegExp(
  `^(?:(\\d+)|([1-9]\\d{0,2}(?:([,，${BLANK}])\\d{3})(?:\\3\\d{3})*))(?:\\.(\\d+))?$`,
);

/** The digits of a number without its separators, and its decimals; null where the separators are out of place. */
function digitsOf(body: string): { readonly whole: string; readonly fraction: string } | null {
  const match = NUMBER.exec(body);
  if (!match) return null;
  const [, plain, inGroups = '', , fraction = ''] = match;
  return { whole: plain ?? inGroups.replace(/\D/g, ''), fraction };
}

const withoutZeros = (digits: string): string => digits.replace(/^0+(?=\d)/, '');

/**
 * What separators out of place could have been: `0,15` → 0.15, `1.234.567` → 1,234,567, `1 23` → 123.
 * @param body digits, points, commas and blanks, at least one digit among them
 */
function meantBy(body: string): string {
  const [, head = '', separator = '', tail = ''] = /^(.*?)([^\d]*)(\d+)[^\d]*$/s.exec(body) ?? [];
  const whole = withoutZeros(head.replace(/\D/g, '') || '0');
  const isPoint = /[.,，]/.test(separator) && (tail.length <= 2 || whole === '0');
  return isPoint ? `${grouped(whole)}.${tail}` : grouped(withoutZeros(`${whole}${tail}`));
}

const SHAPE = new RegExp(
  `^(-?)[${BLANK}]*(¥?)[${BLANK}]*([\\d.,，${BLANK}]*\\d[.,，]*)[${BLANK}]*(亿元|亿|万元|万|元)?$`,
);

/** The largest amount, grouped, with its unit, twice over: what is longer is no amount. */
const LONGEST = 64;

const shapeOf = (text: string): RegExpExecArray | null =>
  text.length > LONGEST ? null : SHAPE.exec(toAscii(text).trim());

const refused = (fault: Fault, ...meant: readonly string[]): AmountReading => ({ fen: null, fault, meant });

/** 元 as one types it back: `315,050元`, `12.50元`. */
const inYuan = (fen: number): string => `${formatYuan(fen).replace(/\.00$/, '')}元`;

/** Fen of one unit, as a power of ten. */
const FEN_PLACES = { yuan: 2, wan: 6, yi: 10 } as const satisfies Record<SaidUnit, number>;

/** 万元 and 亿元 come to whole 元: 10606.7522万元. What is finer is said in 元. */
const MOST_DECIMALS = { yuan: 2, wan: 4, yi: 8 } as const satisfies Record<SaidUnit, number>;

/** Exact: the digits are put together as text. Null where there are more decimals than the unit has fen. */
function fenOf(whole: string, fraction: string, unit: SaidUnit, fenDecimals = 0): number | null {
  const places = FEN_PLACES[unit];
  if (fraction.length > places + fenDecimals) return null;
  const digits = `${whole}${fraction.padEnd(places, '0')}`;
  const end = whole.length + places;
  return Number(`${digits.slice(0, end)}.${digits.slice(end)}`);
}

function tooFine(whole: string, fraction: string, unit: SaidUnit): AmountReading {
  const exact = unit === 'yuan' ? null : fenOf(whole, fraction, unit);
  if (exact !== null && exact <= MAX_FEN) return refused('decimals', inYuan(exact));
  return fraction.length === 3
    ? refused('decimals', grouped(withoutZeros(whole + fraction)))
    : refused('decimals');
}

function unitSaid(currency: string, suffix: string): SaidUnit | null {
  if (suffix.startsWith('亿')) return 'yi';
  if (suffix.startsWith('万')) return 'wan';
  return suffix === '' && currency === '' ? null : 'yuan';
}

/**
 * Reads an amount as it is written: `31.50`, `３１．５０`, `1,234,567.5`, `1 234 567`, `315,000元`, `31.5万元`,
 * `10606.7522万元`, `3.2亿元`, and `-3万元` where there may be a deduction. A unit in the text wins over `unit`; ¥ stands
 * for 元.
 */
export function readAmount(text: string, unit: MoneyUnit, kind: AmountKind = {}): AmountReading {
  const [, sign = '', currency = '', body = '', suffix = ''] = shapeOf(text) ?? [];
  if (body === '') return refused('no-number');
  if (sign !== '' && !kind.signed) return refused('negative');
  const said = unitSaid(currency, suffix);
  const of = said ?? unit;
  const number = digitsOf(body);
  if (!number) return refused('separators', `${sign}${meantBy(body)}${suffix}`);
  const { whole, fraction } = number;
  const { fenDecimals = 0 } = kind;
  const most = MOST_DECIMALS[of] + (of === 'yuan' ? fenDecimals : 0);
  const fen = fraction.length > most ? null : fenOf(whole, fraction, of, fenDecimals);
  if (fen === null) return tooFine(whole, fraction, of);
  if (fen > MAX_FEN) return refused('too-large');
  return { fen: sign === '' || fen === 0 ? fen : -fen, unit: of, said: said !== null };
}

/**
 * The same where a field in 万元 is typed into: 1,000 万元 or more without a unit is asked about, since 元 may have
 * been meant. The unit in the text settles it.
 */
export function readTypedAmount(text: string, unit: MoneyUnit, kind: AmountKind = {}): AmountReading {
  const reading = readAmount(text, unit, kind);
  if (reading.fen === null || reading.said || reading.unit !== 'wan') return reading;
  if (Math.abs(reading.fen) < SAYS_ITS_UNIT_FROM_FEN) return reading;
  return refused('no-unit', inYuan(reading.fen / 10_000), inWan(text));
}

const inWan = (text: string): string => `${toAscii(text).trim()}万元`;

/** The fen alone, for who has nobody to tell why there are none. */
export const parseFen = (text: string, unit: MoneyUnit): number | null => readAmount(text, unit).fen;

/**
 * A number with the same separators and no more than so many decimals, also below 0: `12.5`, `1,234`, `-5`; null for
 * anything else.
 */
export function readDecimal(text: string, decimals: number): number | null {
  const [, sign = '', body = ''] = /^(-?)(.*)$/s.exec(toAscii(text).trim()) ?? [];
  const number = body.length > LONGEST ? null : digitsOf(body);
  if (number === null || number.fraction.length > decimals) return null;
  const value = Number(`${sign}${number.whole}.${number.fraction}`);
  if (Math.abs(value) > Number.MAX_SAFE_INTEGER) return null;
  return value === 0 ? 0 : value;
}

/** A whole number: `2021`, `1,234`, `-5`; null for anything else, also for `1.0`. */
export const readWhole = (text: string): number | null => readDecimal(text, 0);

/** `是否为 0.15？` */
function question(meant: readonly string[]): Words {
  return meant.length === 0
    ? { zh: '', en: '' }
    : { zh: `是否为 ${meant.join(' 或 ')}？`, en: ` Did you mean ${meant.join(' or ')}?` };
}

/** What to say of a text that is no number of so many decimals. */
export function whyNoDecimal(text: string, decimals: number): Words {
  const [, body = ''] = new RegExp(`^([\\d.,，${BLANK}]*\\d[.,，]*)$`).exec(toAscii(text).trim()) ?? [];
  const typed = text.trim();
  if (body === '' || body.length > LONGEST) {
    return { zh: `“${typed}”不是数，例：12.5`, en: `"${typed}" is not a number; e.g. 12.5` };
  }
  if (digitsOf(body) !== null) {
    return {
      zh: `“${typed}”的位数过多：最多 ${decimals} 位小数`,
      en: `"${typed}" has too many digits: ${decimals} decimals at most`,
    };
  }
  const asked = question([meantBy(body)]);
  return {
    zh: `“${typed}”不是数：逗号和空格只用于三位一组，例：1,234.5。${asked.zh}`,
    en: `"${typed}" is no number: commas and blanks stand in groups of three only, e.g. 1,234.5.${asked.en}`,
  };
}

/** What to say of a text that is no amount: what was read, why it is none, and what could have been meant. */
export function whyNoAmount(text: string, { fault, meant }: Extract<AmountReading, { fen: null }>): Words {
  const typed = text.trim();
  const asked = question(meant);
  switch (fault) {
    case 'separators':
      return {
        zh: `“${typed}”不是金额：逗号和空格只用于三位一组，例：1,234,567.50。${asked.zh}`,
        en: `"${typed}" is no amount: commas and blanks stand in groups of three only, e.g. 1,234,567.50.${asked.en}`,
      };
    case 'decimals':
      return {
        zh: `“${typed}”的小数位数过多：金额精确到分，万元最多四位小数。${asked.zh}`,
        en: `"${typed}" has too many decimals: an amount is in whole fen, and 万元 have four at most.${asked.en}`,
      };
    case 'negative':
      return { zh: `“${typed}”：金额不能小于 0`, en: `"${typed}": the amount cannot be below 0` };
    case 'too-large':
      return { zh: `“${typed}”超过了金额的上限`, en: `"${typed}" is more than any amount may be` };
    case 'no-unit': {
      const [yuan = '', wan = ''] = meant;
      return {
        zh: `是否为 ${yuan.replace('元', ' 元')}？达到 1,000 万元的金额须写明单位：${yuan} 或 ${wan}`,
        en: `Did you mean ¥${yuan.replace('元', '')}? From 10 million yuan on an amount says its unit: write ${yuan} or ${wan}`,
      };
    }
    case 'no-number':
      return { zh: '不是金额，例：31.50', en: 'Not an amount; e.g. 31.50' };
  }
}
