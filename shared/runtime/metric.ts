import { writeLine } from './log.ts';

/**
 * Counts something for an alarm, in CloudWatch's embedded metric format: a line of the log, no call and no waiting. It
 * is written at every LOG_LEVEL: what is not counted alarms nobody. The namespace is the one that the alarms in
 * `infra/constructs/alarms.ts` look at.
 * @param of dimensions: what it is counted for; all together unless told
 */
export function countMetric(name: string, count: number, of: Readonly<Record<string, string>> = {}): void {
  const entry = {
    _aws: {
      Timestamp: Date.now(),
      CloudWatchMetrics: [
        {
          Namespace: process.env.METRIC_NAMESPACE ?? 'Countersign',
          Dimensions: [Object.keys(of)],
          Metrics: [{ Name: name, Unit: 'Count' }],
        },
      ],
    },
    ...of,
    [name]: count,
  };
  writeLine('info', entry, Object.keys(of));
}

/** Counts an answer of 5xx, for the function's own version: a new one that fails is not sent the rest of the calls. */
export function countFailedAnswer(): void {
  const { AWS_LAMBDA_FUNCTION_NAME = '', AWS_LAMBDA_FUNCTION_VERSION = '' } = process.env;
  countMetric('AnswersFailed', 1, {
    FunctionName: AWS_LAMBDA_FUNCTION_NAME,
    Version: AWS_LAMBDA_FUNCTION_VERSION,
  });
}
