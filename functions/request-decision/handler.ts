import { lazyExecutions } from '../../shared/effects/lazy-executions.ts';
import { rulesInForce } from '../../shared/project/rules-in-force.ts';
import { now } from '../../shared/runtime/clock.ts';
import { consumer } from '../../shared/runtime/invocation.ts';
import { readConfig } from '../../shared/runtime/read-config.ts';
import { openDatabase } from '../../shared/store/database.ts';
import { configSchema } from './config.ts';
import { requestDecision, waitPayload } from './request-decision.ts';

const config = readConfig(configSchema);
const database = openDatabase(config);
const rules = rulesInForce(database, config, now);
const executions = lazyExecutions({});

export const handler = consumer((payload: unknown) =>
  requestDecision({ database, executions, now, rules }, waitPayload.parse(payload)),
);
