/** The cookies of a request as API Gateway gives them, `name=value` each. The first of a name counts, as in RFC 6265. */
export function readCookies(cookies: readonly string[]): ReadonlyMap<string, string> {
  const map = new Map<string, string>();
  for (const cookie of cookies) {
    const at = cookie.indexOf('=');
    const name = cookie.slice(0, at).trim();
    if (at > 0 && !map.has(name)) map.set(name, cookie.slice(at + 1).trim());
  }
  return map;
}

/** A cookie's name; browsers hold names with this prefix to what `hostCookie` promises. */
export type HostCookieName = `__Host-${string}`;

/**
 * The name of a cookie of the product at this address. Cookies do not tell ports apart: where the address has a port,
 * another product may be at another one, and neither shall sign people out of the other.
 */
export function hostCookieName(name: string, baseUrl: string): HostCookieName {
  const { port } = new URL(baseUrl);
  return port === '' ? `__Host-${name}` : `__Host-${name}-${port}`;
}

/**
 * A cookie that no other host can set or overwrite: the `__Host-` prefix makes browsers demand Secure, Path=/ and
 * no Domain. Lax, because a link in a mail and the issuer's redirect back must find the person signed in.
 */
export const hostCookie = (name: HostCookieName, value: string, maxAgeSeconds: number): string =>
  `${name}=${value}; Path=/; Max-Age=${maxAgeSeconds}; Secure; HttpOnly; SameSite=Lax`;

export const expiredHostCookie = (name: HostCookieName): string => hostCookie(name, '', 0);
