import type { Account, Call } from '../call.ts';
import { secured } from './json-services.ts';

/** What the S3 operations of this host ask to do. `HeadObject` and `PostObject` have no action of their own. */
const actions = {
  DeleteObject: 's3:DeleteObject',
  GetObject: 's3:GetObject',
  HeadObject: 's3:GetObject',
  PostObject: 's3:PutObject',
  PutObject: 's3:PutObject',
} as const;

interface Place {
  readonly bucket: string;
  readonly key: string;
}

/** Calls count as made with the newest TLS. */
const common = { ...secured, 's3:tlsversion': '1.3' };

/** @param ifNoneMatch the condition of a write; what a reader has already is no condition of its right */
export const s3Call = (
  { partition }: Account,
  operation: keyof typeof actions,
  place: Place,
  ifNoneMatch?: string | undefined,
): Call => ({
  action: actions[operation],
  resource: `arn:${partition}:s3:::${place.bucket}/${place.key}`,
  context: { ...common, ...(ifNoneMatch === undefined ? {} : { 's3:if-none-match': ifNoneMatch }) },
});

/** A copy reads one object and writes another. */
export const s3CopyCalls = (
  account: Account,
  from: Place,
  to: Place,
  ifNoneMatch: string | undefined,
): readonly Call[] => [s3Call(account, 'GetObject', from), s3Call(account, 'PutObject', to, ifNoneMatch)];

/** Whoever asks for an object that is not there hears so only where they may list what is. */
export const s3List = ({ partition }: Account, bucket: string): Call => ({
  action: 's3:ListBucket',
  resource: `arn:${partition}:s3:::${bucket}`,
  context: common,
});
