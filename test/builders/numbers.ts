import fc from 'fast-check';
import { isOrganisationCode } from '../../shared/values/organisation-code.ts';
import { checkCharacter } from '../../shared/values/uscc.ts';

/** Numbers of people, and numbers that look like them. */

const digits = (length: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: length, maxLength: length });
const padded = (number: number, length = 2): string => String(number).padStart(length, '0');

export const day = fc.date({
  min: new Date('1930-01-01T00:00:00Z'),
  max: new Date('2020-12-31T00:00:00Z'),
  noInvalidDate: true,
});
const ymd = (date: Date) => [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()] as const;
export const compactDay = (date: Date): string =>
  ymd(date)
    .map((part) => padded(part))
    .join('');
export const chineseDay = (date: Date): string => {
  const [year, month, dayOfMonth] = ymd(date);
  return `${year}年${month}月${dayOfMonth}日`;
};

const groups = fc.constantFrom([11], [3, 4, 4], [3, 8], [7, 4], [3, 3, 5]);
const gap = fc.constantFrom(' ', '-', '－', '\u3000', '.', '·', ' - ');
const inGroups = (number: string, sizes: readonly number[], between: string): string => {
  let at = 0;
  return sizes
    .map((size) => {
      at += size;
      return number.slice(at - size, at);
    })
    .join(between);
};
const fullWidth = (text: string): string =>
  text.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0));

/** A mobile number of the mainland, as people write it. */
const mobile = fc
  .tuple(
    fc.tuple(fc.constantFrom(...'3456789'), digits(9)).map(([second, rest]) => `1${second}${rest}`),
    groups,
    gap,
    fc.constantFrom('', '+86', '+86 ', '86', '0086 ', '0'),
    fc.boolean(),
  )
  .map(([number, sizes, between, prefix, wide]) => {
    const written = `${prefix}${inGroups(number, sizes, between)}`;
    return { number, written: wide ? fullWidth(written) : written };
  });

const province = fc.constantFrom('11', '23', '31', '44', '53', '65');

function identityCheck(first17: string): string {
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, at) => total + weight * Number(first17.charAt(at)), 0);
  return '10X98765432'.charAt(sum % 11);
}

/** An identity number: of 18 digits, also in groups, or an old one of 15. */
const identity = fc
  .tuple(province, digits(4), day, digits(3), fc.constantFrom('18', '15', 'groups'))
  .map(([first, region, date, order, kind]) => {
    const born = compactDay(date);
    // The old ones were given until 1999.
    if (kind === '15' && born < '2000') {
      const number = `${first}${region}${born.slice(2)}${order}`;
      return { number, written: number };
    }
    const first17 = `${first}${region}${born}${order}`;
    const number = `${first17}${identityCheck(first17)}`;
    return { number, written: kind === '18' ? number : inGroups(number, [6, 8, 4], ' ') };
  });

/** But for those that look as if they were masked. */
const mailbox = fc
  .emailAddress()
  .filter((address) => !/^.?\*+@/.test(address))
  .map((address) => ({ number: address, written: address }));

/** What a masked text must not hold. */
export const personal = fc.oneof(mobile, identity, mailbox);

/** A unified social credit code of digits alone, which is no identity number. */
const codeOfDigits = fc
  .tuple(fc.constantFrom('11', '12', '52', '91'), province, digits(4), digits(8))
  .map(([department, first, region, organisation]) => {
    const check = [...'0123456789'].find((digit) => isOrganisationCode(organisation + digit));
    const first17 = `${department}${first}${region}${organisation}${check ?? 'X'}`;
    return `${first17}${checkCharacter(first17)}`;
  })
  .filter((code) => /^\d{18}$/.test(code) && code.charAt(17) !== identityCheck(code.slice(0, 17)));
const codeOfAny = fc
  .string({ unit: fc.constantFrom(...'0123456789ABCDEFGHJKLMNPQRTUWXY'), minLength: 9, maxLength: 9 })
  .map((rest) => {
    const first17 = `91530121${rest}`;
    return `${first17}${checkCharacter(first17)}`;
  })
  .filter((code) => /[A-Z]/.test(code));
export const code = fc.oneof(codeOfDigits, codeOfAny);

export const documentNumber = fc
  .tuple(
    fc.constantFrom('昆政发', '呈办发', '财预'),
    fc.integer({ min: 1949, max: 2999 }),
    fc.integer({ min: 1, max: 99_999 }),
  )
  .map(([issuer, year, number]) => `${issuer}〔${year}〕${number}号`);
