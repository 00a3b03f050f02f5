import { writeLine } from './log.ts';

/**
 * Counts something for an alarm, in CloudWatch's embedded metric format: a line of the log, no call and no waiting. It
 * is written at every LOG_LEVEL: what is not counted alarms nobody. The namespace is the one that the alarms in
 * `infra/constructs/alarms.ts` look at.
 */
export function countMetric(name: string, count: number): void {
  writeLine('info', {
    _aws: {
      Timestamp: Date.now(),
      CloudWatchMetrics: [
        {
          Namespace: process.env.METRIC_NAMESPACE ?? 'Countersign',
          Dimensions: [[]],
          Metrics: [{ Name: name, Unit: 'Count' }],
        },
      ],
    },
    [name]: count,
  });
}
