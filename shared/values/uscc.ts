/** 统一社会信用代码, GB 32100-2015 (domain.md §5). */

const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const MODULUS = 31;

/** The check character of the first 17 characters, or null where one of them is not in the alphabet. @internal */
export function checkCharacter(first17: string): string | null {
  let sum = 0;
  let weight = 1;
  for (const char of first17) {
    const value = ALPHABET.indexOf(char);
    if (value < 0) return null;
    sum += value * weight;
    weight = (weight * 3) % MODULUS;
  }
  // A remainder of 0 gives 31, for which the alphabet has no character: the standard means '0'.
  return ALPHABET.charAt((MODULUS - (sum % MODULUS)) % MODULUS);
}

export const isUscc = (code: string): boolean =>
  code.length === 18 && checkCharacter(code.slice(0, 17)) === code.charAt(17);
