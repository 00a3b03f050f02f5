import type { Span } from './source/span.ts';

/** Years and ranges of months as people write them, as the first and the last month. */

export interface Period {
  /** `2021-03` */
  readonly start?: string;
  readonly due?: string;
  /** The words that say so. */
  readonly span: Span;
  /** Whether the year is said there. Where it is not, it is the budget year. */
  readonly hasYear: boolean;
}

/** `2021`, `二〇二一` */
const Y = '((?:19|20)\\d{2}|[一二][九〇○零O0][〇○零O一二三四五六七八九]{2})';
/** `3`, `03`, `三`, `十一` */
const M = '(1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])';
const DAY = '(?:[日号.\\/-]?\\s*(?:[12]\\d|3[01]|0?[1-9])(?![0-9])\\s*[日号]?)?';
const TO = '\\s*(?:[-~～]+|至|到|——)\\s*';
const NOT_IN_NUMBER = '(?<![0-9.一二三四五六七八九十百])';

const QUARTERS: Readonly<Record<string, number>> = {
  ...{ 一: 1, 二: 2, 三: 3, 四: 4, '1': 1, '2': 2, '3': 3, '4': 4 },
};
const Q = '第?([一二三四1-4])';

type Found = { start?: string; due?: string; hasYear?: boolean };
type Reader = (groups: readonly (string | undefined)[], year: string | undefined) => Found | null;

const HAN = '〇一二三四五六七八九';
const digitsOfYear = (year: string): string =>
  [...year].map((char) => (/\d/.test(char) ? char : Math.max(0, HAN.indexOf(char)))).join('');
const numberOfMonth = (month: string): number =>
  month.startsWith('十') ? 10 + Math.max(0, HAN.indexOf(month[1] ?? '〇')) : HAN.indexOf(month);

const monthOf = (year: string | undefined, month: string | number | undefined): string | undefined => {
  if (year === undefined || month === undefined) return undefined;
  const number = /^\d+$/.test(String(month)) ? Number(month) : numberOfMonth(String(month));
  return `${digitsOfYear(year)}-${String(number).padStart(2, '0')}`;
};

const range = (
  from: readonly [string | undefined, string | number | undefined],
  to: readonly [string | undefined, string | number | undefined],
): Found | null => {
  const [start, due] = [monthOf(...from), monthOf(...to)];
  return start === undefined || due === undefined || start > due ? null : { start, due };
};

/** Months that follow each other, as the first and the last; others are several times. */
function inTurn(months: readonly (string | undefined)[], year: string | undefined): Found | null {
  const numbers = months
    .filter((month) => month !== undefined && month !== '')
    .map((month) => Number(monthOf('2000', month)?.slice(5)));
  const [first, last] = [numbers[0], numbers.at(-1)];
  const areInTurn = numbers.every((number, index) => index === 0 || number === (numbers[index - 1] ?? 0) + 1);
  return areInTurn ? range([year, first], [year, last]) : null;
}

const ONLY_DUE = '(?:底|末|中旬|上旬|下旬)(?:之?前|以前|完成|结束)?';

