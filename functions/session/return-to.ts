/** An address longer than this was not written by a page of ours, and the cookie has to hold it. */
const MAX_LENGTH = 1_000;

/**
 * Where a person goes after signing in: a path of this site, or the desk. The address comes back absolute, because a
 * path such as `/.//elsewhere.example` would, once normalised, lead a browser to another host.
 */
export function safeReturn(wanted: string | undefined, baseUrl: string): string {
  const base = new URL(baseUrl);
  const desk = new URL('/', base).href;
  if (!wanted?.startsWith('/') || wanted.length > MAX_LENGTH || !URL.canParse(wanted, base)) return desk;
  const target = new URL(wanted, base);
  // A backslash or a second slash makes a host of what follows: `//elsewhere.example`, `/\elsewhere.example`.
  return target.origin === base.origin ? target.href : desk;
}
