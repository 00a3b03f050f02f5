/** Where something stands in a source, as people count: from 1. */
export interface Place {
  /** The line of a text, or the paragraph of a Word file. */
  readonly line?: number;
  /** The heading that it stands under, as printed. */
  readonly section?: string;
  readonly table?: number;
  readonly row?: number;
  readonly column?: number;
}
