/**
 * `npm run move -- FILE [--dry-run] [--env test | --projects TABLE --history TABLE] [--lang en]`: moves what a backup of
 * one server holds (`npm run backup`) into the tables of a deployment on AWS. The tables are deployed alone before
 * (`npm run deploy -- --storage`) and the rest after: until then nobody reads or writes them.
 *
 *   --dry-run            moves into a database on this machine instead, and throws that away
 *   --projects, --history   tables by their names; with AWS_ENDPOINT_URL_DYNAMODB those of any database
 *
 * Stopped, it goes on where it ended. At its end it counts both sides, verifies every chain and reconciles.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { say, type Words } from '../shared/values/language.ts';
import { openSettings } from './commands/cdk.ts';
import {
  counted,
  demandUnused,
  InUse,
  makeAlike,
  moveHistory,
  moveProjects,
  type Side,
} from './commands/move.ts';
import { reconcileTables } from './commands/reconcile-tables.ts';
import { isLeft, reconciledTold } from './commands/reconciled.ts';
import {
  deployedTables,
  onThisMachine,
  openFolder,
  type TableNames,
  useDatabase,
} from './commands/tables.ts';
import { telling } from './commands/telling.ts';
import { UsageError } from './commands/usage-error.ts';
import { restoreBackup } from './local/serve/restore-backup.ts';
import { findEngine, startEngine } from './local/services/dynamodb/engine.ts';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    'dry-run': { type: 'boolean', default: false },
    env: { type: 'string' },
    projects: { type: 'string' },
    history: { type: 'string' },
    lang: { type: 'string', default: 'zh' },
  },
});
const lang = options.lang === 'en' ? 'en' : 'zh';
const tell = (words: Words): void => console.log(say(words, lang));

async function targetTables(): Promise<TableNames> {
  const { projects, history } = options;
  if (projects !== undefined && history !== undefined)
    return { PROJECTS_TABLE: projects, HISTORY_TABLE: history };
  const settings = openSettings(options.env);
  if (settings.region !== undefined) process.env.AWS_REGION = settings.region;
  return deployedTables(settings);
}

async function move(from: Side, to: Side): Promise<number> {
  await demandUnused(from, to);
  for (const [table, run] of [
    ['Projects', moveProjects],
    ['History', moveHistory],
  ] as const) {
    const { written, there } = await run(from, to);
    tell({
      zh: `${table}：写入 ${written} 项，已在 ${there} 项`,
      en: `${table}: ${written} items written, ${there} were there`,
    });
  }
  for (const table of ['PROJECTS_TABLE', 'HISTORY_TABLE'] as const) {
    const [had, has] = [await counted(from, from[table]), await counted(to, to[table])];
    if (had !== has) throw new Error(`${to[table]} holds ${has} items in place of ${had}`);
  }
  const account = await reconcileTables(to, true);
  for (const words of reconciledTold(account)) tell(words);
  return account.found.some(({ found }) => isLeft(found)) ? 1 : 0;
}

/** Into a database on this machine that is thrown away. */
async function tried(from: Side, folder: string): Promise<number> {
  const engine = await startEngine({
    program: findEngine(),
    file: join(folder, 'trial.sqlite'),
    log: join(folder, 'trial.log'),
    died: (line) => console.error(line),
  });
  try {
    useDatabase(engine.endpoint);
    const code = await move(from, await makeAlike(from, new DynamoDBClient(onThisMachine(engine.endpoint))));
    tell({
      zh: '以上只是试运行：写入的是本机的临时数据库，已删除。',
      en: 'That was a trial: it was written into a database on this machine, which is gone.',
    });
    return code;
  } finally {
    await engine.stop();
  }
}

const inUse: Words = {
  zh:
    '目标表已在使用，没有搬入。请先只部署表（npm run deploy -- --storage），搬入之后再部署其余部分；' +
    '已经部署过的，改用另一个环境（--env）。位置：',
  en:
    'The tables are in use already. Deploy the tables alone (npm run deploy -- --storage), move, and deploy the rest ' +
    'after it; where all was deployed, take another environment (--env). At: ',
};

await telling(async () => {
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0)
    throw new UsageError('Usage: npm run move -- FILE [--dry-run] [--env test]');
  const folder = mkdtempSync(join(tmpdir(), 'countersign-move-'));
  try {
    const data = join(folder, 'data');
    const { takenAt } = restoreBackup(resolve(file), data);
    tell({ zh: `备份于 ${takenAt}`, en: `Backed up on ${takenAt}` });
    const source = await openFolder(data);
    const from: Side = { ...source.tables, client: new DynamoDBClient(onThisMachine(source.endpoint)) };
    try {
      if (options['dry-run']) return await tried(from, folder);
      const tables = await targetTables();
      return await move(from, { ...tables, client: new DynamoDBClient() });
    } catch (error) {
      throw error instanceof InUse ? new Error(`${say(inUse, lang)}${error.message}`) : error;
    } finally {
      from.client.destroy();
      await source.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
