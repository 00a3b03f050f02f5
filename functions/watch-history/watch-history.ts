import type { DynamoDBStreamEvent } from 'aws-lambda';
import { log } from '../../shared/runtime/log.ts';
import { countMetric } from '../../shared/runtime/metric.ts';

/**
 * Sees every change or removal in the History table, which only appends: nobody's role allows one, so each raises an
 * alarm. The log names the event's keys, never its content.
 */
export function watchHistory(batch: DynamoDBStreamEvent): void {
  for (const record of batch.Records) {
    const keys = record.dynamodb?.Keys;
    log.error('HISTORY_OVERWRITTEN', {
      change: record.eventName,
      chain: keys?.chain?.S,
      seq: Number(keys?.seq?.N),
    });
  }
  countMetric('HistoryTampered', batch.Records.length);
}
