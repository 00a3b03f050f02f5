import { directoryRows } from '../../shared/contract/routes/directory.ts';
import { meRows } from '../../shared/contract/routes/me.ts';
import { programRows } from '../../shared/contract/routes/programs.ts';
import { settingsRows } from '../../shared/contract/routes/settings.ts';
import { endpoint } from '../../shared/http/endpoint.ts';
import { later } from '../../shared/http/later.ts';
import { openIdentity } from '../../shared/identity/identity.ts';
import { defaultsOf, rulesInForce } from '../../shared/project/rules-in-force.ts';
import { now } from '../../shared/runtime/clock.ts';
import { readConfig } from '../../shared/runtime/read-config.ts';
import { openCalls } from '../../shared/store/call-store.ts';
import { openDatabase } from '../../shared/store/database.ts';
import { configSchema } from './config.ts';
import { directoryHandlers } from './routes.ts';

const config = readConfig(configSchema);
const database = openDatabase(config);
const deps = {
  database,
  now,
  rules: rulesInForce(database, config, now),
  forms: config.FORMS.split(','),
  defaults: defaultsOf(config),
};

export const handler = endpoint(
  { ...directoryRows, ...programRows, ...settingsRows, ...meRows },
  {
    ...directoryHandlers(deps),
    ...later(programRows, async () => (await import('./programs.tsx')).programHandlers(deps)),
    ...later(settingsRows, async () => (await import('./settings.tsx')).settingsHandlers(deps)),
    ...later(meRows, async () =>
      (await import('./me/me.tsx')).meHandlers({
        ...deps,
        baseUrl: config.BASE_URL,
        idleSeconds: config.SESSION_IDLE_MINUTES * 60,
      }),
    ),
  },
  {
    baseUrl: config.BASE_URL,
    formerHosts: config.FORMER_HOSTS,
    identity: openIdentity(database, config),
    calls: openCalls(database),
  },
);
