import * as z from 'zod';

/** What an OIDC issuer says of itself at its discovery address; nothing where there is none. */
export async function askIssuer(issuer: string): Promise<{ issuer: string } | undefined> {
  const answer = await fetch(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`, {
    signal: AbortSignal.timeout(5_000),
  });
  return answer.ok ? z.object({ issuer: z.string() }).parse(await answer.json()) : undefined;
}
