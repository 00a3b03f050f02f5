import { openExecutions } from '../../shared/flow/execution.ts';
import { openTransport } from '../../shared/mail/transport.ts';
import { now } from '../../shared/runtime/clock.ts';
import { consumer } from '../../shared/runtime/invocation.ts';
import { readConfig } from '../../shared/runtime/read-config.ts';
import { openDatabase } from '../../shared/store/database.ts';
import { configSchema } from './config.ts';
import { sweep, wakeUp } from './sweep.ts';

const config = readConfig(configSchema);
const parts = {
  delivery: { database: openDatabase(config), transport: openTransport(config), now, settings: config },
  executions: openExecutions(config.STATE_MACHINES),
};

export const handler = consumer((event: unknown) => sweep(parts, wakeUp.parse(event)));
