import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';

/** A page whose style and script carry a nonce; each answer gets a new one. `product` is the address of what is signed in to. */
export type Page = (nonce: string, product: string) => string;

/** Sends pages with the headers that they need. */
export type Rendering = ReturnType<typeof renderingFor>;

// What oidc-provider hands to its page hooks, as far as it is needed.
interface Target {
  type: string;
  body: unknown;
  set(name: string, value: string): void;
}

/**
 * @param returnTo addresses that a form's answer may redirect to: browsers apply `form-action` to redirects too, and
 *   signing in ends at the product, on another port
 */
export function renderingFor(returnTo: readonly string[]) {
  const products = [...new Set(returnTo.map((address) => new URL(address).origin))];
  const [product = ''] = products;
  const formTargets = ["'self'", ...products].join(' ');

  function headers(nonce: string): Record<string, string> {
    return {
      'content-security-policy': `default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'; form-action ${formTargets}; frame-ancestors 'none'; base-uri 'none'`,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    };
  }

  return {
    into(ctx: Target, page: Page): void {
      const nonce = randomBytes(16).toString('base64');
      for (const [name, value] of Object.entries(headers(nonce))) ctx.set(name, value);
      ctx.type = 'html';
      ctx.body = page(nonce, product);
    },

    send(response: ServerResponse, status: number, page: Page): void {
      const nonce = randomBytes(16).toString('base64');
      response.writeHead(status, { ...headers(nonce), 'content-type': 'text/html; charset=utf-8' });
      response.end(page(nonce, product));
    },
  };
}
