import type { IncomingMessage } from 'node:http';

/** Why a request is not let in. */
export interface Refusal {
  readonly status: number;
  readonly message: string;
}

/** What is looked at of a request. */
type Asked = Pick<IncomingMessage, 'url' | 'method' | 'headers'>;

const names = ['localhost', '127.0.0.1', '[::1]'];

/**
 * Stands before every listener that only this machine's own user and programs may use: its mailbox, its clock, its
 * services and its sign-in have no password, and any page that the user visits can send requests to loopback.
 *
 * Such a page is known by the name that it reached us under (a name of its own that it lets point here, DNS
 * rebinding) and by what its browser says of it. What it may do is lead the user here, as a link does: the answer to
 * a navigation is the user's to see, not the page's, and no GET changes anything.
 *
 * @returns the check of a request at this port; undefined where it is let in
 */
export function guardOf(port: number): (request: Asked) => Refusal | undefined {
  const hosts = new Set(names.flatMap((name) => [`${name}:${port}`, ...(port === 80 ? [name] : [])]));

  return (request) => {
    const { host = '', origin, 'sec-fetch-site': site } = request.headers;
    if (!request.url?.startsWith('/')) return { status: 400, message: 'The address must be a path' };
    if (!hosts.has(host.toLowerCase()))
      return { status: 403, message: `Only ${[...hosts].join(', ')} are served here, not ${host}` };
    const isOwn = site === undefined || site === 'same-origin' || site === 'none';
    if (!isOwn && !isNavigation(request))
      return { status: 403, message: 'The request came from a page of another origin' };
    // A page that sends no referrer has the origin `null`, as others have that may be anybody's: then the site decides.
    const isKnown = origin === undefined || (origin === 'null' && site !== undefined);
    if (!isKnown && origin !== `http://${host}`)
      return { status: 403, message: `The request came from a page of ${origin}` };
    return undefined;
  };
}

/** Whether the user is led here in a window of their own, not within another page. */
const isNavigation = ({ method, headers }: Asked): boolean =>
  method === 'GET' && headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document';
