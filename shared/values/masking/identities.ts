import { isOrganisationCode } from '../organisation-code.ts';
import { isUscc } from '../uscc.ts';
import { type Found, GAP, matches, withoutGaps } from './finding.ts';

/** GB/T 2260: the provinces that identity numbers and codes begin with. */
const PROVINCES = new Set(
  [
    '11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46',
    '50 51 52 53 54 61 62 63 64 65 71 81 82 83',
  ]
    .join(' ')
    .split(' '),
);
const isProvince = (code: string): boolean => PROVINCES.has(code.slice(0, 2));

const isDay = (year: string, month: string, day: string): boolean => {
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
};
const hasBirthday = (number: string): boolean =>
  /^(?:18|19|20)/.test(number.slice(6)) &&
  isDay(number.slice(6, 10), number.slice(10, 12), number.slice(12, 14));
const hadBirthday = (number: string): boolean =>
  isDay(`19${number.slice(6, 8)}`, number.slice(8, 10), number.slice(10, 12));

/** ISO 7064 MOD 11-2 (GB 11643). */
function hasIdentityCheck(number: string): boolean {
  let sum = 0;
  for (const char of number.slice(0, 17)) sum = (sum + Number(char)) * 2;
  return '10X98765432'.charAt(sum % 11) === number.charAt(17).toUpperCase();
}

/** Registration departments and kinds of organisation that codes begin with (GB 32100). */
export const isCode = (code: string): boolean =>
  isUscc(code) &&
  (isOrganisationCode(code.slice(8, 17)) || (/^[1-9ANY][1-39]/.test(code) && isProvince(code.slice(2))));

const IDENTITY = new RegExp(String.raw`(?<!\d)[1-9]\d{5}(?:${GAP}\d){11}${GAP}[\dXx](?!\d)`, 'g');
const OLD_IDENTITY = /(?<!\d)[1-9]\d{14}(?!\d)/g;
const maskIdentity = (number: string): string => `${number.slice(0, 2)}****${number.slice(-2)}`;

/** Of a number in one piece either the birthday or the check character tells; of one in groups the birthday. */
export function isIdentity(text: string): boolean {
  const number = withoutGaps(text);
  const checks = hasIdentityCheck(number);
  if (hasBirthday(number)) return checks || !isCode(number);
  return text.length === number.length && checks && isProvince(number) && !isUscc(number);
}

export function* identities(text: string): Iterable<Found> {
  yield* matches(text, IDENTITY, (match) => (isIdentity(match) ? maskIdentity(withoutGaps(match)) : null));
  yield* matches(text, OLD_IDENTITY, (match) =>
    isProvince(match) && hadBirthday(match) ? maskIdentity(match) : null,
  );
}
