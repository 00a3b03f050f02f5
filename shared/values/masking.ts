import { isOrganisationCode } from './organisation-code.ts';
import { isUscc } from './uscc.ts';

/**
 * Personal data in texts (R35; 个人信息保护法 第五十一条): what is shown of it to whoever is no party to a project. It is
 * found by its form (mobile numbers, identity numbers, mail addresses) and where it is known from a field of its own
 * (names, telephones). What is no personal data stays: codes, document numbers, amounts, dates.
 */

/** Personal data that is known, as it was typed. */
export interface PersonalData {
  readonly names: readonly string[];
  readonly telephones: readonly string[];
}

/** A text as its reader may see it. */
export type Mask = (text: string) => string;

/** For those who see everything. */
export const unmasked: Mask = (text) => text;

const MASK = '**';

/** A person's name: 曾示例 → 曾**. The number of stars says nothing about the name's length. */
export function maskName(name: string): string {
  const [first, ...rest] = [...name.trim()];
  if (first === undefined) return '';
  return rest.length === 0 ? MASK : `${first}${MASK}`;
}

// Seven digits or more are a telephone number, however they are grouped; fewer are an extension.
const TELEPHONE = /\+?\d(?:[\s().-]{0,3}\d){6,}/g;
const MOBILE_DIGITS = /^(?:0{0,2}86|0)?(1[3-9]\d)\d{4}(\d{4})$/;

function maskNumber(digits: string): string {
  const mobile = MOBILE_DIGITS.exec(digits);
  return mobile ? `${mobile[1]}****${mobile[2]}` : `****${digits.slice(-4)}`;
}

/** All numbers of a field of telephones: 13800000000 → 138****0000; of a landline the last four digits stay. */
export const maskTelephone = (text: string): string =>
  text.normalize('NFKC').replace(TELEPHONE, (number) => maskNumber(number.replace(/\D/g, '')));

/** A text as it is searched, and where each of its UTF-16 units comes from. */
interface Folded {
  readonly text: string;
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

const DIGIT = /\p{Nd}/u;
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/u;
/** ① and ² are signs of their own: folded, they would lengthen the number that they stand beside. */
const OTHER_NUMBER = /\p{No}/u;

/** Unicode has the digits of every script in runs from 0 to 9. */
function digitOf(char: string): string {
  const code = char.codePointAt(0) ?? 0;
  let before = 0;
  while (DIGIT.test(String.fromCodePoint(code - before - 1))) before += 1;
  return String(before % 10);
}

function foldedChar(char: string): string {
  if (char <= '\u007f') return char;
  if (INVISIBLE.test(char)) return '';
  if (DIGIT.test(char)) return digitOf(char);
  const folded = char.normalize('NFKC');
  return folded.length === 1 && !OTHER_NUMBER.test(char) ? folded : char;
}

/** Whatever input method typed it: full-width and other scripts' digits are 0 to 9, ＠ is @, what is not seen is gone. */
function fold(original: string): Folded {
  const starts: number[] = [];
  const ends: number[] = [];
  let text = '';
  let at = 0;
  for (const char of original) {
    const folded = foldedChar(char);
    for (let unit = 0; unit < folded.length; unit++) {
      starts.push(at);
      ends.push(at + char.length);
    }
    text += folded;
    at += char.length;
  }
  return { text, starts, ends };
}

/** A place in a folded text. */
interface Place {
  readonly start: number;
  readonly end: number;
}
interface Found extends Place {
  /** What is shown in its place. */
  readonly shown: string;
}
type Finder = (text: string) => Iterable<Found>;

const placeOf = ({ 0: match, index }: RegExpExecArray): Place => ({
  start: index,
  end: index + match.length,
});

/** Every match that is what it looks like; one that is not hides none that begins within it. */
function* matches(text: string, pattern: RegExp, shownFor: (match: string) => string | null) {
  const search = new RegExp(pattern, pattern.flags);
  for (let match = search.exec(text); match; match = search.exec(text)) {
    const shown = shownFor(match[0]);
    if (shown === null) search.lastIndex = match.index + 1;
    else yield { ...placeOf(match), shown };
  }
}

/** What people put between the groups of a number. */
const BETWEEN = String.raw`[\s\-‐-―−._·・•/()]`;
const GAP = `${BETWEEN}{0,3}`;
const withoutGaps = (text: string): string => text.replace(/[^\p{L}\p{N}]/gu, '');

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

function* mobiles(text: string): Iterable<Found> {
  yield* matches(text, MOBILE, maskMobile);
  yield* matches(text, SPELT_MOBILE, maskMobile);
}

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
const isCode = (code: string): boolean =>
  isUscc(code) &&
  (isOrganisationCode(code.slice(8, 17)) || (/^[1-9ANY][1-39]/.test(code) && isProvince(code.slice(2))));

const IDENTITY = new RegExp(String.raw`(?<!\d)[1-9]\d{5}(?:${GAP}\d){11}${GAP}[\dXx](?!\d)`, 'g');
const OLD_IDENTITY = /(?<!\d)[1-9]\d{14}(?!\d)/g;
const maskIdentity = (number: string): string => `${number.slice(0, 2)}****${number.slice(-2)}`;

/** Of a number in one piece either the birthday or the check character tells; of one in groups the birthday. */
function isIdentity(text: string): boolean {
  const number = withoutGaps(text);
  const checks = hasIdentityCheck(number);
  if (hasBirthday(number)) return checks || !isCode(number);
  return text.length === number.length && checks && isProvince(number) && !isUscc(number);
}

function* identities(text: string): Iterable<Found> {
  yield* matches(text, IDENTITY, (match) => (isIdentity(match) ? maskIdentity(withoutGaps(match)) : null));
  yield* matches(text, OLD_IDENTITY, (match) =>
    isProvince(match) && hadBirthday(match) ? maskIdentity(match) : null,
  );
}

// RFC 5322's atoms with their dots. A name in another script may be a mailbox, too.
const ATOM = /[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]/;
const LETTER = /[\p{L}\p{N}]/u;
const DOMAIN = /\s?(?:\[|[\p{L}\p{N}-]+[.。][\p{L}\p{N}])/uy;

/** Where the local part begins that ends before `end`; `end` where there is none. */
function localPart(text: string, end: number): number {
  if (text.charAt(end - 1) === '"') return Math.max(text.lastIndexOf('"', end - 2), 0);
  const part = ATOM.test(text.charAt(end - 1)) ? ATOM : LETTER;
  let start = end;
  while (start > 0 && part.test(text.charAt(start - 1))) start -= 1;
  return start;
}

/** Mail addresses; the domain stays. Outward from each @: a pattern would look at a long text again and again. */
function* mailboxes(text: string): Iterable<Found> {
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    DOMAIN.lastIndex = at + 1;
    if (!DOMAIN.test(text)) continue;
    const end = /\s/.test(text.charAt(at - 1)) ? at - 1 : at;
    const start = localPart(text, end);
    const first = text.slice(start, end).replace('"', '');
    const shown = /^[^*]./.test(first) ? `${first.charAt(0)}${MASK}` : MASK;
    if (start < end) yield { start, end, shown };
  }
}

/** What must stay although it may look like a number of a person's. */
const AMOUNT_BEHIND = String.raw`(?=\.\d{2}(?![\d.])|(?:\.\d+)?\s?[百千]?[万亿]?元(?![旦宵]))`;
const KEPT = [
  /(?<![0-9A-Z]|[0-9A-Z]-)[12]\d{3}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}(?!-?[0-9A-Z])/g,
  /(?<![0-9a-f])(?=\d*[a-f])[0-9a-f]{64}(?![0-9a-f])/g,
  new RegExp(String.raw`(?<!\d)\d+${AMOUNT_BEHIND}`, 'g'),
  /(?<=[¥￥]\s?)\d+/g,
];
const CODE = /(?<![0-9A-Z])[0-9A-Z]{18}(?![0-9A-Z])/g;

