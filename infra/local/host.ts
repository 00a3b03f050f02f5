import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { clientId, type Places } from './assembly/resource-values.ts';
import { openResources, type Resources } from './assembly/resources.ts';
import { type HostClock, openClock, patchDate } from './clock.ts';
import { createControl } from './control/control.ts';
import { createFaults, type Faults } from './control/faults.ts';
import { openDataFolder } from './data-folder.ts';
import { functionEnvironment } from './function-environment.ts';
import { openFacts, openHostDatabase } from './host-database.ts';
import { introduce } from './introduction.ts';
import { openLogs } from './logs.ts';
import { listen } from './ports.ts';
import { loadSampleDirectory } from './sample-directory.ts';
import { createAwsEndpoint } from './services/aws-endpoint/aws-endpoint.ts';
import { openDynamoDb } from './services/dynamodb/dynamodb.ts';
import { openExpiry } from './services/dynamodb/expiry.ts';
import { readTables } from './services/dynamodb/tables.ts';
import { openAccessLog } from './services/http-api/access-log.ts';
import { createHttpApi } from './services/http-api/http-api.ts';
import { readRoutes } from './services/http-api/routes.ts';
import { accounts } from './services/identity/accounts.ts';
import { openIdentity } from './services/identity/identity.ts';
import { openKms } from './services/kms/kms.ts';
import { openAsyncInvoke } from './services/lambda/async-invoke.ts';
import { readFunctions } from './services/lambda/functions.ts';
import { openLambda } from './services/lambda/lambda.ts';
import { openMail } from './services/mail/mail.ts';
import { openMailEvents } from './services/mail/mail-events.ts';
import { openRelay } from './services/mail/relay.ts';
import { openQueues } from './services/queues/queues.ts';
import { createS3 } from './services/s3/s3.ts';
import { openEventRules } from './services/schedules/event-rules.ts';
import { openSchedules } from './services/schedules/schedules.ts';
import { openSecrets } from './services/secrets/secrets.ts';
import { statusEvent } from './services/step-functions/status-event.ts';
import { openStepFunctions } from './services/step-functions/step-functions.ts';
import { openCheckpoints } from './services/streams/checkpoints.ts';
import { readMappings } from './services/streams/mappings.ts';
import { openStreams } from './services/streams/streams.ts';
import type { Settings } from './settings.ts';
import { synthesize } from './synthesize.ts';
import { readSignInClient, readStateMachines } from './template-parts.ts';

export interface Host {
  /** What to tell the person at the terminal. */
  readonly introduction: readonly string[];
  close(): Promise<void>;
}

/** Starts everything that the synthesized template asks for, in this order. */
export async function startHost(settings: Settings, report: (line: string) => void): Promise<Host> {
  const { root, data } = settings;

  // 1. What is ours alone: the folder, the time, the ports.
  openDataFolder(data);
  const logs = openLogs(join(data, 'logs'));
  const database = openHostDatabase(join(data, 'host.sqlite'));
  const facts = openFacts(database);
  const clock = openClock(join(data, 'clock'), settings.clock, report);
  patchDate(clock.offset);
  const faults = createFaults();
  const { product, control, services, places } = await openPorts(settings);

  // 2. The template, with every reference resolved.
  await synthesize(root, process.env);
  const resources = openResources(join(root, 'cdk.out'), places);
  const tables = readTables(resources);
  const mappings = readMappings(resources);

  // 3. The tables.
  const checkpoints = openCheckpoints(database);
  const dynamodb = await openDynamoDb({
    file: join(data, 'dynamodb.sqlite'),
    log: join(logs, 'dynamodb.log'),
    endpoint: settings.dynamodbEndpoint,
    tables,
    consumed: checkpoints.consumed(mappings.map((mapping) => mapping.id)),
    died: report,
  });
  const expiry = openExpiry({ dynamodb, tables, clock, report });

  // 4. The functions, and what invokes them by itself.
  const platform = { settings, resources, database, places, clock, faults, logs, report };
  const running = await openServices(platform, dynamodb.endpoint);
  const { lambda, queues, stepFunctions, identity, invokeAsync } = running;

  // 5. The doors: for functions, for the person at the desk, for everyone.
  services.serve(serviceDoor(platform, running));
  control.serve(controlDoor(platform, running));
  const accessLog = openAccessLog(resources, join(logs, 'access.ndjson'), report);
  product.serve(createHttpApi({ routes: readRoutes(resources), resources, lambda, accessLog, report }));

  // 6. What was under way goes on.
  const { region } = resources;
  const consuming = { mappings, tables, dynamodb, lambda, queues, checkpoints, clock, faults, region };
  const streams = await openStreams({ ...consuming, report });
  stepFunctions.resume();
  const schedules = openSchedules({ resources, database, clock, lambda, invoke: invokeAsync });
  if (dynamodb.isNew || !facts.has('sample directory')) {
    const token = await identity.token('administrator');
    await loadSampleDirectory({ file: join(import.meta.dirname, 'sample-directory.json'), ...places, token });
    facts.remember('sample directory');
  }

  return {
    introduction: introduce({ settings, places, resources, accounts }),
    // The doors first, then what starts work, then what does it, then what keeps it.
    async close() {
      await product.close();
      schedules.close();
      await streams.close();
      stepFunctions.close();
      await lambda.close();
      await Promise.all([services.close(), control.close(), expiry.close()]);
      identity.close();
      running.relay?.close();
      accessLog.close();
      await dynamodb.close();
      database.close();
    },
  };
}

