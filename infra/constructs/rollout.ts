import { ArnFormat, Stack } from 'aws-cdk-lib';
import type { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { CfnApplication, CfnDeploymentGroup } from 'aws-cdk-lib/aws-codedeploy';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { pascalCase, pin } from './pin.ts';
import { ALIAS, type ServiceFunction } from './service-function.ts';

/**
 * How the calls go over to a new version: a tenth of them first and after five minutes the rest, or all of them with one
 * step. The second is for a release that the one before cannot work beside (`infra/shapes.ts`), and for a mend that
 * cannot wait.
 */
export type Pace = 'gradually' | 'at-once';

const configurations: Readonly<Record<Pace, string>> = {
  gradually: 'CodeDeployDefault.LambdaCanary10Percent5Minutes',
  'at-once': 'CodeDeployDefault.LambdaAllAtOnce',
};

export interface RolloutProps {
  /** Those that answer people, each with the alarm that is about its new version alone. */
  readonly released: ReadonlyMap<ServiceFunction, Alarm>;
  readonly pace: Pace;
}

/**
 * CodeDeploy moves the alias of every function that answers people, and moves it back where the alarm of its new version
 * goes off; CloudFormation then puts the rest of the release back (decision 0046). Making an alias is no deployment: a
 * first one needs nothing of this.
 */
export class Rollout extends Construct {
  constructor(scope: Construct, id: string, { released, pace }: RolloutProps) {
    super(scope, id);
    const application = new CfnApplication(this, 'Application', { computePlatform: 'Lambda' });
    pin(application, 'Releases');
    const role = this.roleFor([...released.keys()]);

    for (const [fn, alarm] of released) {
      const group = new CfnDeploymentGroup(this, fn.name, {
        applicationName: application.ref,
        serviceRoleArn: role.roleArn,
        deploymentConfigName: configurations[pace],
        deploymentStyle: { deploymentType: 'BLUE_GREEN', deploymentOption: 'WITH_TRAFFIC_CONTROL' },
        alarmConfiguration: { enabled: true, alarms: [{ name: alarm.alarmName }] },
        autoRollbackConfiguration: {
          enabled: true,
          events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM', 'DEPLOYMENT_STOP_ON_REQUEST'],
        },
      });
      pin(group, `${pascalCase(fn.name)}Release`);
      fn.moveBy(application, group);
    }
  }

  /**
   * What CodeDeploy needs to move an alias, on these functions alone: its managed policy may move every alias of the
   * account, read objects and invoke hooks. No condition on the account: CodeDeploy documents none that it would meet, and
   * a group takes only roles of its own account.
   */
  private roleFor(functions: readonly ServiceFunction[]): Role {
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('codedeploy.amazonaws.com'),
      description: 'Moves the aliases of the functions that answer people from one version to the next',
      inlinePolicies: {
        MoveAliases: new PolicyDocument({
          statements: [
            new PolicyStatement({
              actions: ['lambda:GetAlias', 'lambda:UpdateAlias', 'lambda:GetProvisionedConcurrencyConfig'],
              // IAM asks for the first two on the function, for the third on the alias.
              resources: functions.flatMap(({ code }) => [code.functionArn, `${code.functionArn}:${ALIAS}`]),
            }),
            new PolicyStatement({
              actions: ['cloudwatch:DescribeAlarms'],
              // Asked for some alarms by name, CloudWatch looks for the right to this.
              resources: [
                Stack.of(this).formatArn({
                  service: 'cloudwatch',
                  resource: 'alarm',
                  resourceName: '*',
                  arnFormat: ArnFormat.COLON_RESOURCE_NAME,
                }),
              ],
            }),
          ],
        }),
      },
    });
    pin(role, 'ReleaseRole');
    return role;
  }
}
