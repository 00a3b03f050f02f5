/**
 * Chat programs take what follows an address for a part of it: 。 ） . > / , ” 》, blanks, in whatever width. Ids and
 * tokens end in letters, digits, `-` or `_`, so nothing of theirs is lost.
 */
const TAIL = /[^\p{L}\p{N}_-]+$/u;

/** A path or a part of one without what cannot be its end. */
export const withoutTail = (text: string): string => text.replace(TAIL, '');
