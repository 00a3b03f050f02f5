import type { Account } from './accounts.ts';

/** What an ID token says of an account beside `sub`; the names are those of the OIDC standard and of Cognito. */
export function idClaimsOf({ name, email, groups }: Account) {
  return { name, email, email_verified: true, 'cognito:groups': [...groups] };
}

/** What an access token says: as Cognito's, nothing of the person. Nor has it an `aud`; its client stands in. */
export function accessClaimsOf({ id, groups }: Account) {
  return { token_use: 'access', username: id, 'cognito:groups': [...groups] };
}
