import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Server as TlsServer } from 'node:https';
import { createServer as createTcpServer, Server as TcpServer } from 'node:net';
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
// As long as a policy for an upload usually holds: 50 MB over a line of half a megabit take that long.
const longestRequestMs = 15 * 60_000;
export const timing = {
  keepAliveTimeout: keepAliveMs,
  headersTimeout: keepAliveMs + 1000,
  requestTimeout: longestRequestMs,
};
const shortGraceMs = 1500;

/**
 * Listens for HTTP on loopback only. Port 0 takes a free one.
 *
 * @param isPublic whether what is served looks after itself, as the product does, who asks everybody who they are;
 *   everything else stands behind the guard
 */
export async function listen(port: number, isPublic = false): Promise<Listening> {
  let refusalOf: RefusalOf = () => undefined;
  const door = createDoor((request) => refusalOf(request));
  const open = (at: number, host: string) => listenAt(createServer(timing, door.handle), at, host);
  const first = await open(port, '127.0.0.1');
  const taken = portOf(first);
  if (!isPublic) refusalOf = guardOf(taken);
  const servers = [first];
  // `localhost` is ::1 first on many machines; a connection refused there would cost a browser a retry.
  if (hasLoopback6()) servers.push(await open(taken, '::1'));
  return {
    port: taken,
    serve: door.serve,
    close: async () => {
      await Promise.all(servers.map((server) => end(server, shortGraceMs, door.isAnswering)));
    },
  };
}

type RefusalOf = (request: IncomingMessage) => Refusal | undefined;

/** What stands behind a listener: it says that the host is starting until it is told how to serve. */
export function createDoor(refusalOf: RefusalOf) {
  let handler: Handler = (_request, response) => {
    response.writeHead(503, { 'retry-after': '1' }).end('Starting');
  };
  let answering = 0;
  return {
    /** Whether an answer is still to be made, or on its way. */
    isAnswering: (): boolean => answering > 0,
    serve(next: Handler): void {
      handler = next;
    },
    async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
      answering += 1;
      response.once('close', () => {
        answering -= 1;
      });
      try {
        const refusal = refusalOf(request);
        if (refusal === undefined) await handler(request, response);
        else refuse(response, refusal);
      } catch (error) {
        console.error('A request could not be served:', error);
        if (response.headersSent) response.destroy();
        else refuse(response, { status: 500, message: 'The host failed; its terminal says why' });
      }
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

/** @throws Error in words, where the port is taken */
export function listenAt<S extends TcpServer>(server: S, port: number, host: string): Promise<S> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => {
      const inUse = codeOf(error) === 'EADDRINUSE';
      reject(
        inUse
          ? new Error(
              `Port ${port} is in use: end what listens there, or take another (PORT, server.listen)`,
              {
                cause: error,
              },
            )
          : error,
      );
    });
    server.listen({ port, host, exclusive: true }, () => resolve(server));
  });
}

/**
 * Takes no more connections, and closes those there are when every answer has arrived.
 * @param graceMs how long the requests under way may take
 */
export function end(server: Server | TlsServer, graceMs: number, isAnswering: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    // A client that asks again and again on one connection is sent away with its next answer.
    server.prependListener('request', (_request, response) => response.setHeader('connection', 'close'));
    // To Node a connection is idle as soon as its answer is written, however much of it the client still has to take.
    const closeIdle = (): void => {
      if (!isAnswering()) server.closeIdleConnections();
    };
    // What was under way may leave its connection open behind it.
    const idle = setInterval(closeIdle, 50);
    // Not HTTP's own, which closes the idle ones by itself.
    TcpServer.prototype.close.call(server, () => {
      clearInterval(idle);
      resolve();
    });
    closeIdle();
    // After that the end of the host is the answer.
    setTimeout(() => server.closeAllConnections(), graceMs).unref();
  });
}

/** @internal */
export function portOf(server: TcpServer): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port');
  return address.port;
}

function hasLoopback6(): boolean {
  return Object.values(networkInterfaces()).some((addresses) =>
    addresses?.some(({ address }) => address === '::1'),
  );
}
