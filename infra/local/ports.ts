import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createTcpServer, type Server as TcpServer } from 'node:net';
import { networkInterfaces } from 'node:os';
import { codeOf } from './error-code.ts';
import { guardOf, type Refusal } from './guard.ts';

/** Answers a request. What it throws, at once or later, is answered by 500 and told at the terminal. */
export type Handler = (request: IncomingMessage, response: ServerResponse) => unknown;

/** A port that is taken at once, so that a conflict shows before any work, and served when the service is ready. */
export interface Listening {
  readonly port: number;
  serve(handler: Handler): void;
  close(): Promise<void>;
}

// Longer than the 60 s that clients and proxies commonly keep a connection, so that the client is always the one
// who closes and no request meets a closing socket.
const keepAliveMs = 75_000;

/**
 * Listens for HTTP on loopback only. Port 0 takes a free one.
 *
 * @param isPublic whether what is served looks after itself, as the product does, who asks everybody who they are;
 *   everything else stands behind the guard
 */
export async function listen(port: number, isPublic = false): Promise<Listening> {
  let handler: Handler = (_request, response) => {
    response.writeHead(503, { 'retry-after': '1' }).end('Starting');
  };
  let refusalOf: (request: IncomingMessage) => Refusal | undefined = () => undefined;
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    try {
      const refusal = refusalOf(request);
      if (refusal === undefined) await handler(request, response);
      else refuse(response, refusal);
    } catch (error) {
      console.error('A request could not be served:', error);
      if (response.headersSent) response.destroy();
      else refuse(response, { status: 500, message: 'The host failed; its terminal says why' });
    }
  };
  const first = await open(port, '127.0.0.1', handle);
  const taken = portOf(first);
  if (!isPublic) refusalOf = guardOf(taken);
  const servers = [first];
  // `localhost` is ::1 first on many machines; a connection refused there would cost a browser a retry.
  if (hasLoopback6()) servers.push(await open(taken, '::1', handle));
  return {
    port: taken,
    serve(next) {
      handler = next;
    },
    close: async () => {
      await Promise.all(servers.map((server) => end(server)));
    },
  };
}

function refuse(response: ServerResponse, { status, message }: Refusal): void {
  response.writeHead(status, { 'content-type': 'application/json', connection: 'close' });
  response.end(JSON.stringify({ message }));
}

/** A port that nobody listens on, for a program that must be told its port. */
export function freePort(address = '127.0.0.1'): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createTcpServer();
    probe.once('error', reject);
    probe.listen(0, address, () => {
      const port = portOf(probe);
      probe.close(() => resolve(port));
    });
  });
}

function open(port: number, host: string, handler: RequestListener): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer(
      { keepAliveTimeout: keepAliveMs, headersTimeout: keepAliveMs + 1000 },
      handler,
    );
    server.once('error', (error) => {
      const inUse = codeOf(error) === 'EADDRINUSE';
      reject(
        inUse ? new Error(`Port ${port} is in use; choose another with PORT=…`, { cause: error }) : error,
      );
    });
    server.listen({ port, host, exclusive: true }, () => resolve(server));
  });
}

function end(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
    // Requests under way get a moment; after that the end of the host is the answer.
    setTimeout(() => server.closeAllConnections(), 1500).unref();
  });
}

function portOf(server: TcpServer): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port');
  return address.port;
}

function hasLoopback6(): boolean {
  return Object.values(networkInterfaces()).some((addresses) =>
    addresses?.some(({ address }) => address === '::1'),
  );
}
