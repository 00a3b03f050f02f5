import {
  AdminAddUserToGroupCommand,
  AdminRemoveUserFromGroupCommand,
  AdminUpdateUserAttributesCommand,
  paginateListUsers,
  paginateListUsersInGroup,
  type UserType,
} from '@aws-sdk/client-cognito-identity-provider';
import { type Role, roles } from '../../../shared/contract/roles.ts';
import { normalMailbox } from '../../../shared/values/mailbox.ts';
import { disablePerson, type Pool, putPerson } from '../people.ts';
import type { Changes, PoolAccount, Step } from './plan.ts';

/** Every account of a pool. */
export async function poolAccounts({ client, id }: Pool): Promise<PoolAccount[]> {
  const held = new Map<string, Role[]>();
  for (const role of roles)
    for await (const { Users = [] } of paginateListUsersInGroup(
      { client },
      { UserPoolId: id, GroupName: role },
    ))
      for (const { Username = '' } of Users) held.set(Username, [...(held.get(Username) ?? []), role]);
  const accounts: PoolAccount[] = [];
  for await (const { Users = [] } of paginateListUsers({ client }, { UserPoolId: id }))
    for (const user of Users) accounts.push(accountOf(user, held.get(user.Username ?? '') ?? []));
  return accounts;
}

function accountOf(
  { Username = '', Attributes = [], Enabled }: UserType,
  held: readonly Role[],
): PoolAccount {
  const of = (name: string): string => Attributes.find(({ Name }) => Name === name)?.Value ?? '';
  return {
    username: Username,
    sub: of('sub') || Username,
    mailbox: normalMailbox(of('email')),
    isVerified: of('email_verified') === 'true',
    name: of('name'),
    locale: of('locale'),
    isEnabled: Enabled !== false,
    roles: held,
  };
}

/** Carries out one step. Each may be done twice. */
export async function carryOut(pool: Pool, step: Step): Promise<void> {
  if (step.does === 'make') {
    const { name, mailbox, language = 'zh', roles: given } = step.person;
    await putPerson(pool, { name, mailbox, language, roles: [...given] });
    return;
  }
  const account = { UserPoolId: pool.id, Username: step.account.username };
  switch (step.does) {
    case 'change':
      await pool.client.send(
        new AdminUpdateUserAttributesCommand({ ...account, UserAttributes: attributesOf(step.to) }),
      );
      return;
    case 'give':
      await pool.client.send(new AdminAddUserToGroupCommand({ ...account, GroupName: step.role }));
      return;
    case 'take':
      await pool.client.send(new AdminRemoveUserFromGroupCommand({ ...account, GroupName: step.role }));
      return;
    case 'disable':
      return disablePerson(pool, step.account.username);
  }
}

const attributesOf = ({ mailbox, isVerified, name, locale }: Changes) => [
  ...(mailbox === undefined ? [] : [{ Name: 'email', Value: mailbox }]),
  // Without it Cognito mails no codes there, and holds the old mailbox until the new one is confirmed.
  ...(isVerified ? [{ Name: 'email_verified', Value: 'true' }] : []),
  ...(name === undefined ? [] : [{ Name: 'name', Value: name }]),
  ...(locale === undefined ? [] : [{ Name: 'locale', Value: locale }]),
];
