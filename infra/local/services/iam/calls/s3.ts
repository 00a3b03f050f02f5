import type { IncomingHttpHeaders } from 'node:http';
import type { Account, Call } from '../call.ts';
import { secured } from './json-services.ts';

/** What the S3 operations of this host ask to do. `HeadObject` has no action of its own. */
const actions = { PutObject: 's3:PutObject', GetObject: 's3:GetObject', HeadObject: 's3:GetObject' } as const;

export type S3Operation = keyof typeof actions;

/** Calls count as made with the newest TLS. */
const common = { ...secured, 's3:tlsversion': '1.3' };

export function s3Call(
  { partition }: Account,
  operation: S3Operation,
  place: { readonly bucket: string; readonly key: string },
  headers: IncomingHttpHeaders,
): Call {
  // What a reader has already is no condition of its right.
  const condition = operation === 'PutObject' ? headers['if-none-match'] : undefined;
  return {
    action: actions[operation],
    resource: `arn:${partition}:s3:::${place.bucket}/${place.key}`,
    context: { ...common, ...(condition === undefined ? {} : { 's3:if-none-match': condition }) },
  };
}

/** Whoever asks for an object that is not there hears so only where they may list what is. */
export const s3List = ({ partition }: Account, bucket: string): Call => ({
  action: 's3:ListBucket',
  resource: `arn:${partition}:s3:::${bucket}`,
  context: common,
});
