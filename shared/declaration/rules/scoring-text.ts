import { parseDecimal } from '../../values/decimal.ts';

/** What a scoring text (评（扣）分标准) claims: 人民群众满意度大于等于98% → `>=` and 98 %. */
export interface Claim {
  readonly operator: string | null;
  readonly operatorText: string;
  /** The number that the operator is about; without an operator all numbers of the text. */
  readonly numbers: readonly SaidNumber[];
}

export interface SaidNumber {
  readonly value: bigint;
  readonly unit: string;
  /** How often its period comes in a year at most, where it counts by one: 12 for 每月1次. */
  readonly periods?: number;
}

/** Longer words first: 不超过 is no 超过. `after` stands behind its number: 95%以上. */
const OPERATORS: readonly { readonly operator: string; readonly words: string; readonly after?: true }[] = [
  { operator: '>=', words: '大于(?:或|、)?等于|不(?:得|能|应)?(?:低于|少于|小于)|至少|≥|>=' },
  { operator: '<=', words: '小于(?:或|、)?等于|不(?:得|能|应)?(?:超过|高于|大于|多于)|至多|≤|<=' },
  { operator: '>=', words: '以上', after: true },
  { operator: '<=', words: '以[下内]', after: true },
  { operator: '>', words: '大于|超过|高于|多于|>' },
  { operator: '<', words: '小于|低于|少于|<' },
  { operator: '=', words: '等于|=' },
];
const ANY_OPERATOR = new RegExp(OPERATORS.map(({ words }) => `(${words})`).join('|'), 'g');
/** A number just before: 95%以上, 3次及以上; not 按以下标准. */
const ENDS_IN_NUMBER = /\d\D{0,4}$/;

// 得10分 and 扣2分 are points, not values; 2021年, 5月 and 15日 are dates, 30分钟 is a value.
const NUMBER = /(\d+(?:\.\d+)?)(?!\d|\.\d)\s*(?!分(?!钟))(?![年月日])(万元|亿元|元|%)?/g;
/** A clause about losing points says what is not the target: 每低于1个百分点扣2分. */
const DEDUCTION = /扣|不得分|否则|未|每(?:下|降|低|高|少|多|超|减|增)/;

/** How a rate is found, not what it is to be: 完成率=实际数/计划数×100%. */
const CALCULATION = /(?:\d+(?:\.\d+)?[^\d,，;；。×*]{0,8})?[×*]\s*\d+(?:\.\d+)?\s*%?/g;

const clausesOf = (text: string): string[] =>
  text
    .normalize('NFKC')
    .replace(/(?<=\d),(?=\d{3})/g, '')
    .replace(CALCULATION, '')
    .split(/[,，;；。\n]/)
    .filter((clause) => !DEDUCTION.test(clause));

const numbersIn = (text: string): SaidNumber[] =>
  [...text.matchAll(NUMBER)].flatMap(([, digits = '', unit = '']) => {
    const value = parseDecimal(digits);
    return value === null ? [] : [{ value, unit }];
  });

/** At most: a plan may leave out months, a week more or less is in a year. */
const PERIODS: Readonly<Record<string, number>> = {
  年: 1,
  半年: 2,
  季: 4,
  月: 12,
  旬: 36,
  周: 53,
  星期: 53,
  日: 366,
  天: 366,
};
const PER = /每(?:个|一)?(半年|年|季|月|旬|周|星期|日|天)?/;

/** The numbers of a clause that counts by something (每月1次): by a period; those by a piece (每村1名) are no totals. */
function counted(clause: string, numbers: readonly SaidNumber[]): readonly SaidNumber[] {
  const per = PER.exec(clause);
  if (!per) return numbers;
  const periods = PERIODS[per[1] ?? ''];
  return periods === undefined ? [] : numbers.map((number) => ({ ...number, periods }));
}

/** What a clause claims; null where it has no operator. */
function claimOf(clause: string): Claim | null {
  for (const match of clause.matchAll(ANY_OPERATOR)) {
    const found = OPERATORS[match.slice(1).findIndex((word) => word !== undefined)];
    const [before, behind] = [clause.slice(0, match.index), clause.slice(match.index + match[0].length)];
    if (!found || (found.after && !ENDS_IN_NUMBER.test(before))) continue;
    // 完成率=实际数/计划数 explains the rate; only before a number is it a claim.
    if (found.operator === '=' && !/^\s*\d/.test(behind)) continue;
    const numbers = found.after ? numbersIn(before).slice(-1) : numbersIn(behind).slice(0, 1);
    return { operator: found.operator, operatorText: match[0], numbers: counted(clause, numbers) };
  }
  return null;
}

export function readScoring(text: string): Claim {
  const clauses = clausesOf(text);
  for (const clause of clauses) {
    const claim = claimOf(clause);
    if (claim) return claim;
  }
  return {
    operator: null,
    operatorText: '',
    numbers: clauses.flatMap((clause) => counted(clause, numbersIn(clause))),
  };
}
