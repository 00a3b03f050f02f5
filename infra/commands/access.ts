import * as z from 'zod';

/** Where the product is: without a slash at its end. */
export const productAddress = (given: string | undefined): string =>
  (given ?? process.env.COUNTERSIGN_URL ?? 'http://localhost:3000').replace(/\/$/, '');

/** The control port stands beside the product, on this machine only. */
async function sampleToken(base: string, account: string): Promise<string> {
  const { hostname, port } = new URL(base);
  if (hostname !== 'localhost' && hostname !== '127.0.0.1')
    throw new Error(`COUNTERSIGN_TOKEN is missing: an access token of the role ${account}`);
  const answer = await fetch(`http://${hostname}:${Number(port) + 1}/tokens`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ account }),
  });
  if (!answer.ok) throw new Error(`There is no token for ${account}: ${await answer.text()}`);
  return z.object({ token: z.string() }).parse(await answer.json()).token;
}

/** The token that was given, or on this machine the sample account's. */
export async function accessToken(base: string, account: string, given?: string): Promise<string> {
  return given ?? process.env.COUNTERSIGN_TOKEN ?? (await sampleToken(base, account));
}
