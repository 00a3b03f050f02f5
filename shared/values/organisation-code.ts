/** 组织机构代码, GB 11714: eight characters and a check character; characters 9 to 17 of a USCC (domain.md §5). */

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2] as const;

export function isOrganisationCode(code: string): boolean {
  if (!/^[0-9A-Z]{8}[0-9X]$/.test(code)) return false;
  const sum = WEIGHTS.reduce((total, weight, at) => total + weight * ALPHABET.indexOf(code.charAt(at)), 0);
  // 10 is written X; a remainder of 0 gives 11, which is written 0.
  return code.charAt(8) === '0123456789X'.charAt((11 - (sum % 11)) % 11);
}
