import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type * as z from 'zod';
import { configSchema as advanceFlowConfig } from '../functions/advance-flow/config.ts';
import { configSchema as attachmentsConfig } from '../functions/attachments/config.ts';
import { configSchema as decisionsConfig } from '../functions/decisions/config.ts';
import { configSchema as directoryConfig } from '../functions/directory/config.ts';
import { configSchema as documentConfig } from '../functions/document/config.ts';
import { configSchema as evidenceConfig } from '../functions/evidence/config.ts';
import { configSchema as historyConfig } from '../functions/history/config.ts';
import { configSchema as mailEventsConfig } from '../functions/mail-events/config.ts';
import { configSchema as projectsConfig } from '../functions/projects/config.ts';
import { configSchema as requestDecisionConfig } from '../functions/request-decision/config.ts';
import { configSchema as scanFileConfig } from '../functions/scan-file/config.ts';
import { configSchema as sendMailConfig } from '../functions/send-mail/config.ts';
import { configSchema as sessionConfig } from '../functions/session/config.ts';
import { configSchema as staticConfig } from '../functions/static/config.ts';
import { configSchema as sweepConfig } from '../functions/sweep/config.ts';
import { configSchema as watchHistoryConfig } from '../functions/watch-history/config.ts';
import type { Bundles } from './bundles.ts';
import { isChina, type Settings } from './config.ts';
import { Alarms } from './constructs/alarms.ts';
import { ApprovalFlow } from './constructs/approval-flow.ts';
import type { FileRights } from './constructs/attachments.ts';
import { Budget } from './constructs/budget.ts';
import { CheckpointSchedule } from './constructs/checkpoints.ts';
import { Dashboard } from './constructs/dashboard.ts';
import { FileScanning } from './constructs/file-scanning.ts';
import { allowCount, allowRecords, allowSecret, type RecordRights } from './constructs/grants.ts';
import { HttpApi } from './constructs/http-api.ts';
import { SignIn } from './constructs/identity.ts';
import { MailEvents } from './constructs/mail-events.ts';
import { metricNamespace } from './constructs/metrics.ts';
import { type Pace, Rollout } from './constructs/rollout.ts';
import { SweepSchedule } from './constructs/schedule.ts';
import { type Deployment, type FunctionProps, ServiceFunction } from './constructs/service-function.ts';
import {
  makesAMail,
  rewritesHistory,
  StreamConsumers,
  startsMovesOrKeeps,
} from './constructs/stream-consumers.ts';
import { shapes } from './shapes.ts';
import { sharedEnvironment } from './shared-environment.ts';
import type { StorageStack } from './storage-stack.ts';
import { workflows } from './workflows.ts';

export interface ServiceStackProps extends StackProps {
  readonly settings: Settings;
  readonly storage: StorageStack;
  readonly bundles: Bundles;
  readonly pace: Pace;
}

/**
 * Somebody waits for an answer. 1,024 MiB buys 0.6 of a processor, with which a cold start stays near a second;
 * 15 s leave room for the store's retries within the 30 s that HTTP API allows.
 */
const answers = { memoryMib: 1024, timeoutSeconds: 15 };
/** Nobody waits: half of that. 30 s are ten times what a batch of ten takes. */
const works = { memoryMib: 512, timeoutSeconds: 30 };
/**
 * A file of 50 MB is held whole, once as it is and once for each part of it that is looked into; 60 s leave room for a
 * scanner that has to unpack it.
 */
const looksThrough = { memoryMib: 1024, timeoutSeconds: 60 };

/** What is handed in or decided names files, which are copied to where they stay; they may be there already. */
const keepsNamed: FileRights = {
  uploads: ['GetObject'],
  files: ['GetObject', 'PutObject'],
  copiesTo: ['files'],
};

/** What a release replaces: the API, the functions behind aliases, the flow, the schedule, the alarms. */
export class ServiceStack extends Stack {
  private readonly settings: Settings;
  private readonly storage: StorageStack;
  private readonly deployment: Deployment;
  private readonly shared: ReturnType<typeof sharedEnvironment>;

