/**
 * `npm run diff|destroy|bootstrap -- [--env test] [-- …]`: the cdk command of this project with the settings of an
 * environment. Without `--env` `npx cdk …` does the same.
 */
import { runCdk, splitArguments } from './commands/cdk.ts';
import { readArguments } from './commands/command-line.ts';
import { telling } from './commands/telling.ts';
import { chosenEnvironment } from './config.ts';

const [command = '', ...given] = process.argv.slice(2);
const { own, ofCdk } = splitArguments(given);
const { values: options } = readArguments(
  `npm run ${command} -- [--env test] [-- what the cdk command takes]`,
  { args: own, options: { env: { type: 'string' } } },
);

await telling(async () => {
  const environment = chosenEnvironment({ environment: options.env }, {});
  return runCdk(environment, [command, ...(command === 'destroy' ? ['--all'] : []), ...ofCdk]);
});
