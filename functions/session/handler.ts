import { sessionRows } from '../../shared/contract/routes/session.ts';
import { endpoint } from '../../shared/http/endpoint.ts';
import { recognise } from '../../shared/identity/recognise.ts';
import { recordRoles } from '../../shared/identity/roles-store.ts';
import { now } from '../../shared/runtime/clock.ts';
import { readConfig } from '../../shared/runtime/read-config.ts';
import { openDatabase } from '../../shared/store/database.ts';
import { configSchema } from './config.ts';
import { oidcIssuer } from './issuer.ts';
import { sessionHandlers } from './session.ts';

const config = readConfig(configSchema);
const database = openDatabase(config);

export const handler = endpoint(
  sessionRows,
  sessionHandlers({
    database,
    recordRoles: (person, cause) => recordRoles(database, person, cause),
    recognise: (account) => recognise(database, account),
    issuer: oidcIssuer(config.ISSUER, config.CLIENT_ID),
    baseUrl: config.BASE_URL,
    rolesClaim: config.ROLES_CLAIM,
    sessionSeconds: config.SESSION_HOURS * 60 * 60,
    now,
  }),
  { baseUrl: config.BASE_URL, formerHosts: config.FORMER_HOSTS },
);
