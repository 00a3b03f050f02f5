import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One call that a function made to the database: what the SDK sent. */
export interface Operation {
  /** Such as `TransactWriteItems`. */
  readonly name: string;
  readonly body: string;
}

const PREFIX = 'DynamoDB_20120810.';

/** A door before the database that keeps what goes through it. */
export async function openRecorder(database: string) {
  const operations: Operation[] = [];
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const body = Buffer.concat(chunks);
      const target = String(incoming.headers['x-amz-target'] ?? '');
      if (target.startsWith(PREFIX))
        operations.push({ name: target.slice(PREFIX.length), body: body.toString() });
      const { method = 'POST', headers, url = '/' } = incoming;
      const call = request(new URL(url, database), { method, headers }, (answer) => {
        outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(outgoing);
      });
      call.on('error', () => outgoing.destroy());
      call.end(body);
    });
  });
  await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** Forgets what came before. */
    begin: () => void operations.splice(0),
    taken: (): readonly Operation[] => [...operations],
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
