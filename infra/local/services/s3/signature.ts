import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Iam, Signer } from '../iam/iam.ts';
import { S3Refusal } from './refusal.ts';

/** The only way to sign that is known, as its name stands in forms and addresses. */
export const algorithm = 'AWS4-HMAC-SHA256';

/** What somebody says about a signature (Signature Version 4). */
export interface Signed {
  /** `ASIA…/20260302/us-east-1/s3/aws4_request` */
  readonly credential: string;
  /** When, as `20260302T080000Z`. */
  readonly date: string;
  readonly token: string | undefined;
  /** What the signature is over. */
  readonly text: string;
  /** Hexadecimal. */
  readonly signature: string;
}

const scope = /^([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request$/;
const moment = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/;

/**
 * Looks whether a role's function has signed something, with the credentials that it has now.
 * @throws S3Refusal in S3's own names
 */
export function demandSignature(iam: Pick<Iam, 'signerOf'>, region: string, signed: Signed): Signer {
  const [, key = '', day = '', place = ''] = scope.exec(signed.credential) ?? [];
  if (key === '' || !signed.date.startsWith(`${day}T`))
    throw malformed(`"${signed.credential}" is no scope of ${signed.date}`);
  if (place !== region) throw malformed(`the region '${place}' is wrong; expecting '${region}'`);
  const signer = iam.signerOf(key);
  if (signer === undefined || signed.token === undefined)
    throw new S3Refusal(
      403,
      'InvalidAccessKeyId',
      'The AWS Access Key Id you provided does not exist in our records.',
    );
  if (!isSame(signed.token, signer.sessionToken))
    throw new S3Refusal(400, 'InvalidToken', 'The provided token is malformed or otherwise invalid.');
  if (!isSame(signed.signature, signatureOf(signer.secretAccessKey, day, region, signed.text)))
    throw new S3Refusal(
      403,
      'SignatureDoesNotMatch',
      'The request signature we calculated does not match the signature you provided.',
    );
  return signer;
}

/** Milliseconds; undefined for what is no such time. */
export function momentOf(date: string): number | undefined {
  const [, year, month, day, hour, minute, second] = moment.exec(date) ?? [];
  const time = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(time) ? undefined : time;
}

function signatureOf(secret: string, day: string, region: string, text: string): string {
  const hmac = (key: string | Buffer, what: string): Buffer =>
    createHmac('sha256', key).update(what).digest();
  const key = [day, region, 's3', 'aws4_request'].reduce<string | Buffer>(hmac, `AWS4${secret}`);
  return hmac(key, text).toString('hex');
}

function isSame(given: string, wanted: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(wanted)];
  return one.length === other.length && timingSafeEqual(one, other);
}

const malformed = (what: string): S3Refusal =>
  new S3Refusal(
    400,
    'AuthorizationQueryParametersError',
    `Error parsing the X-Amz-Credential parameter; ${what}`,
  );
