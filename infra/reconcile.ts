/**
 * `npm run reconcile -- [--repair] [--env test | --data FOLDER | --projects TABLE --history TABLE [--files BUCKET]]
 * [--lang en]`: after a restore, compares the record of every project with its history, and looks for the files that its
 * revisions and decisions name. Dry it only says what it found; with `--repair` it moves records that are behind on to
 * where their history ends. What no event holds it reports, and touches nothing.
 *
 *   --env       an environment of a deployment (without any of these: the deployment itself)
 *   --data      a data folder on this machine whose server does not run
 *   --projects, --history   tables by their names; with AWS_ENDPOINT_URL_DYNAMODB those of any database
 *   --files                 the bucket of their files; with AWS_ENDPOINT_URL_S3 that of any store
 *
 * It ends with 1 where something is left: to `--repair`, or to people.
 */
import { S3Client } from '@aws-sdk/client-s3';
import { say } from '../shared/values/language.ts';
import { openSettings } from './commands/cdk.ts';
import { readArguments } from './commands/command-line.ts';
import { type FilePlace, filesInBucket, filesInFolder } from './commands/move-files.ts';
import { reconcileTables } from './commands/reconcile-tables.ts';
import { reconciledTold } from './commands/reconciled.ts';
import {
  deployedFiles,
  deployedTables,
  namedTables,
  openFolder,
  type TableNames,
  useDatabase,
} from './commands/tables.ts';
import { telling } from './commands/telling.ts';

const usage =
  'npm run reconcile -- [--repair] [--env test | --data FOLDER | --projects TABLE --history TABLE [--files BUCKET]] [--lang en]';
const { values: options } = readArguments(usage, {
  options: {
    repair: { type: 'boolean', default: false },
    env: { type: 'string' },
    data: { type: 'string' },
    projects: { type: 'string' },
    history: { type: 'string' },
    files: { type: 'string' },
    lang: { type: 'string', default: 'zh' },
  },
});
const lang = options.lang === 'en' ? 'en' : 'zh';

async function compare(tables: TableNames, attached?: FilePlace): Promise<number> {
  const account = await reconcileTables(tables, { repairs: options.repair, attached });
  for (const words of reconciledTold(account)) console.log(say(words, lang));
  return account.found.every(({ found }) => found.is === 'repaired') ? 0 : 1;
}

await telling(async () => {
  const { data, files } = options;
  const bucket = (name: string) => filesInBucket(new S3Client(), name);
  if (data !== undefined) {
    const folder = await openFolder(data);
    useDatabase(folder.endpoint);
    return compare(folder.tables, filesInFolder(data, 'files')).finally(folder.close);
  }
  const named = namedTables(options);
  if (named !== undefined) return compare(named, files === undefined ? undefined : bucket(files));
  const settings = openSettings(options.env);
  if (settings.region !== undefined) process.env.AWS_REGION = settings.region;
  return compare(await deployedTables(settings), bucket(await deployedFiles(settings)));
});
