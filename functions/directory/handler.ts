import { directoryRows } from '../../shared/contract/routes/directory.ts';
import { settingsRows } from '../../shared/contract/routes/settings.ts';
import { endpoint } from '../../shared/http/endpoint.ts';
import { openIdentity } from '../../shared/identity/identity.ts';
import { calendarInForce } from '../../shared/project/calendar-in-force.ts';
import { defaultsOf } from '../../shared/project/rules-in-force.ts';
import { now } from '../../shared/runtime/clock.ts';
import { readConfig } from '../../shared/runtime/read-config.ts';
import { openDatabase } from '../../shared/store/database.ts';
import { configSchema } from './config.ts';
import { directoryHandlers } from './routes.ts';
import { settingsHandlers } from './settings.tsx';

const config = readConfig(configSchema);
const database = openDatabase(config);
const deps = {
  database,
  now,
  calendar: calendarInForce(database, now),
  forms: config.FORMS.split(','),
  defaults: defaultsOf(config),
};

export const handler = endpoint(
  { ...directoryRows, ...settingsRows },
  { ...directoryHandlers(deps), ...settingsHandlers(deps) },
  {
    baseUrl: config.BASE_URL,
    identity: openIdentity(database, config),
  },
);