  constructor(scope: Construct, id: string, props: ServiceStackProps) {
    super(scope, id, { ...props, description: 'Countersign: the service' });
    const { settings, storage, bundles } = props;
    const logRetention = settings.logRetentionDays;
    this.settings = settings;
    this.storage = storage;
    this.deployment = {
      bundles,
      logLevel: settings.logLevel,
      logRetention,
      metricNamespace: metricNamespace(settings),
      traced: !isChina(settings),
    };

    const http = new HttpApi(this, 'http-api', { settings, logRetention });
    const stream = new StreamConsumers(this, 'stream-consumers', {
      history: storage.records.history,
      streamArn: settings.historyStreamArn ?? storage.records.historyStreamArn,
    });
    const { baseUrl } = http;
    const trusted = this.issuer(baseUrl);
    this.shared = sharedEnvironment({ settings, storage, baseUrl, ...trusted });
    this.output('Issuer', trusted.issuer, 'Whose sign-ins and tokens count');
    this.output('ClientId', trusted.clientId, 'The product as a client of the issuer');

    // 1. People's requests.
    const answering = {
      ...this.projectFunctions(),
      ...this.attachmentFunctions(),
      ...this.historyFunctions(),
      ...this.officeFunctions(),
    };
    http.addRoutes(answering);
    new CheckpointSchedule(this, 'checkpoint-schedule', answering.evidence);

    // 2. The flow, which waits for decisions.
    const requestDecision = this.requestDecision();
    const flow = new ApprovalFlow(this, 'approval-flow', {
      workflows: workflows(),
      role: storage.flowRole,
      requestDecision,
      waitDays: settings.waitDays,
      logRetention,
      traced: !isChina(settings),
    });

    // 3. What follows from events.
    const advanceFlow = this.advanceFlow(flow, stream.unprocessed);
    const sendMail = this.sendMail(stream.unprocessed);
    const watchHistory = this.watchHistory();
    stream.add(advanceFlow, startsMovesOrKeeps);
    stream.add(sendMail, makesAMail);
    stream.add(watchHistory, rewritesHistory);
    const mailEvents = this.mailEvents(stream.unprocessed);
    const scanFile = this.scanFile(stream.unprocessed);

    // 4. What should have moved and has not.
    const sweep = this.sweep(flow);
    new SweepSchedule(this, 'sweep-schedule', { sweep, machineArns: flow.machineArns });

    const watched = {
      functions: [
        ...Object.values(answering),
        ...[requestDecision, advanceFlow, sendMail, watchHistory, scanFile, sweep],
        ...(mailEvents ? [mailEvents] : []),
      ],
      consumers: [advanceFlow, sendMail, watchHistory],
      machines: flow.machines,
      http,
      records: storage.records,
      configurationSetName: this.sender?.configurationSetName,
    };
    const { ofReleases } = new Alarms(this, 'alarms', {
      ...watched,
      ...{ answering: Object.values(answering), stream, sweep, settings },
    });
    new Dashboard(this, 'dashboard', watched);
    const { budgetUsd, alarmEmail } = settings;
    if (budgetUsd !== undefined && alarmEmail !== undefined)
      new Budget(this, 'budget', { amountUsd: budgetUsd, address: alarmEmail });

    // 5. How the next release takes the place of this one.
    new Rollout(this, 'rollout', { released: ofReleases, pace: props.pace });
    this.output(
      'Shapes',
      shapes(),
      'What records, calls and rights are: releases that agree work side by side',
    );
  }

  // Each function with its environment and its rights. Whoever answers people reads their session; a transaction
  // needs the actions of its parts.

