import { Duration } from 'aws-cdk-lib';
import { type IMetric, MathExpression, Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { CfnStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Settings } from '../config.ts';
import { mailTroubles } from './mail.ts';
import { ALIAS, type ServiceFunction } from './service-function.ts';

// What alarms and the dashboard look at.

export const fiveMinutes = Duration.minutes(5);
const oneMinute = Duration.minutes(1);

/**
 * Where the functions count (CloudWatch's embedded metric format): apart for each environment, or one
 * would raise the alarms of the other.
 */
export const metricNamespace = ({ environment }: Settings): string =>
  environment === undefined ? 'Countersign' : `Countersign/${environment}`;

/** One line for several metrics. A service that had nothing to count sends nothing, which is 0. */
export function sumOf(label: string, metrics: readonly IMetric[], period = fiveMinutes): MathExpression {
  // Ids count in the whole graph.
  const prefix = label.toLowerCase().replaceAll(/[^a-z]/g, '');
  const named = metrics.map((metric, index): [string, IMetric] => [`${prefix}${index}`, metric]);
  return new MathExpression({
    label,
    expression: named.map(([name]) => `FILL(${name}, 0)`).join(' + '),
    usingMetrics: Object.fromEntries(named),
    period,
  });
}

export const machineMetric = (
  machine: CfnStateMachine,
  metricName: string,
  statistic: string = Stats.SUM,
): Metric =>
  new Metric({
    namespace: 'AWS/States',
    metricName,
    dimensionsMap: { StateMachineArn: machine.attrArn },
    statistic,
    period: fiveMinutes,
  });

export const endedBadly = (machines: readonly CfnStateMachine[]): MathExpression =>
  sumOf(
    'Executions that failed, timed out or were aborted',
    machines.flatMap((machine) =>
      ['ExecutionsFailed', 'ExecutionsTimedOut', 'ExecutionsAborted'].map((name) =>
        machineMetric(machine, name),
      ),
    ),
  );

/** What the functions that answer people count by version: answers of 5xx (`shared/http/middleware/log.ts`). */
const answersFailed = 'AnswersFailed';

/**
 * What goes wrong in the newest version of a function, a minute at a time. Lambda counts calls by alias and version as
 * long as the alias leads to two; an error that was answered with 500 is none for it, so the function counts those itself.
 */
export function newVersionFails({ code }: ServiceFunction, namespace: string): MathExpression {
  const { functionName, currentVersion } = code;
  const metric = (of: string, metricName: string, dimensionsMap: Record<string, string>) =>
    new Metric({ namespace: of, metricName, dimensionsMap, statistic: Stats.SUM, period: oneMinute });
  return sumOf(
    'Calls that the new version failed',
    [
      metric('AWS/Lambda', 'Errors', {
        FunctionName: functionName,
        Resource: `${functionName}:${ALIAS}`,
        ExecutedVersion: currentVersion.version,
      }),
      metric(namespace, answersFailed, { FunctionName: functionName, Version: currentVersion.version }),
    ],
    oneMinute,
  );
}

export const mailTrouble = (configurationSetName: string): MathExpression =>
  sumOf(
    'Mails that did not arrive',
    mailTroubles.map(
      (metricName) =>
        new Metric({
          namespace: 'AWS/SES',
          metricName,
          dimensionsMap: { 'ses:configuration-set': configurationSetName },
          statistic: Stats.SUM,
          period: fiveMinutes,
        }),
    ),
  );

/** Of the whole account: no function here has a concurrency of its own, so what is used up is the account's. */
export const refusedCalls = (): Metric =>
  new Metric({
    namespace: 'AWS/Lambda',
    metricName: 'Throttles',
    statistic: Stats.SUM,
    period: fiveMinutes,
    label: 'Calls that Lambda refused in this account',
  });

export const refusedReadsAndWrites = (tables: readonly TableV2[]): MathExpression =>
  sumOf(
    'Reads and writes that DynamoDB refused',
    tables.flatMap((table) =>
      ['ReadThrottleEvents', 'WriteThrottleEvents'].map((name) =>
        table.metric(name, { statistic: Stats.SUM, period: fiveMinutes }),
      ),
    ),
  );