function* kept(text: string): Iterable<Place> {
  for (const pattern of KEPT) for (const match of text.matchAll(pattern)) yield placeOf(match);
  for (const match of text.matchAll(CODE))
    if (isCode(match[0]) && !isIdentity(match[0])) yield placeOf(match);
}

/** Numbers that are not part of what must stay. */
const numbers =
  (finder: Finder): Finder =>
  (text) => {
    const found = [...finder(text)];
    const stay = found.length === 0 ? [] : [...kept(text)];
    return found.filter(({ start, end }) => !stay.some((one) => one.start < end && start < one.end));
  };

const literally = (char: string): string => char.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&');
const LATIN = /^[A-Za-z\s.·'-]+$/;

/** A name wherever it stands, also with blanks between its characters. One character would be found inside words. */
function nameFinder(name: string): Finder | null {
  const letters = [...fold(name).text].filter((char) => !/[\s·・•.]/.test(char));
  if (letters.length < 2) return null;
  const spaced = letters.map(literally).join(String.raw`[\s·・•.]{0,3}`);
  const pattern = new RegExp(LATIN.test(name) ? `(?<![A-Za-z])${spaced}(?![A-Za-z])` : spaced, 'giu');
  return (text) => matches(text, pattern, maskName);
}

/** A field of a name may hold several, and what they are called by beside it. */
const namesIn = (text: string): string[] => text.replace(/[（(].*?[)）]/g, '').split(/[、,，;；/／\n]/);

/** The numbers of a field of telephones, with and without their area code. */
const numbersIn = (text: string): string[] =>
  [...fold(text).text.matchAll(TELEPHONE)].flatMap(([number]) => {
    const parts = number.split(/\D+/).filter((part) => part.length >= 7);
    return [number.replace(/\D/g, ''), ...parts];
  });

function numberFinder(number: string): Finder {
  const pattern = new RegExp(`(?<!\\d)${[...number].join(GAP)}(?!\\d)`, 'g');
  return (text) => matches(text, pattern, (match) => maskNumber(match.replace(/\D/g, '')));
}

function replaceFound(original: string, finder: Finder): string {
  const { text, starts, ends } = fold(original);
  let masked = '';
  let done = 0;
  for (const { start, end, shown } of [...finder(text)].sort((a, b) => a.start - b.start)) {
    const from = starts[start] ?? original.length;
    if (from < done) continue;
    masked += `${original.slice(done, from)}${shown}`;
    done = ends[end - 1] ?? original.length;
  }
  return `${masked}${original.slice(done)}`;
}

/** What masks texts: by form, and whatever of this stands in them. */
export function maskFor({ names, telephones }: PersonalData): Mask {
  const finders: readonly Finder[] = [
    // Before the numbers, one of which may be the mailbox.
    mailboxes,
    numbers(identities),
    numbers(mobiles),
    ...[...new Set(telephones.flatMap(numbersIn))].map((number) => numbers(numberFinder(number))),
    ...[...new Set(names.flatMap(namesIn))].flatMap((name) => nameFinder(name.trim()) ?? []),
  ];
  return (text) => finders.reduce(replaceFound, text);
}

/** A value of JSON with all its texts as the reader may see them. */
export function maskTexts<Value>(value: Value, mask: Mask): Value;
export function maskTexts(value: unknown, mask: Mask): unknown {
  if (typeof value === 'string') return mask(value);
  if (Array.isArray(value)) return value.map((item) => maskTexts(item, mask));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, maskTexts(item, mask)]));
}
