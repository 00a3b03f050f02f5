import { Problem } from '../../contract/problem.ts';
import type { Exchange, Step } from '../exchange.ts';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

function isOurs({ headers, cookies }: Exchange, origin: string): boolean {
  // A program's token is not sent by a browser on its own, so nobody can make a browser misuse it.
  if (/^bearer /i.test(headers.authorization ?? '') && cookies.size === 0) return true;
  // Pages with `no-referrer` send `Origin: null`, so Origin is only asked where this header is absent.
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  if (headers.origin !== undefined) return headers.origin === origin;
  // Neither header: no browser of the last years, which all send Origin with a cross-site POST.
  return true;
}

/** Refuses an unsafe request that another site's page made a browser send (design: the contract at the edge). */
export function sameSite(baseUrl: string): Step {
  const { origin } = new URL(baseUrl);
  return {
    before: ({ event: exchange }) => {
      if (!SAFE.has(exchange.method) && !isOurs(exchange, origin)) throw new Problem('cross-site');
    },
  };
}
