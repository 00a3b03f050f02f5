import { once } from 'node:events';
import { Agent, createServer, get, type IncomingMessage } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import { createDoor, end, listenAt, portOf, timing } from '../../infra/local/ports.ts';

/** Longer than any test may take: what waits for it fails. */
const GRACE_MS = 3_600_000;
/** More than the buffers between two ends of a connection take. */
const LARGE = Buffer.alloc(20_000_000, 1);

async function opened() {
  const door = createDoor(() => undefined);
  const server = await listenAt(createServer(timing, door.handle), 0, '127.0.0.1');
  door.serve((request, response) => response.end(request.url === '/large' ? LARGE : 'small'));
  const agent = new Agent({ keepAlive: true });
  const ask = async (path: string): Promise<IncomingMessage> => {
    const [answer] = await once(get({ port: portOf(server), host: '127.0.0.1', path, agent }), 'response');
    return answer as IncomingMessage;
  };
  return { ask, agent, close: () => end(server, GRACE_MS, door.isAnswering) };
}

it('an end waits for an answer that its client is slow to take', async () => {
  const { ask, agent, close } = await opened();
  const answer = await ask('/large');
  const ended = close();
  // It is looked several times meanwhile whether the connection is idle.
  await pause(300);
  let length = 0;
  for await (const chunk of answer) length += (chunk as Buffer).length;
  expect(length).toBe(LARGE.length);
  await ended;
  agent.destroy();
});

it('an end waits for no connection that is kept open for a next question', async () => {
  const { ask, agent, close } = await opened();
  for await (const _ of await ask('/')) {
    // Read to its end, so that the connection is kept.
  }
  await expect(close()).resolves.toBeUndefined();
  agent.destroy();
});
