import type { Settings } from './config.ts';
import type { StorageStack } from './storage-stack.ts';
import { workflows } from './workflows.ts';

export interface SharedEnvironmentProps {
  readonly settings: Settings;
  readonly storage: StorageStack;
  readonly baseUrl: string;
  readonly issuer: string;
  readonly clientId: string;
}

/** What several functions are given, by the subjects of `shared/runtime/settings.ts`. */
export function sharedEnvironment(props: SharedEnvironmentProps) {
  const { settings, storage, clientId } = props;
  const { uploads, files } = storage.attachments;
  const address = { BASE_URL: props.baseUrl };
  const edge = { ...address, FORMER_HOSTS: (settings.formerDomains ?? []).join(',') };
  const forms = { FORMS: Object.keys(workflows()).join(',') };
  const thresholds = {
    COLLECTIVE_THRESHOLD_FEN: inFen(settings.collectiveThresholdYuan),
    CODE_THRESHOLD_FEN: inFen(settings.codeThresholdYuan),
  };
  return {
    tables: {
      PROJECTS_TABLE: storage.records.projects.tableName,
      HISTORY_TABLE: storage.records.history.tableName,
    },
    address,
    /** Whoever answers people: where they came to. */
    edge,
    /** Whoever answers people who have signed in: where they came to, and whose tokens count. */
    signedIn: {
      ...edge,
      ISSUER: props.issuer,
      CLIENT_ID: clientId,
      AUDIENCES: [clientId, settings.audiences].filter((part) => part !== '').join(','),
      ROLES_CLAIM: settings.rolesClaim,
      SESSION_IDLE_MINUTES: String(settings.sessionIdleMinutes),
      SESSION_HOURS: String(settings.sessionHours),
    },
    mail: {
      MAIL_FROM: settings.mailFrom,
      MAIL_TRANSPORT: settings.mailTransport,
      // Storage may still keep a sender where mail goes by SMTP already: what is imported cannot leave.
      MAIL_CONFIGURATION_SET:
        settings.mailTransport === 'ses' ? (storage.mail?.configurationSetName ?? '') : '',
      SMTP_SECRET: settings.mailTransport === 'smtp' ? (settings.smtpSecretName ?? '') : '',
    },
    /** Whoever stores, shows or looks after attachments. */
    files: {
      UPLOADS_BUCKET: uploads.bucketName,
      FILES_BUCKET: files.bucketName,
      UPLOADS_HOST: uploads.bucketRegionalDomainName,
      FILES_HOST: files.bucketRegionalDomainName,
    },
    /** Whoever says what may be attached, and what a file's state is. */
    attachments: {
      FILE_SCANNER: settings.fileScanner,
      UNSCANNED_FILES: settings.unscannedFiles,
      LOCKED_FILES: settings.lockedFiles,
      ATTACHMENT_BYTES: inBytes(settings.attachmentMegabytes),
      ATTACHMENTS_BYTES: inBytes(settings.attachmentsMegabytes),
    },
    limits: { LIMIT_FACTOR: String(settings.limitFactor) },
    forms,
    thresholds,
    // By what is asked and decided; whoever acts by it sees to it that it stands in the history.
    rules: {
      ...forms,
      ...thresholds,
      LAPSE_DAYS: String(settings.lapseDays),
      CONTACT: settings.contact,
    },
  };
}

const inBytes = (megabytes: number): string => String(megabytes * 1024 * 1024);

/** A setting in yuan as functions read it: fen, or empty for none. */
const inFen = (yuan: number | undefined): string => (yuan === undefined ? '' : String(yuan * 100));
