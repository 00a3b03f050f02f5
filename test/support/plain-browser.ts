interface Page {
  readonly status: number;
  readonly url: URL;
  readonly html: string;
}

/** A browser without JavaScript: keeps cookies by path, and follows redirects as long as they lead to `follows`. */
export class PlainBrowser {
  private readonly cookies = new Map<string, { value: string; path: string }>();

  private readonly follows: (url: URL) => boolean;

  constructor(follows: (url: URL) => boolean) {
    this.follows = follows;
  }

  async open(address: string | URL, form?: Record<string, string>): Promise<Page> {
    let url = new URL(address);
    let body = form && new URLSearchParams(form);
    for (;;) {
      const response = await fetch(url, {
        method: body === undefined ? 'GET' : 'POST',
        headers: { accept: 'text/html', cookie: this.cookieHeader(url) },
        redirect: 'manual',
        ...(body === undefined ? {} : { body }),
      });
      for (const cookie of response.headers.getSetCookie()) this.keep(cookie);
      const location = response.headers.get('location');
      if (location === null) return { status: response.status, url, html: await response.text() };
      url = new URL(location, url);
      body = undefined;
      if (!this.follows(url)) return { status: response.status, url, html: '' };
    }
  }

  get paths(): string[] {
    return [...new Set([...this.cookies.values()].map(({ path }) => path))];
  }

  private keep(cookie: string): void {
    const [pair = '', ...attributes] = cookie.split('; ');
    const separator = pair.indexOf('=');
    const path = attributes.find((attribute) => /^path=/i.test(attribute))?.slice(5) ?? '/';
    const expired = attributes.some((attribute) => attribute.startsWith('expires=Thu, 01 Jan 1970'));
    const name = pair.slice(0, separator);
    if (expired) this.cookies.delete(`${path} ${name}`);
    else this.cookies.set(`${path} ${name}`, { value: pair.slice(separator + 1), path });
    if (!attributes.some((attribute) => /^httponly$/i.test(attribute)))
      throw new Error(`${name} can be read by scripts`);
  }

  /** The cookies that a request there would bring along. */
  cookieHeader(url: URL): string {
    return [...this.cookies.entries()]
      .filter(
        ([, { path }]) =>
          url.pathname === path || url.pathname.startsWith(path.endsWith('/') ? path : `${path}/`),
      )
      .map(([key, { value }]) => `${key.slice(key.indexOf(' ') + 1)}=${value}`)
      .join('; ');
  }
}

/** Signs a browser in as a sample account, by the chooser of one machine. */
export async function signIn(browser: PlainBrowser, product: string, account: string): Promise<Page> {
  const chooser = await browser.open(`${product}/sign-in`);
  return browser.open(chooser.url, { account });
}

/** A browser of its own, of this machine's pages alone, in which a sample account has signed in. */
export async function signedIn(product: string, account: string): Promise<PlainBrowser> {
  const browser = new PlainBrowser(({ hostname }) => hostname === 'localhost');
  await signIn(browser, product, account);
  return browser;
}
