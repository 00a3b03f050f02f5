import { once } from '../once.ts';
import { maskName, maskNumber, TELEPHONE } from './fields.ts';
import { type Finder, GAP, matches } from './finding.ts';
import { fold } from './fold.ts';

const literally = (char: string): string => char.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&');
const LATIN = /^[A-Za-z\s.·'-]+$/;

/** What may stand between the characters of a name. */
const WITHIN_NAME = /[\s·・•.]/g;

/**
 * Finds what hardly any text holds: its pattern, which takes a millisecond to compile, is made for a text that may hold it.
 * @param mayHold true wherever the pattern matches
 */
function seldom(
  mayHold: (text: string) => boolean,
  source: () => RegExp,
  shownFor: (match: string) => string,
): Finder {
  const pattern = once(source);
  return (text) => (mayHold(text) ? matches(text, pattern(), shownFor) : []);
}

/** A name wherever it stands, also with blanks between its characters. One character would be found inside words. */
export function nameFinder(name: string): Finder | null {
  const joined = fold(name).text.replace(WITHIN_NAME, '');
  const letters = [...joined];
  if (letters.length < 2) return null;
  const hasCases = joined.toLowerCase() !== joined.toUpperCase();
  return seldom(
    (text) => hasCases || text.replace(WITHIN_NAME, '').includes(joined),
    () => {
      const spaced = letters.map(literally).join(`${WITHIN_NAME.source}{0,3}`);
      return new RegExp(LATIN.test(name) ? `(?<![A-Za-z])${spaced}(?![A-Za-z])` : spaced, 'giu');
    },
    maskName,
  );
}

/** A field of a name may hold several, and beside them what they are called by and the numbers that they have. */
export const namesIn = (text: string): string[] =>
  text.replace(/[（(].*?[)）]/g, '').split(/[、,，;；/／\n\p{Nd}]/u);

/** The numbers of a field of telephones, with and without their area code. */
export const numbersIn = (text: string): string[] =>
  [...fold(text).text.matchAll(TELEPHONE)].flatMap(([number]) => {
    const parts = number.split(/\D+/).filter((part) => part.length >= 7);
    return [number.replace(/\D/g, ''), ...parts];
  });

export function numberFinder(number: string): Finder {
  const digits = [...number];
  return seldom(
    (text) => text.replace(/\D/g, '').includes(number),
    () => new RegExp(`(?<!\\d)${digits.join(GAP)}(?!\\d)`, 'g'),
    (match) => maskNumber(match.replace(/\D/g, '')),
  );
}
