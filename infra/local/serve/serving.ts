import { join } from 'node:path';
import { clientId, type Places } from '../assembly/resource-values.ts';
import { type Host, startHost } from '../host.ts';
import { type Handler, listen } from '../ports.ts';
import { createCodeSignIn } from '../services/identity/code-interaction.ts';
import { type Identity, openIdentity } from '../services/identity/identity.ts';
import { codeMail } from '../services/identity/sign-in-pages.ts';
import { readSignInClient } from '../template-parts.ts';
import { hostAccount, type OfficeAccounts, officeAccounts } from './office-accounts.ts';
import { clientBehind, openPublicDoor } from './public-door.ts';
import { openRedirectDoor } from './redirect-door.ts';
import { demandServable } from './serve-folder.ts';
import type { ServeSettings } from './settings-file.ts';
import { openWatch } from './watch.ts';

/** The platform at work for an office. */
export interface Serving {
  /** What to tell the log at the start. */
  readonly introduction: readonly string[];
  /** Takes no more requests, finishes what runs, and ends. */
  close(): Promise<void>;
}

// systemd waits longer (TimeoutStopSec in the unit).
const graceMs = 30_000;
const issuerPath = '/issuer';

/**
 * Starts the host with what only an office has: its own address, its own people, no control port and no samples.
 * @param fail ends this process as one that failed, for systemd to start it again
 */
export async function startServing(
  settings: ServeSettings,
  report: (line: string) => void,
  fail: (reason: string) => void,
): Promise<Serving> {
  const { server } = settings;
  demandServable(settings.host.data);
  const [door, redirect, inner, services] = await Promise.all([
    openPublicDoor(server, report),
    openRedirectDoor(server),
    // Where the functions, and this host, reach the product and the issuer without the way around by the network.
    listen(0),
    listen(0),
  ]);
  const product = server.address.origin;
  const here = `http://127.0.0.1:${inner.port}`;
  const places: Places = {
    product,
    issuer: `${product}${issuerPath}`,
    services: `http://127.0.0.1:${services.port}`,
  };
  const host = await startHost({
    settings: settings.host,
    places,
    services,
    detour: { from: product, to: here },
    ...(server.trustedProxy && { clientOf: clientBehind(server.trustedProxy) }),
    report,
    // Without it the server would answer errors for ever. What was acknowledged is on the disk.
    died: (line) => fail(`${line}. The server ends, to be started again with its database.`),
  });
  const identity = settings.hasIssuer ? undefined : await openSignIn(settings, places, here, host);
  const all = identity === undefined ? host.api : withIssuer(host.api, identity);
  inner.serve(all);
  door.serve(all);

  const watch = openWatch({
    data: settings.host.data,
    certificate: server.tls?.certificate,
    look: host.lookAtAlarms,
    relay: host.running.relay,
    from: settings.mailFrom,
    to: settings.alarmEmail,
    address: product,
    report,
  });

  return {
    introduction: [
      '会签 Countersign serves an office',
      `  address  ${product}`,
      ...(redirect ? [`  http     port ${server.redirectPort} leads there`] : []),
      `  data     ${settings.host.data}`,
      `  people   ${settings.hasIssuer ? 'sign in at the issuer of the office' : 'sign in by codes to their mailboxes'}`,
    ],
    async close() {
      const end = performance.now() + graceMs;
      watch.close();
      await Promise.all([door.close(graceMs), redirect?.close(graceMs)]);
      await host.close(Math.max(0, end - performance.now()));
      await inner.close();
      identity?.close();
    },
  };
}

async function openSignIn(
  { server, host: { data }, mailFrom }: ServeSettings,
  places: Places,
  here: string,
  { resources, clock, running }: Host,
): Promise<Identity> {
  const accounts: OfficeAccounts = officeAccounts({
    product: here,
    token: () => identity.token(hostAccount.id),
    administrator: server.administrator,
    auditors: server.auditors,
  });
  const identity = await openIdentity({
    ...readSignInClient(resources),
    issuer: places.issuer,
    clientId,
    accounts: accounts.byId,
    interaction: createCodeSignIn({
      accountOf: accounts.byMailbox,
      send: (to, code) => running.relay?.pass({ from: mailFrom, to, ...codeMail(code), headers: {} }),
    }),
    database: join(data, 'identity.sqlite'),
    clock,
  });
  return identity;
}

/** The issuer lives under a path of the product's own address. */
const withIssuer =
  (api: Handler, identity: Identity): Handler =>
  (request, response) =>
    request.url?.startsWith(`${issuerPath}/`) ? identity.handle(request, response) : api(request, response);
