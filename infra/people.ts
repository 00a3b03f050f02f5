/**
 * `npm run people -- <command> [--env test]`: the accounts in the Cognito pool of a deployment.
 *
 *   add --name 王敏 --mailbox wang.min@office.example --role administrator [--role auditor] [--language zh]
 *   import people.csv     columns 姓名/name, 邮箱/mailbox, 角色/roles, 语言/language; all rows hold, or none is written
 *   disable --mailbox wang.min@office.example     whoever has left signs in no more; `enable` takes it back
 *   list
 *   sync [--apply] [--disable-unknown] [--lang en]     accounts follow the directory; without --apply it says what it would do
 *
 * An account is of a mailbox, counts as verified and has no password: a code is mailed at each sign-in. Whoever is there
 * already gets the name, the language and these roles, and loses the others. A session that is open lasts until it ends
 * by itself. Units and posts are the directory's, on the page /directory.
 *
 * `sync` makes an account for everybody in the directory, changes mailboxes, names and roles as they stand there, and
 * disables whoever has left. Accounts that the directory never knew are told of, and disabled with --disable-unknown
 * only; auditors are given and taken by hand, and the last administrator is never taken. Nothing is deleted. Any tables
 * and pool can be named: --projects TABLE --history TABLE --pool ID.
 */
import { readFile } from 'node:fs/promises';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { type Database, openDatabase } from '../shared/store/database.ts';
import { say, type Words } from '../shared/values/language.ts';
import { openSettings } from './commands/cdk.ts';
import { readArguments } from './commands/command-line.ts';
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
import { carryOut, poolAccounts } from './commands/sync/accounts.ts';
import { boundPeople, readOffice } from './commands/sync/office.ts';
import { isUnfinished, planSync } from './commands/sync/plan.ts';
import { leftTold, planTold, stepTold, stoppedTold } from './commands/sync/told.ts';
import { deployedTables, namedTables } from './commands/tables.ts';
import { telling } from './commands/telling.ts';
import { UsageError } from './commands/usage-error.ts';
import type { Settings } from './config.ts';

const usage =
  'npm run people -- add --name … --mailbox … --role … | import people.csv | disable --mailbox … | enable --mailbox … | list | sync [--apply] [--disable-unknown]   [--env …]';
const { values: options, positionals } = readArguments(usage, {
  allowPositionals: true,
  options: {
    env: { type: 'string' },
    name: { type: 'string' },
    mailbox: { type: 'string' },
    role: { type: 'string', multiple: true, default: [] },
    language: { type: 'string' },
    apply: { type: 'boolean', default: false },
    'disable-unknown': { type: 'boolean', default: false },
    lang: { type: 'string', default: 'zh' },
    projects: { type: 'string' },
    history: { type: 'string' },
    pool: { type: 'string' },
  },
});
const [command, file, ...more] = positionals;

/** The deployment that is meant; whatever is asked from now on is asked of its region. */
function openDeployment(): Settings {
  const settings = openSettings(options.env);
  if (settings.region !== undefined) process.env.AWS_REGION = settings.region;
  return settings;
}

async function openPool(): Promise<Pool> {
  if (options.pool !== undefined) return { client: new CognitoIdentityProviderClient(), id: options.pool };
  const { storage } = stackNames(openDeployment());
  const stack = await askStack(storage);
  if ('failed' in stack) throw new Error(`${storage} could not be asked. ${stack.failed}`);
  const id = outputOf(stack, 'UserPoolId');
  if (id === undefined)
    throw new Error(`${storage} has no pool: it is not deployed, or people are your own issuer's`);
  return { client: new CognitoIdentityProviderClient(), id };
}

async function put(people: readonly Person[]): Promise<number> {
  const pool = await openPool();
  for (const person of people)
    console.log(`${await putPerson(pool, person)}  ${person.mailbox}  ${person.name}`);
  return 0;
}

const openOffice = async (): Promise<Database> =>
  openDatabase(namedTables(options) ?? (await deployedTables(openDeployment())));

async function sync(): Promise<number> {
  const lang = options.lang === 'en' ? 'en' : 'zh';
  const tell = (words: Words): void => console.log(say(words, lang));
  const pool = await openPool();
  const database = await openOffice();
  const [office, accounts] = await Promise.all([readOffice(database), poolAccounts(pool)]);
  const bound = await boundPeople(
    database,
    accounts.map(({ sub }) => sub),
  );
  const plan = planSync({ office, accounts, bound }, options['disable-unknown']);
  for (const [done, step] of plan.steps.entries()) {
    const words = stepTold(step);
    try {
      if (options.apply) await carryOut(pool, step);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new Error(say(stoppedTold(done, plan.steps.length, words, reason), lang), { cause: error });
    }
    tell(words);
  }
  for (const one of plan.left) tell(leftTold(one));
  tell(planTold(plan, options.apply));
  return plan.left.some(isUnfinished) ? 1 : 0;
}

await telling(async () => {
  // A second file, or a mailbox without its name, would be passed over in silence.
  if (more.length > 0 || (file !== undefined && command !== 'import'))
    throw new UsageError(`Usage: ${usage}`);
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
  if (command === 'sync') return sync();
  throw new UsageError(`Usage: ${usage}`);
});
