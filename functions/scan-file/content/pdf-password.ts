import { createCipheriv, createHash } from 'node:crypto';
import { stringAt } from './pdf-strings.ts';

/**
 * Whether an encrypted PDF opens without a password, as every reader tries first: such a one only says what is not to be
 * done with it, printing or copying, and hides nothing. The standard security handler of ISO 32000-2, 7.6.4; of one of
 * another handler, or that cannot be read, nothing is known.
 */

/** What stands for the missing characters of a password, of all of them here. */
const PADDING = Buffer.from('28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a', 'hex');

interface Encryption {
  readonly revision: number;
  /** Bytes. */
  readonly keyLength: number;
  readonly owner: Buffer;
  readonly user: Buffer;
  readonly permissions: number;
  readonly hidesMetadata: boolean;
}

const numberIn = (dictionary: string, name: string): number | undefined => {
  const digits = new RegExp(`/${name}\\s+(-?\\d{1,10})(?!\\s+\\d+\\s+R)`).exec(dictionary)?.[1];
  return digits === undefined ? undefined : Number(digits);
};

const stringIn = (dictionary: string, name: string): Buffer | undefined => {
  const start = new RegExp(`/${name}\\s*(?=[(<])`).exec(dictionary);
  return start ? stringAt(dictionary.slice(start.index + start[0].length)) : undefined;
};

function keyLengthOf(dictionary: string, revision: number): number {
  if (revision === 2) return 5;
  // With crypt filters there is one length; those of before say theirs in bits.
  return numberIn(dictionary, 'V') === 4 ? 16 : (numberIn(dictionary, 'Length') ?? 40) / 8;
}

function readEncryption(dictionary: string): Encryption | undefined {
  if (!/\/Filter\s*\/Standard\b/.test(dictionary)) return undefined;
  const [revision, permissions] = ['R', 'P'].map((name) => numberIn(dictionary, name));
  const [owner, user] = ['O', 'U'].map((name) => stringIn(dictionary, name));
  if (revision === undefined || permissions === undefined || !owner || !user) return undefined;
  const keyLength = keyLengthOf(dictionary, revision);
  const hidesMetadata = !/\/EncryptMetadata\s+false\b/.test(dictionary);
  return { revision, keyLength, owner, user, permissions, hidesMetadata };
}

/** RC4, which Node's OpenSSL has no more. */
function rc4(key: Buffer, data: Buffer): Buffer {
  const state = Uint8Array.from({ length: 256 }, (_, index) => index);
  const at = (index: number): number => state[index & 0xff] ?? 0;
  const swap = (one: number, other: number): void => {
    const kept = at(one);
    state[one & 0xff] = at(other);
    state[other & 0xff] = kept;
  };
  for (let i = 0, j = 0; i < 256; i++) {
    j = (j + at(i) + (key[i % key.length] ?? 0)) & 0xff;
    swap(i, j);
  }
  let j = 0;
  return Buffer.from(
    data.map((byte, index) => {
      j = (j + at(index + 1)) & 0xff;
      swap(index + 1, j);
      return byte ^ at(at(index + 1) + at(j));
    }),
  );
}

const hashed = (algorithm: 'md5' | 'sha256', ...parts: readonly Uint8Array[]): Buffer =>
  createHash(algorithm).update(Buffer.concat(parts)).digest();

/** The file's key, as it follows from no password at all. */
function keyOf({ revision, keyLength, owner, permissions, hidesMetadata }: Encryption, id: Buffer): Buffer {
  const flags = Buffer.alloc(4);
  flags.writeInt32LE(permissions | 0);
  const end = revision >= 4 && !hidesMetadata ? Buffer.alloc(4, 0xff) : Buffer.alloc(0);
  let key = hashed('md5', PADDING, owner.subarray(0, 32), flags, id, end);
  if (revision >= 3) for (let round = 0; round < 50; round++) key = hashed('md5', key.subarray(0, keyLength));
  return key.subarray(0, keyLength);
}

/** Revisions 2 to 4: the key makes of what is known what the file says. */
function opensByRc4(encryption: Encryption, id: Buffer): boolean {
  const { revision, user } = encryption;
  const key = keyOf(encryption, id);
  if (revision === 2) return rc4(key, PADDING).equals(user.subarray(0, 32));
  let made = hashed('md5', PADDING, id);
  for (let round = 0; round < 20; round++) made = rc4(Buffer.from(key.map((byte) => byte ^ round)), made);
  return made.equals(user.subarray(0, 16));
}

/** The hash of revision 6, which costs an attacker more. */
function slowHash(salt: Buffer): Buffer {
  let key = hashed('sha256', salt);
  for (let round = 0, last = 0; round < 64 || last > round - 32; round++) {
    const cipher = createCipheriv('aes-128-cbc', key.subarray(0, 16), key.subarray(16, 32));
    const mixed = cipher.setAutoPadding(false).update(Buffer.concat(Array<Buffer>(64).fill(key)));
    const rest = mixed.subarray(0, 16).reduce((sum, byte) => sum + byte, 0) % 3;
    key = createHash(rest === 0 ? 'sha256' : rest === 1 ? 'sha384' : 'sha512')
      .update(mixed)
      .digest();
    last = mixed.at(-1) ?? 0;
  }
  return key.subarray(0, 32);
}

/** Revisions 5 and 6: a hash of the password and a salt. */
function opensByHash({ revision, user }: Encryption): boolean {
  const salt = user.subarray(32, 40);
  const made = revision === 5 ? hashed('sha256', salt) : slowHash(salt);
  return user.length >= 48 && made.equals(user.subarray(0, 32));
}

/**
 * @param dictionary of the encryption, as Latin-1, with whatever stands behind it
 * @param ids what the file may be called: the first string of each of its identifiers
 */
export function opensForEverybody(dictionary: string, ids: readonly Buffer[]): boolean {
  const encryption = readEncryption(dictionary);
  if (!encryption) return false;
  const { revision, keyLength } = encryption;
  if (revision === 5 || revision === 6) return opensByHash(encryption);
  const isKnown =
    [2, 3, 4].includes(revision) && Number.isInteger(keyLength) && keyLength >= 5 && keyLength <= 16;
  return isKnown && [...ids, Buffer.alloc(0)].some((id) => opensByRc4(encryption, id));
}
