import type { Step } from '../exchange.ts';

/**
 * A page loads what this origin serves and nothing else; no inline script or style, so that nothing typed can run.
 * @param connects where its scripts may send something beside
 */
const contentSecurityPolicy = (connects: string): string =>
  [
    "default-src 'none'",
    "style-src 'self'",
    "script-src 'self'",
    "img-src 'self' data:",
    `connect-src 'self'${connects}`,
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');

/**
 * A year, as browsers' preload lists ask for at least, and for what is below this host too: a neighbour reached by http
 * could set cookies for it. Only said where the product is reached by https.
 */
const HSTS = 'max-age=31536000; includeSubDomains';

/**
 * The headers of every answer, problems included. What a route says of itself (caching, a type) stays.
 * @param uploadsOrigin where its pages send files, if they do
 */
export function securityHeaders(baseUrl: string, uploadsOrigin?: string): Step {
  const { protocol, origin } = new URL(baseUrl);
  const secure = protocol === 'https:';
  const isElsewhere = uploadsOrigin !== undefined && uploadsOrigin !== origin;
  const policy = contentSecurityPolicy(isElsewhere ? ` ${uploadsOrigin}` : '');
  const add: Step['after'] = ({ event: exchange, response }) => {
    if (!response) return;
    response.headers = {
      'content-security-policy': policy,
      'x-content-type-options': 'nosniff',
      // The address of a decision is a secret: no other site, and no log of ours, may learn it from a link on its page.
      'referrer-policy': exchange.route?.who === 'link' ? 'no-referrer' : 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      // Personal and confidential by default: no cache, neither the browser's on a shared machine nor one between.
      'cache-control': 'no-store',
      vary: 'Accept, Accept-Encoding, Accept-Language, Cookie',
      ...(secure ? { 'strict-transport-security': HSTS } : {}),
      ...response.headers,
    };
  };
  return { after: add, onError: add };
}
