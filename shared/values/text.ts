import type { Words } from './language.ts';

/**
 * Text from people, by one definition: what comes in is normalised, and refused where it holds what cannot be seen or
 * deceives the eye; what was stored before the definition is shown with a mark in the place of each such character.
 */

/** U+FFFD stands where a character was lost: it is no text of anybody's. */
const STAND_IN = '\uFFFD';

/**
 * What no text holds: control characters but the line feed, marks that turn the direction of what stands around them,
 * non-characters, halves of surrogate pairs, and all that fills a place and shows nothing. Variation selectors choose
 * among the shapes of a character and stay; so do ZWJ and ZWNJ, with which Persian, the scripts of India and emoji are
 * written.
 */
const FORBIDDEN =
  /[[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}\p{Default_Ignorable_Code_Point}\uFFF9-\uFFFB]--[\u200C\u200D\uFE00-\uFE0F\u180B-\u180D\u180F\u{E0100}-\u{E01EF}]]/v;
const EVERY_FORBIDDEN = new RegExp(FORBIDDEN, 'gv');

/**
 * A letter or digit of any script that can be seen; where a text is required it has one. The fillers of Hangul are letters
 * by their category alone.
 */
export const VISIBLE = /(?!\p{Default_Ignorable_Code_Point})[\p{L}\p{N}]/u;

/** The letters and digits of a text; blanks, punctuation, fillers and what is invisible do not count. */
export const lettersOf = (text: string): string[] => [...text].filter((char) => VISIBLE.test(char));

export const saysSomething = (text: string): boolean => VISIBLE.test(text);

// Marks of where a line may break, which come along from pages and word processors. Nobody can find and remove what has
// no width, so they go by themselves.
const WIDTHLESS = /[\u00AD\u200B\u2060\uFEFF]/g;

/**
 * Marks on one character beyond the thirty of which Unicode's stream-safe text has no more (UAX 15), and no script as
 * many. To bring marks into their order takes time by the square of their number: 200,000 of them half a minute.
 */
const EXCESSIVE_MARKS = /(\p{M}{30})\p{M}+/gu;
/** What is none of the characters that nearly every text is made of, no mark among them: to look for marks takes ten times as long. */
const MAY_BE_MARK =
  /[^\0-\u02FF\u2010-\u20CF\u2100-\u2CEE\u2E00-\u3029\u3030-\u3098\u309B-\uA66E\uAC00-\uD7FF\uFF00-\uFFEF]/;

/** What shows nothing by itself: joiners, choices of a shape and braille without a dot, as of a text that is nothing else. */
const JOINERS = String.raw`[\u200C\u200D\u180B-\u180D\u180F\u2800\uFE00-\uFE0F\u{E0100}-\u{E01EF}]`;
const JOINS_NOTHING = new RegExp(`^(?:\\s|${JOINERS})+$`, 'u');
const EVERY_JOINER = new RegExp(JOINERS, 'gu');

/**
 * NFC, with LF at the ends of lines, a blank for a tab and nothing for what has no width. Done to all that comes in,
 * before it is looked at.
 */
export function normalText(text: string): string {
  const plain = text
    .replace(/\r\n?|[\u2028\u2029]/g, '\n')
    .replaceAll('\t', ' ')
    .replace(WIDTHLESS, '');
  const normal = (MAY_BE_MARK.test(plain) ? plain.replace(EXCESSIVE_MARKS, '$1') : plain).normalize('NFC');
  return JOINS_NOTHING.test(normal) ? normal.replace(EVERY_JOINER, '') : normal;
}

/** What a text holds that none may, and where: the character's number, from 1. */
export interface TextFault {
  readonly codePoint: number;
  readonly position: number;
}

/**
 * The first character that may not stand in a text, null where all may.
 * @param lines whether the text may have more than one line
 */
export function faultIn(text: string, lines: boolean): TextFault | null {
  let position = 0;
  for (const char of text) {
    position += 1;
    const isFault = char === '\n' ? !lines : char === STAND_IN || FORBIDDEN.test(char);
    if (isFault) return { codePoint: char.codePointAt(0) ?? 0, position };
  }
  return null;
}

const nameOf = (codePoint: number): string => `U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}`;

/** What to say of it; the label names the field. */
export function faultWords({ codePoint, position }: TextFault, label?: Words): Words {
  const name = nameOf(codePoint);
  if (codePoint === 0x0a)
    return { zh: `${label?.zh ?? '此项'}只能写一行`, en: `${label?.en ?? 'This text'} takes one line only` };
  return {
    zh: `${label?.zh ?? '此项'}的第 ${position} 个字符（${name}）看不见或会打乱文字顺序，请删除后重新填写`,
    en: `${label?.en ?? 'This text'}: character ${position} (${name}) cannot be seen or turns the text around; please remove it`,
  };
}

const EVERY_UNSHOWN = new RegExp(`(?![\\n\\t])${FORBIDDEN.source}`, 'gv');

/**
 * What is none of the characters that nearly every text is made of, all of which may be shown. To look for what may not
 * takes six times as long: 2 ms for the page of a form.
 */
const UNUSUAL =
  /[^\n\t -~\xA0-\xAC\xAE-\u034E\u2010-\u2027\u2030-\u205F\u2070-\u3163\u3165-\uD7FF\uFF00-\uFF9F]/;

/**
 * A text as it is shown, whatever is stored: each character that may not stand in it is marked by U+FFFD. Lines and tabs
 * stay as they are, so that it can be done to a whole page, mail or table.
 */
export const shownText = (text: string): string =>
  UNUSUAL.test(text) ? text.replace(/\r\n?/g, '\n').replace(EVERY_UNSHOWN, STAND_IN) : text;

/** A text without what may not stand in it, for what is taken from a file and looked over by a person. */
export const withoutFaults = (text: string): string =>
  text.replace(EVERY_FORBIDDEN, (char) => (char === '\n' ? char : '')).replaceAll(STAND_IN, '');

/** Plain data with every text in it normal. It recurses: what comes from outside is held to its bounds first. */
export const normalIn = <T>(data: T): T =>
  JSON.parse(JSON.stringify(data), (_key, value: unknown) =>
    typeof value === 'string' ? normalText(value) : value,
  );

/** The same in one line: a mail's subject. */
export const shownLine = (text: string): string => shownText(text.replace(/[\r\n\t\u2028\u2029]+/g, ' '));

/** Whether a text has letters that run from right to left: figures that follow them directly are drawn before them. */
export const runsLeftwards = (text: string): boolean =>
  /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}]/u.test(text);

/** Any JSON as a text: what is none is shown as it is, since an object's own `toString` may be anything. */
export const rawText = (value: unknown): string =>
  typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value ?? '');
