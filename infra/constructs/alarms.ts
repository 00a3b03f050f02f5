import { Aws, CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  type IMetric,
  Metric,
  Stats,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { CfnStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { Settings } from '../config.ts';
import type { HttpApi } from './http-api.ts';
import {
  endedBadly,
  fiveMinutes,
  mailTrouble,
  metricNamespace,
  newVersionFails,
  refusedCalls,
  refusedReadsAndWrites,
} from './metrics.ts';
import { pascalCase, pin } from './pin.ts';
import type { Records } from './records.ts';
import type { ServiceFunction } from './service-function.ts';
import type { StreamConsumers } from './stream-consumers.ts';

/** What the functions count. */
const counted = {
  /** By watch-history and evidence. */
  historyTampered: 'HistoryTampered',
  /** By evidence: that the newest checkpoint covers what there is, and mails that did not go out. */
  checkpointCurrent: 'CheckpointCurrent',
  checkpointUnmailed: 'CheckpointUnmailed',
  /** By sweep: what it had to leave for its next run, and what it could not look after. */
  sweepLeft: 'SweepLeft',
  sweepFailed: 'SweepFailed',
  /** By scan-file: malware in what was handed in or decided with already. */
  malwareKept: 'MalwareKept',
  /** By sweep: uploads that no scanner answered about however often it was asked. */
  filesUnscanned: 'FilesUnscanned',
  /** By sweep, once a day while a year's holidays are not known. */
  calendarUnknown: 'CalendarUnknown',
} as const;

export interface AlarmsProps {
  readonly functions: readonly ServiceFunction[];
  /** Whose release is gradual (`rollout.ts`). */
  readonly answering: readonly ServiceFunction[];
  readonly consumers: readonly ServiceFunction[];
  readonly stream: StreamConsumers;
  readonly machines: ReadonlyMap<string, CfnStateMachine>;
  readonly sweep: ServiceFunction;
  readonly http: HttpApi;
  /** SES's configuration set; absent where mail goes by SMTP. */
  readonly configurationSetName: string | undefined;
  readonly records: Records;
  readonly settings: Settings;
}

interface AlarmSettings {
  readonly metric: IMetric;
  readonly threshold: number;
  /** How many of the metric's periods must be over the threshold; 1 unless told. */
  readonly periods?: number;
  readonly meaning: string;
  /** The heading in RUNBOOK.md, as its anchor. */
  readonly section: string;
  readonly comparison?: ComparisonOperator;
  /**
   * Silence is the news. Then missing data are no data: a new alarm waits without a word for the first run, and whoever
   * is told of alarms is told when the data end.
   */
  readonly tellsSilence?: true;
  /** Another name makes another alarm, which knows nothing of what the one before has seen. */
  readonly name?: string;
  /** It is there for a service, and nobody is mailed. */
  readonly tellsNobody?: true;
}

/** Everything that somebody has to be told, and what CodeDeploy looks at. Each alarm says where the runbook tells what to do. */
export class Alarms extends Construct {
  /** The alarm of the new version, by which a release goes back. */
  readonly ofReleases: ReadonlyMap<ServiceFunction, Alarm>;
  private readonly action: SnsAction | undefined;
  private readonly namespace: string;

  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id);
    const { alarmEmail } = props.settings;
    if (alarmEmail !== undefined) this.action = new SnsAction(this.topicTo(alarmEmail));
    this.namespace = metricNamespace(props.settings);

    this.watchHistory();
    this.watchFlow(props);
    this.watchFiles();
    this.watchFunctions(props);
    this.watchEdges(props);
    this.watchThrottles(props);
    this.ofReleases = new Map(props.answering.map((fn) => [fn, this.watchRelease(fn)]));
  }

  private watchHistory(): void {
    this.add('HistoryTampered', {
      // The metric exists only when something happened: absence is the good case.
      metric: this.count(counted.historyTampered, Duration.minutes(1)),
      threshold: 1,
      meaning: 'An event of the history was changed or removed.',
      section: 'history-tampered',
    });
    this.add('CheckpointMissing', {
      metric: this.count(counted.checkpointCurrent, Duration.hours(6)),
      comparison: ComparisonOperator.LESS_THAN_THRESHOLD,
      // Six runs are due in six hours; twice none of them came to its end. CloudWatch looks back a little further
      // before it takes silence for one: between half a day and a day.
      threshold: 1,
      periods: 2,
      tellsSilence: true,
      meaning: 'For half a day no checkpoint of the history has been made or confirmed.',
      section: 'checkpoint-missing',
    });
    this.add('CheckpointUnmailed', {
      metric: this.count(counted.checkpointUnmailed, Duration.hours(1)),
      threshold: 1,
      // A relay may be down for an hour; three in a row, and the mailbox outside falls behind.
      periods: 3,
      meaning: 'A checkpoint could not be mailed to a configured address for three hours.',
      section: 'checkpoint-unmailed',
    });
  }

  private watchFlow({ stream, machines, sweep }: AlarmsProps): void {
    this.add('EventUnprocessed', {
      metric: stream.unprocessed.metricApproximateNumberOfMessagesVisible({
        statistic: Stats.MAXIMUM,
        period: fiveMinutes,
      }),
      threshold: 1,
      meaning: 'An event could not be processed and lies in the queue.',
      section: 'event-unprocessed',
    });
    for (const [form, machine] of machines) {
      this.add(`ExecutionFailed${pascalCase(form)}`, {
        metric: endedBadly([machine]),
        threshold: 1,
        meaning: `An approval flow of ${form} ended without its project having ended.`,
        section: 'execution-failed',
      });
    }
    this.add('SweepNotRunning', {
      metric: sweep.alias.metricInvocations({ statistic: Stats.SUM, period: fiveMinutes }),
      comparison: ComparisonOperator.LESS_THAN_THRESHOLD,
      // Five runs are due in five minutes; twice none of them came.
      threshold: 1,
      periods: 2,
      tellsSilence: true,
      meaning: 'The sweep has not run for ten minutes: nobody is reminded, nothing is repaired.',
      section: 'sweep-not-running',
    });
    this.add('SweepLags', {
      metric: this.count(counted.sweepLeft, fiveMinutes, Stats.MAXIMUM),
      threshold: 1,
      // Ten thousand at once are done within two of these periods.
      periods: 3,
      meaning: 'For a quarter of an hour more has been due than the sweep does: mails and repairs come late.',
      section: 'sweep-lags',
    });
    this.add('SweepFails', {
      metric: this.count(counted.sweepFailed, Duration.hours(1)),
      threshold: 1,
      // What fails is tried at least twice an hour: an outage of the mail or the table may last one.
      periods: 3,
      meaning: 'For three hours the sweep has failed to look after a project.',
      section: 'sweep-fails',
    });
    this.add('CalendarUnknown', {
      // Counted once a day, so that the alarm stands for as long as it lasts.
      metric: this.count(counted.calendarUnknown, Duration.days(1)),
      threshold: 1,
      meaning: 'The coming year’s holidays are not known: its deadlines are provisional.',
      section: 'calendar-unknown',
    });
  }

  private watchFiles(): void {
    this.add('MalwareKept', {
      metric: this.count(counted.malwareKept, fiveMinutes),
      threshold: 1,
      meaning: 'Malware was found in a file that belongs to a submitted revision or a decision.',
      section: 'malware-kept',
    });
    this.add('FilesUnscanned', {
      metric: this.count(counted.filesUnscanned, Duration.hours(1)),
      threshold: 1,
      meaning: 'The scanner does not answer: files were given up on without having been looked at.',
      section: 'files-unscanned',
    });
  }

  private watchFunctions({ functions, consumers }: AlarmsProps): void {
    for (const fn of functions) {
      this.add(`FunctionFailed${pascalCase(fn.name)}`, {
        metric: fn.alias.metricErrors({ statistic: Stats.SUM, period: fiveMinutes }),
        threshold: 1,
        // One failure is retried and mostly a passing thing; three intervals of five minutes in a row are not.
        periods: 3,
        meaning: `${fn.name} has been failing for a quarter of an hour.`,
        section: 'function-failed',
      });
    }
    for (const fn of consumers) {
      this.add(`ConsumerBehind${pascalCase(fn.name)}`, {
        metric: fn.alias.metric('IteratorAge', { statistic: Stats.MAXIMUM, period: fiveMinutes }),
        // Ten minutes, in ms: people notice a mail that late, and the stream's 24 hours are far away.
        threshold: 10 * 60 * 1000,
        meaning: `${fn.name} is more than ten minutes behind the stream.`,
        section: 'consumer-behind',
      });
    }
  }

  /**
   * Of one version only: an alarm that went off for the version before would stop the release that mends it. It tells
   * nobody, since whoever deploys is told by the command; and on other days one failure is no news.
   */
  private watchRelease(fn: ServiceFunction): Alarm {
    const id = `ReleaseFails${pascalCase(fn.name)}`;
    return this.add(id, {
      name: `${Stack.of(this).stackName}-${id}-${fn.code.currentVersion.version}`,
      metric: newVersionFails(fn, this.namespace),
      // An office sends a new version some dozens of calls in five minutes. To go back for nothing costs one deployment.
      threshold: 1,
      tellsNobody: true,
      meaning: `The newest version of ${fn.name} fails: while it is being released, the release goes back.`,
      section: 'release-fails',
    });
  }

  /** What people and mailboxes meet. */
  private watchEdges({ http, configurationSetName }: AlarmsProps): void {
    this.add('ApiServerErrors', {
      metric: http.stage.metricServerError({ statistic: Stats.SUM, period: fiveMinutes }),
      // One may be a dropped connection; five in five minutes are people who see an error page.
      threshold: 5,
      meaning: 'The product answers with 5xx.',
      section: 'api-server-errors',
    });
    if (configurationSetName !== undefined) {
      this.add('MailFailed', {
        metric: mailTrouble(configurationSetName),
        threshold: 1,
        meaning: 'A mail bounced, was refused, or was reported as unwanted.',
        section: 'mail-failed',
      });
    }
  }

  /** What the service refuses because it is too much at once. */
  private watchThrottles({ records }: AlarmsProps): void {
    this.add('FunctionsThrottled', {
      metric: refusedCalls(),
      threshold: 1,
      // A burst for a moment is retried; ten minutes are an account that is too small.
      periods: 2,
      meaning: 'Lambda has refused calls for ten minutes, because the account’s concurrency is used up.',
      section: 'functions-throttled',
    });
    this.add('RecordsThrottled', {
      metric: refusedReadsAndWrites([records.projects, records.history]),
      threshold: 1,
      periods: 2,
      meaning: 'DynamoDB has refused reads or writes of the tables for ten minutes.',
      section: 'records-throttled',
    });
  }

  private count(metricName: string, period: Duration, statistic: string = Stats.SUM): Metric {
    return new Metric({ namespace: this.namespace, metricName, statistic, period });
  }

  private add(id: string, settings: AlarmSettings): Alarm {
    const alarm = new Alarm(this, id, {
      ...(settings.name && { alarmName: settings.name }),
      metric: settings.metric,
      threshold: settings.threshold,
      evaluationPeriods: settings.periods ?? 1,
      comparisonOperator: settings.comparison ?? ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: settings.tellsSilence ? TreatMissingData.MISSING : TreatMissingData.NOT_BREACHING,
      alarmDescription: `${settings.meaning} What to do: infra/RUNBOOK.md#${settings.section}`,
    });
    pin(alarm, `Alarm${id}`);
    if (this.action === undefined || settings.tellsNobody) return alarm;
    alarm.addAlarmAction(this.action);
    if (settings.tellsSilence) alarm.addInsufficientDataAction(this.action);
    return alarm;
  }

  private topicTo(address: string): Topic {
    const topic = new Topic(this, 'Topic', { displayName: 'Countersign', enforceSSL: true });
    pin(topic, 'AlarmTopic');
    const output = new CfnOutput(this, 'OutputTopic', {
      value: topic.topicArn,
      description: 'Where alarms are told; its mailbox must confirm once',
    });
    output.overrideLogicalId('AlarmTopicArn');
    topic.addSubscription(new EmailSubscription(address));
    // A topic with a policy of its own has no default one, and CDK's action does not add this.
    topic.addToResourcePolicy(
      new PolicyStatement({
        actions: ['sns:Publish'],
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        resources: [topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
      }),
    );
    return topic;
  }
}