/** The first that fits holds. */
const PATTERNS: readonly (readonly [string, Reader])[] = [
  // 2021年3月至2021年12月, 2021年3月—12月, 2021年1月1日至12月31日
  [
    `${NOT_IN_NUMBER}${Y}\\s*年\\s*${M}\\s*月(?:份)?${DAY}${TO}(?:${Y}\\s*年\\s*)?${M}\\s*月(?:份)?(?:底)?${DAY}`,
    ([, y, m, y2, m2]) => range([y, m], [y2 ?? y, m2]),
  ],
  // 2021年1-12月
  [`${NOT_IN_NUMBER}${Y}\\s*年度?\\s*${M}${TO}${M}\\s*月`, ([, y, m, m2]) => range([y, m], [y, m2])],
  // 2021.3-2021.9, 2021/01/01-2021/12/31, 2021-01至2021-12
  [
    `${NOT_IN_NUMBER}${Y}[.\\/-]${M}(?:[.\\/-](?:[12]\\d|3[01]|0?[1-9]))?${TO}${Y}[.\\/-]${M}(?:[.\\/-](?:[12]\\d|3[01]|0?[1-9]))?(?![0-9])`,
    ([, y, m, y2, m2]) => range([y, m], [y2, m2]),
  ],
  // 20210101-20211231
  [
    `${NOT_IN_NUMBER}${Y}(0[1-9]|1[0-2])[0-3]\\d${TO}${Y}(0[1-9]|1[0-2])[0-3]\\d(?![0-9])`,
    ([, y, m, y2, m2]) => range([y, m], [y2, m2]),
  ],
  // 2021.3-9
  [`${NOT_IN_NUMBER}${Y}\\.${M}${TO}${M}月?(?![0-9.])`, ([, y, m, m2]) => range([y, m], [y, m2])],
  // 2016年至2020年, 2021-2023年
  [`${NOT_IN_NUMBER}${Y}\\s*年?度?${TO}${Y}\\s*年度?(?!\\s*\\d)`, ([, y, y2]) => range([y, 1], [y2, 12])],
  // 2022-2024, and nothing beside it
  [`^\\s*${Y}${TO}${Y}\\s*$`, ([, y, y2]) => range([y, 1], [y2, 12])],
  // 3月至9月, 3-9月
  [
    `${NOT_IN_NUMBER}${M}\\s*月?(?:份)?${DAY}${TO}${M}\\s*月(?:份)?(?:底)?${DAY}`,
    ([, m, m2], year) => withoutYear(range([year, m], [year, m2])),
  ],
  // 2021年3月至年底
  [
    `${NOT_IN_NUMBER}(?:${Y}\\s*年\\s*)?${M}\\s*月(?:份)?${DAY}${TO}(?:当|本|今)?年(?:底|末)`,
    ([, y, m], year) => ofYear(y, range([y ?? year, m], [y ?? year, 12])),
  ],
  // 2021年初至年底
  [
    `(?:${Y}\\s*)?(?<!半)年?年初${TO}(?:当|本|今)?年(?:底|末)`,
    ([, y], year) => ofYear(y, range([y ?? year, 1], [y ?? year, 12])),
  ],
  // 7、8月; 7、8、9月
  [
    `${NOT_IN_NUMBER}(?:${Y}\\s*年\\s*)?${M}、((?:${M}、)*)${M}\\s*月(?:份)?`,
    ([, y, m, more, , m2], year) => ofYear(y, inTurn([m, ...(more ?? '').split('、'), m2], y ?? year)),
  ],
  // 一、二季度
  [
    `(?:${Y}\\s*年度?)?${Q}季?度?、${Q}季度`,
    ([, y, q, q2], year) =>
      (QUARTERS[q2 ?? ''] ?? 0) === (QUARTERS[q ?? ''] ?? 0) + 1
        ? ofYear(
            y,
            range([y ?? year, 3 * (QUARTERS[q ?? ''] ?? 0) - 2], [y ?? year, 3 * (QUARTERS[q2 ?? ''] ?? 0)]),
          )
        : null,
  ],
  // 一季度至三季度, 一至三季度
  [
    `(?:${Y}\\s*年度?)?${Q}季?度?${TO}${Q}季度`,
    ([, y, q, q2], year) =>
      ofYear(
        y,
        range([y ?? year, 3 * (QUARTERS[q ?? ''] ?? 0) - 2], [y ?? year, 3 * (QUARTERS[q2 ?? ''] ?? 0)]),
      ),
  ],
  // 一季度末前
  [
    `(?:${Y}\\s*年度?)?${Q}季度(?:末|底|前)+`,
    ([, y, q], year) => ofYear(y, { due: monthOf(y ?? year, 3 * (QUARTERS[q ?? ''] ?? 0)) }),
  ],
  [
    `(?:${Y}\\s*年度?)?${Q}季度`,
    ([, y, q], year) =>
      ofYear(
        y,
        range([y ?? year, 3 * (QUARTERS[q ?? ''] ?? 0) - 2], [y ?? year, 3 * (QUARTERS[q ?? ''] ?? 0)]),
      ),
  ],
  [`(?:${Y}\\s*年)?上半年`, ([, y], year) => ofYear(y, range([y ?? year, 1], [y ?? year, 6]))],
  [`(?:${Y}\\s*年)?下半年`, ([, y], year) => ofYear(y, range([y ?? year, 7], [y ?? year, 12]))],
  [`(?:${Y}\\s*年)?(?:全年|年度内|整年)`, ([, y], year) => ofYear(y, range([y ?? year, 1], [y ?? year, 12]))],
  // 2021年11月底前, 3月底前, 12月31日前; 6月份前 may mean the first or the last day of June: left to its author.
  [
    `${NOT_IN_NUMBER}(?:${Y}\\s*年\\s*)?${M}\\s*月(?:份)?(?:${ONLY_DUE}|\\s*(?:[12]\\d|3[01]|0?[1-9])\\s*[日号](?:之?前|以前|前?完成|前?结束)|(?:完成|结束|竣工|验收))`,
    ([, y, m], year) => ofYear(y, { due: monthOf(y ?? year, m) }),
  ],
  [
    `(?:${Y}\\s*年|当年|本年)?(?<!半)年(?:底|末)(?:之?前|完成)?|${Y}\\s*年(?:底|末)(?:之?前)?`,
    ([, y, y2], year) => ofYear(y ?? y2, { due: monthOf(y ?? y2 ?? year, 12) }),
  ],
  // 2021年初, 年初启动
  [
    `(?:${Y}\\s*年)?(?<!半)年初|${Y}\\s*年初`,
    ([, y, y2], year) => ofYear(y ?? y2, { start: monthOf(y ?? y2 ?? year, 1) }),
  ],
  // 2021年3月起, 2021年5月开展
  [
    `${NOT_IN_NUMBER}${Y}\\s*年\\s*${M}\\s*月(?:份)?起?(?:开展|开始|启动|实施|起)`,
    ([, y, m]) => ({ start: monthOf(y, m) }) as Found,
  ],
];

