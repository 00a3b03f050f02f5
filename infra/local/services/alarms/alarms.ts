import * as z from 'zod';
import type { Resource, Resources } from '../../assembly/resources.ts';
import type { Clock } from '../../clock.ts';
import type { MetricKey, Metrics, Statistic } from './metrics.ts';

/** An alarm that went on or off. */
export interface AlarmChange {
  /** Its name, as the template gives it: `SweepNotRunning`. */
  readonly name: string;
  readonly isOn: boolean;
  /** What it means, and where the runbook tells what to do. */
  readonly description: string;
}

/** The alarms of the template, looked at once a minute. */
export interface Alarms {
  /** Looks at all of them. @returns those that changed */
  look(): readonly AlarmChange[];
}

/** Longer than any alarm looks back, which is a day. */
export const longestLookMs = 25 * 3_600_000;

const minuteMs = 60_000;
/** What is counted is kept by whole minutes, and so it is looked at. */
const minuteOf = (time: number): number => time - (time % minuteMs);
// A machine that slept is not looked after for all that time.
const mostMinutes = 60;

const dimensions = z.array(z.object({ Name: z.string(), Value: z.string() })).default([]);
const metricSchema = z.object({ Namespace: z.string(), MetricName: z.string(), Dimensions: dimensions });
const statistic = z.enum(['Sum', 'Maximum'], 'only the statistics Sum and Maximum are emulated');
const querySchema = z.object({
  Id: z.string(),
  Expression: z
    .string()
    // Sums of what was counted, nothing counted being none.
    .regex(/^FILL\(\w+, 0\)( \+ FILL\(\w+, 0\))*$/, 'only sums of FILL(metric, 0) are emulated')
    .optional(),
  MetricStat: z.object({ Metric: metricSchema, Period: z.number(), Stat: statistic }).optional(),
});
const alarmSchema = z.object({
  AlarmDescription: z.string().default(''),
  ComparisonOperator: z.enum(
    ['GreaterThanOrEqualToThreshold', 'LessThanThreshold'],
    'only >= and < are emulated',
  ),
  Threshold: z.number(),
  EvaluationPeriods: z.number(),
  TreatMissingData: z.enum(['breaching', 'missing', 'notBreaching']),
  Period: z.number().optional(),
  Statistic: statistic.optional(),
  Namespace: z.string().optional(),
  MetricName: z.string().optional(),
  Dimensions: dimensions,
  Metrics: z.array(querySchema).optional(),
});

interface Part {
  readonly key: MetricKey;
  readonly statistic: Statistic;
}

interface Alarm {
  readonly name: string;
  readonly description: string;
  readonly parts: readonly Part[];
  readonly periodMs: number;
  readonly periods: number;
  readonly isLow: boolean;
  readonly threshold: number;
  readonly missingIsBad: boolean;
}

const groupSchema = z.object({
  AlarmConfiguration: z.object({ Alarms: z.array(z.object({ Name: z.string() })).default([]) }).optional(),
});

/** The alarms by which a release goes back: here nothing goes over bit by bit, and a failure means nothing for one. */
const alarmsOfReleases = (resources: Resources): ReadonlySet<string> =>
  new Set(
    resources
      .ofType('AWS::CodeDeploy::DeploymentGroup')
      .flatMap((group) => group.read(groupSchema).AlarmConfiguration?.Alarms ?? [])
      .map(({ Name }) => Name),
  );

/** Reads every `AWS::CloudWatch::Alarm` of the template, those of releases excepted. */
export function openAlarms(options: {
  readonly resources: Resources;
  readonly metrics: Metrics;
  readonly clock: Clock;
}): Alarms {
  const { resources, metrics, clock } = options;
  const ofReleases = alarmsOfReleases(resources);
  const alarms = resources
    .ofType('AWS::CloudWatch::Alarm')
    .filter((resource) => !ofReleases.has(resource.ref()))
    .map(readAlarm);
  const on = new Set<string>();
  // Before it nothing was looked at: that nothing is known of that time is no sign of anything.
  const since = clock.now();

  // Up to which whole minute it was looked.
  let seen = minuteOf(since);

  const isBad = (alarm: Alarm, from: number): boolean => {
    const values = alarm.parts.flatMap(
      ({ key, statistic }) => metrics.statistic(key, statistic, from, from + alarm.periodMs) ?? [],
    );
    if (values.length === 0) return alarm.missingIsBad;
    const value = values.reduce((sum, one) => sum + one, 0);
    return alarm.isLow ? value < alarm.threshold : value >= alarm.threshold;
  };
  const isOn = (alarm: Alarm, at: number): boolean => {
    const starts = Array.from({ length: alarm.periods }, (_, index) => at - (index + 1) * alarm.periodMs);
    if (alarm.missingIsBad && starts.some((from) => from < since)) return false;
    return starts.every((from) => isBad(alarm, from));
  };

  return {
    look() {
      const now = minuteOf(clock.now());
      // Each minute that ended since, so that one that a busy machine looked past is not lost to an alarm of a minute.
      const minutes = Math.min((now - seen) / minuteMs, mostMinutes);
      const ends = Array.from({ length: minutes }, (_, index) => now - index * minuteMs);
      if (ends.length === 0) return [];
      seen = now;
      return alarms.flatMap((alarm) => {
        const { name, description } = alarm;
        const isOnNow = ends.some((end) => isOn(alarm, end));
        if (isOnNow === on.has(name)) return [];
        if (isOnNow) on.add(name);
        else on.delete(name);
        return [{ name, description, isOn: isOnNow }];
      });
    },
  };
}

function readAlarm(resource: Resource): Alarm {
  const read = resource.read(alarmSchema);
  const { parts, period } = partsOf(read, resource.id);
  return {
    name: resource.id.replace(/^Alarm/, ''),
    description: read.AlarmDescription,
    parts,
    periodMs: period * 1000,
    periods: read.EvaluationPeriods,
    isLow: read.ComparisonOperator === 'LessThanThreshold',
    threshold: read.Threshold,
    // `missing` is told too: as INSUFFICIENT_DATA, whose action is that of the alarm.
    missingIsBad: read.TreatMissingData !== 'notBreaching',
  };
}

function partsOf(alarm: z.infer<typeof alarmSchema>, id: string): { parts: Part[]; period: number } {
  const stats = (alarm.Metrics ?? []).flatMap(({ MetricStat }) => MetricStat ?? []);
  const [first] = stats;
  if (first !== undefined)
    return {
      parts: stats.map(({ Metric, Stat }) => ({ key: keyOf(Metric), statistic: Stat })),
      period: first.Period,
    };
  const { Namespace, MetricName, Dimensions, Statistic: stat, Period } = alarm;
  if (Namespace === undefined || MetricName === undefined || stat === undefined || Period === undefined)
    throw new Error(`${id} has no metric that is emulated`);
  return { parts: [{ key: keyOf({ Namespace, MetricName, Dimensions }), statistic: stat }], period: Period };
}

/** Of several dimensions the first says what is meant; the others (an alias, a stage) have one value here. */
const keyOf = ({ Namespace, MetricName, Dimensions }: z.infer<typeof metricSchema>): MetricKey => ({
  namespace: Namespace,
  name: MetricName,
  of: Dimensions[0]?.Value,
});
