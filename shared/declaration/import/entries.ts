import type { Paragraph, Table } from './source/blocks.ts';
import type { Span } from './source/span.ts';
import type { Topic } from './words/labels.ts';

/** What a document is divided into: each label or heading with what stands under it. */

export interface Grid {
  readonly kind: 'indicators' | 'funding' | 'plan' | 'schedule' | 'years' | 'sources';
  readonly table: Table;
  /** The heading row of its columns. */
  /** The last row of the headings of the columns. */
  readonly head: number | null;
  /** The first of them, where they have two: `2024年`, `2025年` above 预算数, 执行数. */
  readonly top?: number;
  readonly from: number;
  readonly to: number;
  /** Of amounts whose column and cell name none. */
  readonly unit: string | null;
}

export interface Entry {
  readonly topic: Topic | 'opening';
  readonly topics: readonly Topic[];
  readonly label: Span | undefined;
  unit: string | null;
  readonly lines: Paragraph[];
  readonly grids: Grid[];
  /** Whether its first line stands on the label's own line, or in the cell beside it. */
  readonly isBeside: boolean;
  /** Whether its label is known only by one of its words. */
  isGuessed?: boolean;
}

/** The entries of a document so far, to which the parts of a table are added. */
export interface Entries {
  readonly current: Entry;
  open(
    topic: Topic | 'opening',
    topics: readonly Topic[],
    label: Span | undefined,
    isBeside?: boolean,
  ): Entry;
}
