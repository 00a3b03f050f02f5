import { createHash, createPublicKey } from 'node:crypto';
import type { KMSClient } from '@aws-sdk/client-kms';
import * as z from 'zod';
import { jsonService } from '../../runtime/patience.ts';

/** The public half of the key that signs checkpoints. */
export interface CheckpointKey {
  /** SHA-256 of the SubjectPublicKeyInfo in DER, lowercase hex: what a checkpoint's `key` names. */
  readonly id: string;
  /** The SubjectPublicKeyInfo, PEM. */
  readonly pem: string;
  /** The same as a JSON Web Key (RFC 7517) on P-256. */
  readonly jwk: { readonly kty: string; readonly crv: string; readonly x: string; readonly y: string };
}

/** The key never leaves KMS: it is asked to sign hashes. */
export interface Signer {
  publicKey(): Promise<CheckpointKey>;
  /** Signs a SHA-256 (lowercase hex) by ECDSA on P-256. @returns the DER form, base64 */
  sign(hash: string): Promise<string>;
}

const p256 = z.object({ kty: z.literal('EC'), crv: z.literal('P-256'), x: z.string(), y: z.string() });

/** Reads a public key in DER. @throws ZodError where it is none on P-256 */
export function readPublicKey(spki: Uint8Array): CheckpointKey {
  const key = createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
  return {
    id: createHash('sha256').update(spki).digest('hex'),
    pem: String(key.export({ format: 'pem', type: 'spki' })),
    jwk: p256.parse(key.export({ format: 'jwk' })),
  };
}

/** Signs by a key in KMS, whose client is loaded when it is first needed: most calls only read. */
export function kmsSigner(keyId: string): Signer {
  let opened: Promise<{ sdk: typeof import('@aws-sdk/client-kms'); client: KMSClient }> | undefined;
  const open = () => {
    opened ??= import('@aws-sdk/client-kms').then((sdk) => ({
      sdk,
      client: new sdk.KMSClient(jsonService),
    }));
    return opened;
  };
  let known: Promise<CheckpointKey> | undefined;
  const ask = async (): Promise<CheckpointKey> => {
    const { sdk, client } = await open();
    const { PublicKey: spki } = await client.send(new sdk.GetPublicKeyCommand({ KeyId: keyId }));
    if (!spki) throw new Error('KMS gave no public key');
    return readPublicKey(spki);
  };
  return {
    publicKey() {
      // A key's material never changes. A failed call is not remembered.
      known ??= ask().catch((error: unknown) => {
        known = undefined;
        throw error;
      });
      return known;
    },
    async sign(hash) {
      const { sdk, client } = await open();
      const { Signature } = await client.send(
        new sdk.SignCommand({
          KeyId: keyId,
          Message: Buffer.from(hash, 'hex'),
          MessageType: 'DIGEST',
          SigningAlgorithm: 'ECDSA_SHA_256',
        }),
      );
      if (!Signature) throw new Error('KMS gave no signature');
      return Buffer.from(Signature).toString('base64');
    },
  };
}
