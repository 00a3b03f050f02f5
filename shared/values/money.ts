/** Money: integers of fen in all data, 元 or 万元 only where people type and read (domain.md §7). */

/** 10^13 fen = 1,000 亿元: more than any district's budget, and far inside exact integers. */
export const MAX_FEN = 10_000_000_000_000;

const FEN_PER = { yuan: 100, wan: 1_000_000 } as const;
export type MoneyUnit = keyof typeof FEN_PER;

export const grouped = (digits: string): string => digits.replace(/\B(?=(\d{3})+$)/g, ',');

const minus = (fen: number): string => (fen < 0 ? '-' : '');

/** Hundredths as digits, with as many more decimals as a part of one needs: 2250 → `22.50`, 45.35 → `0.4535`. */
function decimals(hundredths: number): string {
  // Two decimals: the finest part of a fen that a field takes.
  const [whole = '', part = ''] = Math.abs(hundredths).toFixed(2).split('.');
  const digits = whole.padStart(3, '0');
  return `${minus(hundredths)}${digits.slice(0, -2)}.${digits.slice(-2)}${part.replace(/0+$/, '')}`;
}

/** 1,000 万元: who types so much without its unit may well have meant 元 (`readTypedAmount`). */
export const SAYS_ITS_UNIT_FROM_FEN = 1_000_000_000;

/**
 * An amount as a form's field shows it for editing, so that reading it back gives the same fen: 22500000 → `22.50`
 * in 万元; what 万元 with two decimals cannot say is shown in 元 with its unit: 505000 → `5050.00元`; and what is large
 * enough to be asked about says its unit too: `225000.00万元`.
 */
export function formatExact(fen: number, unit: MoneyUnit): string {
  const step = FEN_PER[unit] / 100;
  if (unit === 'yuan') return decimals(fen);
  if (fen % step !== 0) return `${decimals(fen)}元`;
  return `${decimals(fen / step)}${Math.abs(fen) >= SAYS_ITS_UNIT_FROM_FEN ? '万元' : ''}`;
}

/** As `formatExact`, grouped as people read it: what an input holds, `225,031.50元`. */
export const formatTyped = (fen: number, unit: MoneyUnit): string =>
  formatExact(fen, unit).replace(/\d+/, (whole) => grouped(whole));

/** 元 with two decimals, more where a unit price has them, and grouping: 500000 → `5,000.00`, 45.35 → `0.4535`. */
export function formatYuan(fen: number): string {
  const [whole = '', fraction = ''] = decimals(fen).split('.');
  return `${grouped(whole)}.${fraction}`;
}

/**
 * 万元, exact: with two decimals, or with as many more as the fen need. 31500000 → `31.50`, 4900 → `0.0049`. Not
 * grouped, as it stands where a number is compared.
 */
export function plainWan(fen: number): string {
  const fraction = String(Math.abs(fen) % FEN_PER.wan).padStart(6, '0');
  const needed = fraction.replace(/0{1,4}$/, '');
  return `${minus(fen)}${Math.floor(Math.abs(fen) / FEN_PER.wan)}.${needed}`;
}

/** The same, grouped: `1,234.50`. Nothing is rounded, so that no amount is ever printed as 0.00. */
export const formatWan = (fen: number): string => {
  const [whole = '', fraction = ''] = plainWan(fen).split('.');
  return `${grouped(whole)}.${fraction}`;
};

const DIGITS = ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖'] as const;
const PLACES = ['', '拾', '佰', '仟'] as const;
const GROUPS = ['', '万', '亿', '万亿'] as const;

function groupInWords(value: number): string {
  let words = '';
  let pendingZero = false;
  for (let place = 3; place >= 0; place--) {
    const digit = Math.floor(value / 10 ** place) % 10;
    if (digit === 0) {
      pendingZero = words !== '';
      continue;
    }
    words += `${pendingZero ? '零' : ''}${DIGITS[digit]}${PLACES[place]}`;
    pendingZero = false;
  }
  return words;
}

function yuanInWords(yuan: number): string {
  let words = '';
  let pendingZero = false;
  for (let group = 3; group >= 0; group--) {
    const value = Math.floor(yuan / 10_000 ** group) % 10_000;
    if (value === 0) {
      pendingZero = words !== '';
      continue;
    }
    const gap = words !== '' && (pendingZero || value < 1_000);
    // 万亿 is written once: "壹万亿" before a group of 亿 that is not empty would say 亿 twice.
    const name = group === 3 && Math.floor(yuan / 100_000_000) % 10_000 !== 0 ? '万' : GROUPS[group];
    words += `${gap ? '零' : ''}${groupInWords(value)}${name}`;
    pendingZero = false;
  }
  return words;
}

/**
 * The amount in words (会计基础工作规范, domain.md §7): 31500000 → `人民币叁拾壹万伍仟元整`; a deduction begins with 负. A
 * price with a part of a fen has no words: nothing.
 */
export function inWords(fen: number): string {
  if (!Number.isInteger(fen)) return '';
  if (fen < 0) return inWords(-fen).replace('人民币', '人民币负');
  const yuan = Math.floor(fen / 100);
  const jiao = Math.floor(fen / 10) % 10;
  const cents = fen % 10;
  if (fen === 0) return '人民币零元整';
  let words = yuan > 0 ? `${yuanInWords(yuan)}元` : '';
  if (jiao > 0) words += `${DIGITS[jiao]}角`;
  else if (cents > 0 && yuan > 0) words += '零';
  words += cents > 0 ? `${DIGITS[cents]}分` : '整';
  return `人民币${words}`;
}
