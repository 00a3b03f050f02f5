/**
 * `npm run diff|destroy|bootstrap -- [--env test] …`: the cdk command of this project with the settings of an
 * environment. Without `--env` `npx cdk …` does the same.
 */
import { runCdk, takeEnvironment } from './commands/cdk.ts';
import { telling } from './commands/telling.ts';

await telling(async () => {
  const { environment, rest } = takeEnvironment(process.argv.slice(2));
  return runCdk(environment, rest);
});
