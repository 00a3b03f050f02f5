import type { Exchange, Step } from '../exchange.ts';

/** A page that was asked for at a host name of before. */
export class Moved extends Error {
  override readonly name = 'Moved';
  readonly location: string;
  constructor(location: string) {
    super('The page is at the present address');
    this.location = location;
  }
}

/** The same page at the product's address, whoever was asked for it: nothing of a request says where that is. */
function presentAddress({ event }: Exchange, baseUrl: string): string {
  const address = new URL(baseUrl);
  // The path comes decoded.
  address.pathname = event.rawPath;
  address.search = event.rawQueryString;
  return address.href;
}

/**
 * Leads whoever opens a page at a host name that the office had before to the same page at the present one: a mailed link
 * works as long as it would have. Programs, and what a page posts, are answered where they come.
 */
export function leadToPresent(baseUrl: string, formerHosts: readonly string[]): Step {
  const { hostname } = new URL(baseUrl);
  const former = new Set(formerHosts.map((host) => host.toLowerCase()).filter((host) => host !== hostname));
  return {
    before: ({ event: exchange }) => {
      const { isRead, accepts, event } = exchange;
      if (isRead && accepts === 'html' && former.has(event.requestContext.domainName.toLowerCase()))
        throw new Moved(presentAddress(exchange, baseUrl));
    },
  };
}
