import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Settings as Deployment, readSettings, variableOf } from '../../config.ts';
import { isRecord } from '../assembly/is-record.ts';
import type { Settings } from '../settings.ts';
import { defaultData, isCertifiedFor, readServerSettings, type ServerSettings } from './settings.ts';

/** What one server is started with. */
export interface ServeSettings {
  readonly host: Settings;
  readonly server: ServerSettings;
  /** Who is told when an alarm goes off. */
  readonly alarmEmail: string;
  readonly mailFrom: string;
  /** Whether people sign in at an issuer of the office's own. */
  readonly hasIssuer: boolean;
  /** Host names of before, whose pages lead to the address. */
  readonly formerDomains: readonly string[];
  /** What may be attached, and what scans it. */
  readonly attachments: Pick<
    Deployment,
    'fileScanner' | 'clamdAddress' | 'unscannedFiles' | 'attachmentMegabytes'
  >;
}

// What only a deployment in a cloud has; the same file may hold it.
const ofTheCloud = [
  ...['region', 'account', 'environment', 'protected', 'domain', 'certificateArn', 'gatewayAddress'],
  ...['mailIdentity', 'userPool', 'signInPrefix', 'signInMail', 'budgetUsd'],
  // Here clamd is beside the product, or in a network that it is in already.
  ...['clamdSubnets', 'clamdSecurityGroups'],
];
// Mails go by the mail server of the section `server`, whose address functions ask for as a secret.
const ofTheMail = { mailTransport: 'smtp', smtpSecretName: 'countersign/smtp' };

/**
 * Reads the settings file: its section `server`, and the settings that every deployment has.
 * @throws Error with everything that is wrong, a sentence each
 */
export function readServeSettings(file: string): ServeSettings {
  const root = resolve(import.meta.dirname, '../../..');
  const { server: section, $schema: _, ...general } = readJson(file);
  const office = Object.fromEntries(
    Object.entries({ ...general, ...ofTheMail }).filter(([name]) => !ofTheCloud.includes(name)),
  );
  const server = readServerSettings(section);
  const settings = problemsOr(() => readSettings(office, {}));
  const problems = [
    ...whatIsOpen(file),
    ...(isProblems(server) ? server : []),
    ...(isProblems(settings) ? settings : []),
    ...(isProblems(server) || isProblems(settings) ? [] : betweenThem(server, settings)),
    ...(general.alarmEmail === undefined
      ? ['alarmEmail is missing: somebody must be told when something fails']
      : []),
    ...(general.mailFrom === undefined ? ['mailFrom is missing: the sender of all mails'] : []),
  ];
  if (problems.length > 0 || isProblems(server) || isProblems(settings))
    throw new Error(`The settings in ${file} do not hold:\n  ${problems.join('\n  ')}`);

  const { alarmEmail = '', mailFrom, issuer, formerDomains = [] } = settings;
  return {
    host: {
      root,
      data: server.data,
      template: resolve(server.data, 'template'),
      environment: { ...withoutSettings(process.env), ...variables(office) },
      smtpUrl: server.smtp,
      dynamodbEndpoint: undefined,
      checksTableRights: false,
      clock: undefined,
    },
    server,
    alarmEmail,
    mailFrom,
    hasIssuer: issuer !== undefined,
    formerDomains,
    attachments: settings,
  };
}

/** Where the data lies, whatever else the file says: a backup does not wait for a certificate. */
export function readDataFolder(file: string): string {
  const { server } = readJson(file);
  return isRecord(server) && typeof server.data === 'string' ? server.data : defaultData;
}

function readJson(file: string): Readonly<Record<string, unknown>> {
  const text = read(file);
  try {
    const value: unknown = JSON.parse(text);
    if (isRecord(value)) return value;
  } catch (error) {
    throw new Error(`${file} is no JSON: ${String(error)}`, { cause: error });
  }
  throw new Error(`${file} must hold one JSON object`);
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new Error(`${file} cannot be read: ${String(error)}. Give another one with --settings FILE`, {
      cause: error,
    });
  }
}

type Problems = readonly string[];
const isProblems = (value: object): value is Problems => Array.isArray(value);

function problemsOr<T extends object>(read: () => T): T | Problems {
  try {
    return read();
  } catch (error) {
    const [, ...lines] = String(error instanceof Error ? error.message : error).split('\n');
    return lines.map((line) => line.trim().replace(/^(\w+): /, '$1 '));
  }
}

/** It holds the mail server's password. */
function whatIsOpen(file: string): Problems {
  return (statSync(file).mode & 0o007) === 0
    ? []
    : [`${file} can be read by everybody on this machine, and holds a password: chmod o-rwx ${file}`];
}

function betweenThem(
  server: ServerSettings,
  { issuer, mailFrom, fileScanner, formerDomains = [] }: Deployment,
): Problems {
  return [
    ...formerProblems(server, formerDomains),
    ...(fileScanner === 'guardduty'
      ? ['fileScanner cannot be guardduty, which is Amazon’s: clamd on this server or near it, or none']
      : []),
    ...(issuer === undefined && server.administrator === undefined
      ? ['server.administrator is missing: whoever signs in first, where the office has no issuer of its own']
      : []),
    ...(/@([^@]+\.)?example$/.test(mailFrom)
      ? [`mailFrom is still a sample (${mailFrom}): no mail of it arrives`]
      : []),
  ];
}

/** A former name is reached as the present one is: by the same certificate, or through the same proxy. */
function formerProblems({ address, tls }: ServerSettings, formerDomains: readonly string[]): Problems {
  return formerDomains.flatMap((name) =>
    name === address.hostname
      ? [`formerDomains names ${name}, which is the present address`]
      : tls !== undefined && !isCertifiedFor(tls, name)
        ? [`server.tls.certificate is not for ${name} (formerDomains): browsers would refuse the links`]
        : [],
  );
}

/** As the synthesis reads settings. */
function variables(office: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(Object.entries(office).map(([name, value]) => [variableOf(name), String(value)]));
}

/** The file alone says how this server is set; what a shell happens to hold does not. */
function withoutSettings(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(environment).filter(([name]) => !/^(COUNTERSIGN|CDK)_/.test(name)),
  );
}
