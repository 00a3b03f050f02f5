/** A pool of Cognito's as its documentation has it, as far as `npm run people` asks: accounts by mailbox or name. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

interface PoolUser {
  readonly Username: string;
  readonly Enabled: boolean;
  readonly attributes: Map<string, string>;
  readonly groups: Set<string>;
}

class Refused extends Error {}

/** What one call carries. */
interface Asked {
  readonly Username?: string;
  readonly GroupName?: string;
  readonly UserAttributes?: readonly { readonly Name: string; readonly Value: string }[];
  readonly PaginationToken?: string;
  readonly NextToken?: string;
}

// Smaller than Cognito's 60, so that few accounts are several pages.
const pageSize = 3;

export async function startUserPool() {
  const users: PoolUser[] = [];
  let asked: string[] = [];
  let refuses: ((operation: string, mailbox: string) => boolean) | undefined;

  const mailboxOf = (user: PoolUser): string => user.attributes.get('email') ?? '';
  const userOf = ({ Username = '' }: Asked): PoolUser => {
    const found = users.find((user) => user.Username === Username || mailboxOf(user) === Username);
    if (!found) throw new Refused('UserNotFoundException');
    return found;
  };
  const set = (user: PoolUser, given: Asked['UserAttributes'] = []): void => {
    for (const { Name, Value } of given) {
      if (Name === 'email' && users.some((one) => one !== user && mailboxOf(one) === Value))
        throw new Refused('AliasExistsException');
      user.attributes.set(Name, Value);
    }
  };
  const listed = (some: readonly PoolUser[], from: string | undefined) => {
    const at = Number(from ?? 0);
    const page = some.slice(at, at + pageSize).map(({ Username, Enabled, attributes }) => ({
      ...{ Username, Enabled },
      Attributes: [...attributes].map(([Name, Value]) => ({ Name, Value })),
    }));
    return { Users: page, next: at + pageSize < some.length ? String(at + pageSize) : undefined };
  };
  const operations: Readonly<Record<string, (body: Asked) => object | undefined>> = {
    ListUsers({ PaginationToken }) {
      const { Users, next } = listed(users, PaginationToken);
      return { Users, PaginationToken: next };
    },
    ListUsersInGroup({ GroupName = '', NextToken }) {
      const { Users, next } = listed(
        users.filter(({ groups }) => groups.has(GroupName)),
        NextToken,
      );
      return { Users, NextToken: next };
    },
    AdminCreateUser({ Username = '', UserAttributes }) {
      if (users.some((user) => mailboxOf(user) === Username)) throw new Refused('UsernameExistsException');
      add({ sub: `sub-${users.length + 1}` }, []);
      set(userOf({ Username: `sub-${users.length}` }), UserAttributes);
      return {};
    },
    AdminUpdateUserAttributes(body) {
      set(userOf(body), body.UserAttributes);
      return {};
    },
    AdminAddUserToGroup: (body) => void userOf(body).groups.add(body.GroupName ?? ''),
    AdminRemoveUserFromGroup: (body) => void userOf(body).groups.delete(body.GroupName ?? ''),
    AdminDisableUser: (body) => void Object.assign(userOf(body), { Enabled: false }),
    AdminUserGlobalSignOut: (body) => void userOf(body),
  };
  function add(
    { sub, ...attributes }: Readonly<Record<string, string>> & { readonly sub: string },
    groups: readonly string[],
  ): void {
    users.push({
      Username: sub,
      Enabled: true,
      attributes: new Map([['sub', sub], ...Object.entries(attributes)]),
      groups: new Set(groups),
    });
  }

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const operation = String(request.headers['x-amz-target']).replace(/^.*\./, '');
      const body = JSON.parse(Buffer.concat(chunks).toString()) as Asked;
      asked.push(operation);
      const answer = (status: number, what: object) =>
        response
          .writeHead(status, { 'content-type': 'application/x-amz-json-1.1' })
          .end(JSON.stringify(what));
      try {
        const run = operations[operation];
        if (!run) throw new Refused('UnknownOperationException');
        const mailbox = users.find(({ Username }) => Username === body.Username)?.attributes.get('email');
        if (refuses?.(operation, mailbox ?? body.Username ?? '')) throw new Refused('NotAuthorizedException');
        answer(200, run(body) ?? {});
      } catch (error) {
        answer(400, { __type: (error as Error).message, message: (error as Error).message });
      }
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));

  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    add,
    /** Every account in a line: mailbox, name, roles, and what is unusual of it. */
    lines: () =>
      users
        .map((user) =>
          [
            mailboxOf(user),
            user.attributes.get('name') ?? '–',
            [...user.groups].toSorted().join(','),
            ...(user.attributes.get('email_verified') === 'true' ? [] : ['unverified']),
            ...(user.Enabled ? [] : ['disabled']),
          ].join(' '),
        )
        .toSorted(),
    /** The calls since the last time, without those that only read. */
    changes(): string[] {
      const made = asked.filter((operation) => operation.startsWith('Admin'));
      asked = [];
      return made;
    },
    /** Refuses some calls until it is told otherwise. */
    refuse(which: typeof refuses): void {
      refuses = which;
    },
    stop: () => new Promise((closed) => server.close(closed)),
  };
}
