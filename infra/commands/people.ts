import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminListGroupsForUserCommand,
  AdminRemoveUserFromGroupCommand,
  AdminUpdateUserAttributesCommand,
  AdminUserGlobalSignOutCommand,
  type CognitoIdentityProviderClient,
  paginateListUsers,
  type UserType,
} from '@aws-sdk/client-cognito-identity-provider';
import * as z from 'zod';
import { LANG_TAG } from '../../shared/values/language.ts';
import { roles } from '../constructs/identity.ts';

/** Somebody who signs in: what an account is made of. */
const personSchema = z.strictObject({
  name: z.string('is missing').trim().min(1, 'is empty'),
  mailbox: z.email('is no mailbox').transform((mailbox) => mailbox.toLowerCase()),
  roles: z.array(z.enum(roles, `is none of ${roles.join(', ')}`)).min(1, 'is empty'),
  language: z.enum(['zh', 'en'], 'is neither zh nor en').default('zh'),
});
export type Person = z.infer<typeof personSchema>;

const listOf = (text: string): string[] => text.split(/[\s,;，；、]+/).filter((part) => part !== '');

/** @param given `roles` apart by commas or spaces @throws Error with every problem */
export function readPerson(
  given: Readonly<Record<'name' | 'mailbox' | 'roles' | 'language', string | undefined>>,
): Person {
  const { data, error } = personSchema.safeParse({ ...given, roles: listOf(given.roles ?? '') });
  if (error)
    throw new Error(error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '));
  return data;
}

/** What a table of people calls its columns, in both languages. */
const columns = {
  name: ['name', '姓名'],
  mailbox: ['mailbox', 'email', '邮箱'],
  roles: ['roles', 'role', '角色'],
  language: ['language', '语言'],
} as const;

/**
 * The people of a table, whose first row names its columns.
 * @throws Error with every row that does not hold, by its number
 */
export function peopleIn([head = [], ...rows]: readonly (readonly string[])[]): Person[] {
  const at = (names: readonly string[]) =>
    head.findIndex((cell) => names.includes(cell.trim().toLowerCase()));
  const places = {
    name: at(columns.name),
    mailbox: at(columns.mailbox),
    roles: at(columns.roles),
    language: at(columns.language),
  };
  for (const name of ['name', 'mailbox', 'roles'] as const)
    if (places[name] < 0) throw new Error(`There is no column ${columns[name].join(' / ')}`);
  const problems: string[] = [];
  const rowOf = new Map<string, number>();
  const people = rows.flatMap((row, index) => {
    if (row.every((cell) => cell.trim() === '')) return [];
    const cell = (place: number) => row[place]?.trim() || undefined;
    try {
      const person = readPerson({
        name: cell(places.name),
        mailbox: cell(places.mailbox),
        roles: cell(places.roles),
        language: cell(places.language),
      });
      const before = rowOf.get(person.mailbox);
      // The second would take the roles of the first.
      if (before !== undefined) throw new Error(`${person.mailbox} is in row ${before} already`);
      rowOf.set(person.mailbox, index + 2);
      return [person];
    } catch (error) {
      problems.push(`row ${index + 2}: ${error instanceof Error ? error.message : error}`);
      return [];
    }
  });
  if (problems.length > 0) throw new Error(problems.join('\n'));
  return people;
}

/** The pool of accounts of a deployment. */
export interface Pool {
  readonly client: CognitoIdentityProviderClient;
  readonly id: string;
}

const wasThere = z.object({ name: z.literal('UsernameExistsException') });

/**
 * Makes an account without a password, whose mailbox counts as verified: the code that is mailed at sign-in goes there
 * and nowhere else. No mail is sent. An account that is there already gets the name, the language and the roles: those
 * of the product that it is not given are taken, groups of somebody else's stay.
 */
export async function putPerson({ client, id }: Pool, person: Person): Promise<'made' | 'changed'> {
  const attributes = [
    { Name: 'email', Value: person.mailbox },
    // Without it Cognito mails no codes there.
    { Name: 'email_verified', Value: 'true' },
    { Name: 'name', Value: person.name },
    { Name: 'locale', Value: LANG_TAG[person.language] },
  ];
  const account = { UserPoolId: id, Username: person.mailbox };
  const made = await client
    .send(new AdminCreateUserCommand({ ...account, UserAttributes: attributes, MessageAction: 'SUPPRESS' }))
    .then(() => true)
    .catch((error: unknown) => {
      if (wasThere.safeParse(error).success) return false;
      throw error;
    });
  if (!made) {
    await client.send(new AdminUpdateUserAttributesCommand({ ...account, UserAttributes: attributes }));
    const taken: readonly string[] = roles.filter((role) => !person.roles.includes(role));
    for (const group of await groupsOf({ client, id }, person.mailbox))
      if (taken.includes(group))
        await client.send(new AdminRemoveUserFromGroupCommand({ ...account, GroupName: group }));
  }
  for (const role of person.roles)
    await client.send(new AdminAddUserToGroupCommand({ ...account, GroupName: role }));
  return made ? 'made' : 'changed';
}

async function groupsOf({ client, id }: Pool, username: string | undefined): Promise<string[]> {
  const { Groups = [] } = await client.send(
    new AdminListGroupsForUserCommand({ UserPoolId: id, Username: username }),
  );
  return Groups.flatMap(({ GroupName }) => GroupName ?? []);
}

/** Keeps somebody from signing in; codes and tokens that are under way end with it. */
export async function disablePerson({ client, id }: Pool, mailbox: string): Promise<void> {
  const account = { UserPoolId: id, Username: mailbox };
  await client.send(new AdminDisableUserCommand(account));
  await client.send(new AdminUserGlobalSignOutCommand(account));
}

/** Lets somebody sign in again. */
export async function enablePerson({ client, id }: Pool, mailbox: string): Promise<void> {
  await client.send(new AdminEnableUserCommand({ UserPoolId: id, Username: mailbox }));
}

/** Everybody, with their roles. */
export async function* peopleOf({ client, id }: Pool): AsyncGenerator<string> {
  for await (const { Users = [] } of paginateListUsers({ client }, { UserPoolId: id }))
    for (const user of Users) yield lineOf(user, await groupsOf({ client, id }, user.Username));
}

function lineOf({ Attributes = [], Enabled }: UserType, groups: readonly string[]): string {
  const of = (name: string) => Attributes.find(({ Name }) => Name === name)?.Value;
  const isVerified = of('email_verified') === 'true' ? '' : ' [mailbox not verified: no codes are sent]';
  return `${of('email') ?? '–'}  ${of('name') ?? '–'}  ${groups.toSorted().join(', ') || '–'}${isVerified}${Enabled === false ? ' [disabled]' : ''}`;
}
