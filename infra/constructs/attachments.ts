import { Aws, Duration } from 'aws-cdk-lib';
import { Bucket, CfnBucket, HttpMethods } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { Settings } from '../config.ts';
import { denyRewriting, lockOf, shut } from './buckets.ts';
import { keep, resourceOf } from './pin.ts';
import type { ServiceFunction } from './service-function.ts';

/** How long an upload that nothing names any more, or never did, stays. */
const orphanDays = 30;

type Bucketed = 'uploads' | 'files';

/** What a function may do with the objects of the two buckets. */
export interface FileRights {
  readonly uploads?: readonly ('GetObject' | 'PutObject' | 'DeleteObject')[];
  /** Nothing here can remove a file, or write over one: the bucket's policy refuses it. */
  readonly files?: readonly ('GetObject' | 'PutObject')[];
  /** Where it copies uploads to. */
  readonly copiesTo?: readonly Bucketed[];
}

/**
 * The two buckets of attachments. What people upload is on trial in the first, and goes after a month; what a submitted
 * revision or a recorded decision names is copied to the second, from which nothing goes.
 */
export class Attachments extends Construct {
  readonly uploads: Bucket;
  readonly files: Bucket;

  constructor(scope: Construct, id: string, settings: Settings) {
    super(scope, id);

    this.uploads = new Bucket(this, 'Uploads', {
      ...shut,
      lifecycleRules: [
        {
          id: 'Orphans',
          expiration: Duration.days(orphanDays),
          abortIncompleteMultipartUploadAfter: Duration.days(1),
        },
      ],
      cors: [
        {
          // An upload needs a policy that we signed, wherever the page comes from: this only lets ours read the answer.
          allowedMethods: [HttpMethods.POST],
          allowedOrigins: originsOf(settings),
          allowedHeaders: ['*'],
          maxAge: 3_000,
        },
      ],
    });
    keep(this.uploads, 'Uploads');
    if (this.uploads.policy) keep(this.uploads.policy, 'UploadsPolicy');
    tellEventBridge(this.uploads);

    this.files = new Bucket(this, 'Files', { ...shut, versioned: true, ...lockOf(settings) });
    keep(this.files, 'Files');
    denyRewriting(this.files, 'Files');
  }

  /** Allows by name. What a function may do, an address that it signs may too. */
  allow(fn: ServiceFunction, { uploads = [], files = [], copiesTo = [] }: FileRights): void {
    allowObjects(fn, this.uploads, uploads);
    allowObjects(fn, this.files, files);
    if (copiesTo.length === 0) return;
    // A copy takes the tags along, which an upload has for a month after GuardDuty was the scanner: S3 refuses it without
    // the right to read and to write them.
    fn.allow(['s3:GetObjectTagging'], [this.uploads.arnForObjects('*')]);
    fn.allow(
      ['s3:PutObjectTagging'],
      copiesTo.map((bucket) => this[bucket].arnForObjects('*')),
    );
  }
}

function allowObjects(fn: ServiceFunction, bucket: Bucket, actions: readonly string[]): void {
  if (actions.length === 0) return;
  fn.allow(
    actions.map((action) => `s3:${action}`),
    [bucket.arnForObjects('*')],
  );
  // Without it S3 answers “forbidden” for an object that is not there.
  if (actions.includes('GetObject')) fn.allow(['s3:ListBucket'], [bucket.bucketArn]);
}

/**
 * Where pages of the product come from. The address that API Gateway gives is known only once the service is deployed:
 * all of this region's may read an answer, which without a signed policy is a refusal.
 */
function originsOf({ domain, gatewayAddress }: Settings): string[] {
  const gateway = `https://*.execute-api.${Aws.REGION}.${Aws.URL_SUFFIX}`;
  return [
    ...(domain === undefined ? [] : [`https://${domain}`]),
    ...(gatewayAddress === 'open' ? [gateway] : []),
  ];
}

/** By the bucket's own property: CDK's way would bring a function of its own, which may change every bucket. */
function tellEventBridge(bucket: Bucket): void {
  const resource = resourceOf(bucket);
  if (!(resource instanceof CfnBucket)) throw new Error(`${bucket.node.path} is no bucket`);
  resource.notificationConfiguration = { eventBridgeConfiguration: { eventBridgeEnabled: true } };
}
