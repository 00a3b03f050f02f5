import { cost } from './prices.ts';

/** A resource of a synthesized template, as far as its bill goes. */
export interface Billed {
  readonly id: string;
  readonly type: string;
  // biome-ignore lint/suspicious/noExplicitAny: a template's properties are looked at, not computed with
  readonly properties: Record<string, any>;
}

/** What stands in a bill whatever happens, US$ a month. */
export interface Standing {
  readonly alarmMetrics: number;
  /** At most: one is billed for the hours in which it counted something, and most count troubles. */
  readonly customMetrics: number;
  readonly dashboards: number;
  readonly keys: number;
}

/**
 * How a type is billed: not at all, by what is used of it (`estimate.ts` has its units), or standing, by the month.
 * A function says why a resource is billed otherwise than the estimate reckons; undefined where it is not.
 */
type Row = 'free' | 'standing' | ((properties: Billed['properties']) => string | undefined);

const unless = (isReckoned: boolean, otherwise: string): string | undefined =>
  isReckoned ? undefined : otherwise;

const rows: Readonly<Record<string, Row>> = {
  'AWS::ApiGatewayV2::Api': ({ ProtocolType }) => unless(ProtocolType === 'HTTP', 'is no HTTP API'),
  'AWS::ApiGatewayV2::ApiMapping': 'free',
  'AWS::ApiGatewayV2::DomainName': 'free',
  'AWS::ApiGatewayV2::Integration': ({ ConnectionType }) =>
    unless(ConnectionType !== 'VPC_LINK', 'goes by a VPC link'),
  'AWS::ApiGatewayV2::Route': 'free',
  // Metrics of each route are custom metrics.
  'AWS::ApiGatewayV2::Stage': ({ DefaultRouteSettings }) =>
    unless(DefaultRouteSettings?.DetailedMetricsEnabled !== true, 'counts each route'),
  'AWS::Budgets::Budget': 'free',
  'AWS::CloudWatch::Alarm': 'standing',
  'AWS::CloudWatch::Dashboard': 'standing',
  // Of Lambda functions.
  'AWS::CodeDeploy::Application': 'free',
  'AWS::CodeDeploy::DeploymentGroup': ({ DeploymentConfigName = '' }) =>
    unless(DeploymentConfigName.startsWith('CodeDeployDefault.Lambda'), 'deploys no function'),
  'AWS::Cognito::ManagedLoginBranding': 'free',
  'AWS::Cognito::UserPool': ({ UserPoolTier = 'ESSENTIALS', UserPoolAddOns }) =>
    unless(UserPoolTier === 'ESSENTIALS' && UserPoolAddOns === undefined, 'has another plan'),
  'AWS::Cognito::UserPoolClient': ({ AllowedOAuthFlows = [] }) =>
    unless(!AllowedOAuthFlows.includes('client_credentials'), 'is billed by tokens for machines'),
  'AWS::Cognito::UserPoolDomain': 'free',
  'AWS::Cognito::UserPoolGroup': 'free',
  'AWS::DynamoDB::GlobalTable': ({ BillingMode, Replicas = [] }) =>
    unless(BillingMode === 'PAY_PER_REQUEST' && Replicas.length === 1, 'is not on demand, in one region'),
  'AWS::Events::Rule': 'free',
  // By what it scans.
  'AWS::GuardDuty::MalwareProtectionPlan': () => undefined,
  'AWS::IAM::Policy': 'free',
  'AWS::IAM::Role': 'free',
  'AWS::KMS::Key': 'standing',
  'AWS::Lambda::Alias': ({ ProvisionedConcurrencyConfig }) =>
    unless(ProvisionedConcurrencyConfig === undefined, 'is kept warm'),
  // Reading a DynamoDB stream is free to Lambda.
  'AWS::Lambda::EventSourceMapping': ({ ProvisionedPollerConfig }) =>
    unless(ProvisionedPollerConfig === undefined, 'has pollers of its own'),
  'AWS::Lambda::EventInvokeConfig': 'free',
  // Being in a network of the office's own is free; what stands in that network, such as a NAT gateway, is not.
  'AWS::Lambda::Function': ({ Architectures = [], EphemeralStorage }) =>
    unless(
      Architectures[0] === 'arm64' && EphemeralStorage === undefined,
      'is not on arm64, or has more disk',
    ),
  'AWS::Lambda::Permission': 'free',
  'AWS::Lambda::Version': 'free',
  'AWS::Logs::LogGroup': ({ LogGroupClass = 'STANDARD' }) =>
    unless(LogGroupClass === 'STANDARD', 'is of another class'),
  'AWS::S3::Bucket': ({ ReplicationConfiguration }) =>
    unless(ReplicationConfiguration === undefined, 'is copied'),
  'AWS::S3::BucketPolicy': 'free',
  'AWS::SES::ConfigurationSet': ({ DeliveryOptions, VdmOptions }) =>
    unless(DeliveryOptions?.SendingPoolName === undefined && VdmOptions === undefined, 'has extras'),
  // Told to CloudWatch, each kind of event is a metric of one's own; to EventBridge it is free.
  'AWS::SES::ConfigurationSetEventDestination': 'standing',
  'AWS::SES::EmailIdentity': 'free',
  // Alarms are mailed: the first thousand a month are free.
  'AWS::SNS::Subscription': 'free',
  'AWS::SNS::Topic': 'free',
  'AWS::SNS::TopicPolicy': 'free',
  // What failed three times: a handful a year.
  'AWS::SQS::Queue': 'free',
  'AWS::SQS::QueuePolicy': 'free',
  'AWS::StepFunctions::StateMachine': ({ StateMachineType = 'STANDARD' }) =>
    unless(StateMachineType === 'STANDARD', 'is no standard one'),
};

