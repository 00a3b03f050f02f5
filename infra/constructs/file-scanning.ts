import { Duration, Stack } from 'aws-cdk-lib';
import { type EventPattern, Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { CfnMalwareProtectionPlan } from 'aws-cdk-lib/aws-guardduty';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Settings } from '../config.ts';
import { pin } from './pin.ts';
import type { ServiceFunction } from './service-function.ts';

export interface FileScanningProps {
  readonly scanFile: ServiceFunction;
  readonly uploads: Bucket;
  readonly fileScanner: Settings['fileScanner'];
  /** Where lies what could not be looked into. */
  readonly unprocessed: IQueue;
}

/** Tells `scan-file` of every upload, and of what GuardDuty found where that is the scanner. */
export class FileScanning extends Construct {
  private readonly scanFile: ServiceFunction;

  constructor(scope: Construct, id: string, props: FileScanningProps) {
    super(scope, id);
    const { scanFile, uploads, fileScanner, unprocessed } = props;
    this.scanFile = scanFile;

    // Tried for six hours: a scanner that is down comes back within a working day. The sweep finds what is left then.
    scanFile.allow(['sqs:SendMessage'], [unprocessed.queueArn]);
    scanFile.alias.configureAsyncInvoke({
      maxEventAge: Duration.hours(6),
      retryAttempts: 2,
      // CDK's own destination would grant two actions more.
      onFailure: { bind: () => ({ destination: unprocessed.queueArn }) },
    });
    // Lambda looks whether the role may send to the queue when it takes the configuration.
    scanFile.alias.node.addDependency(scanFile.role);

    this.tell('FileUploaded', 'A file was uploaded, or is to be looked into again', {
      source: ['aws.s3'],
      detailType: ['Object Created'],
      detail: { bucket: { name: [uploads.bucketName] } },
    });
    if (fileScanner !== 'guardduty') return;
    this.tell('FileScanned', 'GuardDuty has looked for malware in a file', {
      source: ['aws.guardduty'],
      detailType: ['GuardDuty Malware Protection Object Scan Result'],
      detail: { s3ObjectDetails: { bucketName: [uploads.bucketName] } },
    });
    this.protect(uploads);
  }

  private tell(id: string, description: string, eventPattern: EventPattern): void {
    const targets = [new LambdaFunction(this.scanFile.alias)];
    pin(new Rule(this, id, { description, eventPattern, targets }), id);
  }

  private protect(uploads: Bucket): void {
    const role = scannerRole(this, uploads);
    const plan = new CfnMalwareProtectionPlan(this, 'Plan', {
      role: role.roleArn,
      protectedResource: { s3Bucket: { bucketName: uploads.bucketName } },
      // What it found stands on the object too, where an operator sees it (RUNBOOK).
      actions: { tagging: { status: 'ENABLED' } },
    });
    plan.node.addDependency(role);
    pin(plan, 'MalwareProtection');
  }
}

const scanner = 'malware-protection-plan.guardduty.amazonaws.com';

/** What GuardDuty asks for: to read and to tag objects, to be told of them, and to try both with an object of its own. */
function scannerRole(scope: Construct, uploads: Bucket): Role {
  const managedRule = Stack.of(scope).formatArn({
    service: 'events',
    resource: 'rule',
    resourceName: 'DO-NOT-DELETE-AmazonGuardDutyMalwareProtectionS3*',
  });
  const allow = (actions: string[], resource: string, conditions = {}) =>
    new PolicyStatement({ actions, resources: [resource], conditions });
  const objects = uploads.arnForObjects('*');
  const role = new Role(scope, 'Role', {
    assumedBy: new ServicePrincipal(scanner),
    description: 'GuardDuty looks for malware in uploaded files',
    inlinePolicies: {
      ScanUploads: new PolicyDocument({
        statements: [
          allow(
            ['events:PutRule', 'events:DeleteRule', 'events:PutTargets', 'events:RemoveTargets'],
            managedRule,
            { StringLike: { 'events:ManagedBy': scanner } },
          ),
          allow(['events:DescribeRule', 'events:ListTargetsByRule'], managedRule),
          allow(['s3:PutBucketNotification', 's3:GetBucketNotification'], uploads.bucketArn),
          allow(['s3:ListBucket'], uploads.bucketArn),
          allow(['s3:GetObject', 's3:GetObjectVersion'], objects),
          allow(
            [
              ...['s3:GetObjectTagging', 's3:GetObjectVersionTagging'],
              ...['s3:PutObjectTagging', 's3:PutObjectVersionTagging'],
            ],
            objects,
          ),
          allow(['s3:PutObject'], uploads.arnForObjects('malware-protection-resource-validation-object')),
        ],
      }),
    },
  });
  pin(role, 'FileScannerRole');
  return role;
}
