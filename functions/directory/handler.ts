import { directoryRows } from '../../shared/contract/routes/directory.ts';
import { endpoint } from '../../shared/http/endpoint.ts';
import { openIdentity } from '../../shared/identity/identity.ts';
import { now } from '../../shared/runtime/clock.ts';
import { readConfig } from '../../shared/runtime/read-config.ts';
import { openDatabase } from '../../shared/store/database.ts';
import { configSchema } from './config.ts';
import { directoryHandlers } from './routes.ts';

const config = readConfig(configSchema);
const database = openDatabase(config);

export const handler = endpoint(
  directoryRows,
  directoryHandlers({ database, forms: config.FORMS.split(','), now }),
  {
    baseUrl: config.BASE_URL,
    identity: openIdentity(database, config),
  },
);
