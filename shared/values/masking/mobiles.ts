import { BETWEEN, type Found, matches, withoutGaps } from './finding.ts';

/** How the eleven digits are grouped. Not in threes, as amounts are; the last is digit by digit. */
const GROUPINGS = [
  [11],
  [3, 4, 4],
  [3, 8],
  [7, 4],
  [3, 3, 5],
  [3, 5, 3],
  [4, 3, 4],
  [4, 4, 3],
  [5, 6],
  [3, 4, 2, 2],
  [3, 2, 2, 2, 2],
  Array.from({ length: 11 }, () => 1),
];

/** Every grouping of a number whose first two digits are one of `first` and one of `second`. */
function grouped(first: string, second: string, digit: string): string {
  const classes = [first, second, ...Array.from({ length: 9 }, () => digit)];
  return GROUPINGS.map((sizes) => {
    let at = 0;
    return sizes
      .map((size) => {
        at += size;
        return classes.slice(at - size, at).join('');
      })
      .join(`${BETWEEN}{1,3}`);
  }).join('|');
}

// As dialled: 0 before it from elsewhere in the country, 86 from abroad. With a gap before it a number stands alone.
const MOBILE = new RegExp(String.raw`(?<!\d)(?:0{0,2}86|0)?(?:${grouped('1', '[3-9]', '\\d')})(?!\d)`, 'g');
const SPELT = '[〇零○一二三四五六七八九幺]';
const SPELT_MOBILE = new RegExp(grouped('[一幺]', '[三四五六七八九]', SPELT), 'g');

const maskMobile = (number: string): string => {
  const digits = withoutGaps(number).slice(-11);
  return `${digits.slice(0, 3)}****${digits.slice(-4)}`;
};

export function* mobiles(text: string): Iterable<Found> {
  yield* matches(text, MOBILE, maskMobile);
  yield* matches(text, SPELT_MOBILE, maskMobile);
}
