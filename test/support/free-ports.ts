import { createServer } from 'node:net';

const isFree = (port: number): Promise<boolean> =>
  new Promise((settle) => {
    const server = createServer();
    server.once('error', () => settle(false));
    server.listen(port, '127.0.0.1', () => server.close(() => settle(true)));
  });

// Below those that the system gives to connections (from 32,768): a platform that starts again finds its port free.
const [FIRST, COUNT] = [20_000, 12_000];

/** A free port whose neighbour is free as well: the product's, and its control port's. */
export async function twoFreePorts(): Promise<number> {
  for (let round = 0; round < 100; round++) {
    const port = FIRST + Math.floor(Math.random() * COUNT);
    if ((await isFree(port)) && (await isFree(port + 1))) return port;
  }
  throw new Error('No two free ports were found');
}
