import { readFileSync, unwatchFile, watchFile } from 'node:fs';
import { createServer as createHttpServer, type IncomingMessage } from 'node:http';
import { createServer as createHttpsServer, type Server as TlsServer } from 'node:https';
import type { Refusal } from '../guard.ts';
import { createDoor, end, type Handler, listenAt, timing } from '../ports.ts';
import { type Client, peerOf } from '../services/http-api/event.ts';
import { certificateProblems, placeOf, type ServerSettings } from './settings.ts';

/** Where people reach the product. */
export interface PublicDoor {
  serve(handler: Handler): void;
  /** Takes no more requests. @param graceMs how long those under way may take */
  close(graceMs: number): Promise<void>;
}

// As often as a renewed certificate is looked for: it is renewed weeks before it ends.
const lookEveryMs = 2000;

/** Listens as the settings say: with a certificate, behind a proxy, or on loopback. */
export async function openPublicDoor(
  settings: ServerSettings,
  report: (line: string) => void,
): Promise<PublicDoor> {
  const { address, tls, trustedProxy } = settings;
  const door = createDoor((request) => refusalOf(trustedProxy, request));
  const server =
    tls === undefined
      ? createHttpServer(timing, door.handle)
      : createHttpsServer({ ...timing, ...readPair(tls), minVersion: 'TLSv1.2' }, door.handle);
  const { host, port } = placeOf(settings);
  await listenAt(server, port, host);
  const stopWatching =
    tls && 'setSecureContext' in server ? watchPair(server, tls, address, report) : () => {};
  return {
    serve: door.serve,
    async close(graceMs) {
      stopWatching();
      await end(server, graceMs, door.isAnswering);
    },
  };
}

type Pair = NonNullable<ServerSettings['tls']>;
type Proxy = NonNullable<ServerSettings['trustedProxy']>;

const readPair = ({ certificate, key }: Pair) => ({
  cert: readFileSync(certificate),
  key: readFileSync(key),
});

/** Serves with a renewed certificate from the next connection on; one that cannot be served with is told, and not used. */
function watchPair(server: TlsServer, pair: Pair, address: URL, report: (line: string) => void): () => void {
  const renew = (): void => {
    try {
      const [problem] = certificateProblems(pair, address);
      if (problem !== undefined) throw new Error(problem);
      server.setSecureContext({ ...readPair(pair), minVersion: 'TLSv1.2' });
      report('The changed certificate is in use');
    } catch (error) {
      // Between the writing of its two files they do not fit; the second one's change comes by itself.
      report(`The changed certificate is not used: ${String(error)}`);
    }
  };
  for (const file of [pair.certificate, pair.key])
    watchFile(file, { interval: lookEveryMs, persistent: false }, renew);
  return () => {
    for (const file of [pair.certificate, pair.key]) unwatchFile(file, renew);
  };
}

/** What only the proxy may say, nobody else may. */
function refusalOf(proxy: Proxy | undefined, request: IncomingMessage): Refusal | undefined {
  if (proxy === undefined) return undefined;
  if (!proxy.peers.includes(peerOf(request.socket)))
    return { status: 403, message: 'Only the proxy of this server is served here' };
  if (request.headers['x-forwarded-proto'] === 'http')
    return { status: 403, message: 'The proxy was reached by plain http: it must lead to https' };
  return undefined;
}

/** Who asks, by the word of the proxy. The last address is the one that it saw itself. */
export const clientBehind =
  ({ addressHeader }: Proxy) =>
  ({ headers, socket }: IncomingMessage): Client => {
    const said = [headers[addressHeader] ?? []].flat().join(',').split(',').at(-1)?.trim();
    return { address: said || peerOf(socket), protocol: 'https' };
  };
