import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Iam, Signer } from '../iam/iam.ts';
import { S3Refusal } from './refusal.ts';
import { algorithm, demandSignature, momentOf } from './signature.ts';

/** What an address may ask for beside the object, signed with it. */
export interface Asked {
  readonly signer: Signer;
  /** Headers of the answer, by their names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly showsChecksum: boolean;
}

/** Parameters that make headers of the answer. */
const answered: Readonly<Record<string, string>> = {
  'response-cache-control': 'cache-control',
  'response-content-disposition': 'content-disposition',
  'response-content-type': 'content-type',
};
const signing = [
  'X-Amz-Algorithm',
  'X-Amz-Credential',
  'X-Amz-Date',
  'X-Amz-Expires',
  'X-Amz-Signature',
  'X-Amz-SignedHeaders',
];
const known = new Set([
  ...signing,
  ...Object.keys(answered),
  'X-Amz-Content-Sha256',
  'X-Amz-Security-Token',
  'x-amz-checksum-mode',
  'x-id',
]);
// S3's own: a week, and how much clocks may differ.
const longestSeconds = 604_800;
const skewMs = 15 * 60_000;

/**
 * Looks at a signed address: who has signed it, for this method, path and parameters, and whether its time is over.
 *
 * @param options.host the product's own: what stands before it may reach this by another name
 * @throws S3Refusal in S3's own names
 */
export function demandPresigned(
  request: IncomingMessage,
  options: {
    readonly iam: Pick<Iam, 'signerOf'>;
    readonly region: string;
    readonly host: string;
    readonly now: number;
  },
): Asked {
  const { path, query } = addressOf(request);
  if (query.length === 0) throw new S3Refusal(403, 'AccessDenied', 'Access Denied');
  const parameters = new Map(query);
  const unknown = query.find(([name]) => !known.has(name));
  if (unknown || parameters.size < query.length)
    throw new S3Refusal(501, 'NotImplemented', `${unknown?.[0] ?? 'A parameter twice'} is not emulated`);
  const missing = signing.find((name) => !parameters.has(name));
  if (missing) throw malformed(`Query-string authentication requires ${missing}`);
  const of = (name: string): string => parameters.get(name) ?? '';
  const date = of('X-Amz-Date');
  const [since, seconds] = [momentOf(date), Number(of('X-Amz-Expires'))];
  if (of('X-Amz-Algorithm') !== algorithm) throw malformed(`X-Amz-Algorithm only supports "${algorithm}"`);
  if (since === undefined)
    throw malformed("X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"");
  if (!Number.isInteger(seconds) || seconds < 0 || seconds > longestSeconds)
    throw malformed('X-Amz-Expires must be a number of seconds less than a week');
  const names = of('X-Amz-SignedHeaders').split(';');
  if (!names.includes('host')) throw malformed('The host header must be signed');
  const headers = names.map((name) => {
    const value = name === 'host' ? options.host : [request.headers[name] ?? ''].flat().join(',');
    return `${name}:${value.trim().replace(/ +/g, ' ')}\n`;
  });
  const canonical = [
    request.method ?? '',
    path.split('/').map(encoded).join('/'),
    query
      .filter(([name]) => name !== 'X-Amz-Signature')
      .map(([name, value]) => [encoded(name), encoded(value)] as const)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map((pair) => pair.join('='))
      .join('&'),
    headers.join(''),
    names.join(';'),
    'UNSIGNED-PAYLOAD',
  ].join('\n');
  const credential = of('X-Amz-Credential');
  const hash = createHash('sha256').update(canonical).digest('hex');
  const signer = demandSignature(options.iam, options.region, {
    credential,
    date,
    token: parameters.get('X-Amz-Security-Token'),
    text: [algorithm, date, credential.slice(credential.indexOf('/') + 1), hash].join('\n'),
    signature: of('X-Amz-Signature'),
  });
  if (options.now > since + seconds * 1000) throw new S3Refusal(403, 'AccessDenied', 'Request has expired');
  if (options.now < since - skewMs) throw new S3Refusal(403, 'AccessDenied', 'Request is not valid yet');
  return {
    signer,
    headers: Object.fromEntries(
      Object.entries(answered).flatMap(([name, header]) => {
        const value = parameters.get(name);
        return value === undefined ? [] : [[header, value]];
      }),
    ),
    showsChecksum: of('x-amz-checksum-mode').toUpperCase() === 'ENABLED',
  };
}

/** Path and parameters, decoded. A plus sign is one: it is written so by no signer. */
function addressOf({ url = '/' }: IncomingMessage): { path: string; query: (readonly [string, string])[] } {
  const [path = '', search = ''] = url.split(/\?(.*)/s);
  try {
    const query = search
      .split('&')
      .filter(Boolean)
      .map((pair) => {
        const [name = '', value = ''] = pair.split(/=(.*)/s);
        return [decodeURIComponent(name), decodeURIComponent(value)] as const;
      });
    return { path: decodeURIComponent(path), query };
  } catch {
    throw new S3Refusal(400, 'InvalidURI', 'The address is not properly encoded');
  }
}

/** As signers do it: everything but letters, digits and `-._~`. */
const encoded = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);

const malformed = (message: string): S3Refusal =>
  new S3Refusal(400, 'AuthorizationQueryParametersError', message);
