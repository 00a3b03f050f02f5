import type { Words } from '../../values/language.ts';

/** What a verification found, and where. One vocabulary for the table, an export and an evidence bundle. */

export const findingKinds = [
  /** An event's content is not what its hash was made of. */
  'changed',
  /** Numbers are missing inside a chain. */
  'removed',
  /** Events stand in another order or under another number than they were written. */
  'swapped',
  /** A chain, a file or a list ends too early. */
  'cut-off',
  /** A whole chain is missing. */
  'omitted',
  /** Every hash fits, but not to what follows, goes before, or was signed: hashed anew after a change. */
  're-hashed',
  /** Signed by nobody, or by another key than the one expected. */
  'foreign-signature',
  /** The same number twice. */
  'duplicated',
  /** Something stands there that no checkpoint knows. */
  'put-in',
  /** A revision or a decision's details are not those that the event binds. */
  'other-content',
  /** A checkpoint does not hold in itself, or does not follow the one before. */
  'checkpoint',
  /** The list of heads or a proof does not lead to what the checkpoint signed. */
  'tree',
  /** No proof for what a checkpoint must have covered. */
  'uncovered',
  /** What the reader brought along (a mailed line) is not found here. */
  'anchor',
  /** The bundle is not what its own manifest says. */
  'manifest',
  'missing-file',
  'unknown-file',
  /** A line or a file is not in the form that it must have. */
  'malformed',
] as const;
export type FindingKind = (typeof findingKinds)[number];

export interface Place {
  readonly file?: string;
  /** The line of the file, from 1. */
  readonly line?: number;
  readonly chain?: string;
  readonly seq?: number;
  /** The last number of a range that begins with `seq`. */
  readonly to?: number;
  /** As in `actor.name`. */
  readonly field?: string;
  /** The number of a checkpoint. */
  readonly checkpoint?: number;
}

export interface Found extends Place {
  readonly kind: FindingKind;
  readonly message: Words;
}

export type Report = (found: Found) => void;

/** Findings are for reading: a file of garbage would have millions. */
const MOST_KEPT = 200;

export interface Findings {
  readonly list: readonly Found[];
  readonly count: number;
}

/** Keeps the first findings and counts them all. */
export function collector(): { readonly report: Report; readonly findings: () => Findings } {
  const list: Found[] = [];
  let count = 0;
  return {
    report: (found) => {
      count += 1;
      if (list.length < MOST_KEPT) list.push(found);
    },
    findings: () => ({ list, count }),
  };
}
