import { openObjectStore } from '../../shared/attachments/object-store.ts';
import { lazyExecutions } from '../../shared/effects/lazy-executions.ts';
import { lazyTransport } from '../../shared/effects/mail/lazy-transport.ts';
import { rulesInForce } from '../../shared/project/rules-in-force.ts';
import { now } from '../../shared/runtime/clock.ts';
import { consumer } from '../../shared/runtime/invocation.ts';
import { readConfig } from '../../shared/runtime/read-config.ts';
import { openDatabase } from '../../shared/store/database.ts';
import { configSchema } from './config.ts';
import { sweep, wakeUp } from './sweep.ts';

const config = readConfig(configSchema);
const database = openDatabase(config);
const deps = {
  delivery: {
    database,
    now,
    rules: rulesInForce(database, config, now),
    transport: lazyTransport(config),
    settings: config,
  },
  executions: lazyExecutions(config.STATE_MACHINES),
  store: openObjectStore(config),
};

export const handler = consumer((event: unknown) => sweep(deps, wakeUp.parse(event)));
