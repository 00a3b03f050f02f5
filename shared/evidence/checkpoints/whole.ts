import { createPublicKey, verify } from 'node:crypto';
import { hashOfCheckpoint, signedText } from '../../history/checkpoint.ts';
import { byChain, rootOf } from '../../history/merkle.ts';
import type { Sealed } from './archive.ts';
import { readPublicKey } from './signer.ts';

/** Whether a kept checkpoint holds in itself: its hash, its signature by the key it names, and its leaves. */
export function isWhole({ checkpoint, publicKey, leaves }: Sealed): boolean {
  const key = createPublicKey(publicKey);
  const sorted = leaves.toSorted(byChain);
  return (
    readPublicKey(key.export({ format: 'der', type: 'spki' })).id === checkpoint.key &&
    hashOfCheckpoint(checkpoint) === checkpoint.hash &&
    verify('sha256', Buffer.from(signedText(checkpoint)), key, Buffer.from(checkpoint.signature, 'base64')) &&
    rootOf(sorted) === checkpoint.root &&
    leaves.length === checkpoint.chains &&
    leaves.reduce((sum, { seq }) => sum + seq, 0) === checkpoint.events
  );
}
