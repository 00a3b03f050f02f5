/**
 * `npm run deploy -- [--env test] [-- …]`: deploys both stacks. After the first success it writes `protected` into the settings
 * file and deploys once more: from then on stacks, tables and people are protected against being deleted. Not from the
 * beginning, since what is protected cannot be cleared away when a first deployment fails.
 *
 * A release goes over gradually: a tenth of the calls, after five minutes the rest, and back where the new version fails
 * (`constructs/rollout.ts`). With `--at-once`, or where the release before cannot work beside this one, it goes over with
 * one step.
 *
 * With `--revert-drift` it also puts back what somebody changed by hand: where the template is the one that is deployed,
 * CloudFormation looks at nothing otherwise.
 *
 * With `--storage` it deploys the stack of the tables alone: what one server held is moved into them before anything
 * works with them (`npm run move`).
 */
import { join } from 'node:path';
import { openSettings, root, runCdk, splitArguments } from './commands/cdk.ts';
import { readArguments } from './commands/command-line.ts';
import { askStack } from './commands/doctor/ask.ts';
import { stackNames } from './commands/doctor/checks.ts';
import { paceOf } from './commands/pace.ts';
import { telling } from './commands/telling.ts';
import type { Settings } from './config.ts';
import { changeSettingsFile, readSettingsFile, settingsFileOf } from './settings-file.ts';
import { shapes } from './shapes.ts';

const { own, ofCdk } = splitArguments(process.argv.slice(2));
const usage =
  'npm run deploy -- [--env test] [--storage] [--at-once] [--revert-drift] [-- what the cdk command takes]';
const { values: options } = readArguments(usage, {
  args: own,
  options: {
    env: { type: 'string' },
    storage: { type: 'boolean', default: false },
    'at-once': { type: 'boolean', default: false },
    'revert-drift': { type: 'boolean', default: false },
  },
});
const { env: environment, storage: isPart } = options;
const file = join(root, 'countersign.json');

/** What the cdk command is told of how the release goes over. */
async function paceFlags(settings: Settings): Promise<readonly string[]> {
  if (settings.region !== undefined) process.env.AWS_REGION = settings.region;
  const service = await askStack(stackNames(settings).service);
  const { pace, why } = paceOf(service, shapes(), options['at-once']);
  if (why) console.log(`${why.zh}\n${why.en}\n`);
  return pace === 'at-once' ? ['--context', 'countersign:pace=at-once'] : [];
}

await telling(async () => {
  const settings = openSettings(environment);
  const pace = isPart ? [] : await paceFlags(settings);
  const deploy = (...more: string[]) =>
    runCdk(environment, ['deploy', isPart ? 'CountersignStorage' : '--all', ...pace, ...more, ...ofCdk]);
  let code = await deploy(...(options['revert-drift'] ? ['--revert-drift'] : []));
  if (code === 0 && !isPart && readSettingsFile(file, environment).settings.protected === undefined) {
    changeSettingsFile(settingsFileOf(file, environment), { protected: true });
    console.log('Deployed. Now it is protected against being deleted:');
    code = await deploy();
  }
  if (code === 0 && !isPart)
    console.log(`\nWhat is left to be done: npm run doctor${environment ? ` -- --env ${environment}` : ''}`);
  return code;
});
