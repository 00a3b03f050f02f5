import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { Places } from './assembly/resource-values.ts';
import { openResources, type Resources } from './assembly/resources.ts';
import { type HostClock, openClock, patchDate } from './clock.ts';
import { createFaults, type Faults } from './control/faults.ts';
import { openDataFolder } from './data-folder.ts';
import { keepVersion } from './data-version.ts';
import { functionEnvironment } from './function-environment.ts';
import { type GroupCommit, openGroupCommit } from './group-commit.ts';
import { type Facts, openFacts, openHostDatabase } from './host-database.ts';
import { openLogs } from './logs.ts';
import type { Handler, Listening } from './ports.ts';
import { type AlarmChange, longestLookMs, openAlarms } from './services/alarms/alarms.ts';
import { measuring } from './services/alarms/measure.ts';
import { openMetrics } from './services/alarms/metrics.ts';
import { createAwsEndpoint } from './services/aws-endpoint/aws-endpoint.ts';
import { checkTables } from './services/dynamodb/check-tables.ts';
import type { DynamoDb } from './services/dynamodb/client.ts';
import { openDoor } from './services/dynamodb/door.ts';
import { openDynamoDb } from './services/dynamodb/dynamodb.ts';
import { openExpiry } from './services/dynamodb/expiry.ts';
import { readTables, type Table } from './services/dynamodb/tables.ts';
import { openAccessLog } from './services/http-api/access-log.ts';
import type { Client } from './services/http-api/event.ts';
import { createHttpApi } from './services/http-api/http-api.ts';
import { readRoutes } from './services/http-api/routes.ts';
import {
  kmsCalls,
  secretsCalls,
  sesCalls,
  sqsCalls,
  statesCalls,
} from './services/iam/calls/json-services.ts';
import { type Iam, openIam } from './services/iam/iam.ts';
import { checkLambdaDemands } from './services/iam/lambda-demands.ts';
import { openKms } from './services/kms/kms.ts';
import { openAsyncInvoke } from './services/lambda/async-invoke.ts';
import { readFunctions } from './services/lambda/functions.ts';
import { openLambda } from './services/lambda/lambda.ts';
import type { Detour } from './services/lambda/messages.ts';
import { openMail } from './services/mail/mail.ts';
import { openMailEvents } from './services/mail/mail-events.ts';
import { openRelay } from './services/mail/relay.ts';
import { openQueues } from './services/queues/queues.ts';
import { openRedriver } from './services/queues/redriver.ts';
import { openStoredMessages } from './services/queues/stored-messages.ts';
import { createS3 } from './services/s3/s3.ts';
import { createStorageDoor, isForStorage } from './services/s3/storage-door.ts';
import { openStore } from './services/s3/store.ts';
import { openEventRules } from './services/schedules/event-rules.ts';
import { openSchedules } from './services/schedules/schedules.ts';
import { openSecrets } from './services/secrets/secrets.ts';
import { invokeByRole } from './services/step-functions/invoke-by-role.ts';
import { statusEvent } from './services/step-functions/status-event.ts';
import { openStepFunctions } from './services/step-functions/step-functions.ts';
import { openCheckpoints } from './services/streams/checkpoints.ts';
import { readMappings } from './services/streams/mappings.ts';
import { openStreams } from './services/streams/streams.ts';
import type { Settings } from './settings.ts';
import { synthesize } from './synthesize.ts';
import { readStateMachines } from './template-parts.ts';
import { tidying } from './tidy.ts';

/** The platform at work, without its doors to people. */
export interface Host {
  readonly resources: Resources;
  readonly clock: HostClock;
  readonly faults: Faults;
  readonly facts: Facts;
  readonly dynamodb: DynamoDb;
  readonly running: Services;
  /** Whether there was no data before. */
  readonly isNew: boolean;
  /** Whether calls of tables are seen on their way: only a door before the database sees them. */
  readonly seesTableCalls: boolean;
  /** Answers what people and programs ask of the product. */
  readonly api: Handler;
  /** Whether a function works, or a record of a stream waits for one. */
  isBusy(): boolean;
  /** Looks at the alarms of the template. @returns those that went on or off since the last look */
  lookAtAlarms(): readonly AlarmChange[];
  /** Ends it. @param graceMs how long what is under way may take; what takes longer comes again at the next start */
  close(graceMs?: number): Promise<void>;
}

/**
 * Starts everything that the synthesized template asks for, in this order.
 *
 * @param services where the functions find the emulated services; it is closed with the host
 */
