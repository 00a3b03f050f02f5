/**
 * `npm run people -- <command> [--env test]`: the accounts in the Cognito pool of a deployment.
 *
 *   add --name 王敏 --mailbox wang.min@office.example --role administrator [--role auditor] [--language zh]
 *   import people.csv     columns 姓名/name, 邮箱/mailbox, 角色/roles, 语言/language; all rows hold, or none is written
 *   disable --mailbox wang.min@office.example     whoever has left signs in no more; `enable` takes it back
 *   list
 *
 * An account is of a mailbox, counts as verified and has no password: a code is mailed at each sign-in. Whoever is there
 * already gets the name, the language and these roles, and loses the others. A session that is open lasts until it ends
 * by itself. Units and posts are the directory's, on the page /directory.
 */
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { openSettings } from './commands/cdk.ts';
import { askStack } from './commands/doctor/ask.ts';
import { stackNames } from './commands/doctor/checks.ts';
import { outputOf } from './commands/doctor/facts.ts';
import {
  disablePerson,
  enablePerson,
  type Person,
  type Pool,
  peopleIn,
  peopleOf,
  putPerson,
  readPerson,
} from './commands/people.ts';
import { readCsv } from './commands/read-csv.ts';
import { telling } from './commands/telling.ts';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    env: { type: 'string' },
    name: { type: 'string' },
    mailbox: { type: 'string' },
    role: { type: 'string', multiple: true, default: [] },
    language: { type: 'string' },
  },
});
const [command, file] = positionals;

async function openPool(): Promise<Pool> {
  const settings = openSettings(options.env);
  if (settings.region !== undefined) process.env.AWS_REGION = settings.region;
  const { storage } = stackNames(settings);
  const id = outputOf(await askStack(storage), 'UserPoolId');
  if (id === undefined)
    throw new Error(
      `${storage} has no pool: it is not deployed, cannot be asked, or people are your own issuer's`,
    );
  return { client: new CognitoIdentityProviderClient(), id };
}

async function put(people: readonly Person[]): Promise<number> {
  const pool = await openPool();
  for (const person of people)
    console.log(`${await putPerson(pool, person)}  ${person.mailbox}  ${person.name}`);
  return 0;
}

await telling(async () => {
  if (command === 'add') {
    const { name, mailbox, role, language } = options;
    return put([readPerson({ name, mailbox, roles: role.join(','), language })]);
  }
  if (command === 'import' && file !== undefined)
    return put(peopleIn(readCsv((await readFile(file, 'utf8')).replace(/^\uFEFF/, ''))));
  if ((command === 'disable' || command === 'enable') && options.mailbox !== undefined) {
    const mailbox = options.mailbox.toLowerCase();
    await (command === 'disable' ? disablePerson : enablePerson)(await openPool(), mailbox);
    console.log(`${command}d  ${mailbox}`);
    return 0;
  }
  if (command === 'list') {
    for await (const line of peopleOf(await openPool())) console.log(line);
    return 0;
  }
  throw new Error(
    'npm run people -- add --name … --mailbox … --role … | import people.csv | disable --mailbox … | enable --mailbox … | list   [--env …]',
  );
});
