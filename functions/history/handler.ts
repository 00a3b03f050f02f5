import { historyRows } from '../../shared/contract/routes/history.ts';
import { s3Archive } from '../../shared/evidence/checkpoints/archive.ts';
import { endpoint } from '../../shared/http/endpoint.ts';
import { openLimits } from '../../shared/http/limits.ts';
import { openIdentity } from '../../shared/identity/identity.ts';
import { calendarInForce } from '../../shared/project/calendar-in-force.ts';
import { now } from '../../shared/runtime/clock.ts';
import { readConfig } from '../../shared/runtime/read-config.ts';
import { openDatabase } from '../../shared/store/database.ts';
import { configSchema } from './config.ts';
import { historyHandlers } from './routes.tsx';
import { thresholdsInForce } from './thresholds.ts';

const config = readConfig(configSchema);
const database = openDatabase(config);

const deps = {
  database,
  forms: config.FORMS.split(','),
  thresholdsFen: () => thresholdsInForce(database, config),
  now,
  calendar: calendarInForce(database, now).load,
  limits: openLimits(database, config.LIMIT_FACTOR, now),
  archive: s3Archive(config.CHECKPOINT_BUCKET),
};

export const handler = endpoint(historyRows, historyHandlers(deps), {
  baseUrl: config.BASE_URL,
  formerHosts: config.FORMER_HOSTS,
  identity: openIdentity(database, config),
});
