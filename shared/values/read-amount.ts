import type { Words } from './language.ts';
import { formatYuan, grouped, MAX_FEN, type MoneyUnit, SAYS_ITS_UNIT_FROM_FEN } from './money.ts';

/**
 * The one reader of amounts as people type, paste and print them. It never guesses: a comma or a blank counts only in
 * proper groups of three, and what is refused says what it could have been.
 */

/** Why a text is no amount. */
type Fault = 'no-number' | 'separators' | 'decimals' | 'too-large' | 'no-unit';

export type AmountReading =
  /** `said`: whether the text names its unit itself. */
  | { readonly fen: number; readonly unit: MoneyUnit; readonly said: boolean }
  /** `meant`: what could have been meant, each as it would be read. */
  | { readonly fen: null; readonly fault: Fault; readonly meant: readonly string[] };

// Blanks that stand in a line: no tabs and no line ends, which part one number from the next.
const BLANK = ' \\u00A0\\u1680\\u2000-\\u200A\\u202F\\u205F\\u3000';

/** Digits, decimal point and sign of currency as ASCII; 。 is the point that an input method leaves out. */
const toAscii = (text: string): string =>
  text
    .replace(/[０-９．－]/g, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0))
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

const SHAPE = new RegExp(`^(¥?)[${BLANK}]*([\\d.,，${BLANK}]*\\d[.,，]*)[${BLANK}]*(万元|万|元)?$`);

/** The largest amount, grouped, with its unit, twice over: what is longer is no amount. */
const LONGEST = 64;

const shapeOf = (text: string): RegExpExecArray | null =>
  text.length > LONGEST ? null : SHAPE.exec(toAscii(text).trim());

const refused = (fault: Fault, ...meant: readonly string[]): AmountReading => ({ fen: null, fault, meant });

/** 元 as one types it back: `315,050元`, `12.50元`. */
const inYuan = (fen: number): string => `${formatYuan(fen).replace(/\.00$/, '')}元`;

/** In either unit: finer 万元 cannot stand in the official document (domain.md §7). */
const MOST_DECIMALS = 2;

function fenOf(whole: string, fraction: string, unit: MoneyUnit): number | null {
  const places = unit === 'wan' ? 6 : 2;
  if (fraction.length > places) return null;
  return Number(BigInt(whole + fraction.padEnd(places, '0')));
}

function tooFine(whole: string, fraction: string, unit: MoneyUnit): AmountReading {
  const exact = unit === 'wan' ? fenOf(whole, fraction, 'wan') : null;
  if (exact !== null && exact <= MAX_FEN) return refused('decimals', inYuan(exact));
  return fraction.length === 3
    ? refused('decimals', grouped(withoutZeros(whole + fraction)))
    : refused('decimals');
}

/**
 * Reads an amount as it is written: `31.50`, `３１．５０`, `1,234,567.5`, `1 234 567`, `315,000元`, `31.5万元`. A unit in
 * the text wins over `unit`; ¥ stands for 元.
 */
export function readAmount(text: string, unit: MoneyUnit): AmountReading {
  const [, currency = '', body = '', suffix = ''] = shapeOf(text) ?? [];
  if (body === '') return refused('no-number');
  const said = suffix !== '' || currency !== '';
  const of = suffix.startsWith('万') ? 'wan' : said ? 'yuan' : unit;
  const number = digitsOf(body);
  if (!number) return refused('separators', `${meantBy(body)}${suffix}`);
  const { whole, fraction } = number;
  const fen = fraction.length > MOST_DECIMALS ? null : fenOf(whole, fraction, of);
  if (fen === null) return tooFine(whole, fraction, of);
  return fen > MAX_FEN ? refused('too-large') : { fen, unit: of, said };
}

/**
 * The same where a field in 万元 is typed into: 1,000 万元 or more without a unit is asked about, since 元 may have
 * been meant. The unit in the text settles it.
 */
export function readTypedAmount(text: string, unit: MoneyUnit): AmountReading {
  const reading = readAmount(text, unit);
  if (reading.fen === null || reading.said || reading.unit !== 'wan' || reading.fen < SAYS_ITS_UNIT_FROM_FEN)
    return reading;
  return refused('no-unit', inYuan(reading.fen / 10_000), inWan(text));
}

const inWan = (text: string): string => `${toAscii(text).trim()}万元`;

/** The fen alone, for who has nobody to tell why there are none. */
export const parseFen = (text: string, unit: MoneyUnit): number | null => readAmount(text, unit).fen;

/** A whole number with the same separators, also below 0: `2021`, `1,234`, `-5`; null for anything else. */
export function readWhole(text: string): number | null {
  const [, sign = '', body = ''] = /^(-?)(.*)$/s.exec(toAscii(text).trim()) ?? [];
  const number = body.length > LONGEST ? null : digitsOf(body);
  if (number?.fraction !== '') return null;
  const value = Number(`${sign}${number.whole}`);
  return Number.isSafeInteger(value) ? value : null;
}

/** `是否为 0.15？` */
function question(meant: readonly string[]): Words {
  return meant.length === 0
    ? { zh: '', en: '' }
    : { zh: `是否为 ${meant.join(' 或 ')}？`, en: ` Did you mean ${meant.join(' or ')}?` };
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
        zh: `“${typed}”的小数位数过多：金额精确到分，万元最多两位小数。${asked.zh}`,
        en: `"${typed}" has too many decimals: two at most.${asked.en}`,
      };
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
