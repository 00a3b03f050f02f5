import type { Words } from '../../values/language.ts';

/** A file that is not read: it is none of its kind, or larger than any declaration. Nothing of it was taken. */
export class ImportRefused extends Error {
  override readonly name = 'ImportRefused';
  readonly words: Words;

  constructor(words: Words, cause?: unknown) {
    super(words.en, { cause });
    this.words = words;
  }
}
