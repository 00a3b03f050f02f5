import type { Account } from './accounts.ts';

/** What ID and access tokens say of an account beside `sub`; the names are those of the OIDC standard and of Cognito. */
export function claimsOf({ name, email, groups }: Account) {
  return { name, email, email_verified: true, 'cognito:groups': [...groups] };
}
