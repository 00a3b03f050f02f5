import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTcpServer, type Server as TcpServer } from 'node:net';
import { networkInterfaces } from 'node:os';
import { codeOf } from './error-code.ts';

/** A port that is taken at once, so that a conflict shows before any work, and served when the service is ready. */
export interface Listening {
  readonly port: number;
  serve(handler: RequestListener): void;
  close(): Promise<void>;
}

// Longer than the 60 s that clients and proxies commonly keep a connection, so that the client is always the one
// who closes and no request meets a closing socket.
const keepAliveMs = 75_000;

/** Listens for HTTP on loopback only. Port 0 takes a free one. */
export async function listen(port: number): Promise<Listening> {
  let handler: RequestListener = (_request, response) => {
    response.writeHead(503, { 'retry-after': '1' }).end('Starting');
  };
  const handle: RequestListener = (request, response) => handler(request, response);
  const first = await open(port, '127.0.0.1', handle);
  const taken = portOf(first);
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

/** A port that nobody listens on, for a program that must be told its port. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createTcpServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
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