  private projectFunctions() {
    const { signedIn, tables, mail, rules, limits, files, attachments } = this.shared;
    const projects = this.add('projects', {
      purpose: 'Drafts, submits, shows and withdraws projects; the desk and the form',
      config: projectsConfig,
      ...answers,
      environment: { ...tables, ...signedIn, ...rules, ...limits, ...files, ...attachments },
      files: keepsNamed,
      records: {
        // It adds to what a round holds, and counts what is limited.
        projects: ['GetItem', 'Query', 'QueryIndexes', 'PutItem', 'UpdateItem', 'DeleteItem'],
        history: ['Query', 'QueryIndexes', 'PutItem'],
      },
    });
    const document = this.add('document', {
      purpose: 'The official document, as a page to print, a Word file, a PDF and a text',
      config: documentConfig,
      ...answers,
      environment: { PROJECTS_TABLE: tables.PROJECTS_TABLE, ...signedIn },
      records: { projects: ['GetItem', 'Query'], sessions: true },
    });
    const decisions = this.add('decisions', {
      purpose: 'Shows and records decisions by the link in a mail',
      config: decisionsConfig,
      ...answers,
      environment: { ...tables, ...signedIn, ...mail, ...rules, ...limits, ...files, ...attachments },
      // A decider sends files as well: a signed address may what this role may.
      files: { ...keepsNamed, uploads: ['GetObject', 'PutObject', 'DeleteObject'] },
      records: {
        projects: ['GetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem'],
        // Of somebody whose mailbox was another once: when they decided last.
        history: ['Query', 'QueryIndexes', 'PutItem'],
      },
    });
    this.allowSend(decisions);
    return { projects, document, decisions };
  }

  private historyFunctions() {
    const { signedIn, tables, mail, forms, thresholds, limits, files } = this.shared;
    const { checkpoints } = this.storage;
    const history = this.add('history', {
      purpose: 'Queries and verifies the history',
      config: historyConfig,
      ...answers,
      environment: {
        ...tables,
        ...signedIn,
        ...forms,
        ...thresholds,
        ...limits,
        CHECKPOINT_BUCKET: checkpoints.bucketName,
      },
      records: {
        projects: ['GetItem', 'Query', 'QueryIndexes'],
        sessions: true,
        // What readers take away is an event of their own.
        history: ['GetItem', 'Query', 'QueryIndexes', 'PutItem'],
      },
    });
    checkpoints.allowRead(history);
    allowCount(history, this.storage.records);
    const evidence = this.add('evidence', {
      purpose: 'Signs checkpoints over the history, shows them, and packs evidence',
      config: evidenceConfig,
      ...answers,
      // The first run of a long history reads all of it; a caller hears from the gateway after 30 s.
      timeoutSeconds: 60,
      environment: {
        ...tables,
        ...signedIn,
        ...mail,
        ...forms,
        ...limits,
        ...files,
        CHECKPOINT_KEY: checkpoints.keyArn,
        CHECKPOINT_BUCKET: checkpoints.bucketName,
        CHECKPOINT_MAIL: (this.settings.checkpointMail ?? []).join(','),
      },
      files: { files: ['GetObject'] },
      records: {
        // Sessions, which checkpoint was mailed to whom, what evidence is of.
        projects: ['GetItem', 'Query', 'PutItem'],
        // Checkpoints stand in the history's table.
        history: ['GetItem', 'Query', 'QueryIndexes', 'PutItem'],
      },
    });
    checkpoints.allowSign(evidence);
    allowCount(evidence, this.storage.records);
    this.allowSend(evidence);
    return { history, evidence };
  }

  private attachmentFunctions() {
    const { signedIn, tables, rules, limits, files, attachments } = this.shared;
    const attachmentsFunction = this.add('attachments', {
      purpose: 'Lets files be uploaded, shows what becomes of them, and hands them out',
      config: attachmentsConfig,
      ...answers,
      environment: { ...tables, ...signedIn, ...rules, ...limits, ...files, ...attachments },
      // A signed address may what this role may: to put an upload, and to read.
      files: { uploads: ['GetObject', 'PutObject', 'DeleteObject'], files: ['GetObject'] },
      records: {
        // Records of attachments; and the draft, where a form without JavaScript brings the file itself.
        projects: ['GetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem'],
        // Whose file an auditor took away, and what was saved.
        history: ['Query', 'PutItem'],
      },
    });
    return { attachments: attachmentsFunction };
  }

