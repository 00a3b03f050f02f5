/**
 * List prices of us-east-1 in US dollars, as published in 2026. They change, and differ by region: look them up before you
 * rely on them, at the page that each names. Where a price falls with the amount, it is that of the first tier, and no
 * free allowance is taken off. Gathered from stored copies of these pages and of articles that quote them; those of
 * CloudWatch's units, SES, S3, egress, GuardDuty's scans, storage and recovery of tables were in none that could be read, and are as long known.
 */

interface Price {
  readonly usd: number;
  /** For so many of the unit. */
  readonly per: number;
  readonly source: string;
}

const at = (usd: number, per: number, source: string): Price => ({ usd, per, source });

export const AS_OF = '2026-11';

export const prices = {
  alarmMetric: at(0.1, 1, 'https://aws.amazon.com/cloudwatch/pricing/'),
  customMetric: at(0.3, 1, 'https://aws.amazon.com/cloudwatch/pricing/'),
  dashboard: at(3, 1, 'https://aws.amazon.com/cloudwatch/pricing/'),
  logGigabyte: at(0.5, 1, 'https://aws.amazon.com/cloudwatch/pricing/'),
  logGigabyteMonth: at(0.03, 1, 'https://aws.amazon.com/cloudwatch/pricing/'),
  key: at(1, 1, 'https://aws.amazon.com/kms/pricing/'),
  /** ECC keys cost five times what others do. */
  signature: at(0.15, 10_000, 'https://aws.amazon.com/kms/pricing/'),
  writeUnit: at(0.625, 1e6, 'https://aws.amazon.com/dynamodb/pricing/on-demand/'),
  readUnit: at(0.125, 1e6, 'https://aws.amazon.com/dynamodb/pricing/on-demand/'),
  tableGigabyteMonth: at(0.25, 1, 'https://aws.amazon.com/dynamodb/pricing/on-demand/'),
  recoveryGigabyteMonth: at(0.2, 1, 'https://aws.amazon.com/dynamodb/pricing/on-demand/'),
  invocation: at(0.2, 1e6, 'https://aws.amazon.com/lambda/pricing/'),
  /** On arm64. */
  gigabyteSecond: at(0.0000133334, 1, 'https://aws.amazon.com/lambda/pricing/'),
  httpRequest: at(1, 1e6, 'https://aws.amazon.com/api-gateway/pricing/'),
  gigabyteOut: at(0.09, 1, 'https://aws.amazon.com/ec2/pricing/on-demand/'),
  stateTransition: at(0.025, 1_000, 'https://aws.amazon.com/step-functions/pricing/'),
  mail: at(0.1, 1_000, 'https://aws.amazon.com/ses/pricing/'),
  trace: at(5, 1e6, 'https://aws.amazon.com/xray/pricing/'),
  objectPut: at(0.005, 1_000, 'https://aws.amazon.com/s3/pricing/'),
  objectGet: at(0.0004, 1_000, 'https://aws.amazon.com/s3/pricing/'),
  objectGigabyteMonth: at(0.023, 1, 'https://aws.amazon.com/s3/pricing/'),
  /** What a bucket tells EventBridge; what other services tell is free. */
  event: at(1, 1e6, 'https://aws.amazon.com/eventbridge/pricing/'),
  scannedGigabyte: at(0.09, 1, 'https://aws.amazon.com/guardduty/pricing/'),
  scannedObject: at(0.215, 1_000, 'https://aws.amazon.com/guardduty/pricing/'),
  /** Beyond the first 10,000 a month, which are free for good (plan Essentials). */
  activePerson: at(0.015, 1, 'https://aws.amazon.com/cognito/pricing/'),
} as const satisfies Readonly<Record<string, Price>>;

/** What so many of something cost. */
export const cost = (name: keyof typeof prices, count: number): number =>
  (prices[name].usd * count) / prices[name].per;
