import { fenOfWords } from '../../values/amount-in-words.ts';
import { digitOf, parseOrdinal } from '../../values/chinese-number.ts';
import type { Words } from '../../values/language.ts';
import { MAX_FEN } from '../../values/money.ts';
import { readAmount, whyNoAmount } from '../../values/read-amount.ts';
import type { Match, Span } from './source/span.ts';

/** Amounts in running text and in cells, exact to the fen: nothing is rounded, and nothing is guessed. */

const FEN_PER: Readonly<Record<string, bigint>> = {
  元: 100n,
  圆: 100n,
  千元: 100_000n,
  万: 1_000_000n,
  万元: 1_000_000n,
  百万: 100_000_000n,
  百万元: 100_000_000n,
  千万: 1_000_000_000n,
  千万元: 1_000_000_000n,
  亿: 10_000_000_000n,
  亿元: 10_000_000_000n,
};

const UNIT = '亿元|[百千]万元|千元|万元|元|圆|(?:亿|[百千]?万)(?![\\u4E00-\\u9FFF])';

/**
 * All that looks like one number, so that its end is never taken for an amount of its own: blanks and separators between
 * digits belong to it, and are judged when it is read.
 */
export const NUMBER = '[0-9](?:[0-9.,， ]{0,24}[0-9])?';

/** Where a dash is a sign: at the beginning, behind a mark or a blank, behind a word that takes off. */
const SIGN = '(?<=^|[:(\\s,;。、=]|共|计|为|核减|扣减|扣除|减去|调减|压减|冲减)-(?=[¥￥]?[0-9])';

/** `.5万元` lacks its digit; dots that lead to an amount are several. */
const POINT = '(?<![.])[.]';
/** `31.50万元`, `-3万元`, `¥500元`. What looks like a sign elsewhere is a dash: `会议费—2万元`. */
export const AMOUNT = `(?<![0-9]|[0-9],|${POINT})(${SIGN})?[¥￥]?\\s?(${NUMBER})\\s?(${UNIT})(?:整(?![\\u4E00-\\u9FFF]))?`;
/** `￥50,000.00`: the sign of money is a unit where no other is printed. */
const AMOUNT_OF_SIGN = `(${SIGN})?[¥￥]\\s?(${NUMBER})(?![0-9.,]|\\s?(?:${UNIT}))`;

/** Finer is no amount of money: 万元 to the 元, 元 to the fen. */
const MOST_DECIMALS: Readonly<Record<string, number>> = {
  元: 2,
  圆: 2,
  千元: 3,
  万: 4,
  万元: 4,
  百万: 6,
  百万元: 6,
  千万: 7,
  千万元: 7,
  亿: 8,
  亿元: 8,
};

const PLAIN_NUMBER = /^\d{1,15}(?:\.(\d{1,10}))?$/;
const GROUPED_NUMBER = /^[1-9]\d{0,2}(?:,\d{3})+(?:\.\d{1,10})?$|^[1-9]\d{0,2}(?: \d{3})+(?:\.\d{1,10})?$/;

/** The digits of a number without its separators; null where those are out of place. */
export function digitsOf(plain: string): string | null {
  const number = plain.trim().replaceAll('，', ',');
  if (PLAIN_NUMBER.test(number)) return number;
  return GROUPED_NUMBER.test(number) ? number.replace(/[, ]/g, '') : null;
}

/** A number of a unit in hundredths of a fen; null where it is finer. */
function hundredthsOf(number: string, unit: string): bigint | null {
  const digits = digitsOf(number);
  const per = FEN_PER[unit];
  if (digits === null || per === undefined) return null;
  const [whole = '0', fraction = ''] = digits.split('.');
  const scale = 10n ** BigInt(fraction.length);
  const hundredths = BigInt(whole + fraction) * per * 100n;
  return hundredths % scale === 0n ? hundredths / scale : null;
}

/** Whole fen, or null. */
export function fenOfNumber(number: string, unit: string): number | null {
  const hundredths = hundredthsOf(number, unit);
  const decimals = /\.(\d*)/.exec(number)?.[1]?.length ?? 0;
  if (hundredths === null || hundredths % 100n !== 0n || decimals > (MOST_DECIMALS[unit] ?? 0)) return null;
  const fen = Number(hundredths / 100n);
  return fen > MAX_FEN ? null : fen;
}

/** A unit price: fen with up to two decimals. */
export function priceOfNumber(number: string, unit: string): number | null {
  const hundredths = hundredthsOf(number, unit);
  return hundredths === null || hundredths > BigInt(MAX_FEN) * 100n ? null : Number(hundredths) / 100;
}

export interface Amount {
  readonly span: Span;
  /** Where it stands in the text that was searched. */
  readonly start: number;
  readonly end: number;
  /** Below 0 for a deduction; null where the number cannot be read for sure. */
  readonly fen: number | null;
  readonly number: string;
  readonly unit: string;
  /** Why it cannot, where the number itself could be. */
  readonly doubt?: Words;
}

