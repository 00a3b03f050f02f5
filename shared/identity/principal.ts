import * as z from 'zod';
import { type Role, roles } from '../contract/roles.ts';

/** Who is asking, and how we know. */
export interface Principal {
  readonly id: string;
  readonly name: string;
  /** Only where the issuer says that the mailbox was verified. */
  readonly email?: string;
  readonly roles: readonly Role[];
  readonly via: 'session' | 'bearer';
  /** The program that calls by a key of its own, in the person's place; `madeBy` is the id of whoever gave it that. */
  readonly program?: { readonly id: string; readonly madeBy: string };
}

/** What the issuer says of whoever signed in, in either kind of token. */
export type Account = Omit<Principal, 'via' | 'program'>;

const claims = z.lazy(() =>
  z.looseObject({
    sub: z.string().min(1),
    name: z.string().min(1).optional().catch(undefined),
    email: z.string().min(1).optional().catch(undefined),
    // Cognito has been seen to say it as text.
    email_verified: z.literal([true, 'true']).optional().catch(undefined),
  }),
);
const groups = z.array(z.string()).catch([]);

/**
 * Reads an account from verified claims. Groups that are no role of ours are left out; claims that are not what they
 * should be give no name, no mailbox and no role, never an error, because the token itself was valid.
 */
export function readAccount(verified: Readonly<Record<string, unknown>>, rolesClaim: string): Account {
  const { sub, name, email, email_verified } = claims.parse(verified);
  const given = new Set(groups.parse(verified[rolesClaim]));
  return {
    id: sub,
    name: name ?? sub,
    ...(email !== undefined && email_verified !== undefined ? { email } : {}),
    roles: roles.filter((role) => given.has(role)),
  };
}
