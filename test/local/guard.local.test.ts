import { connect } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type Listening, listen } from '../../infra/local/ports.ts';

let server: Listening;
let open: Listening;
let served: string[];
// What fails is told at the terminal.
const told = jest.spyOn(console, 'error');

beforeAll(async () => {
  const answer = (url: string | undefined) => {
    served.push(url ?? '');
    if (url === '/throws') throw new Error('at once');
    return url === '/rejects' ? Promise.reject(new Error('later')) : undefined;
  };
  [server, open] = await Promise.all([listen(0), listen(0, true)]);
  for (const one of [server, open])
    one.serve(async (request, response) => {
      await answer(request.url);
      response.end('served');
    });
});
beforeEach(() => {
  served = [];
  told.mockReset();
});
afterAll(async () => {
  told.mockRestore();
  await Promise.all([server.close(), open.close()]);
});

/** Sends bytes as they are: no client in between makes them better. Returns the status, 0 where there is none. */
function raw(text: string, port = server.port): Promise<number> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    let answer = '';
    socket.on('data', (chunk) => {
      answer += chunk.toString();
    });
    socket.on('error', () => {});
    socket.on('close', () => resolve(Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1] ?? 0)));
    socket.write(text);
  });
}

const request = (line: string, headers: Readonly<Record<string, string>>, port?: number) =>
  raw(
    `${line} HTTP/1.1\r\n${Object.entries({ connection: 'close', ...headers })
      .map(([name, value]) => `${name}: ${value}\r\n`)
      .join('')}\r\n`,
    port,
  );

const own = () => ({ host: `localhost:${server.port}` });

describe('a listener of this machine', () => {
  it('answers to this machine’s own names, with its own port', async () => {
    for (const name of ['localhost', 'LOCALHOST', '127.0.0.1', '[::1]'])
      expect([name, await request('GET /', { host: `${name}:${server.port}` })]).toEqual([name, 200]);
    const foreign = [
      `evil.example:${server.port}`,
      `localhost.evil.example:${server.port}`,
      `localhost:${server.port + 1}`,
      'localhost',
      `127.0.0.2:${server.port}`,
      '',
    ];
    for (const host of foreign) expect([host, await request('GET /', { host })]).toEqual([host, 403]);
    expect(served).toHaveLength(4);
  });

  it('serves its own pages, programs, and whoever is led to it', async () => {
    const origin = `http://localhost:${server.port}`;
    const navigation = { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };
    const letIn = [
      {},
      { origin },
      { origin, 'sec-fetch-site': 'same-origin' },
      { origin: 'null', 'sec-fetch-site': 'same-origin' },
      { 'sec-fetch-site': 'none', ...navigation },
      { 'sec-fetch-site': 'same-site', ...navigation },
      { 'sec-fetch-site': 'cross-site', ...navigation },
    ];
    for (const headers of letIn)
      expect([headers, await request('GET /', { ...own(), ...headers })]).toEqual([headers, 200]);
  });

  it('refuses every other request of another origin’s page', async () => {
    const image = { 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image' };
    const frame = { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' };
    const refused: [string, Record<string, string>][] = [
      ['GET /', { origin: 'http://evil.example' }],
      ['GET /', { origin: `http://localhost:${server.port + 1}` }],
      ['GET /', { origin: `https://localhost:${server.port}` }],
      ['GET /', { origin: 'null' }],
      ['GET /', { 'sec-fetch-site': 'cross-site' }],
      ['GET /', { 'sec-fetch-site': 'same-site' }],
      ['GET /', { 'sec-fetch-site': 'something-new' }],
      ['GET /', { 'sec-fetch-site': 'cross-site', ...image }],
      ['GET /', { 'sec-fetch-site': 'same-site', ...frame }],
      ['GET /', { 'sec-fetch-site': 'same-origin', origin: 'http://evil.example' }],
      [
        'POST /',
        { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' },
      ],
      ['OPTIONS /', { origin: 'http://evil.example', 'access-control-request-method': 'POST' }],
    ];
    for (const [line, headers] of refused)
      expect([headers, await request(line, { ...own(), ...headers })]).toEqual([headers, 403]);
    expect(served).toEqual([]);
  });

  it('goes on after whatever it is sent', async () => {
    const lines = [
      'GET //',
      'GET ///x',
      'GET /%',
      'GET /%E0%A4%A',
      'GET /?%',
      'GET http://evil.example/',
      'GET *',
      'OPTIONS *',
      'CONNECT localhost:1',
      'BREW /',
    ];
    for (const line of lines)
      for (const port of [server.port, open.port]) await request(line, { host: `localhost:${port}` }, port);
    for (const port of [server.port, open.port]) {
      // An upgrade that is not granted leaves the connection open.
      void request('GET /', { host: `localhost:${port}`, connection: 'upgrade', upgrade: 'websocket' }, port);
      await request('GET /', { host: `localhost:${port}`, x: 'y'.repeat(100_000) }, port);
      await raw('\u0000\u0001 rubbish\r\n\r\n', port);
      await raw('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', port);
    }
    expect(await request('GET /', own())).toBe(200);
  });

  it('answers what fails, and tells the terminal', async () => {
    expect(await request('GET /throws', own())).toBe(500);
    expect(await request('GET /rejects', own())).toBe(500);
    expect(told).toHaveBeenCalledTimes(2);
    expect(await request('GET /', own())).toBe(200);
  });
});

it('the product asks everybody who they are, under any name that leads to it', async () => {
  expect(await request('GET /', { host: 'office.example', origin: 'http://evil.example' }, open.port)).toBe(
    200,
  );
});
