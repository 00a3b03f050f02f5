/**
 * `npm run diff|destroy|bootstrap -- [--env test] …`: the cdk command of this project with the settings of an
 * environment. Without `--env` `npx cdk …` does the same.
 */
import { runCdk, takeEnvironment } from './commands/cdk.ts';

const { environment, rest } = takeEnvironment(process.argv.slice(2));
process.exitCode = await runCdk(environment, rest);
