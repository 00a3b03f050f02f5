/**
 * Chat programs take what follows an address for a part of it: 。 ） . > / , ” 》, blanks, in whatever width, and the words
 * of a language that is written without blanks: `…/decisions/{token}请查看`. Ids and tokens are of ASCII and end in letters,
 * digits, `-` or `_`, so nothing of theirs is lost.
 */
const WORDS = /(?:[^!-~]|["&'<>`]).*$/su;
const TAIL = /(?<![^\p{L}\p{N}_-])[^\p{L}\p{N}_-]+$/u;

/** A path or a part of one without what cannot be its end. */
export const withoutTail = (text: string): string => text.replace(WORDS, '').replace(TAIL, '');
