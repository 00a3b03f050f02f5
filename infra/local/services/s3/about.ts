import type { About } from './bucket.ts';
import { type Said, said } from './checksums.ts';
import { S3Refusal } from './refusal.ts';

const prefix = 'x-amz-meta-';
// S3's own limit of all names and values together.
const mostMetadata = 2048;

/** What somebody says of an object in headers, or in the fields of a form. */
export function describedBy(all: Said): Omit<About, 'checksum'> {
  const metadata = Object.fromEntries(
    Object.keys(all)
      .filter((name) => name.startsWith(prefix))
      .map((name) => [name.slice(prefix.length), said(all, name) ?? '']),
  );
  if (Object.entries(metadata).flat().join('').length > mostMetadata)
    throw new S3Refusal(
      400,
      'MetadataTooLarge',
      'Your metadata headers exceed the maximum allowed metadata size',
    );
  return { contentType: said(all, 'content-type') || 'binary/octet-stream', metadata };
}
