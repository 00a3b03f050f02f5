import { Duration, RemovalPolicy, Tags } from 'aws-cdk-lib';
import type { CfnApplication, CfnDeploymentGroup } from 'aws-cdk-lib/aws-codedeploy';
import { type Conditions, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  ApplicationLogLevel,
  Architecture,
  CfnFunction,
  Code,
  type IAlias,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  SystemLogLevel,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type * as z from 'zod';
import type { Bundle } from '../bundles.ts';
import { checkEnvironment, type EnvironmentOf } from './environment.ts';
import { pascalCase, pin, resourceOf } from './pin.ts';

/** What all functions of a deployment have in common. */
export interface Deployment {
  readonly bundles: ReadonlyMap<string, Bundle>;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error';
  readonly logRetention: RetentionDays;
  /** Where what the functions count for alarms is counted (`shared/runtime/metric.ts`). */
  readonly metricNamespace: string;
  /** Whether calls are traced by X-Ray. */
  readonly traced: boolean;
}

export interface FunctionProps<Schema extends z.ZodObject> {
  readonly purpose: string;
  /** The function's own `configSchema`; the environment must satisfy it. */
  readonly config: Schema;
  readonly environment: Omit<EnvironmentOf<Schema>, 'LOG_LEVEL' | 'METRIC_NAMESPACE'>;
  readonly timeoutSeconds: number;
  readonly memoryMib: number;
}

/** What Lambda does in a network for a function, by that function's role. */
const interfaceActions = [
  'ec2:CreateNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:DeleteNetworkInterface',
  'ec2:AssignPrivateIpAddresses',
  'ec2:UnassignPrivateIpAddresses',
] as const;

/** By which everything calls a function. */
export const ALIAS = 'live';

/**
 * Our defaults for a Lambda: one folder of `functions/`, one role, one log group, one alias. The construct's id is
 * the folder's name. Everything that calls the function calls the alias `live`, so that a running execution and a
 * deployment in progress always find a whole version.
 */
export class ServiceFunction<Schema extends z.ZodObject = z.ZodObject> extends Construct {
  readonly name: string;
  readonly role: Role;
  readonly alias: IAlias;
  readonly code: LambdaFunction;

  constructor(
    scope: Construct,
    name: string,
    props: FunctionProps<Schema> & { readonly deployment: Deployment },
  ) {
    super(scope, name);
    this.name = name;
    const id = pascalCase(name);
    const bundle = props.deployment.bundles.get(name);
    if (bundle === undefined) throw new Error(`There is no functions/${name}/handler.ts`);
    const { logLevel, metricNamespace, traced } = props.deployment;
    const environment = { ...props.environment, LOG_LEVEL: logLevel, METRIC_NAMESPACE: metricNamespace };
    checkEnvironment(name, props.config, environment);

    const logs = new LogGroup(this, 'Logs', {
      retention: props.deployment.logRetention,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    pin(logs, `${id}Logs`);

    // A role of its own and without Amazon's managed policy, which would let it write to every log group.
    this.role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      description: `${name}: ${props.purpose}`,
    });
    pin(this.role, `${id}Role`);
    this.allow(['logs:CreateLogStream', 'logs:PutLogEvents'], [logs.logGroupArn]);

    const code = new LambdaFunction(this, 'Function', {
      description: props.purpose,
      code: Code.fromAsset(bundle.folder),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      // A fifth cheaper than x86 for the same time, and nothing here is compiled for a processor.
      architecture: Architecture.ARM_64,
      memorySize: props.memoryMib,
      timeout: Duration.seconds(props.timeoutSeconds),
      environment,
      role: this.role,
      logGroup: logs,
      loggingFormat: LoggingFormat.JSON,
      // Our own log leaves out what is below `logLevel`. Lambda's filter would do so with the lines that alarms count too.
      applicationLogLevelV2: ApplicationLogLevel.TRACE,
      // Lambda's own START and REPORT lines are INFO: the report holds durations and memory, and is kept.
      systemLogLevelV2: SystemLogLevel.INFO,
      tracing: traced ? Tracing.ACTIVE : Tracing.DISABLED,
    });
    pin(code, id);
    // Who reads a template, a bill or a metric should meet the folder's name.
    Tags.of(code).add('countersign:function', name);

    this.code = code;
    const alias = code.addAlias(ALIAS);
    pin(alias, `${id}Live`);
    // CDK's classes say `role: IRole | undefined` where its interfaces say `role?: IRole`; it is the same thing, and
    // only exactOptionalPropertyTypes tells them apart.
    this.alias = alias as IAlias;
  }

  /** Has CodeDeploy move the alias to a new version, in place of CloudFormation. */
  moveBy(application: CfnApplication, group: CfnDeploymentGroup): void {
    resourceOf(this.alias).cfnOptions.updatePolicy = {
      codeDeployLambdaAliasUpdate: { applicationName: application.ref, deploymentGroupName: group.ref },
    };
  }

  /** Puts it into a network of one's own, where it reaches what that lets it reach. */
  runIn(subnets: readonly string[], securityGroups: readonly string[]): void {
    // These know no resource in IAM that Lambda would take: an interface has its id only once it is made.
    this.allow([...interfaceActions], ['*']);
    const resource = resourceOf(this.code);
    if (!(resource instanceof CfnFunction)) throw new Error(`${this.name} is no function`);
    resource.vpcConfig = { subnetIds: [...subnets], securityGroupIds: [...securityGroups] };
  }

  /** Adds a statement to the function's own role; actions by name, never a wildcard. */
  allow(actions: readonly string[], resources: readonly string[], conditions: Conditions = {}): void {
    this.role.addToPolicy(
      new PolicyStatement({ actions: [...actions], resources: [...resources], conditions }),
    );
  }
}
