import { pointerOf } from '../../forms/pointer.ts';
import type { Words } from '../../values/language.ts';

/** What an import says of itself beside the draft it makes. */

/** A value that was not printed as it now stands, and why it stands so. */
export interface Inferred {
  /** JSON Pointer into the declaration. */
  readonly path: string;
  readonly why: Words;
}

/** A part of the source that has no place in the draft, and why. */
export interface NotPlaced {
  readonly text: string;
  readonly why: Words;
  /** Where it stands in the source. */
  readonly at?: number;
}

export class Notes {
  readonly inferred: Inferred[] = [];
  readonly notPlaced: NotPlaced[] = [];

  infer(path: readonly PropertyKey[], why: Words): void {
    this.inferred.push({ path: pointerOf(path), why });
  }

  leave(text: string, why: Words, at?: number): void {
    this.notPlaced.push({ text, why, ...(at === undefined ? {} : { at }) });
  }
}
