import { Duration } from 'aws-cdk-lib';
import { Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { AccountRootPrincipal, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Key, KeySpec, KeyUsage } from 'aws-cdk-lib/aws-kms';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { Settings } from '../config.ts';
import { denyRewriting, lockOf, shut } from './buckets.ts';
import { keep, pin } from './pin.ts';
import type { ServiceFunction } from './service-function.ts';

/** What may be done with the key: look after it, sign, show its public half. By name: no grants, no wildcard. */
const keyActions = [
  'kms:CancelKeyDeletion',
  'kms:DescribeKey',
  'kms:DisableKey',
  'kms:EnableKey',
  'kms:GetKeyPolicy',
  'kms:GetPublicKey',
  'kms:ListResourceTags',
  'kms:PutKeyPolicy',
  'kms:ScheduleKeyDeletion',
  'kms:Sign',
  'kms:TagResource',
  'kms:UntagResource',
  'kms:UpdateKeyDescription',
] as const;

/**
 * What makes the history provable outside the tables: the key that signs checkpoints, and the bucket that keeps them.
 * Both belong to storage; a key is for good, and so is what it signed.
 */
export class CheckpointKeeping extends Construct {
  private readonly key: Key;
  private readonly bucket: Bucket;

  constructor(scope: Construct, id: string, settings: Settings) {
    super(scope, id);

    this.key = new Key(this, 'Key', {
      description: 'Signs the checkpoints of the history',
      keySpec: KeySpec.ECC_NIST_P256,
      keyUsage: KeyUsage.SIGN_VERIFY,
      // The longest that KMS offers: time enough to notice.
      pendingWindow: Duration.days(30),
      policy: new PolicyDocument({
        statements: [
          new PolicyStatement({
            sid: 'AccountByItsOwnPolicies',
            principals: [new AccountRootPrincipal()],
            actions: [...keyActions],
            // In a key's own policy `*` is that key.
            resources: ['*'],
          }),
        ],
      }),
    });
    keep(this.key, 'CheckpointKey');

    this.bucket = new Bucket(this, 'Checkpoints', {
      ...shut,
      versioned: true,
      ...lockOf(settings),
    });
    keep(this.bucket, 'Checkpoints');
    denyRewriting(this.bucket, 'Checkpoints');
  }

  get keyArn(): string {
    return this.key.keyArn;
  }

  get bucketName(): string {
    return this.bucket.bucketName;
  }

  /** Allows to sign, and to keep and read what was signed. Nothing else is allowed to anybody. */
  allowSign(fn: ServiceFunction): void {
    fn.allow(['kms:Sign', 'kms:GetPublicKey'], [this.key.keyArn]);
    fn.allow(['s3:PutObject', 's3:GetObject'], [this.bucket.arnForObjects('checkpoints/*')]);
    // Without it S3 answers “forbidden” for an object that is not there.
    fn.allow(['s3:ListBucket'], [this.bucket.bucketArn]);
  }

  /** Allows to read what was signed, and nothing else. */
  allowRead(fn: ServiceFunction): void {
    fn.allow(['s3:GetObject'], [this.bucket.arnForObjects('checkpoints/*')]);
    fn.allow(['s3:ListBucket'], [this.bucket.bucketArn]);
  }
}

/**
 * When checkpoints are made: every hour. So long an event stands on the table's own layers alone, and so often the
 * configured mailboxes get a line, if anything happened.
 */
export class CheckpointSchedule extends Construct {
  constructor(scope: Construct, id: string, evidence: ServiceFunction) {
    super(scope, id);
    // A run that failed or came late is not repeated for long: the next one finds the same chains.
    evidence.alias.configureAsyncInvoke({ maxEventAge: Duration.minutes(30), retryAttempts: 1 });
    const everyHour = new Rule(this, 'EveryHour', {
      description: 'A signed checkpoint over the heads of all chains',
      schedule: Schedule.rate(Duration.hours(1)),
      targets: [new LambdaFunction(evidence.alias, { event: RuleTargetInput.fromObject({}) })],
    });
    pin(everyHour, 'CheckpointEveryHour');
  }
}
