import { SecretValue, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { configSchema as advanceFlowConfig } from '../functions/advance-flow/config.ts';
import { configSchema as decisionsConfig } from '../functions/decisions/config.ts';
import { configSchema as directoryConfig } from '../functions/directory/config.ts';
import { configSchema as documentConfig } from '../functions/document/config.ts';
import { configSchema as evidenceConfig } from '../functions/evidence/config.ts';
import { configSchema as historyConfig } from '../functions/history/config.ts';
import { configSchema as mailEventsConfig } from '../functions/mail-events/config.ts';
import { configSchema as projectsConfig } from '../functions/projects/config.ts';
import { configSchema as requestDecisionConfig } from '../functions/request-decision/config.ts';
import { configSchema as sendMailConfig } from '../functions/send-mail/config.ts';
import { configSchema as sessionConfig } from '../functions/session/config.ts';
import { configSchema as staticConfig } from '../functions/static/config.ts';
import { configSchema as sweepConfig } from '../functions/sweep/config.ts';
import { configSchema as watchHistoryConfig } from '../functions/watch-history/config.ts';
import type { Bundles } from './bundles.ts';
import type { Settings } from './config.ts';
import { Alarms } from './constructs/alarms.ts';
import { ApprovalFlow } from './constructs/approval-flow.ts';
import { CheckpointSchedule } from './constructs/checkpoints.ts';
import { allowHistory, allowProjects } from './constructs/grants.ts';
import { HttpApi } from './constructs/http-api.ts';
import { SignIn } from './constructs/identity.ts';
import { MailEvents } from './constructs/mail-events.ts';
import { SweepSchedule } from './constructs/schedule.ts';
import { ServiceFunction } from './constructs/service-function.ts';
import {
  makesAMail,
  rewritesHistory,
  StreamConsumers,
  startsOrMovesTheFlow,
} from './constructs/stream-consumers.ts';
import type { StorageStack } from './storage-stack.ts';
import { workflows } from './workflows.ts';

export interface ServiceStackProps extends StackProps {
  readonly settings: Settings;
  readonly storage: StorageStack;
  readonly bundles: Bundles;
}

/**
 * Somebody waits for an answer. 1,024 MiB buys 0.6 of a processor, with which a cold start stays near a second;
 * 15 s leave room for the store's retries within the 30 s that HTTP API allows.
 */
const answers = { memoryMib: 1024, timeoutSeconds: 15 };
/** Nobody waits: half of that. 30 s are ten times what a batch of ten takes. */
const works = { memoryMib: 512, timeoutSeconds: 30 };

/** What a release replaces: the API, the functions behind aliases, the flow, the schedule, the alarms. */
export class ServiceStack extends Stack {
  constructor(scope: Construct, id: string, props: ServiceStackProps) {
    super(scope, id, { ...props, description: 'Countersign: the service' });
    const { settings, storage } = props;
    const { projects: projectsTable, history: historyTable } = storage.records;
    const logRetention = settings.logRetentionDays;
    const house = { bundles: props.bundles, logLevel: settings.logLevel, logRetention };

    const http = new HttpApi(this, 'http-api', { settings, logRetention });
    const stream = new StreamConsumers(this, 'stream-consumers', {
      history: historyTable,
      streamArn: storage.records.historyStreamArn,
    });

    // What functions are told, by subject.
    const tables = { PROJECTS_TABLE: projectsTable.tableName, HISTORY_TABLE: historyTable.tableName };
    const address = { BASE_URL: http.baseUrl };
    const issuer = this.issuer(settings, storage, http.baseUrl);
    const forms = { FORMS: Object.keys(workflows()).join(',') };
    const thresholds = {
      COLLECTIVE_THRESHOLD_FEN: inFen(settings.collectiveThresholdYuan),
      CODE_THRESHOLD_FEN: inFen(settings.codeThresholdYuan),
    };
    // By what is asked and decided; whoever acts by it sees to it that it stands in the history.
    const rules = {
      ...forms,
      ...thresholds,
      LAPSE_DAYS: String(settings.lapseDays),
    };
    const unprocessed = { UNPROCESSED_QUEUE_URL: stream.unprocessed.queueUrl };
    const mail = {
      MAIL_FROM: settings.mailFrom,
      MAIL_TRANSPORT: settings.mailTransport,
      SMTP_URL: smtpUrl(settings),
      CONTACT: settings.contact,
    };

    // 1. People's requests.
    const projects = new ServiceFunction(this, 'projects', {
      purpose: 'Drafts, submits, shows and withdraws projects; the desk and the form',
      house,
      config: projectsConfig,
      ...answers,
      environment: { ...tables, ...address, ...issuer, ...rules },
    });
    const document = new ServiceFunction(this, 'document', {
      purpose: 'The official document, as a page to print and as a Word file',
      house,
      config: documentConfig,
      ...answers,
      environment: { PROJECTS_TABLE: projectsTable.tableName, ...address, ...issuer },
    });
    const decisions = new ServiceFunction(this, 'decisions', {
      purpose: 'Shows and records decisions by the link in a mail',
      house,
      config: decisionsConfig,
      ...answers,
      environment: {
        ...tables,
        ...address,
        ...issuer,
        ...mail,
        ...rules,
      },
    });
    const history = new ServiceFunction(this, 'history', {
      purpose: 'Queries and verifies the history',
      house,
      config: historyConfig,
      ...answers,
      environment: {
        ...tables,
        ...address,
        ...issuer,
        ...forms,
        ...thresholds,
        CHECKPOINT_BUCKET: storage.checkpoints.bucketName,
      },
    });
    const evidence = new ServiceFunction(this, 'evidence', {
      purpose: 'Signs checkpoints over the history, shows them, and packs evidence',
      house,
      config: evidenceConfig,
      ...answers,
      // The first run of a long history reads all of it; a caller hears from the gateway after 30 s.
      timeoutSeconds: 60,
      environment: {
        ...tables,
        ...address,
        ...issuer,
        ...mail,
        ...forms,
        CHECKPOINT_KEY: storage.checkpoints.keyArn,
        CHECKPOINT_BUCKET: storage.checkpoints.bucketName,
        CHECKPOINT_MAIL: (settings.checkpointMail ?? []).join(','),
      },
    });
    const directory = new ServiceFunction(this, 'directory', {
      purpose: 'Units, posts and who holds them',
      house,
      config: directoryConfig,
      ...answers,
      environment: { ...tables, ...address, ...issuer },
    });
    const session = new ServiceFunction(this, 'session', {
      purpose: 'Signs people in and out',
      house,
      config: sessionConfig,
      ...answers,
      environment: { ...tables, ...address, ...issuer },
    });
    const staticFiles = new ServiceFunction(this, 'static', {
      purpose: 'Styles, scripts, the API description, health',
      house,
      config: staticConfig,
      ...answers,
      environment: { ...address, ...forms },
    });
    http.addRoutes({
      projects,
      document,
      decisions,
      history,
      evidence,
      directory,
      session,
      static: staticFiles,
    });

    // 2. The flow, which waits for decisions.
    const requestDecision = new ServiceFunction(this, 'request-decision', {
      purpose: 'Opens the request for a decision and keeps the task token with it',
      house,
      config: requestDecisionConfig,
      ...works,
      environment: { ...tables, ...rules },
    });
    const flow = new ApprovalFlow(this, 'approval-flow', {
      workflows: workflows(),
      role: storage.flowRole,
      requestDecision,
      waitDays: settings.waitDays,
      logRetention,
    });

    // 3. What follows from events.
    const advanceFlow = new ServiceFunction(this, 'advance-flow', {
      purpose: 'Starts executions and completes their waiting tasks, as events say',
      house,
      config: advanceFlowConfig,
      ...works,
      environment: { ...tables, STATE_MACHINES: flow.machinesAsJson, ...unprocessed },
    });
    const sendMail = new ServiceFunction(this, 'send-mail', {
      purpose: 'Mints links and sends mails, as events say',
      house,
      config: sendMailConfig,
      ...works,
      // Ten mails by a slow relay at 5 s each, and some.
      timeoutSeconds: 60,
      environment: { ...tables, ...address, ...unprocessed, ...mail, ...rules },
    });
    const watchHistory = new ServiceFunction(this, 'watch-history', {
      purpose: 'Raises the alarm when an event is changed or removed',
      house,
      config: watchHistoryConfig,
      ...works,
      environment: {},
    });
    stream.add(advanceFlow, startsOrMovesTheFlow);
    stream.add(sendMail, makesAMail);
    stream.add(watchHistory, rewritesHistory);

    // What SES tells of a mail later; a relay only ever answers at once.
    const mailEvents =
      storage.mail &&
      new ServiceFunction(this, 'mail-events', {
        purpose: 'Records mails that bounced, were refused, or were reported as unwanted',
        house,
        config: mailEventsConfig,
        ...works,
        environment: { ...tables, ...rules },
      });
    if (storage.mail && mailEvents) {
      const { configurationSetName } = storage.mail;
      new MailEvents(this, 'mail-trouble', {
        mailEvents,
        configurationSetName,
        unprocessed: stream.unprocessed,
      });
      allowProjects(mailEvents, projectsTable, ['GetItem', 'Query', 'PutItem']);
      allowHistory(mailEvents, historyTable, ['Query', 'PutItem']);
    }

    // 4. What should have moved and has not.
    const sweep = new ServiceFunction(this, 'sweep', {
      purpose: 'Reminds, escalates and repairs what is due',
      house,
      config: sweepConfig,
      ...works,
      // Ends before the next minute's run begins.
      timeoutSeconds: 55,
      environment: {
        ...tables,
        ...address,
        STATE_MACHINES: flow.machinesAsJson,
        ...mail,
        ...rules,
      },
    });
    new SweepSchedule(this, 'sweep-schedule', { sweep, machineArns: flow.machineArns });

    new CheckpointSchedule(this, 'checkpoint-schedule', evidence);

    // Who may do what. A transaction needs the actions of its parts. Whoever answers people reads their session.
    allowProjects(projects, projectsTable, ['GetItem', 'Query', 'PutItem', 'DeleteItem']);
    allowHistory(projects, historyTable, ['GetItem', 'Query', 'PutItem']);
    allowProjects(document, projectsTable, ['GetItem', 'Query']);
    allowProjects(decisions, projectsTable, ['GetItem', 'Query', 'PutItem', 'UpdateItem']);
    allowHistory(decisions, historyTable, ['GetItem', 'Query', 'PutItem']);
    allowProjects(history, projectsTable, ['GetItem', 'Query']);
    // What readers take away is an event of their own.
    allowHistory(history, historyTable, ['GetItem', 'Query', 'PutItem']);
    // Sessions, which checkpoint was mailed to whom, what evidence is of; checkpoints stand in the history's table.
    allowProjects(evidence, projectsTable, ['GetItem', 'Query', 'PutItem']);
    allowHistory(evidence, historyTable, ['GetItem', 'Query', 'PutItem']);
    storage.checkpoints.allowSign(evidence);
    storage.checkpoints.allowRead(history);
    allowProjects(directory, projectsTable, ['GetItem', 'PutItem']);
    allowHistory(directory, historyTable, ['Query', 'PutItem']);
    allowProjects(session, projectsTable, ['GetItem', 'PutItem', 'DeleteItem']);
    // Roles that somebody signs in with for the first time are an event.
    allowHistory(session, historyTable, ['Query', 'PutItem']);

    allowProjects(requestDecision, projectsTable, ['GetItem', 'Query', 'PutItem', 'UpdateItem']);
    allowHistory(requestDecision, historyTable, ['GetItem', 'Query', 'PutItem']);
    allowProjects(advanceFlow, projectsTable, ['GetItem', 'Query']);
    allowHistory(advanceFlow, historyTable, ['GetItem', 'Query']);
    allowProjects(sendMail, projectsTable, ['GetItem', 'Query', 'PutItem']);
    allowHistory(sendMail, historyTable, ['GetItem', 'Query', 'PutItem']);
    // It deletes the draft of a project that lapses.
    allowProjects(sweep, projectsTable, ['GetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem']);
    allowHistory(sweep, historyTable, ['GetItem', 'Query', 'PutItem']);

    flow.allowAdvance(advanceFlow);
    flow.allowAdvance(sweep);
    storage.mail?.allowSend(sendMail);
    storage.mail?.allowSend(decisions);
    storage.mail?.allowSend(sweep);
    storage.mail?.allowSend(evidence);

    new Alarms(this, 'alarms', {
      functions: [
        ...[projects, document, decisions, history, evidence, directory, session, staticFiles],
        ...[requestDecision, advanceFlow, sendMail, watchHistory, sweep],
        ...(mailEvents ? [mailEvents] : []),
      ],
      consumers: [advanceFlow, sendMail, watchHistory],
      stream,
      machines: flow.machines,
      sweep,
      http,
      configurationSetName: storage.mail?.configurationSetName,
      alarmEmail: settings.alarmEmail,
    });
  }

  /** Whose tokens count: an issuer of one's own, or the pool. */
  private issuer(settings: Settings, storage: StorageStack, baseUrl: string) {
    const known = this.knownIssuer(settings, storage, baseUrl);
    return {
      ISSUER: known.issuer,
      CLIENT_ID: known.clientId,
      AUDIENCES: [known.clientId, settings.audiences].filter((part) => part !== '').join(','),
      ROLES_CLAIM: settings.rolesClaim,
    };
  }

  private knownIssuer(settings: Settings, storage: StorageStack, baseUrl: string) {
    if (storage.people !== undefined) {
      const { pool } = storage.people;
      const { clientId } = new SignIn(this, 'sign-in', { pool, baseUrl });
      return { issuer: pool.userPoolProviderUrl, clientId };
    }
    if (settings.issuer === undefined || settings.clientId === undefined)
      throw new Error('There is no issuer');
    return { issuer: settings.issuer, clientId: settings.clientId };
  }
}

/** A setting in yuan as functions read it: fen, or empty for none. */
const inFen = (yuan: number | undefined): string => (yuan === undefined ? '' : String(yuan * 100));

/**
 * The relay's address with its password, put in by CloudFormation from Secrets Manager: neither template nor git
 * holds it, but whoever may read the function's configuration sees it.
 */
function smtpUrl(settings: Settings): string {
  if (settings.smtpSecretName === undefined || settings.mailTransport !== 'smtp') return '';
  return SecretValue.secretsManager(settings.smtpSecretName).unsafeUnwrap();
}