async function openPorts(settings: Settings) {
  const [product, control, services] = await Promise.all([
    listen(settings.port, true),
    listen(settings.controlPort),
    listen(0),
  ]);
  const places: Places = {
    product: `http://localhost:${product.port}`,
    issuer: `http://localhost:${control.port}/issuer`,
    services: `http://127.0.0.1:${services.port}`,
  };
  return { product, control, services, places };
}

/** What every service of the host is made from. */
interface Platform {
  readonly settings: Settings;
  readonly resources: Resources;
  readonly database: DatabaseSync;
  readonly places: Places;
  readonly clock: HostClock;
  readonly faults: Faults;
  /** The folder. */
  readonly logs: string;
  readonly report: (line: string) => void;
}

async function openServices(platform: Platform, dynamodbEndpoint: string) {
  const { settings, resources, database, places, clock, faults, logs, report } = platform;
  const endpoints = { dynamodb: dynamodbEndpoint, services: places.services };
  const lambda = openLambda({
    functions: readFunctions(resources),
    environment: functionEnvironment(resources, endpoints),
    clockOffset: clock.offset,
    faults,
    logs,
    report,
  });
  const queues = openQueues({ resources, database, clock });
  const invokeAsync = openAsyncInvoke({ resources, lambda, queues, report });
  const putEvent = openEventRules({ resources, lambda, invoke: invokeAsync });
  const stepFunctions = openStepFunctions({
    database: join(settings.data, 'executions.sqlite'),
    machines: readStateMachines(resources),
    invoke: lambda.invoke,
    clock,
    onEnd: (change) => putEvent(statusEvent(change)),
  });
  const relay = settings.smtpUrl === undefined ? undefined : await openRelay(settings.smtpUrl, report);
  const mail = openMail({ database, clock, relay, events: openMailEvents({ resources, putEvent }) });
  const identity = await openIdentity({
    ...readSignInClient(resources),
    issuer: places.issuer,
    clientId,
    accounts,
    database: join(settings.data, 'identity.sqlite'),
    clock,
  });
  return { lambda, queues, invokeAsync, stepFunctions, relay, mail, identity };
}

type Services = Awaited<ReturnType<typeof openServices>>;

function serviceDoor({ settings, resources, clock, faults }: Platform, running: Services) {
  const { stepFunctions, queues, mail } = running;
  const kms = openKms({ resources, folder: join(settings.data, 'kms') });
  const s3 = createS3({ resources, folder: join(settings.data, 's3'), clock, faults });
  return createAwsEndpoint(
    [
      { target: 'AWSStepFunctions.', handle: stepFunctions.handle },
      { target: 'AmazonSQS.', handle: queues.handle },
      { target: 'TrentService.', handle: kms.handle },
      { target: 'secretsmanager.', handle: openSecrets(settings.smtpUrl).handle },
      { routes: { 'POST /v2/email/outbound-emails': 'SendEmail' }, handle: (_, body) => mail.send(body) },
      { prefix: '/s3/', serve: s3 },
    ],
    faults,
  );
}

function controlDoor({ clock, faults }: Platform, running: Services) {
  const { mail, relay, queues, lambda, stepFunctions, identity } = running;
  return createControl({
    mail,
    relays: relay !== undefined,
    queues,
    lambda,
    clock,
    faults,
    executions: stepFunctions.list,
    stateTransitions: stepFunctions.transitions,
    token: identity.token,
    issuer: { path: '/issuer', handle: identity.handle },
  });
}
