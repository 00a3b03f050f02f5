import { createHash, createPublicKey, verify, webcrypto } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { EncryptCommand, GetPublicKeyCommand, KMSClient, SignCommand } from '@aws-sdk/client-kms';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { p256 } from '@noble/curves/nist.js';
import { createFaults } from '../../infra/local/control/faults.ts';
import { type Listening, listen } from '../../infra/local/ports.ts';
import { createAwsEndpoint } from '../../infra/local/services/aws-endpoint/aws-endpoint.ts';
import { openKms } from '../../infra/local/services/kms/kms.ts';
import { kmsSigner } from '../../shared/evidence/checkpoints/signer.ts';
import { anybody, resourcesOf, temporaryFolder } from './fixture.ts';

const folder = temporaryFolder();
const keyResource = (properties: object) =>
  resourcesOf({ Storage: { resources: { SigningKey: { Type: 'AWS::KMS::Key', Properties: properties } } } });
const resources = keyResource({ KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' });
const KeyId = resources.ofType('AWS::KMS::Key')[0]?.attribute('Arn') ?? '';

let server: Listening;
let kms: KMSClient;
const environment = { ...process.env };
beforeAll(async () => {
  server = await listen(0);
  server.serve(
    createAwsEndpoint(
      [{ target: 'TrentService.', calls: () => [], handle: openKms({ resources, folder }).handle }],
      createFaults(),
      anybody.admit,
    ),
  );
  const endpoint = `http://127.0.0.1:${server.port}`;
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  kms = new KMSClient({ endpoint, region: 'us-east-1', credentials, maxAttempts: 1 });
  // As a function sees it.
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_KMS: endpoint,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
  });
});
afterAll(async () => {
  process.env = environment;
  kms.destroy();
  await server.close();
});

const text = '检查点 1';
const hash = createHash('sha256').update(text).digest();
const publicKey = async (): Promise<Buffer> =>
  Buffer.from((await kms.send(new GetPublicKeyCommand({ KeyId }))).PublicKey ?? []);
const sign = async (Message: Uint8Array, MessageType: 'RAW' | 'DIGEST'): Promise<Buffer> => {
  const { Signature, KeyId: by } = await kms.send(
    new SignCommand({ KeyId, Message, MessageType, SigningAlgorithm: 'ECDSA_SHA_256' }),
  );
  expect(by).toBe(KeyId);
  return Buffer.from(Signature ?? []);
};

describe('a key of the template', () => {
  it.each([
    ['a message', text, 'RAW'],
    ['the hash of a message', hash, 'DIGEST'],
  ] as const)('signs %s, and Node and a browser find the message signed', async (_, message, type) => {
    const signature = await sign(Buffer.from(message), type);
    const der = await publicKey();
    const node = createPublicKey({ key: der, format: 'der', type: 'spki' });
    expect(verify('sha256', Buffer.from(text), node, signature)).toBe(true);
    expect(verify('sha256', Buffer.from(`${text} `), node, signature)).toBe(false);

    // WebCrypto takes r and s side by side.
    const curve = { name: 'ECDSA', namedCurve: 'P-256' };
    const browser = await webcrypto.subtle.importKey('spki', der, curve, false, ['verify']);
    const compact = p256.Signature.fromBytes(signature, 'der').toBytes('compact');
    const how = { name: 'ECDSA', hash: 'SHA-256' };
    expect(await webcrypto.subtle.verify(how, browser, compact, Buffer.from(text))).toBe(true);
  });

  it('signs with fresh randomness: nobody can rely on equal signatures', async () => {
    expect(await sign(hash, 'DIGEST')).not.toEqual(await sign(hash, 'DIGEST'));
  });

  it('is a file for its owner alone, and the same after a restart', async () => {
    const file = join(folder, 'SigningKey.pem');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const before = readFileSync(file);
    const again = openKms({ resources, folder }).handle('TrentService.GetPublicKey', { KeyId });
    expect(again.body).toMatchObject({ PublicKey: (await publicKey()).toString('base64') });
    expect(readFileSync(file)).toEqual(before);
  });

  it('signs for the product as KMS does', async () => {
    const signer = kmsSigner(KeyId);
    const { id, pem, jwk } = await signer.publicKey();
    expect(id).toBe(
      createHash('sha256')
        .update(await publicKey())
        .digest('hex'),
    );
    const signature = Buffer.from(await signer.sign(hash.toString('hex')), 'base64');
    for (const key of [createPublicKey(pem), createPublicKey({ key: jwk, format: 'jwk' })])
      expect(verify('sha256', Buffer.from(text), key, signature)).toBe(true);
  });
});

describe('what is not emulated', () => {
  it('fails by its name: another operation, another key, another algorithm, a hash of another length', async () => {
    const encrypt = new EncryptCommand({ KeyId, Plaintext: Buffer.from('x') });
    await expect(kms.send(encrypt)).rejects.toThrow('Encrypt is not emulated on this machine');
    await expect(kms.send(new GetPublicKeyCommand({ KeyId: 'other' }))).rejects.toMatchObject({
      name: 'NotFoundException',
    });
    const rsa = { KeyId, Message: hash, SigningAlgorithm: 'RSASSA_PSS_SHA_256' } as const;
    await expect(kms.send(new SignCommand(rsa))).rejects.toThrow('SigningAlgorithm');
    await expect(sign(hash.subarray(1), 'DIGEST')).rejects.toThrow('Digest is invalid length');
  });

  it('ends the start: a key of another kind', () => {
    const symmetric = keyResource({ KeySpec: 'SYMMETRIC_DEFAULT', KeyUsage: 'ENCRYPT_DECRYPT' });
    expect(() => openKms({ resources: symmetric, folder })).toThrow('only keys on P-256 are emulated');
  });
});
