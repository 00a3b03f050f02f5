import { createHash, createPublicKey, verify } from 'node:crypto';
import { canonical } from './canonical.ts';
import { type Checkpoint, hashOfCheckpoint } from './checkpoint.ts';

/** A public key that checkpoints are signed with. */
export interface PublicKey {
  readonly pem: string;
  /** SHA-256 of its SubjectPublicKeyInfo in DER, lowercase hex: what a checkpoint's `key` says. */
  readonly fingerprint: string;
}

/** Reads a public key in PEM. @throws Error where it is none */
export function publicKeyOf(pem: string): PublicKey {
  const der = createPublicKey(pem).export({ type: 'spki', format: 'der' });
  return { pem, fingerprint: createHash('sha256').update(der).digest('hex') };
}

/** The bytes that a checkpoint's signature is over: the RFC 8785 form of its body. */
export const signedBytesOf = ({ hash: _, signature: __, ...body }: Checkpoint): Uint8Array =>
  new TextEncoder().encode(canonical(body));

/** Whether the key signed the checkpoint, and the checkpoint's hash is its own. */
export function isSignedBy(checkpoint: Checkpoint, { pem, fingerprint }: PublicKey): boolean {
  if (checkpoint.key !== fingerprint || hashOfCheckpoint(checkpoint) !== checkpoint.hash) return false;
  return verify('sha256', signedBytesOf(checkpoint), pem, base64ToBytes(checkpoint.signature));
}

const base64ToBytes = (text: string): Uint8Array =>
  Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
