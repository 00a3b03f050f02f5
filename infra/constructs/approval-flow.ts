import { ArnFormat, Aws, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Policy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { CfnStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { type FlowStage, flowDefinition, type Substitution } from './flow-definition.ts';
import { keep, pascalCase, pin } from './pin.ts';
import type { ServiceFunction } from './service-function.ts';

/** The stages of each form's workflow, by the form's id. */
export type Workflows = Readonly<Record<string, readonly FlowStage[]>>;

const traceActions = [
  'xray:PutTraceSegments',
  'xray:PutTelemetryRecords',
  'xray:GetSamplingRules',
  'xray:GetSamplingTargets',
];

/**
 * The role that executions run with. A running execution keeps its role; were it deleted or replaced, every waiting
 * approval would die. Hence in storage, pinned and retained.
 */
export class FlowRole extends Role {
  constructor(scope: Construct, id: string, { traced }: { readonly traced: boolean }) {
    super(scope, id, {
      assumedBy: new ServicePrincipal('states.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
      }),
      description: 'Runs the approval flows: invokes request-decision, writes traces and error logs',
    });
    keep(this, 'ApprovalFlowRole');
    // Neither vended logs nor traces know resources in IAM.
    this.addToPolicy(
      new PolicyStatement({
        actions: [
          'logs:CreateLogDelivery',
          'logs:GetLogDelivery',
          'logs:UpdateLogDelivery',
          'logs:DeleteLogDelivery',
          'logs:ListLogDeliveries',
          'logs:PutResourcePolicy',
          'logs:DescribeResourcePolicies',
          'logs:DescribeLogGroups',
          ...(traced ? traceActions : []),
        ],
        resources: ['*'],
      }),
    );
  }
}

export interface ApprovalFlowProps {
  readonly workflows: Workflows;
  readonly role: Role;
  readonly requestDecision: ServiceFunction;
  readonly waitDays: number;
  readonly logRetention: RetentionDays;
  readonly traced: boolean;
}

/** One state machine per form, generated from its stages. */
export class ApprovalFlow extends Construct {
  /** By the form's id. */
  readonly machines: ReadonlyMap<string, CfnStateMachine>;

  constructor(scope: Construct, id: string, props: ApprovalFlowProps) {
    super(scope, id);

    // Of the service stack, because the alias is; retained, because the role that uses it is.
    const mayInvoke = new Policy(this, 'MayInvoke', {
      roles: [props.role],
      statements: [
        new PolicyStatement({
          actions: ['lambda:InvokeFunction'],
          resources: [props.requestDecision.alias.functionArn],
        }),
      ],
    });
    keep(mayInvoke, 'ApprovalFlowMayInvoke');

    this.machines = new Map(
      Object.entries(props.workflows).map(([form, stages]) => {
        const logs = new LogGroup(this, `${form}-logs`, {
          // This prefix spares a resource policy per log group, of which an account has ten.
          logGroupName: `/aws/vendedlogs/states/${Stack.of(this).stackName}-${form}`,
          retention: props.logRetention,
          // A fixed name cannot be made a second time, so this one group goes with its stack.
          removalPolicy: RemovalPolicy.DESTROY,
        });
        pin(logs, `${pascalCase(form)}FlowLogs`);

        const machine = new CfnStateMachine(this, form, {
          stateMachineType: 'STANDARD',
          roleArn: props.role.roleArn,
          definitionString: JSON.stringify(flowDefinition(stages, props.waitDays), null, 1),
          definitionSubstitutions: {
            partition: Aws.PARTITION,
            requestDecision: props.requestDecision.alias.functionArn,
          } satisfies Record<Substitution, string>,
          loggingConfiguration: {
            level: 'ERROR',
            // Execution data holds task tokens, and a token answers for a person.
            includeExecutionData: false,
            destinations: [{ cloudWatchLogsLogGroup: { logGroupArn: logs.logGroupArn } }],
          },
          tracingConfiguration: { enabled: props.traced },
        });
        // Deleting a state machine ends its executions: a form that is taken away must not end approvals.
        keep(machine, `${pascalCase(form)}Flow`);
        machine.node.addDependency(mayInvoke);
        return [form, machine];
      }),
    );

    // Not in the function's own policy: the machine refers to the function, which waits for its own policy.
    pin(
      new Policy(this, 'RequestDecisionMayAnswer', {
        roles: [props.requestDecision.role],
        statements: [
          new PolicyStatement({ actions: ['states:SendTaskSuccess'], resources: this.machineArns }),
        ],
      }),
      'RequestDecisionMayAnswer',
    );
  }

  get machineArns(): string[] {
    return [...this.machines.values()].map((machine) => machine.attrArn);
  }

  /** form id → state machine ARN, as JSON: what advance-flow and sweep are told. */
  get machinesAsJson(): string {
    return Stack.of(this).toJsonString(
      Object.fromEntries([...this.machines].map(([form, machine]) => [form, machine.attrArn])),
    );
  }

  /** Allows to start executions, and to answer their waiting tasks. */
  allowAdvance(fn: ServiceFunction): void {
    fn.allow(['states:StartExecution', 'states:SendTaskSuccess'], this.machineArns);
  }

  /** Allows to see how an execution stands. */
  allowLook(fn: ServiceFunction): void {
    const executions = [...this.machines.values()].map((machine) =>
      Stack.of(this).formatArn({
        service: 'states',
        resource: 'execution',
        resourceName: `${machine.attrName}:*`,
        arnFormat: ArnFormat.COLON_RESOURCE_NAME,
      }),
    );
    fn.allow(['states:DescribeExecution'], executions);
  }
}
