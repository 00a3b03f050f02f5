import { documentRows } from '../../shared/contract/routes/document.ts';
import { endpoint } from '../../shared/http/endpoint.ts';
import { openIdentity } from '../../shared/identity/identity.ts';
import { now } from '../../shared/runtime/clock.ts';
import { readConfig } from '../../shared/runtime/read-config.ts';
import { openDatabase } from '../../shared/store/database.ts';
import { configSchema } from './config.ts';
import { documentHandlers } from './document.tsx';

const config = readConfig(configSchema);
const database = openDatabase(config);

const deps = { database, baseUrl: config.BASE_URL, now };

export const handler = endpoint(documentRows, documentHandlers(deps), {
  baseUrl: config.BASE_URL,
  formerHosts: config.FORMER_HOSTS,
  identity: openIdentity(database, config),
});