const withoutYear = (found: Found | null): Found | null => (found ? { ...found, hasYear: false } : null);
const ofYear = (
  said: string | undefined,
  found: { start?: string | undefined; due?: string | undefined } | null,
): Found | null => {
  if (!found || (found.start === undefined && found.due === undefined)) return null;
  return {
    ...(found.start === undefined ? {} : { start: found.start }),
    ...(found.due === undefined ? {} : { due: found.due }),
    hasYear: said !== undefined,
  };
};

const READERS = PATTERNS.map(([pattern, read]) => [new RegExp(pattern), read] as const);

/** Beyond this a text is no statement of a time. */
const LONGEST = 5_000;

/** The first time that a text tells, by the first pattern that fits. */
function firstIn(span: Span, year: string | undefined): Period | 'several' | null {
  for (const [pattern, read] of READERS) {
    const [match, another] = span.matchAll(pattern);
    if (!match) continue;
    const groups = Array.from({ length: 6 }, (_, index) => match.plain(index) || undefined);
    const found = read(groups, year);
    return found && !another ? { hasYear: true, ...found, span: match.whole } : 'several';
  }
  return null;
}

/** The period that a text tells plainly; null where it tells none, or several: they are of several things. */
export function periodIn(span: Span, budgetYear: number | undefined): Period | null {
  if (span.to - span.from > LONGEST) return null;
  const year = budgetYear === undefined ? undefined : String(budgetYear);
  const found = firstIn(span, year);
  if (found === null || found === 'several') return null;
  const [before, after] = [
    firstIn(span.slice(0, found.span.from - span.from), year),
    firstIn(span.slice(found.span.to - span.from), year),
  ];
  // `1月至12月（全年）` says the same again.
  const isAgain = (other: typeof before): boolean =>
    other === null || (other !== 'several' && other.start === found.start && other.due === found.due);
  if (isAgain(before) && isAgain(after)) return found;
  const [first, last] = before ? [before, found] : [found, after];
  return (before && after) || first === 'several' || last === 'several' || !last
    ? null
    : fromEnds(span, first, last);
}

/** `3月启动，11月底前完成`: one says only when it begins, the other only when it ends. */
function fromEnds(span: Span, first: Period, last: Period): Period | null {
  const { start, due } = { start: first.start, due: last.due };
  if (first.due !== undefined || last.start !== undefined) return null;
  if (start === undefined || due === undefined || start > due) return null;
  return {
    start,
    due,
    hasYear: first.hasYear && last.hasYear,
    span: span.slice(first.span.from - span.from, last.span.to - span.from),
  };
}

const ONE_MONTH = new RegExp(`^${Y}\\s*[年.\\/-]\\s*${M}\\s*月?(?:份)?(?:底|初)?${DAY}(?:[前起])?$`);
const MONTH_ALONE = new RegExp(`^${M}\\s*月(?:份)?(?:底|初)?${DAY}前?$`);
const ONE_YEAR = new RegExp(`^${Y}\\s*年?度?$`);

/** One end of a period in a cell of its own: `2016.3`, `2021年3月`, `3月`, `2016`. */
export function monthIn(
  span: Span,
  end: 'start' | 'due',
  budgetYear: number | undefined,
): { readonly month: string; readonly isSaid: boolean } | null {
  const plain = span.plain.trim();
  const [, year, month] = ONE_MONTH.exec(plain) ?? [];
  if (year !== undefined) return { month: monthOf(year, month) ?? '', isSaid: true };
  const [, alone] = MONTH_ALONE.exec(plain) ?? [];
  if (alone !== undefined && budgetYear !== undefined)
    return { month: monthOf(String(budgetYear), alone) ?? '', isSaid: false };
  const [, whole] = ONE_YEAR.exec(plain) ?? [];
  return whole === undefined
    ? null
    : { month: monthOf(whole, end === 'start' ? 1 : 12) ?? '', isSaid: false };
}

/** A whole year: `2021年度`. */
export function yearIn(span: Span): string | null {
  const year = ONE_YEAR.exec(span.plain.trim())?.[1];
  return year === undefined ? null : digitsOfYear(year);
}
