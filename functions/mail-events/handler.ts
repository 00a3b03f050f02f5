import { rulesInForce } from '../../shared/project/rules-in-force.ts';
import { now } from '../../shared/runtime/clock.ts';
import { consumer } from '../../shared/runtime/invocation.ts';
import { readConfig } from '../../shared/runtime/read-config.ts';
import { openDatabase } from '../../shared/store/database.ts';
import { configSchema } from './config.ts';
import { mailEvents } from './mail-events.ts';
import { sesEvent } from './ses-event.ts';

const config = readConfig(configSchema);
const database = openDatabase(config);
const deps = { database, now, rules: rulesInForce(database, config, now) };

export const handler = consumer((event: unknown) => mailEvents(deps, sesEvent.parse(event)));