/** Only these are signs; longer dashes part as well. */
const MINUS = /^[-－−﹣]/;
const TAKES_OFF = /(?:核减|扣减|扣除|减去|调减|压减|冲减)$/;
const RANGE_BEFORE = new RegExp(`[0-9](?:${UNIT})?\\s?(?:(?<!-)-|~|至|到)\\s?$`);
const RANGE_FROM = new RegExp(`[¥￥]?[0-9][0-9.,]*\\s?(?:${UNIT})?\\s?(?:-|~|至|到)\\s?$`);
const RANGE_AFTER = /^\s?(?:-(?!-)|~|至|到)\s?[¥￥]?[0-9]/;

const isRange: Words = { zh: '是一个范围，不是一个金额', en: 'It is a range, not one amount' };
const isUnclear: Words = {
  zh: '数字前的横线可能是负号，也可能是破折号',
  en: 'The line before the number may be a minus or a dash',
};

/** What makes it uncertain that a number is one amount, of which sign. */
function doubtOf(match: Match, { plain }: Span): Words | undefined {
  const sign = match.group(1)?.text ?? '';
  const before = plain.slice(Math.max(0, match.start - 24), match.start);
  if (RANGE_BEFORE.test(before) || RANGE_AFTER.test(plain.slice(match.end, match.end + 8))) return isRange;
  return sign !== '' && !MINUS.test(sign) && !TAKES_OFF.test(before) ? isUnclear : undefined;
}

/** What a match says but for its sign. */
type Said = Pick<Amount, 'number' | 'unit' | 'doubt'>;

const printed = (match: Match, unit: string): Said => ({ number: match.plain(2), unit });

function amountOf(match: Match, text: Span, { number, unit, doubt: own }: Said): Amount {
  const { plain } = text;
  const isMinus = MINUS.test(match.group(1)?.text ?? '');
  const doubt = doubtOf(match, text) ?? own;
  const fen = doubt ? null : fenOfNumber(number, unit);
  const range = doubt === isRange ? RANGE_FROM.exec(plain.slice(0, match.start))?.[0].length : 0;
  const start = match.start - (range ?? 0);
  return {
    span: text.slice(start, match.end).trimmed(),
    start,
    end: match.end,
    fen: fen !== null && isMinus ? -fen : fen,
    number,
    unit,
    ...(doubt ? { doubt } : {}),
  };
}

const AMOUNTS = new RegExp(AMOUNT, 'g');
const AMOUNTS_OF_SIGN = new RegExp(AMOUNT_OF_SIGN, 'g');

const STEP = '[0-9]{1,9}(?:\\.[0-9]{1,8})?\\s?(?:亿|[百千十]?万|千|百)零?';
/** `1亿2000万元`, `3万5千元`, `3万零500元`: one amount in several steps. */
const STEPS = new RegExp(
  `(?<![0-9]|[0-9],|${POINT})(${SIGN})?((?:${STEP}){1,3}[0-9]{1,9}(?:\\.[0-9]{1,8})?)(亿|[百千十]?万|千|百)?元?(?![0-9])`,
  'g',
);
const YUAN_PER: Readonly<Record<string, number>> = {
  ...{ 亿: 1e8, 千万: 1e7, 百万: 1e6, 十万: 1e5, 万: 1e4, 千: 1e3, 百: 100 },
};
const isMixed: Words = {
  zh: '数字与“万”“千”等字混写，看不出是多少',
  en: 'Digits and words of numbers are mixed, so that the amount is not certain',
};

/** Each step is less than one of the unit before it, or nobody knows what is meant; null where no unit ends it. */
function yuanOfSteps(plain: string): number | null {
  let yuan = 0;
  let above = Number.POSITIVE_INFINITY;
  for (const [, number = '', unit = ''] of plain.matchAll(/([0-9.]+)\s?(亿|[百千十]?万|千|百|元)?/g)) {
    const per = unit === '元' ? 1 : (YUAN_PER[unit] ?? 0);
    if (per === 0 || Number(number) * per >= above) return null;
    yuan += Number(number) * per;
    above = per;
  }
  return yuan;
}

/** What the steps come to, in 元. */
function sumOfSteps(match: Match): Said {
  const yuan = yuanOfSteps(match.plain(0).replace(/^-/, ''));
  if (yuan === null) return { number: match.plain(2), unit: '元', doubt: isMixed };
  // Tenths of a 万 may be no whole number as they are added.
  return { number: String(Math.round(yuan * 100) / 100), unit: '元' };
}

