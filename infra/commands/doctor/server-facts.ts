import { X509Certificate } from 'node:crypto';
import { promises as dns } from 'node:dns';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { networkInterfaces } from 'node:os';
import { dirname } from 'node:path';
import * as z from 'zod';
import { demandServable } from '../../local/serve/serve-folder.ts';
import { placeOf } from '../../local/serve/settings.ts';
import type { ServeSettings } from '../../local/serve/settings-file.ts';
import { machineAlarms } from '../../local/serve/watch.ts';
import { askIssuer } from './ask-issuer.ts';
import { ask, askHost } from './asking.ts';
import { askClamd, type ClamdAnswer } from './clamd.ts';
import type { Answer } from './facts.ts';
import { askFormerNames, type FormerNames } from './former-names.ts';
import { askRelay, type RelayAnswer } from './relay.ts';

/** What the checks of one server look at. What was not asked is absent. */
export interface ServerFacts {
  /** Everything that is wrong in the settings; then nothing else is known. */
  readonly problems: readonly string[];
  readonly serve?: ServeSettings;
  /** Why the data's folder cannot be served from. */
  readonly folder?: Answer<{ readonly refusal: string }>;
  /** Until when the certificate is valid. */
  readonly certificate?: Answer<{ readonly days: number }>;
  /** Where the host name of the address leads, and what this machine's own addresses are. */
  readonly hostName?: Answer<{ readonly addresses: readonly string[] }>;
  readonly own?: readonly string[];
  readonly formerNames?: Answer<FormerNames>;
  /** What became of listening at the port: the system's code where it could not be. */
  readonly port?: Answer<PortTried>;
  /** The same of the port of plain http, where one is set. */
  readonly redirectPort?: Answer<PortTried>;
  readonly relay?: Answer<RelayAnswer>;
  /** What `clamd` says of itself, where it is the scanner. */
  readonly clamd?: Answer<ClamdAnswer>;
  readonly now?: Date;
  /** What the office's own issuer says of itself. */
  readonly issuer?: Answer<{ readonly issuer: string }>;
  /** Which of the machine's own alarms would be on. */
  readonly alarms?: readonly { readonly name: string; readonly description: string }[];
}

interface PortTried {
  readonly code: string;
  readonly isOurs: boolean;
}

const dayMs = 86_400_000;

/**
 * Asks this machine, DNS and the mail server all that the checks look at.
 * @param read the settings; it throws with all that is wrong, a line each
 * @param mailTo who gets a mail, to see that it arrives
 */
export async function askServer(
  read: () => ServeSettings,
  now: Date,
  mailTo: string | undefined,
): Promise<ServerFacts> {
  const serve = settingsOr(read);
  if ('problems' in serve) return serve;
  const { server, host, mailFrom, attachments } = serve;
  const { tls, address, smtp, redirectPort } = server;
  const { host: at, port: ofAddress } = placeOf(server);
  const mail = mailTo === undefined ? undefined : { from: mailFrom, to: mailTo };
  const { fileScanner, clamdAddress = '', attachmentMegabytes } = attachments;
  const [hostName, port, relay, issuer, clamd] = await Promise.all([
    askHost(async () => ({
      addresses: (await dns.lookup(bare(address), { all: true })).map((one) => one.address),
    })),
    ask(() => tryPort(at, ofAddress, () => isHealthy(address))),
    ask(() => askRelay(smtp, mail)),
    serve.hasIssuer ? askHost(() => askIssuer(host.environment.COUNTERSIGN_ISSUER ?? '')) : undefined,
    fileScanner === 'clamd'
      ? ask(() => askClamd(clamdAddress, attachmentMegabytes * 1024 * 1024))
      : undefined,
  ]);
  return {
    problems: [],
    serve,
    ...{ now, hostName, port, relay, ...(issuer && { issuer }), ...(clamd && { clamd }) },
    ...(redirectPort !== undefined && {
      redirectPort: await ask(() => tryPort(at, redirectPort, () => leadsTo(address, redirectPort))),
    }),
    formerNames: await ask(() => askFormerNames(dns.lookup, serve.formerDomains)),
    folder: await ask(async () => refusalOf(() => demandServable(host.data))),
    ...(tls && { certificate: await ask(async () => ({ days: daysOf(tls.certificate, now) })) }),
    own: Object.values(networkInterfaces()).flatMap((all) => (all ?? []).map((one) => one.address)),
    alarms: machineAlarms({ data: nearest(host.data), certificate: undefined }).filter(({ isOn }) => isOn),
  };
}

function settingsOr(read: () => ServeSettings): ServeSettings | { readonly problems: readonly string[] } {
  try {
    return read();
  } catch (error) {
    const lines = (error instanceof Error ? error.message : String(error)).split('\n');
    return { problems: lines.length > 1 ? lines.slice(1).map((line) => line.trim()) : lines };
  }
}

const bare = ({ hostname }: URL): string => hostname.replace(/^\[|\]$/g, '');

function refusalOf(demand: () => void): { refusal: string } | undefined {
  try {
    demand();
    return undefined;
  } catch (error) {
    return { refusal: error instanceof Error ? error.message : String(error) };
  }
}

const daysOf = (certificate: string, now: Date): number =>
  Math.floor((Date.parse(new X509Certificate(readFileSync(certificate)).validTo) - now.getTime()) / dayMs);

/** A folder that is not there yet will lie on the disk of the one above. */
function nearest(folder: string): string {
  return existsSync(folder) ? folder : nearest(dirname(folder));
}

const systemError = z.object({ code: z.string() });

/** Listens where the server would; where somebody else does already, asks whether that is the product itself. */
async function tryPort(
  host: string,
  port: number,
  asksUs: () => Promise<boolean>,
): Promise<PortTried | undefined> {
  const code = await new Promise<string | undefined>((settle) => {
    const probe = createServer();
    probe.once('error', (error) => settle(systemError.parse(error).code));
    probe.listen(port, host, () => probe.close(() => settle(undefined)));
  });
  return code === undefined ? undefined : { code, isOurs: await asksUs().catch(() => false) };
}

const patience = () => ({ signal: AbortSignal.timeout(5_000) });

const isHealthy = async (address: URL): Promise<boolean> =>
  (await fetch(new URL('/health/ready', address), patience())).ok;

/** Whether plain http at a port leads to the address. */
async function leadsTo(address: URL, port: number): Promise<boolean> {
  const plain = `http://${address.hostname}:${port}/health`;
  const { headers } = await fetch(plain, { redirect: 'manual', ...patience() });
  return headers.get('location') === `${address.origin}/health`;
}