  private officeFunctions() {
    const { signedIn, tables, edge, forms, rules } = this.shared;
    const directory = this.add('directory', {
      purpose:
        'What an administrator changes: units, posts and who holds them; the settings of the office; and what each person says of themselves',
      config: directoryConfig,
      ...answers,
      environment: { ...tables, ...signedIn, ...rules },
      records: {
        // What waits for a person and is given to somebody else, what they decided, their sessions, and the files of an
        // import before it is confirmed; directory and settings move the head that they share.
        projects: ['GetItem', 'Query', 'QueryIndexes', 'PutItem', 'UpdateItem', 'DeleteItem'],
        history: ['Query', 'QueryIndexes', 'PutItem'],
      },
    });
    const session = this.add('session', {
      purpose: 'Signs people in and out',
      config: sessionConfig,
      ...answers,
      environment: { ...tables, ...signedIn },
      records: {
        projects: ['GetItem', 'Query', 'PutItem', 'DeleteItem'],
        // Roles that somebody signs in with for the first time are an event.
        history: ['Query', 'PutItem'],
      },
    });
    const staticFiles = this.add('static', {
      purpose: 'Styles, scripts, the API description, health',
      config: staticConfig,
      ...answers,
      environment: { ...tables, ...edge, ...forms },
      // Whether they answer, and how long anything has been due.
      records: { projects: ['QueryIndexes'], history: ['GetItem'] },
    });
    return { directory, session, static: staticFiles };
  }

  private requestDecision() {
    const { tables, rules } = this.shared;
    return this.add('request-decision', {
      purpose: 'Opens the request for a decision and keeps the task token with it',
      config: requestDecisionConfig,
      ...works,
      environment: { ...tables, ...rules },
      records: {
        projects: ['GetItem', 'Query', 'PutItem', 'UpdateItem'],
        history: ['Query', 'PutItem'],
      },
    });
  }

  private advanceFlow(flow: ApprovalFlow, unprocessed: Queue) {
    const advanceFlow = this.add('advance-flow', {
      purpose:
        'Starts executions, completes their waiting tasks, and keeps the indicators that were approved, as events say',
      config: advanceFlowConfig,
      ...works,
      environment: {
        ...this.shared.tables,
        STATE_MACHINES: flow.machinesAsJson,
        UNPROCESSED_QUEUE_URL: unprocessed.queueUrl,
      },
      records: { projects: ['GetItem', 'Query'], library: true },
    });
    flow.allowAdvance(advanceFlow);
    return advanceFlow;
  }

  private sendMail(unprocessed: Queue) {
    const { tables, address, mail, rules } = this.shared;
    const sendMail = this.add('send-mail', {
      purpose: 'Mints links and sends mails, as events say',
      config: sendMailConfig,
      ...works,
      // Ten mails by a slow relay at 5 s each, and some.
      timeoutSeconds: 60,
      environment: {
        ...tables,
        ...address,
        ...mail,
        ...rules,
        UNPROCESSED_QUEUE_URL: unprocessed.queueUrl,
      },
      records: {
        // What waits for a digest makes that one due.
        projects: ['GetItem', 'Query', 'PutItem', 'UpdateItem'],
        history: ['Query', 'PutItem'],
      },
    });
    this.allowSend(sendMail);
    return sendMail;
  }

  private watchHistory() {
    return this.add('watch-history', {
      purpose: 'Raises the alarm when an event is changed or removed',
      config: watchHistoryConfig,
      ...works,
      environment: {},
    });
  }

  /** What SES tells of a mail later; a relay only ever answers at once. */
  private mailEvents(unprocessed: Queue): ServiceFunction | undefined {
    const { sender } = this;
    if (!sender) return undefined;
    const { configurationSetName } = sender;
    const mailEvents = this.add('mail-events', {
      purpose: 'Records mails that bounced, were refused, or were reported as unwanted',
      config: mailEventsConfig,
      ...works,
      environment: { ...this.shared.tables, ...this.shared.rules },
      records: {
        projects: ['GetItem', 'Query', 'PutItem'],
        history: ['GetItem', 'Query', 'PutItem'],
      },
    });
    new MailEvents(this, 'mail-trouble', { mailEvents, configurationSetName, unprocessed });
    return mailEvents;
  }

