/**
 * `npm run reconcile -- [--repair] [--env test | --data FOLDER | --projects TABLE --history TABLE] [--lang en]`: after a
 * restore, compares the record of every project with its history. Dry it only says what it found; with `--repair` it
 * moves records that are behind on to where their history ends. What no event holds it reports, and touches nothing.
 *
 *   --env       an environment of a deployment (without any of these: the deployment itself)
 *   --data      a data folder on this machine whose server does not run
 *   --projects, --history   tables by their names; with AWS_ENDPOINT_URL_DYNAMODB those of any database
 *
 * It ends with 1 where something is left: to `--repair`, or to people.
 */
import { parseArgs } from 'node:util';
import { say } from '../shared/values/language.ts';
import { openSettings } from './commands/cdk.ts';
import { reconcileTables } from './commands/reconcile-tables.ts';
import { reconciledTold } from './commands/reconciled.ts';
import { deployedTables, openFolder, type TableNames, useDatabase } from './commands/tables.ts';
import { telling } from './commands/telling.ts';

const { values: options } = parseArgs({
  options: {
    repair: { type: 'boolean', default: false },
    env: { type: 'string' },
    data: { type: 'string' },
    projects: { type: 'string' },
    history: { type: 'string' },
    lang: { type: 'string', default: 'zh' },
  },
});
const lang = options.lang === 'en' ? 'en' : 'zh';
async function compare(tables: TableNames): Promise<number> {
  const account = await reconcileTables(tables, options.repair);
  for (const words of reconciledTold(account)) console.log(say(words, lang));
  return account.found.every(({ found }) => found.is === 'repaired') ? 0 : 1;
}

await telling(async () => {
  const { data, projects, history } = options;
  if (data !== undefined) {
    const folder = await openFolder(data);
    useDatabase(folder.endpoint);
    return compare(folder.tables).finally(folder.close);
  }
  if (projects !== undefined && history !== undefined)
    return compare({ PROJECTS_TABLE: projects, HISTORY_TABLE: history });
  const settings = openSettings(options.env);
  if (settings.region !== undefined) process.env.AWS_REGION = settings.region;
  return compare(await deployedTables(settings));
});
