/**
 * Decimal numbers as people write indicator values and weights, exact: integers of millionths. Comparing 31.5 with
 * 31.50, or 130 % of 0.1 with 0.13, never meets a binary fraction.
 */

const DECIMALS = 6;
export const ONE = 10n ** BigInt(DECIMALS);

/** Reads `31.5`, `-2`, `98`; null for anything else, also for a number with its unit or with more than 6 decimals. */
export function parseDecimal(text: string): bigint | null {
  const match = /^(-?)(\d{1,15})(?:\.(\d{1,6}))?$/.exec(text);
  if (!match) return null;
  const [, sign = '', whole = '', fraction = ''] = match;
  const value = BigInt(whole + fraction.padEnd(DECIMALS, '0'));
  return sign === '-' ? -value : value;
}

/** Whether a JSON number has no more than so many decimals: exact as it is written, 0.1 is a tenth. */
export function hasDecimals(value: number, most: number): boolean {
  const exact = parseDecimal(String(value));
  return exact !== null && exact % 10n ** BigInt(DECIMALS - most) === 0n;
}

/** The shortest way to write it: 31500000n → `31.5`. */
export function formatDecimal(value: bigint): string {
  const digits = String(value < 0n ? -value : value).padStart(DECIMALS + 1, '0');
  const fraction = digits.slice(-DECIMALS).replace(/0+$/, '');
  return `${value < 0n ? '-' : ''}${digits.slice(0, -DECIMALS)}${fraction === '' ? '' : `.${fraction}`}`;
}

// One fen is 10^-2 元, 10^-6 万元 and 10^-10 亿元: the same power of ten as a millionth, for 万元.
const FEN_PER_UNIT: Readonly<Record<string, bigint>> = {
  元: 100n,
  万元: 1_000_000n,
  亿元: 10_000_000_000n,
};

/** The fen of a number with a unit of money (`31.5`, `万元`); null where the unit is another or the fen not whole. */
export function fenOf(value: bigint, unit: string): number | null {
  const perUnit = FEN_PER_UNIT[unit];
  if (perUnit === undefined || (value * perUnit) % ONE !== 0n) return null;
  return Number((value * perUnit) / ONE);
}
