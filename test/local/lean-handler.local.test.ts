import { createServer, type Server } from 'node:http';
import { createServer as createTlsServer, type Server as TlsServer } from 'node:https';
import { afterEach, expect, it } from '@jest/globals';
import { portOf } from '../../infra/local/ports.ts';
import { LeanHandler } from '../../shared/runtime/lean-handler.ts';
import { selfSigned } from '../support/certificate.ts';

const limits = { connectionTimeout: 1000, requestTimeout: 4000 };
const opened: (Server | TlsServer)[] = [];
afterEach(() => {
  for (const server of opened.splice(0)) server.close().closeAllConnections();
});

async function listening<S extends Server | TlsServer>(server: S): Promise<S> {
  opened.push(server);
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return server;
}
const requestTo = (server: Server | TlsServer, protocol = 'http:') => ({
  protocol,
  hostname: '127.0.0.1',
  port: portOf(server),
  method: 'POST',
  path: '/path',
  headers: { 'x-amz-target': 'Service.Call' },
  body: '{"name":"中"}',
});

it('requests follow each other on one connection, and answers come whole', async () => {
  let connections = 0;
  const server = await listening(
    createServer(async (request, response) => {
      let text = '';
      for await (const chunk of request) text += chunk;
      response.writeHead(201, { 'x-target': String(request.headers['x-amz-target']) });
      response.write(`${request.method} ${request.url} `);
      setImmediate(() => response.end(text));
    }).on('connection', () => {
      connections += 1;
    }),
  );
  const handler = new LeanHandler(limits);
  for (let count = 0; count < 2; count += 1) {
    const { response } = await handler.handle(requestTo(server));
    expect(response).toMatchObject({ statusCode: 201, headers: { 'x-target': 'Service.Call' } });
    expect(Buffer.from(response.body).toString()).toBe('POST /path {"name":"中"}');
  }
  expect(connections).toBe(1);
  handler.destroy();
});

it('what does not answer, or stops in the middle of its answer, is given up by the name that the SDK tries again', async () => {
  const silent = await listening(createServer(() => {}));
  const torn = await listening(createServer((_, response) => void response.write('{')));
  const handler = new LeanHandler({ ...limits, requestTimeout: 50 });
  for (const server of [silent, torn])
    await expect(handler.handle(requestTo(server))).rejects.toMatchObject({ name: 'TimeoutError' });
  handler.destroy();
});

it('a connection that breaks says so, before the answer and within it', async () => {
  const closing = await listening(createServer((request) => void request.socket.destroy()));
  const torn = await listening(
    createServer((request, response) => {
      response.write('{', () => request.socket.destroy());
    }),
  );
  const handler = new LeanHandler(limits);
  for (const server of [closing, torn])
    await expect(handler.handle(requestTo(server))).rejects.toMatchObject({ code: 'ECONNRESET' });
  handler.destroy();
});

it('an https address is asked over TLS, and has to prove who it is', async () => {
  const { certificate, key } = selfSigned('localhost');
  const server = await listening(
    createTlsServer({ cert: certificate, key }, (_, response) => response.end()),
  );
  const handler = new LeanHandler(limits);
  await expect(handler.handle(requestTo(server, 'https:'))).rejects.toMatchObject({
    code: 'DEPTH_ZERO_SELF_SIGNED_CERT',
  });
  handler.destroy();
});
