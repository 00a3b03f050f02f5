import { sizeText } from '../../values/file-text.ts';
import type { Lang } from '../../values/language.ts';
import { attachingWords } from '../words/attaching.ts';
import { type Ends, kindsText, typeOf } from './accepted.ts';

/** What a field takes, in bytes. */
export interface Takes {
  readonly ends: Ends;
  readonly mostBytes: number;
  /** What is left of the project's total. */
  readonly leftBytes: number;
  readonly mostBytesInAll: number;
}

const LONGEST_NAME = 255;

/** Why a file cannot be attached, as far as that is known before a byte of it is sent; null where nothing stands against it. */
export function whyNot(
  { name, size }: { readonly name: string; readonly size: number },
  takes: Takes,
  lang: Lang,
): string | null {
  const words = attachingWords[lang];
  if (typeOf(name, takes.ends) === undefined) return words.wrongKind(kindsText(takes.ends, lang));
  if (size === 0) return words.empty;
  if (size > takes.mostBytes) return words.tooLarge(sizeText(size, lang), sizeText(takes.mostBytes, lang));
  if (name.length > LONGEST_NAME) return words.longName;
  return size > takes.leftBytes ? words.tooMuch(sizeText(takes.mostBytesInAll, lang)) : null;
}
