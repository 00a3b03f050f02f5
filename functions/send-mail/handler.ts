import type { DynamoDBStreamEvent } from 'aws-lambda';
import { processBatch } from '../../shared/effects/event-batch.ts';
import { openTransport } from '../../shared/effects/mail/transport.ts';
import { loaderOf } from '../../shared/project/load.ts';
import { rulesInForce } from '../../shared/project/rules-in-force.ts';
import { now } from '../../shared/runtime/clock.ts';
import { consumer } from '../../shared/runtime/invocation.ts';
import { readConfig } from '../../shared/runtime/read-config.ts';
import { openDatabase } from '../../shared/store/database.ts';
import { configSchema } from './config.ts';
import { sendMail } from './send-mail.ts';

const config = readConfig(configSchema);
const database = openDatabase(config);
const delivery = {
  database,
  now,
  rules: rulesInForce(database, config, now),
  transport: openTransport(config),
  settings: config,
};

const consuming = { consumer: 'send-mail', queueUrl: config.UNPROCESSED_QUEUE_URL };

export const handler = consumer((batch: DynamoDBStreamEvent) => {
  const load = loaderOf(database);
  return processBatch(batch, consuming, (event) => sendMail(delivery, load, event));
});
