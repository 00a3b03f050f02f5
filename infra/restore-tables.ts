/**
 * `npm run restore-tables -- --at 2026-11-29T02:00:00Z [--env test] [--lang en]`: puts both tables of a deployment on AWS
 * back to a moment. Each part is a command of its own, and repeated it goes on where it ended:
 *
 *   --at T                stops all functions, restores both tables beside the present ones, and compares them
 *   --at T --replace      puts them in the place of the present ones, of which backups stay; all functions are stopped
 *   --resume              starts the functions again
 *
 * It says what comes next. RUNBOOK, Restore, tells when and why.
 */
import { CloudFormationClient, paginateListStackResources } from '@aws-sdk/client-cloudformation';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { say, type Words } from '../shared/values/language.ts';
import { openSettings } from './commands/cdk.ts';
import { readArguments } from './commands/command-line.ts';
import { stackNames } from './commands/doctor/checks.ts';
import { filesInBucket } from './commands/move-files.ts';
import { reconcileTables } from './commands/reconcile-tables.ts';
import { reconciledTold } from './commands/reconciled.ts';
import {
  besideName,
  besides,
  demandBeside,
  demandRestorable,
  inPlace,
  type Restoring,
  readMoment,
  resumed,
  stopped,
  streamOf,
} from './commands/restore-tables.ts';
import { deployedFiles, deployedTables } from './commands/tables.ts';
import { telling, wordsOf } from './commands/telling.ts';
import { UsageError } from './commands/usage-error.ts';
import { historyPolicy, recoveryDays, timeToLiveAttribute } from './constructs/records.ts';

const usage =
  'npm run restore-tables -- --at 2026-11-29T02:00:00Z [--replace] | --resume   [--env test] [--lang en]';
const { values: options } = readArguments(usage, {
  options: {
    at: { type: 'string' },
    replace: { type: 'boolean', default: false },
    resume: { type: 'boolean', default: false },
    env: { type: 'string' },
    lang: { type: 'string', default: 'zh' },
  },
});
const lang = options.lang === 'en' ? 'en' : 'zh';
const tell = (words: Words): void => console.log(say(words, lang));

async function functionsIn(StackName: string): Promise<string[]> {
  const pages = paginateListStackResources({ client: new CloudFormationClient() }, { StackName });
  const names: string[] = [];
  for await (const { StackResourceSummaries = [] } of pages)
    for (const { ResourceType, PhysicalResourceId } of StackResourceSummaries)
      if (ResourceType === 'AWS::Lambda::Function' && PhysicalResourceId) names.push(PhysicalResourceId);
  return names;
}

async function take(steps: ReturnType<typeof inPlace>): Promise<void> {
  for (const { says, run } of steps) {
    tell(says);
    await run();
  }
}

/** Whoever meets an error in the middle must know that nobody can work meanwhile, and how it goes on. */
async function takeStopped(steps: ReturnType<typeof inPlace>, more: Words): Promise<void> {
  try {
    await take(steps);
  } catch (error) {
    throw new Error(`${wordsOf(error)}\n${say(more, lang)}`, { cause: error });
  }
}

/** How the restored tables stand to each other, before anything of the present ones is touched. */
async function comparedBeside({ tables, at }: Restoring, files: string): Promise<void> {
  const account = await reconcileTables(
    {
      PROJECTS_TABLE: besideName(tables.PROJECTS_TABLE, at),
      HISTORY_TABLE: besideName(tables.HISTORY_TABLE, at),
    },
    // Files are removed by nobody: those of that moment are there.
    { repairs: false, attached: filesInBucket(new S3Client(), files) },
  );
  for (const words of reconciledTold(account)) tell(words);
}

await telling(async () => {
  if (options.resume === (options.at !== undefined) || (options.resume && options.replace))
    throw new UsageError(`Usage: ${usage}`);
  const now = new Date();
  const at =
    options.at === undefined ? now : readMoment(options.at, now, options.replace ? undefined : recoveryDays);
  const settings = openSettings(options.env);
  if (settings.region !== undefined) process.env.AWS_REGION = settings.region;
  const restoring: Restoring = {
    ...{ dynamodb: new DynamoDBClient(), lambda: new LambdaClient(), at, timeToLiveAttribute, recoveryDays },
    tables: await deployedTables(settings),
    functions: await functionsIn(stackNames(settings).service),
    policy: JSON.stringify(historyPolicy().toJSON()),
    pauseMs: 5_000,
  };
  const more = options.env === undefined ? '' : ` --env ${options.env}`;
  if (options.resume) {
    await take(resumed(restoring));
    return 0;
  }
  if (!options.replace) {
    await demandRestorable(restoring);
    const resume = `npm run restore-tables -- --resume${more}`;
    await takeStopped([...stopped(restoring), ...besides(restoring)], {
      zh: `函数已停用，用户看到 503。重新执行同一命令即接着做；放弃：${resume}`,
      en: `Functions are stopped, and people see 503. The same command goes on where it ended; to give up: ${resume}`,
    });
    await comparedBeside(restoring, await deployedFiles(settings));
    const command = `npm run restore-tables -- --at ${at.toISOString()} --replace${more}`;
    tell({
      zh: `现有的表尚未改动。下一步：${command}`,
      en: `The present tables are untouched. Next: ${command}`,
    });
    return 0;
  }
  // Whoever gave up in between, and begins again here, has let people work meanwhile.
  await demandBeside(restoring);
  await takeStopped([...stopped(restoring), ...inPlace(restoring)], {
    zh: '函数已停用，用户看到 503。重新执行同一命令即接着做。',
    en: 'Functions are stopped, and people see 503. The same command goes on where it ended.',
  });
  const next = [
    `npm run setup -- --set historyStreamArn=${await streamOf(restoring)}${more}`,
    `npx cdk deploy CountersignService --exclusively${options.env === undefined ? '' : ` -c environment=${options.env}`}`,
    `npm run reconcile -- --repair${more}`,
    `npm run restore-tables -- --resume${more}`,
  ];
  tell({ zh: '下一步，依次执行：', en: 'Next, one after the other:' });
  for (const command of next) console.log(`  ${command}`);
  return 0;
});
