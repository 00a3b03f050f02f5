import type { DynamoDBStreamEvent } from 'aws-lambda';
import { consumer } from '../../shared/runtime/invocation.ts';
import { readConfig } from '../../shared/runtime/read-config.ts';
import { configSchema } from './config.ts';
import { watchHistory } from './watch-history.ts';

readConfig(configSchema);

export const handler = consumer(async (batch: DynamoDBStreamEvent) => watchHistory(batch));
