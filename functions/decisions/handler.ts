import { openObjectStore } from '../../shared/attachments/object-store.ts';
import { attachmentRules } from '../../shared/attachments/rules.ts';
import { decisionRows } from '../../shared/contract/routes/decisions.ts';
import { lazyTransport } from '../../shared/effects/mail/lazy-transport.ts';
import { endpoint } from '../../shared/http/endpoint.ts';
import { openLimits } from '../../shared/http/limits.ts';
import { openIdentity } from '../../shared/identity/identity.ts';
import { rulesInForce } from '../../shared/project/rules-in-force.ts';
import { now } from '../../shared/runtime/clock.ts';
import { readConfig } from '../../shared/runtime/read-config.ts';
import { openCalls } from '../../shared/store/call-store.ts';
import { openDatabase } from '../../shared/store/database.ts';
import { configSchema } from './config.ts';
import { decisionHandlers } from './routes.ts';

const config = readConfig(configSchema);
const database = openDatabase(config);
const store = openObjectStore(config);

export const handler = endpoint(
  decisionRows,
  decisionHandlers({
    database,
    baseUrl: config.BASE_URL,
    now,
    rules: rulesInForce(database, config, now),
    limits: openLimits(database, config.LIMIT_FACTOR, now),
    transport: lazyTransport(config),
    store,
    taken: attachmentRules(config),
  }),
  {
    baseUrl: config.BASE_URL,
    formerHosts: config.FORMER_HOSTS,
    uploadsOrigin: store.uploadsOrigin,
    identity: openIdentity(database, config),
    calls: openCalls(database),
  },
);
