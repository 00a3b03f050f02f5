import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  disablePerson,
  enablePerson,
  peopleIn,
  peopleOf,
  putPerson,
  readPerson,
} from '../../../infra/commands/people.ts';
import { readCsv } from '../../../infra/commands/read-csv.ts';

const csv =
  '姓名,邮箱,角色,语言\r\n王敏,Wang.Min@office.example,"administrator, auditor",\r\nLi Hua,li@office.example,submitter,en\r\n';

describe('a table of people', () => {
  it('is read by the names of its columns, in both languages', () => {
    const people = [
      {
        name: '王敏',
        mailbox: 'wang.min@office.example',
        roles: ['administrator', 'auditor'],
        language: 'zh',
      },
      { name: 'Li Hua', mailbox: 'li@office.example', roles: ['submitter'], language: 'en' },
    ];
    expect(peopleIn(readCsv(csv))).toEqual(people);
    const english = csv.replace('姓名,邮箱,角色,语言', 'Name,Email,Roles,Language');
    expect(peopleIn(readCsv(english))).toEqual(people);
  });

  it('is refused whole, with every row that does not hold', () => {
    expect(() => peopleIn(readCsv('姓名,邮箱,角色\n王敏,wang,auditor\n,li@office.example,boss\n'))).toThrow(
      /row 2: mailbox: is no mailbox\nrow 3: name: [\s\S]*roles/,
    );
    expect(() => peopleIn(readCsv('姓名,角色\n王敏,auditor\n'))).toThrow(/There is no column mailbox/);
    const twice = `${csv}王敏,LI@office.example,reviewer,\r\n`;
    expect(() => peopleIn(readCsv(twice))).toThrow('row 4: li@office.example is in row 3 already');
    expect(() => readPerson({ name: 'x', mailbox: 'a@b.example', roles: '', language: undefined })).toThrow(
      /roles/,
    );
  });
});

describe('the pool', () => {
  type Call = { readonly operation: string; readonly body: Record<string, unknown> };
  let calls: Call[] = [];
  let answers: Record<string, { status: number; body: object }> = {};
  // Cognito's wire as its documentation has it: the operation in a header, JSON in the body.
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const operation = String(request.headers['x-amz-target']).replace(/^.*\./, '');
      calls.push({ operation, body: JSON.parse(Buffer.concat(chunks).toString()) });
      const { status, body } = answers[operation] ?? { status: 200, body: {} };
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(body));
    });
  });
  let client: CognitoIdentityProviderClient;

  beforeAll(async () => {
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    client = new CognitoIdentityProviderClient({
      region: 'eu-central-1',
      endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
      maxAttempts: 1,
    });
  });
  afterAll(() => {
    client.destroy();
    server.close();
  });
  beforeEach(() => {
    calls = [];
    answers = {};
  });

  const person = readPerson({ name: '王敏', mailbox: 'w@office.example', roles: 'auditor', language: 'en' });
  const pool = () => ({ client, id: 'eu-central-1_abc' });

  it('gets an account without a password, with a verified mailbox, a language and its groups, and no mail', async () => {
    expect(await putPerson(pool(), person)).toBe('made');
    expect(calls.map(({ operation }) => operation)).toEqual(['AdminCreateUser', 'AdminAddUserToGroup']);
    expect(calls[0]?.body).toEqual({
      UserPoolId: 'eu-central-1_abc',
      Username: 'w@office.example',
      MessageAction: 'SUPPRESS',
      UserAttributes: [
        { Name: 'email', Value: 'w@office.example' },
        { Name: 'email_verified', Value: 'true' },
        { Name: 'name', Value: '王敏' },
        { Name: 'locale', Value: 'en' },
      ],
    });
    expect(calls[1]?.body).toMatchObject({ GroupName: 'auditor' });
  });

  it('changes whoever is there already, such as one that was made in the console without a verified mailbox', async () => {
    answers = {
      AdminCreateUser: { status: 400, body: { __type: 'UsernameExistsException', message: 'x' } },
      AdminListGroupsForUser: {
        status: 200,
        body: {
          Groups: [{ GroupName: 'administrator' }, { GroupName: 'auditor' }, { GroupName: 'canteen' }],
        },
      },
    };
    expect(await putPerson(pool(), person)).toBe('changed');
    // A role that is not given any more is taken; what is none of the product's is left.
    expect(calls.map(({ operation, body }) => [operation, body.GroupName])).toEqual([
      ['AdminCreateUser', undefined],
      ['AdminUpdateUserAttributes', undefined],
      ['AdminListGroupsForUser', undefined],
      ['AdminRemoveUserFromGroup', 'administrator'],
      ['AdminAddUserToGroup', 'auditor'],
    ]);
    expect(JSON.stringify(calls[1]?.body)).toContain('{"Name":"email_verified","Value":"true"}');
  });

  it('lets nobody sign in who has left, nor by what they hold already, until it is taken back', async () => {
    await disablePerson(pool(), 'w@office.example');
    await enablePerson(pool(), 'w@office.example');
    expect(calls.map(({ operation }) => operation)).toEqual([
      'AdminDisableUser',
      'AdminUserGlobalSignOut',
      'AdminEnableUser',
    ]);
    for (const { body } of calls)
      expect(body).toEqual({ UserPoolId: 'eu-central-1_abc', Username: 'w@office.example' });
  });

  it('says of any other refusal what it is', async () => {
    answers = { AdminCreateUser: { status: 400, body: { __type: 'NotAuthorizedException', message: 'no' } } };
    await expect(putPerson(pool(), person)).rejects.toThrow('no');
    expect(calls).toHaveLength(1);
  });

  it('is listed, with a mark where no code can be mailed', async () => {
    answers = {
      ListUsers: {
        status: 200,
        body: {
          Users: [
            { Username: 'u', Enabled: true, Attributes: [{ Name: 'email', Value: 'w@office.example' }] },
          ],
        },
      },
      AdminListGroupsForUser: { status: 200, body: { Groups: [{ GroupName: 'auditor' }] } },
    };
    const lines: string[] = [];
    for await (const line of peopleOf(pool())) lines.push(line);
    expect(lines).toEqual(['w@office.example  –  auditor [mailbox not verified: no codes are sent]']);
  });
});
