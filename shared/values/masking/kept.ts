import { type Finder, type Place, placeOf } from './finding.ts';
import { isCode, isIdentity } from './identities.ts';

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
export const numbers =
  (finder: Finder): Finder =>
  (text) => {
    const found = [...finder(text)];
    const stay = found.length === 0 ? [] : [...kept(text)];
    return found.filter(({ start, end }) => !stay.some((one) => one.start < end && start < one.end));
  };
