import { parseDecimal } from '../../values/decimal.ts';

/** What a scoring text (评（扣）分标准) claims: 人民群众满意度大于等于98% → `>=` and 98 %. */
export interface Claim {
  readonly operator: string | null;
  readonly operatorText: string;
  /** The number that the operator is about; without an operator all numbers of the text. */
  readonly numbers: readonly { readonly value: bigint; readonly unit: string }[];
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

const clausesOf = (text: string): string[] =>
  text
    .normalize('NFKC')
    .replace(/(?<=\d),(?=\d{3})/g, '')
    .split(/[,，;；。\n]/)
    .filter((clause) => !DEDUCTION.test(clause));

const numbersIn = (text: string): Claim['numbers'] =>
  [...text.matchAll(NUMBER)].flatMap(([, digits = '', unit = '']) => {
    const value = parseDecimal(digits);
    return value === null ? [] : [{ value, unit }];
  });

/** What a clause claims; null where it has no operator. */
function claimOf(clause: string): Claim | null {
  for (const match of clause.matchAll(ANY_OPERATOR)) {
    const found = OPERATORS[match.slice(1).findIndex((word) => word !== undefined)];
    const [before, behind] = [clause.slice(0, match.index), clause.slice(match.index + match[0].length)];
    if (!found || (found.after && !ENDS_IN_NUMBER.test(before))) continue;
    const numbers = found.after ? numbersIn(before).slice(-1) : numbersIn(behind).slice(0, 1);
    return { operator: found.operator, operatorText: match[0], numbers };
  }
  return null;
}

export function readScoring(text: string): Claim {
  const clauses = clausesOf(text);
  for (const clause of clauses) {
    const claim = claimOf(clause);
    if (claim) return claim;
  }
  return { operator: null, operatorText: '', numbers: clauses.flatMap(numbersIn) };
}