/** What the table does not know, or reckons otherwise: a sentence each. Where there is any, the estimate is none. */
export function notReckoned(resources: readonly Billed[]): string[] {
  return resources.flatMap(({ id, type, properties }) => {
    const row = rows[type];
    if (row === undefined) return [`${id}: nobody said what ${type} costs`];
    const otherwise = typeof row === 'string' ? undefined : row(properties);
    return otherwise === undefined ? [] : [`${id} ${otherwise}`];
  });
}

interface Metric {
  readonly Namespace: string;
  readonly MetricName: string;
  readonly Dimensions?: unknown;
}

/** A metric's name for a bill: with other dimensions it is another one. */
const nameOf = ({ Namespace, MetricName, Dimensions = [] }: Metric): string =>
  `${Namespace}/${MetricName} ${JSON.stringify(Dimensions)}`;

/** The metrics that an alarm is billed for: each that it looks at, by itself or in its sum. */
const metricsOf = ({ properties: { MetricName, Namespace, Dimensions, Metrics = [] } }: Billed): string[] =>
  MetricName === undefined
    ? (Metrics as { MetricStat?: { Metric: Metric } }[]).flatMap(({ MetricStat }) =>
        MetricStat ? [nameOf(MetricStat.Metric)] : [],
      )
    : [nameOf({ MetricName, Namespace, Dimensions })];

/** The metrics that SES makes of events. */
const mailMetrics = ({ properties: { EventDestination = {} } }: Billed): number =>
  EventDestination.CloudWatchDestination === undefined ? 0 : EventDestination.MatchingEventTypes.length;

export function standingOf(resources: readonly Billed[]): Standing {
  const count = (type: string): number => resources.filter((one) => one.type === type).length;
  const watched = resources.filter(({ type }) => type === 'AWS::CloudWatch::Alarm').map(metricsOf);
  const own = new Set(watched.flat().filter((name) => !name.startsWith('AWS/')));
  return {
    // One over a query is billed as one metric.
    alarmMetrics: watched.reduce((sum, metrics) => sum + Math.max(1, metrics.length), 0),
    customMetrics:
      own.size +
      resources
        .filter(({ type }) => type === 'AWS::SES::ConfigurationSetEventDestination')
        .reduce((sum, one) => sum + mailMetrics(one), 0),
    dashboards: count('AWS::CloudWatch::Dashboard'),
    keys: count('AWS::KMS::Key'),
  };
}

/** What of it is free each month in an account that uses nothing else: ten alarms, ten metrics, three dashboards. */
export const freeOf = ({ alarmMetrics, customMetrics, dashboards }: Standing): number =>
  cost('alarmMetric', Math.min(10, alarmMetrics)) +
  cost('customMetric', Math.min(10, customMetrics)) +
  cost('dashboard', Math.min(3, dashboards));