  /** Looks into what was uploaded, as S3 and the scanner tell of it. */
  private scanFile(unprocessed: Queue): ServiceFunction {
    const { fileScanner, clamdAddress, clamdSubnets, clamdSecurityGroups } = this.settings;
    const { uploads } = this.storage.attachments;
    const scanFile = this.add('scan-file', {
      purpose: 'Looks whether an uploaded file is what its name says, and clean',
      config: scanFileConfig,
      ...looksThrough,
      environment: {
        PROJECTS_TABLE: this.shared.tables.PROJECTS_TABLE,
        ...this.shared.address,
        ...this.shared.files,
        FILE_SCANNER: fileScanner,
        CLAMD_ADDRESS: fileScanner === 'clamd' ? (clamdAddress ?? '') : '',
      },
      files: { uploads: ['GetObject'] },
      records: { projects: ['GetItem', 'UpdateItem'] },
    });
    if (fileScanner === 'clamd' && clamdSubnets && clamdSecurityGroups)
      scanFile.runIn(clamdSubnets, clamdSecurityGroups);
    new FileScanning(this, 'file-scanning', { scanFile, uploads, fileScanner, unprocessed });
    return scanFile;
  }

  private sweep(flow: ApprovalFlow) {
    const { tables, address, mail, rules, files, attachments } = this.shared;
    const sweep = this.add('sweep', {
      purpose: 'Reminds, escalates and repairs what is due',
      config: sweepConfig,
      ...works,
      // Ends before the next minute's run begins.
      timeoutSeconds: 55,
      environment: {
        ...tables,
        ...address,
        ...mail,
        ...rules,
        ...files,
        ...attachments,
        STATE_MACHINES: flow.machinesAsJson,
      },
      // It copies an upload onto itself, which tells of it again and begins its month anew; and to where it stays, where
      // it was handed in or decided and that could not be said.
      files: {
        uploads: ['GetObject', 'PutObject', 'DeleteObject'],
        files: ['GetObject', 'PutObject'],
        copiesTo: ['uploads', 'files'],
      },
      records: {
        // It deletes the draft of a project that lapses.
        projects: ['GetItem', 'Query', 'QueryIndexes', 'PutItem', 'UpdateItem', 'DeleteItem'],
        history: ['GetItem', 'Query', 'PutItem'],
      },
    });
    flow.allowAdvance(sweep);
    flow.allowLook(sweep);
    this.allowSend(sweep);
    return sweep;
  }

  private add<Schema extends z.ZodObject>(
    name: string,
    props: FunctionProps<Schema> & { readonly records?: RecordRights; readonly files?: FileRights },
  ): ServiceFunction<Schema> {
    const fn = new ServiceFunction(this, name, { ...props, deployment: this.deployment });
    if (props.records) allowRecords(fn, this.storage.records, props.records);
    if (props.files) this.storage.attachments.allow(fn, props.files);
    return fn;
  }

  /** By SES from the verified sender, or by the relay whose address is a secret. */
  private allowSend(fn: ServiceFunction): void {
    const { sender } = this;
    const { smtpSecretName } = this.settings;
    if (sender) sender.allowSend(fn);
    else if (smtpSecretName !== undefined) allowSecret(fn, smtpSecretName);
  }

  /** Who sends by SES: storage may still keep one where mail goes by SMTP already. */
  private get sender(): StorageStack['mail'] {
    return this.settings.mailTransport === 'ses' ? this.storage.mail : undefined;
  }

  /** Whose tokens count: an issuer of one's own, or the pool. */
  private issuer(baseUrl: string): { issuer: string; clientId: string } {
    const { settings, storage } = this;
    if (settings.issuer !== undefined && settings.clientId !== undefined)
      return { issuer: settings.issuer, clientId: settings.clientId };
    if (storage.people === undefined) throw new Error('There is no issuer');
    const { pool } = storage.people;
    const { clientId } = new SignIn(this, 'sign-in', { pool, baseUrl });
    return { issuer: pool.userPoolProviderUrl, clientId };
  }

  private output(id: string, value: string, description: string): void {
    new CfnOutput(this, `Output${id}`, { value, description }).overrideLogicalId(id);
  }
}
