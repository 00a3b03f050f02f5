import { maskName, maskNumber, TELEPHONE } from './fields.ts';
import { type Finder, GAP, matches } from './finding.ts';
import { fold } from './fold.ts';

const literally = (char: string): string => char.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&');
const LATIN = /^[A-Za-z\s.·'-]+$/;

/** A name wherever it stands, also with blanks between its characters. One character would be found inside words. */
export function nameFinder(name: string): Finder | null {
  const letters = [...fold(name).text].filter((char) => !/[\s·・•.]/.test(char));
  if (letters.length < 2) return null;
  const spaced = letters.map(literally).join(String.raw`[\s·・•.]{0,3}`);
  const pattern = new RegExp(LATIN.test(name) ? `(?<![A-Za-z])${spaced}(?![A-Za-z])` : spaced, 'giu');
  return (text) => matches(text, pattern, maskName);
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
  const pattern = new RegExp(`(?<!\\d)${[...number].join(GAP)}(?!\\d)`, 'g');
  return (text) => matches(text, pattern, (match) => maskNumber(match.replace(/\D/g, '')));
}
