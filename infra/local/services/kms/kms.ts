import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
} from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { p256 } from '@noble/curves/nist.js';
import * as z from 'zod';
import type { Resources } from '../../assembly/resources.ts';
import { writeDurably } from '../../durable-file.ts';
import type { Answer } from '../aws-endpoint/aws-endpoint.ts';

/** KMS as far as the functions use it: keys that sign on P-256, each in a file of the data folder. */
export interface Kms {
  /** A call of the JSON protocol, such as `TrentService.Sign`. */
  handle(target: string, body: unknown): Answer;
}

const propertiesSchema = z.object({
  KeySpec: z.literal('ECC_NIST_P256', 'only keys on P-256 are emulated'),
  KeyUsage: z.literal('SIGN_VERIFY', 'only keys that sign are emulated'),
});
const ofKey = z.object({ KeyId: z.string() });
const signSchema = ofKey.extend({
  // KMS's own limit is 4,096 bytes.
  Message: z.base64().max(5464),
  MessageType: z.enum(['RAW', 'DIGEST']).default('RAW'),
  SigningAlgorithm: z.literal('ECDSA_SHA_256'),
});

interface Held {
  readonly arn: string;
  readonly key: KeyObject;
}

export function openKms(options: { readonly resources: Resources; readonly folder: string }): Kms {
  const keys = new Map<string, Held>();
  for (const resource of options.resources.ofType('AWS::KMS::Key')) {
    resource.read(propertiesSchema);
    const held = { arn: resource.attribute('Arn'), key: openKey(options.folder, resource.id) };
    // A caller may name a key by either.
    keys.set(held.arn, held);
    keys.set(resource.attribute('KeyId'), held);
  }

  return {
    handle(target, body) {
      const operation = target.slice(target.indexOf('.') + 1);
      const perform = operations[operation];
      if (!perform)
        return refuse('UnsupportedOperationException', `${operation} is not emulated on this machine`);
      const named = ofKey.safeParse(body);
      if (!named.success) return refuse('ValidationException', z.prettifyError(named.error));
      const held = keys.get(named.data.KeyId);
      return held
        ? perform(held, body)
        : refuse('NotFoundException', `There is no key ${named.data.KeyId} in the template`);
    },
  };
}

const operations: Readonly<Record<string, (held: Held, body: unknown) => Answer>> = {
  Sign({ arn, key }, body) {
    const parsed = signSchema.safeParse(body);
    if (!parsed.success) return refuse('ValidationException', z.prettifyError(parsed.error));
    const { Message, MessageType, SigningAlgorithm } = parsed.data;
    const message = Buffer.from(Message, 'base64');
    if (MessageType === 'DIGEST' && message.length !== 32)
      return refuse('ValidationException', 'Digest is invalid length for algorithm ECDSA_SHA_256.');
    const digest = MessageType === 'DIGEST' ? message : createHash('sha256').update(message).digest();
    const Signature = Buffer.from(signDigest(key, digest)).toString('base64');
    return { status: 200, body: { KeyId: arn, Signature, SigningAlgorithm } };
  },
  GetPublicKey: ({ arn, key }) => ({
    status: 200,
    body: {
      KeyId: arn,
      PublicKey: createPublicKey(key).export({ format: 'der', type: 'spki' }).toString('base64'),
      KeySpec: 'ECC_NIST_P256',
      KeyUsage: 'SIGN_VERIFY',
      SigningAlgorithms: ['ECDSA_SHA_256'],
    },
  }),
};

/** The key of that name: made at the first start, and the same for as long as the folder lives. */
function openKey(folder: string, name: string): KeyObject {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${name}.pem`);
  if (!existsSync(file)) {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    writeDurably(file, privateKey.export({ format: 'pem', type: 'pkcs8' }));
  }
  return createPrivateKey(readFileSync(file));
}

/** Node's crypto signs messages only; a hash that comes ready-made needs the curve itself. */
function signDigest(key: KeyObject, digest: Uint8Array): Uint8Array {
  const { d = '' } = key.export({ format: 'jwk' });
  // Fresh randomness each time and either half of the curve, as KMS does: nobody shall rely on more.
  const how = { prehash: false, lowS: false, extraEntropy: true, format: 'der' } as const;
  return p256.sign(digest, Buffer.from(d, 'base64url'), how);
}

function refuse(code: string, message: string): Answer {
  return { status: 400, body: { __type: code, message } };
}
