/**
 * `npm run deploy -- [--env test] …`: deploys both stacks. After the first success it writes `protected` into the settings
 * file and deploys once more: from then on stacks, tables and people are protected against being deleted. Not from the
 * beginning, since what is protected cannot be cleared away when a first deployment fails.
 *
 * With `--storage` it deploys the stack of the tables alone: what one server held is moved into them before anything
 * works with them (`npm run move`).
 */
import { join } from 'node:path';
import { root, runCdk, takeEnvironment } from './commands/cdk.ts';
import { changeSettingsFile, readSettingsFile, settingsFileOf } from './settings-file.ts';

const { environment, rest } = takeEnvironment(process.argv.slice(2));
const file = join(root, 'countersign.json');
const flags = rest.filter((one) => one !== '--storage');
const isPart = flags.length < rest.length;
const deploy = () => runCdk(environment, ['deploy', isPart ? 'CountersignStorage' : '--all', ...flags]);

let code = await deploy();
if (code === 0 && !isPart && readSettingsFile(file, environment).settings.protected === undefined) {
  changeSettingsFile(settingsFileOf(file, environment), { protected: true });
  console.log('Deployed. Now it is protected against being deleted:');
  code = await deploy();
}
if (code === 0 && !isPart)
  console.log(`\nWhat is left to be done: npm run doctor${environment ? ` -- --env ${environment}` : ''}`);
process.exitCode = code;
