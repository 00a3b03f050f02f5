/**
 * Counts something for an alarm, in CloudWatch's embedded metric format: a line of the log, no call and no waiting.
 * The namespace is the one that the alarms in `infra/constructs/alarms.ts` look at.
 */
export function countMetric(name: string, count: number): void {
  const line = {
    _aws: {
      Timestamp: Date.now(),
      CloudWatchMetrics: [
        { Namespace: 'Countersign', Dimensions: [[]], Metrics: [{ Name: name, Unit: 'Count' }] },
      ],
    },
    [name]: count,
  };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
