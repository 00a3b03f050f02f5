/**
 * `npm run move -- FILE [--dry-run] [--env test | --projects TABLE --history TABLE --bucket BUCKET --files BUCKET
 * --uploads BUCKET] [--lang en]`: moves what a backup of one server holds (`npm run backup`) into the tables of a
 * deployment on AWS, and its checkpoints and attached files into the buckets. All of them are deployed alone before
 * (`npm run deploy -- --storage`) and the rest after: until then nobody reads or writes them.
 *
 *   --dry-run            moves into a database and a folder on this machine instead, and throws them away
 *   --projects, --history, --bucket, --files, --uploads   by their names; with AWS_ENDPOINT_URL_DYNAMODB and
 *                                                         AWS_ENDPOINT_URL_S3 those of any services
 *
 * Stopped, it goes on where it ended. At its end it counts both sides, verifies every chain and reconciles.
 */
import { join, resolve } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { say, type Words } from '../shared/values/language.ts';
import { openSettings } from './commands/cdk.ts';
import { readArguments } from './commands/command-line.ts';
import { physicalName } from './commands/doctor/ask.ts';
import { stackNames } from './commands/doctor/checks.ts';
import {
  counted,
  demandUnused,
  InUse,
  makeAlike,
  moveHistory,
  moveProjects,
  type Side,
} from './commands/move.ts';
import {
  archiveTold,
  moveArchive,
  type Place,
  placeInBucket,
  placeInFolder,
} from './commands/move-archive.ts';
import {
  type FilePlaces,
  filesInBucket,
  filesTold,
  moveFiles,
  placesInFolder,
} from './commands/move-files.ts';
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
import { temporaryFolder } from './commands/temporary-folder.ts';
import { UsageError } from './commands/usage-error.ts';
import { restoreBackup } from './local/serve/restore-backup.ts';
import { findEngine, startEngine } from './local/services/dynamodb/engine.ts';

const usage =
  'npm run move -- FILE [--dry-run] [--env test | --projects TABLE --history TABLE --bucket BUCKET --files BUCKET --uploads BUCKET] [--lang en]';
const { values: options, positionals } = readArguments(usage, {
  allowPositionals: true,
  options: {
    'dry-run': { type: 'boolean', default: false },
    env: { type: 'string' },
    projects: { type: 'string' },
    history: { type: 'string' },
    bucket: { type: 'string' },
    files: { type: 'string' },
    uploads: { type: 'string' },
    lang: { type: 'string', default: 'zh' },
  },
});
const lang = options.lang === 'en' ? 'en' : 'zh';
const tell = (words: Words): void => console.log(say(words, lang));

/** The tables and the buckets of a deployment, by their names. */
interface Names {
  readonly tables: TableNames;
  readonly bucket: string;
  readonly files: string;
  readonly uploads: string;
}

async function target(): Promise<Names> {
  const { projects, history, bucket, files, uploads } = options;
  const named = [projects, history, bucket, files, uploads].filter((one) => one !== undefined);
  if (projects && history && bucket && files && uploads)
    return { tables: { PROJECTS_TABLE: projects, HISTORY_TABLE: history }, bucket, files, uploads };
  if (named.length > 0)
    throw new UsageError('--projects, --history, --bucket, --files and --uploads go together');
  const settings = openSettings(options.env);
  if (settings.region !== undefined) process.env.AWS_REGION = settings.region;
  const of = (id: string) => physicalName(stackNames(settings).storage, id);
  return {
    tables: await deployedTables(settings),
    bucket: await of('Checkpoints'),
    files: await of('Files'),
    uploads: await of('Uploads'),
  };
}

/** Tables, and beside them the archive of checkpoints and the attached files. */
interface Office {
  readonly tables: Side;
  readonly archive: Place;
  readonly attached: FilePlaces;
}

async function move({ tables: from, ...had }: Office, { tables: to, ...has }: Office) {
  await demandUnused(from, to);
  // The archive and the files first, as ever: what the tables name is there.
  const kept = await moveArchive(from, had.archive, has.archive);
  for (const words of archiveTold(kept)) tell(words);
  const attached = await moveFiles(from, had.attached, has.attached);
  for (const words of filesTold(attached)) tell(words);
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
    const [before, after] = [await counted(from, from[table]), await counted(to, to[table])];
    if (before !== after) throw new Error(`${to[table]} holds ${after} items in place of ${before}`);
  }
  const account = await reconcileTables(to, { repairs: true, attached: has.attached.files });
  for (const words of reconciledTold(account)) tell(words);
  const isForPeople = account.found.some(({ found }) => isLeft(found));
  const lacks = [kept, attached].some(({ missing, unlike }) => missing.length > 0 || unlike.length > 0);
  return isForPeople || lacks ? 1 : 0;
}

/** Into a database and a folder on this machine that are thrown away. */
async function tried(from: Office, folder: string): Promise<number> {
  const engine = await startEngine({
    program: findEngine(),
    file: join(folder, 'trial.sqlite'),
    log: join(folder, 'trial.log'),
    died: (line) => console.error(line),
  });
  try {
    useDatabase(engine.endpoint);
    const tables = await makeAlike(from.tables, new DynamoDBClient(onThisMachine(engine.endpoint)));
    const trial = join(folder, 'trial');
    const code = await move(from, {
      tables,
      archive: placeInFolder(trial),
      attached: placesInFolder(trial),
    });
    tell({
      zh: '以上只是试运行：写入的是本机的临时数据库和目录，均已删除。',
      en: 'That was a trial: it was written into a database and a folder on this machine, which are gone.',
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
  if (file === undefined || more.length > 0) throw new UsageError(`Usage: ${usage}`);
  const folder = temporaryFolder();
  try {
    const data = join(folder.path, 'data');
    const { takenAt } = restoreBackup(resolve(file), data);
    tell({ zh: `备份于 ${takenAt}`, en: `Backed up on ${takenAt}` });
    const source = await openFolder(data);
    const client = new DynamoDBClient(onThisMachine(source.endpoint));
    const from: Office = {
      tables: { ...source.tables, client },
      archive: placeInFolder(data),
      attached: placesInFolder(data),
    };
    try {
      if (options['dry-run']) return await tried(from, folder.path);
      const { tables, bucket, files, uploads } = await target();
      const s3 = new S3Client();
      return await move(from, {
        tables: { ...tables, client: new DynamoDBClient() },
        archive: placeInBucket(s3, bucket),
        attached: { files: filesInBucket(s3, files), uploads: filesInBucket(s3, uploads) },
      });
    } catch (error) {
      throw error instanceof InUse ? new Error(`${say(inUse, lang)}${error.message}`) : error;
    } finally {
      client.destroy();
      await source.close();
    }
  } finally {
    folder.remove();
  }
});
