import type { PartOf } from '../../forms/definition.ts';
import type { Words } from '../../values/language.ts';
import type { Declaration } from '../definition.ts';
import type { Place } from './source/place.ts';
import type { SourceBlock } from './source/source-block.ts';

/** What an import makes of a source: a draft's content, and an honest account of it. */

/** Some characters of a line or a cell of the source. */
export interface SourceSpan {
  /** The number of the line or cell, as `source` has it. */
  readonly piece: number;
  /** In UTF-16 units of the piece's text, `to` excluded. */
  readonly from: number;
  readonly to: number;
}

/** A part of the source, as printed. */
export interface SourcePiece {
  readonly text: string;
  readonly at: Place;
  /** Where it stands; empty where the source is no document: JSON. */
  readonly spans: readonly SourceSpan[];
}

/** A value that stands in the draft as it is printed in the source. */
export interface Placed {
  /** JSON Pointer into the declaration. */
  readonly path: string;
  readonly value: string | number;
  readonly source?: SourcePiece;
}

/** A value that was not printed as it now stands, and why it stands so; or a remark on one that was. */
export interface Inferred {
  /** JSON Pointer into the declaration. */
  readonly path: string;
  readonly why: Words;
  readonly value?: string | number;
  readonly source?: SourcePiece;
}

/** A part of the source that has no place in the draft, and why. */
export interface NotPlaced {
  readonly text: string;
  readonly why: Words;
  /** Absent where the source has no places: JSON. */
  readonly at?: Place;
  /** Of a row of a table: what is left of each of its cells. */
  readonly cells?: readonly string[];
  /** Absent where the source has no places: JSON. */
  readonly spans?: readonly SourceSpan[];
}

export interface Imported {
  readonly declaration: PartOf<Declaration>;
  readonly placed: readonly Placed[];
  readonly inferred: readonly Inferred[];
  readonly notPlaced: readonly NotPlaced[];
  /** Headings, labels, numbers of lists, and what only repeats a field: with the rest, the whole source. */
  readonly structure: readonly SourcePiece[];
  /** The document itself, in its order; empty for JSON. */
  readonly source: readonly SourceBlock[];
}
