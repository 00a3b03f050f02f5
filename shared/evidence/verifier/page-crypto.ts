import { p256 } from '@noble/curves/nist.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesOfHex, hexOf } from '../../history/hex.ts';

/**
 * What the verifier takes from `node:crypto`, for the page: there the browser's own `crypto.subtle` is asynchronous,
 * and missing where a page is opened from a file. The bundler puts this module in the place of the other.
 */

const bytesOf = (data: string | Uint8Array): Uint8Array =>
  typeof data === 'string' ? new TextEncoder().encode(data) : data;

/** SHA-256 only. */
export function createHash(_algorithm: 'sha256') {
  const state = sha256.create();
  const hash = {
    update(data: string | Uint8Array, _encoding?: 'utf8') {
      state.update(bytesOf(data));
      return hash;
    },
    digest,
  };
  function digest(): Uint8Array;
  function digest(encoding: 'hex'): string;
  function digest(encoding?: 'hex'): Uint8Array | string {
    const bytes = state.digest();
    return encoding === 'hex' ? hexOf(bytes) : bytes;
  }
  return hash;
}

export const hash = (_algorithm: 'sha256', data: string, _encoding: 'hex'): string =>
  hexOf(sha256(bytesOf(data)));

/** A SubjectPublicKeyInfo on P-256 is these bytes, and then the point (RFC 5480). */
const SPKI = bytesOfHex('3059301306072a8648ce3d020106082a8648ce3d030107034200');
const POINT_SIZE = 65;

function spkiOf(pem: string): Uint8Array {
  const base64 = pem.replace(/-----[A-Z ]+-----|\s/g, '');
  const der = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const isP256 = der.length === SPKI.length + POINT_SIZE && SPKI.every((byte, at) => der[at] === byte);
  if (!isP256) throw new Error('This is no public key on P-256');
  return der;
}

export const createPublicKey = (pem: string) => ({
  export: (_as: { type: 'spki'; format: 'der' }): Uint8Array => spkiOf(pem),
});

/** ECDSA on P-256 with SHA-256; the signature in DER. */
export function verify(_algorithm: 'sha256', data: Uint8Array, pem: string, signature: Uint8Array): boolean {
  const point = spkiOf(pem).subarray(SPKI.length);
  try {
    // KMS signs with either half of `s`; both are signatures.
    return p256.verify(signature, data, point, { format: 'der', lowS: false });
  } catch (error) {
    // A signature or a point that is none.
    if (error instanceof Error) return false;
    throw error;
  }
}
