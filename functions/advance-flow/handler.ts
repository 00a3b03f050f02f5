import type { DynamoDBStreamEvent } from 'aws-lambda';
import { processBatch } from '../../shared/effects/event-batch.ts';
import { openExecutions } from '../../shared/effects/executions.ts';
import { loaderOf } from '../../shared/project/load.ts';
import { consumer } from '../../shared/runtime/invocation.ts';
import { readConfig } from '../../shared/runtime/read-config.ts';
import { openDatabase } from '../../shared/store/database.ts';
import { advanceFlow } from './advance-flow.ts';
import { configSchema } from './config.ts';

const config = readConfig(configSchema);
const database = openDatabase(config);
const executions = openExecutions(config.STATE_MACHINES);

const consuming = { consumer: 'advance-flow', queueUrl: config.UNPROCESSED_QUEUE_URL };

export const handler = consumer((batch: DynamoDBStreamEvent) => {
  const load = loaderOf(database);
  return processBatch(batch, consuming, (event) => advanceFlow({ database, executions, load }, event));
});
