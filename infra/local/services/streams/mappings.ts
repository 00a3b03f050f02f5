import * as z from 'zod';
import type { Resources } from '../../assembly/resources.ts';
import { compilePattern, type Matches } from './event-pattern.ts';

/** One consumer of a stream: an `AWS::Lambda::EventSourceMapping`. */
export interface Mapping {
  /** What its checkpoint is kept under: it must stay the same from one template to the next. */
  readonly id: string;
  readonly tableName: string;
  readonly functionArn: string;
  readonly matches: Matches;
  readonly batchSize: number;
  /** Batches under way at once; records of one partition key stay in one. */
  readonly parallelBatches: number;
  readonly windowMs: number;
  readonly reportsItemFailures: boolean;
  /** Attempts after the first; infinite where the template sets no bound. */
  readonly retries: number;
  readonly bisects: boolean;
  readonly maximumAgeMs: number;
  readonly failureQueueArn: string | undefined;
  readonly startsAtLatest: boolean;
}

const schema = z.object({
  EventSourceArn: z.string().default(''),
  FunctionName: z.string(),
  Enabled: z.boolean().default(true),
  BatchSize: z.coerce.number().default(100),
  ParallelizationFactor: z.coerce.number().default(1),
  MaximumBatchingWindowInSeconds: z.coerce.number().default(0),
  FunctionResponseTypes: z.array(z.literal('ReportBatchItemFailures')).default([]),
  MaximumRetryAttempts: z.coerce.number().default(-1),
  MaximumRecordAgeInSeconds: z.coerce.number().default(-1),
  BisectBatchOnFunctionError: z.boolean().default(false),
  FilterCriteria: z.object({ Filters: z.array(z.object({ Pattern: z.string() })).default([]) }).optional(),
  DestinationConfig: z.object({ OnFailure: z.object({ Destination: z.string() }).optional() }).optional(),
  StartingPosition: z.enum(['TRIM_HORIZON', 'LATEST']),
  TumblingWindowInSeconds: z.undefined('tumbling windows are not emulated').optional(),
});

/** Reads the mappings; a source that is no table of the template, or a setting that is not emulated, is an error. */
export function readMappings(resources: Resources): readonly Mapping[] {
  return resources.ofType('AWS::Lambda::EventSourceMapping').flatMap((resource) => {
    const mapping = resource.read(schema);
    const [, tableName] =
      /^arn:[^:]+:dynamodb:.*:table\/([^/]+)\/stream\//.exec(mapping.EventSourceArn) ?? [];
    if (tableName === undefined)
      throw new Error(
        `${resource.id}: ${mapping.EventSourceArn} is no table's stream; other sources are not emulated`,
      );
    if (!mapping.Enabled) return [];
    const filters = (mapping.FilterCriteria?.Filters ?? []).map(({ Pattern }) =>
      compilePattern(JSON.parse(Pattern)),
    );
    return [
      {
        id: resource.id,
        tableName,
        functionArn: mapping.FunctionName,
        matches: (record) => filters.length === 0 || filters.some((matches) => matches(record)),
        batchSize: mapping.BatchSize,
        parallelBatches: mapping.ParallelizationFactor,
        windowMs: mapping.MaximumBatchingWindowInSeconds * 1000,
        reportsItemFailures: mapping.FunctionResponseTypes.length > 0,
        retries: unbounded(mapping.MaximumRetryAttempts),
        bisects: mapping.BisectBatchOnFunctionError,
        maximumAgeMs: unbounded(mapping.MaximumRecordAgeInSeconds) * 1000,
        failureQueueArn: mapping.DestinationConfig?.OnFailure?.Destination,
        startsAtLatest: mapping.StartingPosition === 'LATEST',
      },
    ];
  });
}

/** Minus one is CloudFormation's "without end". */
function unbounded(value: number): number {
  return value === -1 ? Number.POSITIVE_INFINITY : value;
}
