import * as z from 'zod';
import type { Resource, Resources } from '../../assembly/resources.ts';

const days = z.coerce.number().int().positive();

/** When objects go by themselves. An upload in parts, which one rule may end, cannot begin here. */
const ruleSchema = z.strictObject({
  Id: z.string().optional(),
  Status: z.enum(['Enabled', 'Disabled']),
  Prefix: z.string().default(''),
  ExpirationInDays: days.optional(),
  NoncurrentVersionExpiration: z.strictObject({ NoncurrentDays: days }).optional(),
  AbortIncompleteMultipartUpload: z.strictObject({ DaysAfterInitiation: days }).optional(),
});

const corsSchema = z.strictObject({
  Id: z.string().optional(),
  AllowedMethods: z.array(z.string()),
  AllowedOrigins: z.array(z.string()),
  AllowedHeaders: z.array(z.string()).default([]),
  ExposedHeaders: z.array(z.string()).default([]),
  MaxAge: z.coerce.number().int().nonnegative().optional(),
});

/** One rule of a bucket for pages of other origins. */
export type CorsRule = z.infer<typeof corsSchema>;

/** How long a version may not be removed, by the bucket's own rule. */
export interface Retention {
  readonly Mode: 'GOVERNANCE' | 'COMPLIANCE';
  readonly Days: number;
}

const ignored = z.unknown().optional();

/** What a bucket of the template may say here; what would change how objects behave and is not known ends the start. */
const bucketSchema = z.strictObject({
  VersioningConfiguration: z.strictObject({ Status: z.literal('Enabled') }).optional(),
  ObjectLockConfiguration: z
    .object({
      Rule: z.object({
        DefaultRetention: z.strictObject({
          Mode: z.enum(['GOVERNANCE', 'COMPLIANCE']),
          Days: z.int().positive(),
        }),
      }),
    })
    .optional(),
  LifecycleConfiguration: z.strictObject({ Rules: z.array(ruleSchema) }).optional(),
  CorsConfiguration: z.strictObject({ CorsRules: z.array(corsSchema) }).optional(),
  NotificationConfiguration: z
    .strictObject({
      EventBridgeConfiguration: z.strictObject({ EventBridgeEnabled: z.boolean().default(true) }),
    })
    .optional(),
  // What these say is so here anyway, or has no meaning on a disk of one's own.
  BucketName: ignored,
  BucketEncryption: ignored,
  ObjectLockEnabled: ignored,
  OwnershipControls: ignored,
  PublicAccessBlockConfiguration: ignored,
  Tags: ignored,
});

/** A bucket as the template has it. */
export interface BucketSettings {
  readonly name: string;
  readonly arn: string;
  /** Whether a further object of a name leaves the one before it there. */
  readonly isVersioned: boolean;
  readonly retention: Retention | undefined;
  readonly expiry: readonly {
    readonly prefix: string;
    /** Age in days at which an object goes; undefined where the rule lets none go. */
    readonly days: number | undefined;
    /** The same of a version, from the moment at which another took its place. */
    readonly noncurrentDays: number | undefined;
  }[];
  readonly cors: readonly CorsRule[];
  /** Whether it tells EventBridge of its objects. */
  readonly tellsEvents: boolean;
}

/** @throws Error for a bucket that says what is not known here */
export const readBuckets = (resources: Resources): readonly BucketSettings[] =>
  resources.ofType('AWS::S3::Bucket').map(settingsOf);

function settingsOf(resource: Resource): BucketSettings {
  const bucket = resource.read(bucketSchema);
  const isVersioned = bucket.VersioningConfiguration !== undefined;
  const rules = (bucket.LifecycleConfiguration?.Rules ?? []).filter(({ Status }) => Status === 'Enabled');
  // There an object that expires gets a delete marker, which is not known here.
  if (isVersioned && rules.some(({ ExpirationInDays }) => ExpirationInDays !== undefined))
    throw new Error(`${resource.id}: objects of a bucket with versions cannot expire here`);
  return {
    name: resource.attribute('BucketName'),
    arn: resource.attribute('Arn'),
    isVersioned,
    retention: bucket.ObjectLockConfiguration?.Rule.DefaultRetention,
    expiry: rules.map(({ Prefix, ExpirationInDays, NoncurrentVersionExpiration }) => ({
      prefix: Prefix,
      days: ExpirationInDays,
      noncurrentDays: NoncurrentVersionExpiration?.NoncurrentDays,
    })),
    cors: bucket.CorsConfiguration?.CorsRules ?? [],
    tellsEvents: bucket.NotificationConfiguration?.EventBridgeConfiguration.EventBridgeEnabled ?? false,
  };
}
