import { Problem } from '../../contract/problem.ts';
import type { Exchange, Step } from '../exchange.ts';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/** A program's token is not sent by a browser on its own, so nobody can make a browser misuse it. */
const isProgram = ({ headers, cookies }: Exchange): boolean =>
  /^bearer /i.test(headers.authorization ?? '') && cookies.size === 0;

function isOurs(exchange: Exchange, origin: string): boolean {
  if (isProgram(exchange)) return true;
  const { headers, cookies, isRead } = exchange;
  // Pages with `no-referrer` send `Origin: null`, so Origin is only asked where this header is absent. `none` is an
  // address that was typed or kept as a bookmark.
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  if (headers.origin !== undefined) return headers.origin === origin;
  // Neither header with an unsafe method: no browser of the last years, which all send Origin with a cross-site POST.
  if (!isRead) return true;
  // They do not with a link that is followed. Our own pages let the referrer go to ourselves; who hides it may be
  // another site's page, which matters where a session comes along.
  const { referer } = headers;
  if (referer !== undefined) return URL.parse(referer)?.origin === origin;
  return cookies.size === 0;
}

/** Whether a GET adds something to a history: by its row, so that a new one is covered without a thought. */
function isRecorded({ route, params, accepts }: Exchange): boolean {
  if (!route?.records?.length || route.fromOtherSites) return false;
  const isFile = Boolean(params.get('format')) || (accepts !== 'html' && accepts !== 'json');
  return route.recordsOnly === 'file' ? isFile : true;
}

/**
 * Refuses what another site's page made a browser send (design: the contract at the edge): what changes something, and
 * what is recorded.
 */
export function sameSite(baseUrl: string): Step {
  const { origin } = new URL(baseUrl);
  return {
    before: ({ event: exchange }) => {
      const isUnsafe = !SAFE.has(exchange.method);
      if ((!isUnsafe && !isRecorded(exchange)) || isOurs(exchange, origin)) return;
      throw new Problem(isUnsafe ? 'cross-site' : 'cross-site-reading');
    },
  };
}
