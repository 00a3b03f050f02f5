import { openExecutions } from '../../shared/flow/execution.ts';
import { now } from '../../shared/runtime/clock.ts';
import { consumer } from '../../shared/runtime/invocation.ts';
import { readConfig } from '../../shared/runtime/read-config.ts';
import { openDatabase } from '../../shared/store/database.ts';
import { configSchema } from './config.ts';
import { requestDecision, waitPayload } from './request-decision.ts';

const database = openDatabase(readConfig(configSchema));
const executions = openExecutions({});

export const handler = consumer((payload: unknown) =>
  requestDecision({ database, executions, now }, waitPayload.parse(payload)),
);
