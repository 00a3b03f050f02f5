import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import type { HistoryEvent } from '../history/event.ts';
import { eventOf } from './history-store.ts';

/**
 * The event that a record of the History stream carries.
 * @throws ZodError where the image is no event of the catalogue
 */
export function eventOfRecord(record: DynamoDBRecord): HistoryEvent {
  // The stream's type says AttributeValue of another package than the client's; both are the same JSON.
  const image = record.dynamodb?.NewImage as Parameters<typeof unmarshall>[0] | undefined;
  return eventOf(image ? unmarshall(image) : {});
}
