import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import manifest from '../../package.json' with { type: 'json' };
import { filesOriginOf, openObjectStore } from '../../shared/attachments/object-store.ts';
import { evidenceRows } from '../../shared/contract/routes/evidence.ts';
import { lazyTransport } from '../../shared/effects/mail/lazy-transport.ts';
import { s3Archive } from '../../shared/evidence/checkpoints/archive.ts';
import { kmsSigner } from '../../shared/evidence/checkpoints/signer.ts';
import { endpoint } from '../../shared/http/endpoint.ts';
import { openLimits } from '../../shared/http/limits.ts';
import { openIdentity } from '../../shared/identity/identity.ts';
import { now } from '../../shared/runtime/clock.ts';
import { consumer } from '../../shared/runtime/invocation.ts';
import { readConfig } from '../../shared/runtime/read-config.ts';
import { openDatabase } from '../../shared/store/database.ts';
import { checkpointNow } from './checkpoint.ts';
import { configSchema } from './config.ts';
import { evidenceHandlers } from './routes.tsx';

const config = readConfig(configSchema);
const database = openDatabase(config);
const deps = {
  database,
  now,
  signer: kmsSigner(config.CHECKPOINT_KEY),
  archive: s3Archive(config.CHECKPOINT_BUCKET),
  transport: lazyTransport(config),
  baseUrl: config.BASE_URL,
  addresses: config.CHECKPOINT_MAIL.split(',').filter((address) => address !== ''),
};

const store = openObjectStore(config);
const evidence = {
  ...deps,
  store,
  limits: openLimits(database, config.LIMIT_FACTOR, now),
  forms: config.FORMS.split(','),
  product: manifest.version,
};

const answers = endpoint(evidenceRows, evidenceHandlers(evidence), {
  baseUrl: config.BASE_URL,
  formerHosts: config.FORMER_HOSTS,
  filesOrigin: filesOriginOf(config),
  identity: openIdentity(database, config),
});
/** The schedule's own input is empty: whatever is no request is a run. */
const runs = consumer(async (_: object) => {
  const { checkpoint, isNew } = await checkpointNow(deps);
  return { number: checkpoint.number, isNew };
});

export const handler = (event: APIGatewayProxyEventV2 | object, context: Context) =>
  'requestContext' in event ? answers(event, context) : runs(event, context);
