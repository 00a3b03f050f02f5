import type { About } from './bucket.ts';
import type { Digests } from './incoming.ts';
import { S3Refusal } from './refusal.ts';

/** Headers, or the fields of a form: by their names in lower case. */
export type Said = Readonly<Record<string, string | readonly string[] | undefined>>;

/** One text of what was said; undefined where it was not, or more than once. */
export const said = (all: Said, name: string): string | undefined => {
  const value = all[name];
  return typeof value === 'string' ? value : undefined;
};

type Known = Exclude<About['checksum'], 'none'>;
const bytesOf: Readonly<Record<Known, number>> = { crc32: 4, sha256: 32 };
const isKnown = (name: string): name is Known => name in bytesOf;

const prefix = 'x-amz-checksum-';
// These say how, not what.
const others = new Set(['mode', 'algorithm', 'type'].map((name) => `${prefix}${name}`));

/** A hash that the body must have. */
export interface Sent {
  readonly name: Known;
  readonly value: string;
}

/** The hash that somebody says their bytes have. @throws S3Refusal for one that is not known, or is none */
export function checksumIn(all: Said): Sent | undefined {
  const [first, second] = Object.keys(all).filter((name) => name.startsWith(prefix) && !others.has(name));
  const algorithm = algorithmIn(all);
  if (second !== undefined)
    throw invalid('Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.');
  if (first === undefined) {
    if (algorithm === undefined) return undefined;
    throw invalid('An algorithm is specified, but no corresponding x-amz-checksum-* header was found.');
  }
  const name = first.slice(prefix.length);
  const value = said(all, first) ?? '';
  if (!isKnown(name)) throw new S3Refusal(501, 'NotImplemented', `${first} is not emulated`);
  if (Buffer.from(value, 'base64').toString('base64') !== value || lengthOf(value) !== bytesOf[name])
    throw invalid(`Value for ${first} header is invalid.`);
  if (algorithm !== undefined && algorithm !== name)
    throw invalid('Value for x-amz-sdk-checksum-algorithm header is invalid.');
  return { name, value };
}

/** Which hash is to be kept and shown, by its name alone. */
export function algorithmIn(all: Said): Known | undefined {
  const names = ['x-amz-checksum-algorithm', 'x-amz-sdk-checksum-algorithm'];
  const name = names
    .map((one) => said(all, one))
    .find((one) => one !== undefined)
    ?.toLowerCase();
  if (name === undefined || isKnown(name)) return name;
  throw new S3Refusal(501, 'NotImplemented', `The checksum ${name} is not emulated`);
}

/** @returns the name of the hash, for the object to show. @throws S3Refusal for bytes that have another */
export function demandChecksum(sent: Sent | undefined, bytes: Digests): About['checksum'] {
  if (sent === undefined) return 'none';
  if (bytes[sent.name] === sent.value) return sent.name;
  const name = sent.name.toUpperCase();
  throw new S3Refusal(400, 'BadDigest', `The ${name} you specified did not match the calculated checksum.`);
}

const lengthOf = (base64: string): number => Buffer.from(base64, 'base64').length;
const invalid = (message: string): S3Refusal => new S3Refusal(400, 'InvalidRequest', message);
