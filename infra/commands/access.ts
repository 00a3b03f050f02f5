import * as z from 'zod';
import { wordsOf } from './telling.ts';
import { UsageError } from './usage-error.ts';

const address = z.url({ protocol: /^https?$/ });

/** Where the product is: without a slash at its end. @throws UsageError where that is no address */
export function productAddress(given: string | undefined): string {
  // A variable that is set to nothing is not set.
  const { data, error } = address.safeParse(
    given ?? (process.env.COUNTERSIGN_URL || 'http://localhost:3000'),
  );
  if (error)
    throw new UsageError(
      `COUNTERSIGN_URL takes the address of the product, such as https://countersign.office.example: ${given ?? process.env.COUNTERSIGN_URL}`,
    );
  return data.replace(/\/$/, '');
}

/** The control port stands beside the product, on this machine only. */
async function sampleToken(base: string, account: string): Promise<string> {
  const { hostname, port } = new URL(base);
  if (hostname !== 'localhost' && hostname !== '127.0.0.1')
    throw new UsageError(
      `COUNTERSIGN_TOKEN is missing: the key of a program (/directory/programs), or an access token of the role ${account}`,
    );
  const answer = await fetch(`http://${hostname}:${Number(port) + 1}/tokens`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ account }),
  }).catch((error: unknown) => {
    throw new Error(
      `Nothing answers at ${base}: start the product (npm start), or name it in COUNTERSIGN_URL. ${wordsOf(error)}`,
      { cause: error },
    );
  });
  if (!answer.ok) throw new Error(`There is no token for ${account}: ${await answer.text()}`);
  return z.object({ token: z.string() }).parse(await answer.json()).token;
}

/** The token that was given, or on this machine the sample account's. */
export async function accessToken(base: string, account: string, given?: string): Promise<string> {
  return given ?? process.env.COUNTERSIGN_TOKEN ?? (await sampleToken(base, account));
}
