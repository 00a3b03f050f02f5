import { Duration } from 'aws-cdk-lib';
import { AnyPrincipal, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import {
  BlockPublicAccess,
  type Bucket,
  BucketEncryption,
  ObjectLockRetention,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import type { Settings } from '../config.ts';
import { keep } from './pin.ts';

/** What every bucket here has: nobody from outside, nothing without TLS, and no rights beside policies. */
export const shut = {
  blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
  objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
  encryption: BucketEncryption.S3_MANAGED,
  enforceSSL: true,
  minimumTLSVersion: 1.2,
} as const;

/** Only what was asked for in so many words: a compliance lock cannot be undone. */
export function lockOf({ checkpointLockMode: mode, checkpointLockDays: days }: Settings) {
  if (mode === undefined || days === undefined) return {};
  const duration = Duration.days(days);
  return {
    objectLockEnabled: true,
    objectLockDefaultRetention:
      mode === 'COMPLIANCE'
        ? ObjectLockRetention.compliance(duration)
        : ObjectLockRetention.governance(duration),
  };
}

/**
 * As for the History table: whoever wants to remove or rewrite what is kept must first change this policy, which is seen.
 * A copy counts as a write: it must ask for a new object too.
 *
 * @param what the bucket's logical id, which says what nobody removes
 */
export function denyRewriting(bucket: Bucket, what: string): void {
  const deny = (sid: string, actions: string[], conditions = {}) =>
    bucket.addToResourcePolicy(
      new PolicyStatement({
        sid,
        effect: Effect.DENY,
        principals: [new AnyPrincipal()],
        actions,
        resources: [bucket.arnForObjects('*')],
        conditions,
      }),
    );
  deny(`NobodyRemoves${what}`, ['s3:DeleteObject', 's3:DeleteObjectVersion']);
  deny(`NobodyOverwrites${what}`, ['s3:PutObject'], { Null: { 's3:if-none-match': 'true' } });
  if (bucket.policy) keep(bucket.policy, `${what}Policy`);
}
