/** Bytes that are not built as their format demands, or demand more than any honest file. */
export class Broken extends Error {
  override readonly name = 'Broken';
}

/** What was found in a file: what its name says, something else, or that it cannot be looked into without a password. */
export type Content = 'fits' | 'differs' | 'locked';

/** Of several: what differs is refused, whatever else is locked. */
export const worstOf = (found: readonly Content[]): Content =>
  found.includes('differs') ? 'differs' : found.includes('locked') ? 'locked' : 'fits';