export async function startHost(options: {
  readonly settings: Settings;
  readonly places: Places;
  readonly services: Listening;
  /** How functions reach the product's own address, where it is not an address of this machine. */
  readonly detour?: Detour;
  /** Who asks, where a proxy stands before the product. */
  readonly clientOf?: (request: IncomingMessage) => Client;
  readonly report: (line: string) => void;
  /** Told once, when the embedded database ended again and again: nothing is answered any more. */
  readonly died: (line: string) => void;
}): Promise<Host> {
  const { settings, places, services, detour, clientOf, report, died } = options;
  const { root, data, template } = settings;

  // 1. What is ours alone: the folder, and the time.
  openDataFolder(data);
  const logs = openLogs(join(data, 'logs'));
  const hostFile = join(data, 'host.sqlite');
  const database = openHostDatabase(hostFile);
  // What comes so often that it would keep the host waiting.
  const commits = openGroupCommit(hostFile);
  const facts = openFacts(database);
  const clock = openClock(join(data, 'clock'), settings.clock, report);
  patchDate(clock.offset);
  const faults = createFaults();

  // 2. The template, with every reference resolved.
  await synthesize(root, settings.environment, template);
  const resources = openResources(template, places);
  const tables = readTables(resources);
  const mappings = readMappings(resources);

  // 3. Who may do what.
  const iam = openIam(resources, join(logs, 'iam.ndjson'));
  checkLambdaDemands(resources, iam);

  // 4. The tables.
  keepVersion(data);
  const checkpoints = openCheckpoints(commits.database);
  const consumed = () => checkpoints.consumed(mappings.map((mapping) => mapping.id));
  const dynamodb = await openDynamoDb({
    file: join(data, 'dynamodb.sqlite'),
    log: join(logs, 'dynamodb.log'),
    endpoint: settings.dynamodbEndpoint,
    tables,
    consumed: consumed(),
    report,
    died,
  });
  const expiry = openExpiry({ dynamodb, tables, clock, report });
  const tidy = tidying(() => dynamodb.trim(consumed()), report);

  // What stands before the database costs more than most calls of it. A database that others share keeps tables by key.
  const door =
    settings.checksTableRights || settings.dynamodbEndpoint !== undefined
      ? await openDoor(dynamodb.endpoint, checkTables(iam, tables), faults)
      : undefined;

  // 5. The functions, and what invokes them by itself.
  const platform = {
    settings,
    resources,
    database,
    commits,
    places,
    clock,
    faults,
    iam,
    logs,
    detour,
    report,
  };
  const running = await openServices(platform, door?.endpoint ?? dynamodb.endpoint);
  const { lambda, queues, stepFunctions, invokeAsync } = running;
  faults.struckCalls.victims({ thread: lambda.kill, database: dynamodb.kill });

  // 6. The doors: for functions, for everyone.
  services.serve(serviceDoor(platform, running));
  const accessLog = openAccessLog(resources, join(logs, 'access.ndjson'), report);
  const { refusalToInvoke } = iam;
  const alarms = openAlarms({ resources, metrics: running.metrics, clock });
  const gateway = createHttpApi({
    routes: readRoutes(resources),
    resources,
    lambda,
    refusalToInvoke,
    accessLog: {
      ...accessLog,
      write(entry) {
        running.measure.answer(entry);
        accessLog.write(entry);
      },
    },
    ...(clientOf && { clientOf }),
    report,
  });
  const storage = createStorageDoor({
    ...{ resources, store: running.store, iam, clock, faults },
    product: places.product,
  });
  const api: Handler = (request, response) =>
    isForStorage(request) ? storage(request, response) : gateway(request, response);

  // 7. What was under way goes on.
  const { region } = resources;
  const consuming = { mappings, tables, dynamodb, lambda, queues, checkpoints, clock, faults, region };
  const streams = await openStreams({ ...consuming, report });
  const redriver = openRedriver({
    messages: openStoredMessages(database),
    dynamodb,
    history: historyOf(tables),
    lambda,
    report,
  });
  stepFunctions.resume();
  running.store.start();
  const invoking = { lambda, invoke: invokeAsync, refusalToInvoke, report };
  const schedules = openSchedules({ resources, database, clock, ...invoking });

  return {
    resources,
    clock,
    faults,
    facts,
    dynamodb,
    running,
    isNew: dynamodb.isNew,
    seesTableCalls: door !== undefined,
    api,
    isBusy: () => lambda.metrics().underWay > 0 || streams.waits(),
    lookAtAlarms() {
      running.measure.look(queues, streams);
      return alarms.look();
    },
    // What starts work, then what does it, then what keeps it.
    async close(graceMs) {
      const end = performance.now() + (graceMs ?? 0);
      schedules.close();
      tidy.close();
      await running.store.close();
      await Promise.all([streams.close(graceMs), redriver.close()]);
      stepFunctions.close();
      await lambda.close(Math.max(0, end - performance.now()));
      await Promise.all([services.close(), expiry.close()]);
      running.relay?.close();
      accessLog.close();
      await door?.close();
      await dynamodb.close();
      commits.close();
      database.close();
    },
  };
}

