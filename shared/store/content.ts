import { gunzipSync, gzipSync } from 'node:zlib';
import { canonical } from '../history/canonical.ts';

/**
 * Contents are stored as gzip of their canonical JSON: a declaration of 1 MB, the largest that the edge takes, then
 * fits into one item of 400 KB, and a usual one (8 KB of Chinese text) costs a third of the write units.
 */
export const pack = (value: unknown): Uint8Array => gzipSync(canonical(value), { level: 6 });

export function unpack(bytes: unknown): unknown {
  if (!(bytes instanceof Uint8Array)) throw new TypeError('A stored content is not bytes');
  return JSON.parse(gunzipSync(bytes).toString('utf8'));
}

/** An item of DynamoDB holds 400 KB; the rest is room for its other attributes. */
export const LARGEST_PACKED = 390 * 1024;