/** The amounts in a text, with their units. */
export function amountsIn(span: Span): Amount[] {
  const stepped = span.matchAll(STEPS).map((match) => amountOf(match, span, sumOfSteps(match)));
  const plain = [
    ...span.matchAll(AMOUNTS).map((match) => amountOf(match, span, printed(match, match.plain(3)))),
    ...span.matchAll(AMOUNTS_OF_SIGN).map((match) => amountOf(match, span, printed(match, '元'))),
  ].filter(({ start, end }) => !stepped.some((one) => one.start < end && start < one.end));
  return [...plain, ...stepped].sort((one, other) => one.start - other.start);
}

const CAPITALS = /(?:人民币)?[零壹贰叁肆伍陆柒捌玖][零壹贰叁肆伍陆柒捌玖拾佰仟万亿元圆角分]{1,40}[整正]?/g;

/** `人民币叁拾壹万伍仟元整`, written by the rule of 大写. */
export const capitalsIn = (span: Span): Amount[] =>
  span.matchAll(CAPITALS).flatMap((match) => {
    const fen = fenOfWords(match.plain(0));
    return fen === null ? [] : [amountOf(match, span, { number: String(fen / 100), unit: '元' })];
  });

const NUMERALS = new RegExp(
  '(?<![零〇一二两三四五六七八九十百千万亿几数多余第]|[0-9])(-)?([零〇一二两三四五六七八九十百千]{1,9})' +
    '(?:点([零〇一二三四五六七八九]{1,6}))?(亿元|万元|元)整?',
  'g',
);

/** `三十万元`, `三十一点五万元`; not `数十万元`, nor the end of `一亿三千万元`. */
const numeralsIn = (span: Span): Amount[] =>
  span.matchAll(NUMERALS).flatMap((match) => {
    const whole = parseOrdinal(match.plain(2));
    const decimals = [...match.plain(3)].map(digitOf);
    const number = `${whole}${decimals.length > 0 ? `.${decimals.join('')}` : ''}`;
    return whole === null ? [] : [amountOf(match, span, { number, unit: match.plain(4) })];
  });

/** The amounts of a text that has none in digits. */
export const amountsInWords = (span: Span): Amount[] =>
  [...capitalsIn(span), ...numeralsIn(span)].sort((one, other) => one.start - other.start);

/** Numbers that name no unit, behind a colon or a blank: a form names it once, at the label. */
export const bareAmountsIn = (span: Span, unit: string): Amount[] =>
  span
    .matchAll(new RegExp(`(?<=[:\\s]|^)(-(?=[0-9]))?\\s*(${NUMBER})(?=[\\s,;。)]|$)`, 'g'))
    .map((match) => amountOf(match, span, printed(match, unit)));

/** Why an amount was not taken. */
export function whyNotRead({ number, unit, doubt, span }: Amount): Words {
  if (doubt) return { zh: `“${span.text}”${doubt.zh}`, en: `"${span.text}": ${doubt.en}` };
  const printed = `${number}${unit}`;
  const reading = readAmount(number, 'yuan');
  const why =
    reading.fen === null && reading.fault === 'separators'
      ? whyNoAmount(printed, readingOf(printed, reading))
      : { zh: `“${printed}”不是整分的金额`, en: `"${printed}" is no amount in whole fen` };
  return { zh: `金额无法识别：${why.zh}`, en: `The amount was not understood: ${why.en}` };
}

/** The same reading with its unit, where that is one of those that the reader of typed amounts knows. */
function readingOf(printed: string, fallback: Extract<ReturnType<typeof readAmount>, { fen: null }>) {
  const reading = readAmount(printed, 'yuan');
  return reading.fen === null ? reading : fallback;
}

const CELL = new RegExp(`^(-?)\\s*[¥￥]?\\s*(${NUMBER})\\s*(${UNIT})?\\s*整?\\s*(?:\\([^()]*\\)|[*#※①-⑨])?$`);

/** The amount of a cell that says nothing else: its own unit, or that of its column. Null where the cell is no amount. */
export function plainAmountOf(
  span: Span,
  columnUnit: string | null,
): { readonly fen: number; readonly span: Span } | null {
  const match = span.match(CELL);
  const unit = match?.plain(3) || columnUnit;
  if (!match || !unit) return null;
  const [sign, number] = [match.group(1), match.group(2)];
  const isSigned = sign !== undefined && !sign.isEmpty;
  const fen = fenOfNumber(match.plain(2), unit);
  // A longer dash may be no sign.
  if (fen === null || !number || (isSigned && !MINUS.test(sign.text))) return null;
  const end = (match.group(3) ?? number).to;
  return { fen: isSigned ? -fen : fen, span: span.slice(0, end - span.from) };
}

const UNIT_OF_LABEL = /(?:单位[::]?|[(:])\s*(?:人民币)?\s*(亿元|百万元|千元|万元|元)\s*\)?/;

/** `金额（万元）`, `单位：元`: the unit that a label gives to what stands under it. */
export const unitOfLabel = (plain: string): string | null =>
  UNIT_OF_LABEL.exec(plain.replace(/\s/g, ''))?.[1] ?? null;