/** The table that consumers hear events of. */
function historyOf(tables: readonly Table[]): string {
  const history = tables.find(({ keys }) => keys.includes('chain'));
  if (history === undefined) throw new Error('The template has no table of events');
  return history.name;
}

/** What every service of the host is made from. */
interface Platform {
  readonly settings: Settings;
  readonly resources: Resources;
  readonly database: DatabaseSync;
  readonly commits: GroupCommit;
  readonly places: Places;
  readonly clock: HostClock;
  readonly faults: Faults;
  readonly iam: Iam;
  /** The folder. */
  readonly logs: string;
  readonly detour: Detour | undefined;
  readonly report: (line: string) => void;
}

async function openServices(platform: Platform, dynamodbEndpoint: string) {
  const { settings, resources, database, commits, places, clock, faults, iam, logs, detour, report } =
    platform;
  const { refusalToInvoke } = iam;
  const endpoints = { dynamodb: dynamodbEndpoint, services: places.services };
  const lambda = openLambda({
    functions: readFunctions(resources),
    answering: readRoutes(resources).map(({ functionArn }) => functionArn),
    environment: functionEnvironment(resources, endpoints),
    credentialsOf: iam.credentialsOf,
    clockOffset: clock.offset,
    detour,
    faults,
    logs,
    report,
  });
  const metrics = openMetrics(clock, longestLookMs);
  const measure = measuring(metrics, resources);
  lambda.onFinished(measure.invocation);
  const queues = openQueues({ resources, database, clock });
  const invokeAsync = openAsyncInvoke({ resources, lambda, queues, report });
  const putEvent = openEventRules({ resources, lambda, invoke: invokeAsync, refusalToInvoke, report });
  const machines = readStateMachines(resources);
  const stepFunctions = openStepFunctions({
    database: join(settings.data, 'executions.sqlite'),
    machines,
    invoke: invokeByRole({ machines, lambda, refusalToInvoke }),
    clock,
    onEnd: (change) => {
      measure.execution(change);
      void putEvent(statusEvent(change));
    },
  });
  const relay = settings.smtpUrl === undefined ? undefined : await openRelay(settings.smtpUrl, report);
  const mailEvents = openMailEvents({ resources, putEvent });
  const mail = openMail({ ...commits, clock, relay, events: mailEvents, faults, region: resources.region });
  const store = openStore({
    ...{ resources, database, clock, putEvent, report },
    folder: join(settings.data, 's3'),
  });
  return { metrics, measure, lambda, queues, invokeAsync, stepFunctions, relay, mail, mailEvents, store };
}

type Services = Awaited<ReturnType<typeof openServices>>;

function serviceDoor({ settings, resources, faults, iam }: Platform, running: Services) {
  const { stepFunctions, queues, mail, mailEvents, store } = running;
  const { account, admit } = iam;
  const kms = openKms({ resources, folder: join(settings.data, 'kms') });
  const s3 = createS3({ resources, store, faults, admit });
  return createAwsEndpoint(
    [
      {
        target: 'AWSStepFunctions.',
        calls: statesCalls(stepFunctions.machineOf),
        handle: stepFunctions.handle,
      },
      { target: 'AmazonSQS.', calls: sqsCalls(account), handle: queues.handle },
      { target: 'TrentService.', calls: kmsCalls(account), handle: kms.handle },
      {
        target: 'secretsmanager.',
        calls: secretsCalls(account),
        handle: openSecrets(() => faults.smtp() ?? settings.smtpUrl).handle,
      },
      {
        routes: { 'POST /v2/email/outbound-emails': 'SendEmail' },
        calls: sesCalls(account, mailEvents.sets.identityOf),
        handle: (_, body) => mail.send(body),
      },
      { prefix: '/s3/', serve: s3 },
    ],
    faults,
    admit,
  );
}
