import { randomBytes } from 'node:crypto';

// Crockford's base32 leaves out I, L, O and U: nothing is misheard or misread over the telephone.
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** So many random letters, five bits each: for what people read aloud. */
export const readableLetters = (count: number): string =>
  Array.from(randomBytes(count), (byte) => ALPHABET.charAt(byte & 31)).join('');
