import { createHash, createPublicKey, verify } from 'node:crypto';
import { type Checkpoint, hashOfCheckpoint, signedText } from './checkpoint.ts';

/** A public key that checkpoints are signed with. */
export interface PublicKey {
  readonly pem: string;
  /** SHA-256 of its SubjectPublicKeyInfo in DER, lowercase hex: what a checkpoint's `key` says. */
  readonly fingerprint: string;
}

const BLOCK = /-----BEGIN PUBLIC KEY-----[A-Za-z0-9+/=\s]+-----END PUBLIC KEY-----/g;

/** Reads public keys in PEM, one after the other: a key may have followed another. @throws Error where one is none */
export function publicKeysOf(text: string): PublicKey[] {
  return (text.match(BLOCK) ?? []).map((pem) => {
    const der = createPublicKey(pem).export({ type: 'spki', format: 'der' });
    return { pem, fingerprint: createHash('sha256').update(der).digest('hex') };
  });
}

/** Whether one of the keys signed the checkpoint, and the checkpoint's hash is its own. */
export function isSignedBy(checkpoint: Checkpoint, keys: readonly PublicKey[]): boolean {
  const key = keys.find(({ fingerprint }) => fingerprint === checkpoint.key);
  if (!key || hashOfCheckpoint(checkpoint) !== checkpoint.hash) return false;
  const text = new TextEncoder().encode(signedText(checkpoint));
  return verify('sha256', text, key.pem, base64ToBytes(checkpoint.signature));
}

const base64ToBytes = (text: string): Uint8Array =>
  Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
