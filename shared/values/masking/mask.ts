import type { Finder } from './finding.ts';
import { fold } from './fold.ts';
import { identities } from './identities.ts';
import { numbers } from './kept.ts';
import { nameFinder, namesIn, numberFinder, numbersIn } from './known.ts';
import { mailboxes } from './mailboxes.ts';
import { mobiles } from './mobiles.ts';

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
