import { type IncomingHttpHeaders, STATUS_CODES } from 'node:http';
import { connect, createServer, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Faults } from '../../control/faults.ts';
import type { Struck } from '../../control/struck-calls.ts';
import { guardOf } from '../../guard.ts';
import type { Refusal } from '../iam/iam.ts';

/** Why a request is not passed on; undefined where it is. */
export type Check = (request: {
  /** Such as `PutItem`. */
  readonly operation: string;
  readonly authorization: string | undefined;
  readonly body: unknown;
}) => Refusal | undefined;

/** The address at which functions find the database. */
export interface Door {
  readonly endpoint: string;
  close(): Promise<void>;
}

/**
 * Opens a door before the database, which asks nobody who they are: requests are read and checked, and their very bytes
 * passed on; answers are not looked at. An HTTP server and a client in its place would cost a third of the throughput.
 */
export async function openDoor(
  databaseEndpoint: string,
  check: Check,
  { struckCalls }: Pick<Faults, 'struckCalls'>,
): Promise<Door> {
  const { hostname, port } = new URL(databaseEndpoint);
  const open = new Set<Socket>();
  let guard: ReturnType<typeof guardOf> = () => undefined;
  const toDatabase = () => connect({ host: hostname, port: Number(port || 80), noDelay: true });
  const server = createServer((client) => {
    const database = toDatabase();
    client.setNoDelay(true);
    for (const socket of [client, database]) {
      open.add(socket);
      socket.once('close', () => open.delete(socket));
    }
    // Whoever ends, ends the other; an error is followed by its own end.
    client.on('error', () => {}).once('close', () => database.destroy());
    database.on('error', () => {}).once('close', () => client.end());
    database.pipe(client, { end: false });
    client.on(
      'data',
      requestReader((request) => {
        const intruder = guard(request);
        const answer = intruder
          ? refused(intruder.status, 'AccessDeniedException', intruder.message)
          : answerTo(request, check);
        const struck =
          answer === undefined
            ? struckCalls.on(request.headers, () => operationOf(request) ?? '', request.body)
            : undefined;
        if (struck !== undefined) strike(struck, request, client, toDatabase);
        else if (answer === undefined) database.write(request.bytes);
        else client.write(answer);
      }),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port: 0, host: '127.0.0.1' }, resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The door has no port');
  guard = guardOf(address.port);
  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of open) socket.destroy();
      }),
  };
}

interface Request {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** As they are passed on: signed by nobody in particular, since a database may keep tables by key. */
  readonly bytes: Buffer;
}

const endOfHead = '\r\n\r\n';
// The service's own limit for a request is 16 MB; a head is some hundred bytes.
const largestRequest = 17 * 1024 * 1024;

/** Puts together the requests of one connection, each with its length, as the SDK sends them. */
function requestReader(take: (request: Request) => void): (chunk: Buffer) => void {
  let held: Buffer = Buffer.alloc(0);
  return function read(this: Socket, chunk: Buffer): void {
    held = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
    if (held.length > largestRequest) this.destroy();
    for (;;) {
      const end = held.indexOf(endOfHead);
      if (end === -1) return;
      const head = held.toString('latin1', 0, end);
      const parsed = headOf(head);
      const from = end + endOfHead.length;
      const to = from + Number(parsed.headers['content-length'] ?? 0);
      if (held.length < to) return;
      const body = held.subarray(from, to);
      const bytes = Buffer.concat([Buffer.from(`${unsigned(head)}${endOfHead}`, 'latin1'), body]);
      take({ ...parsed, body: body.toString('utf8'), bytes });
      held = held.subarray(to);
    }
  };
}

function headOf(head: string): Pick<Request, 'method' | 'url' | 'headers'> {
  const [first = '', ...lines] = head.split('\r\n');
  const [method = '', url = ''] = first.split(' ');
  const headers = lines.map((line): [string, string] => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
  });
  return { method, url, headers: Object.fromEntries(headers) };
}

const operationOf = ({ headers }: Request): string | undefined =>
  String(headers['x-amz-target'] ?? '').split('.')[1];

// Beyond the patience of every client.
const hangMs = 10_000;

/** Does to a call what a test has asked for. What takes effect unheard does so on a connection of its own. */
function strike({ kind, kill }: Struck, request: Request, client: Socket, toDatabase: () => Socket): void {
  const unheard = async (waitMs: number): Promise<void> => {
    await pause(waitMs);
    const own = toDatabase();
    own.on('error', () => {}).write(request.bytes);
    await new Promise((resolve) => own.once('data', resolve).once('close', resolve));
    own.destroy();
    kill();
  };
  if (kind === 'refused') client.resetAndDestroy();
  else if (kind === 'throttled')
    client.write(refused(400, 'ProvisionedThroughputExceededException', 'Too many, as asked'));
  else if (kind === 'failed') client.write(refused(500, 'InternalServerError', 'Failed, as asked'));
  else if (kind === 'conflict') client.write(conflict(request));
  else if (kind === 'hang') void unheard(hangMs);
  else void unheard(0).then(() => client.resetAndDestroy());
}

function conflict(request: Request): Buffer {
  const message = 'Another writer was here, as asked';
  return operationOf(request) === 'TransactWriteItems'
    ? refused(400, 'TransactionCanceledException', message, {
        CancellationReasons: [{ Code: 'TransactionConflict', Message: message }],
      })
    : refused(400, 'TransactionConflictException', message);
}

const unsigned = (head: string): string => head.replace(/\bCredential=[^/,\s]+\//, 'Credential=local/');

/** What is answered in the database's place. */
function answerTo(request: Request, check: Check): Buffer | undefined {
  const { headers, body } = request;
  const { authorization } = headers;
  const operation = operationOf(request);
  if (operation === undefined || headers['transfer-encoding'] !== undefined)
    return refused(
      400,
      'SerializationException',
      'Only calls of the JSON protocol with their length are taken',
    );
  const parsed = parse(body);
  if (parsed === undefined) return refused(400, 'SerializationException', 'The body is no JSON');
  const refusal = check({ operation, authorization, body: parsed });
  return refusal && refused(400, refusal.code, refusal.message);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function refused(status: number, code: string, message: string, more: object = {}): Buffer {
  const body = JSON.stringify({ __type: `com.amazon.coral.service#${code}`, Message: message, ...more });
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'content-type: application/x-amz-json-1.0',
    `content-length: ${Buffer.byteLength(body)}`,
  ];
  return Buffer.from(`${head.join('\r\n')}${endOfHead}${body}`);
}
