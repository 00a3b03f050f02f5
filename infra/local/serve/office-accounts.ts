import * as z from 'zod';
import type { Account, FindAccount } from '../services/identity/accounts.ts';
import { officeRoles } from './office-roles.ts';
import type { ServerSettings } from './settings.ts';

/** Who can sign in: the people of the office's directory, and those whom the settings name. */
export interface OfficeAccounts {
  readonly byId: FindAccount;
  /** @param mailbox in lower case */
  byMailbox(mailbox: string): Promise<Account | undefined>;
}

// What the product's own API says of the directory, as far as a sign-in needs it.
const directorySchema = z.object({
  people: z.array(z.object({ id: z.string(), name: z.string(), email: z.string() })),
  units: z.array(
    z.object({
      posts: z
        .array(z.object({ post: z.string(), holder: z.string(), delegates: z.array(z.string()).default([]) }))
        .default([]),
    }),
  ),
  administrators: z.array(z.string()).default([]),
});
type Directory = z.infer<typeof directorySchema>;

const noOffice: Directory = { people: [], units: [], administrators: [] };

/** By it the host itself reads the directory. Nobody signs in by it: it has no mailbox. */
export const hostAccount: Account = {
  id: 'countersign-host',
  name: 'Countersign',
  email: '',
  groups: ['administrator'],
};

/**
 * @param options.product where this machine reaches the product
 * @param options.token an access token of the host's own account
 */
export function officeAccounts(options: {
  readonly product: string;
  readonly token: () => Promise<string>;
  readonly administrator: ServerSettings['administrator'];
  readonly auditors: ServerSettings['auditors'];
}): OfficeAccounts {
  const { product, token, administrator, auditors } = options;

  // The whole of it, at each sign-in: a few seconds a day, and never of yesterday.
  const readDirectory = async (): Promise<Directory> => {
    const answer = await fetch(`${product}/directory`, {
      headers: { authorization: `Bearer ${await token()}`, accept: 'application/json' },
    });
    // An office that begins has none.
    if (answer.status === 404) return noOffice;
    if (!answer.ok) throw new Error(`The directory cannot be read: ${answer.status} ${await answer.text()}`);
    return directorySchema.parse(await answer.json());
  };

  const find = async (
    isMeant: (one: { id: string; email: string }) => boolean,
  ): Promise<Account | undefined> => {
    const directory = await readDirectory();
    const person = directory.people.find(isMeant);
    const named = [...(administrator ? [administrator] : []), ...auditors]
      .map(({ name, email }) => ({ id: email.toLowerCase(), name, email }))
      .find(isMeant);
    const known = person ?? named;
    if (known === undefined) return undefined;
    const mailbox = known.email.toLowerCase();
    const roles = [
      ...(person === undefined ? [] : officeRoles(directory)(person.id)),
      ...(mailbox === administrator?.email.toLowerCase() ? ['administrator'] : []),
      ...(auditors.some(({ email }) => email.toLowerCase() === mailbox) ? ['auditor'] : []),
    ];
    return { ...known, groups: [...new Set(roles)] };
  };

  return {
    byId: async (id) => (id === hostAccount.id ? hostAccount : find((one) => one.id === id)),
    byMailbox: (mailbox) => find(({ email }) => email.toLowerCase() === mailbox),
  };
}
