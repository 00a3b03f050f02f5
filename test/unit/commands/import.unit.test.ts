import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { runScript } from '../../support/office-server.ts';

const file = join(import.meta.dirname, '../../fixtures/import/declaration-2021.txt');
let keys: (string | undefined)[] = [];
/** What becomes of each call, in turn. */
let fates: ('lost' | 'made' | 'no JSON')[] = [];

const server = createServer((request, response) => {
  keys.push(request.headers['idempotency-key']?.toString());
  request.resume().on('end', () => {
    const fate = fates.shift();
    if (fate === 'lost') request.socket.destroy();
    else if (fate === 'made')
      response.writeHead(201).end(JSON.stringify({ id: '2026-AAAA-AAAA', findings: [] }));
    else response.writeHead(404, { 'content-type': 'text/html' }).end('<p>Nothing here</p>');
  });
});
beforeAll(() => new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle)));
afterAll(() => {
  server.close();
});

const run = (...fated: typeof fates) => {
  [keys, fates] = [[], fated];
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const env = { COUNTERSIGN_URL: address, COUNTERSIGN_TOKEN: 'a.token' };
  return runScript('infra/import.ts', [file, '--lang', 'en'], env);
};

it('an import whose answer was lost is asked for again by its key, so that it makes one draft', async () => {
  const { code, output } = await run('lost', 'made');
  expect([code, output]).toEqual([0, expect.stringContaining('Made the draft 2026-AAAA-AAAA')]);
  expect(keys).toEqual([expect.stringMatching(/^[\da-f-]{36}$/), keys[0]]);
});

it('an import that reaches something else than the product says so, and makes none', async () => {
  const { code, output } = await run('no JSON');
  expect([code, output]).toEqual([1, expect.stringMatching(/404 Not Found\n$/)]);
});

it('an import is told what an address of the product is, what token it needs, and that nobody answers', async () => {
  const told = async (COUNTERSIGN_URL: string) => {
    const { code, output } = await runScript('infra/import.ts', [file, '--lang', 'en'], { COUNTERSIGN_URL });
    return [code, output.split('\n').at(-2)];
  };
  // The first is one of a scheme `localhost`.
  for (const none of ['localhost:3000', 'office.example', 'ftp://office.example'])
    expect(await told(none)).toEqual([1, expect.stringMatching(`^COUNTERSIGN_URL takes .*: ${none}$`)]);
  expect(await told('https://office.example')).toEqual([
    1,
    expect.stringMatching(/^COUNTERSIGN_TOKEN is missing: the key/),
  ]);
  expect(await told('http://127.0.0.1:1')).toEqual([
    1,
    expect.stringMatching(/^Nothing answers at http:\/\/127.0.0.1:1: start/),
  ]);
});
