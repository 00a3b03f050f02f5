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

/**
 * A cookie that no other host can set or overwrite: the `__Host-` prefix makes browsers demand Secure, Path=/ and
 * no Domain. Lax, because a link in a mail and the issuer's redirect back must find the person signed in.
 */
export const hostCookie = (name: `__Host-${string}`, value: string, maxAgeSeconds: number): string =>
  `${name}=${value}; Path=/; Max-Age=${maxAgeSeconds}; Secure; HttpOnly; SameSite=Lax`;

export const expiredHostCookie = (name: `__Host-${string}`): string => hostCookie(name, '', 0);
