import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import { chosenEnvironment, readSettings, type Settings } from '../config.ts';
import { readSettingsFile } from '../settings-file.ts';
import { UsageError } from './usage-error.ts';

export const root = resolve(import.meta.dirname, '..', '..');

/** How the cdk command is told which environment is meant. */
const flagsOf = (environment: string | undefined): string[] =>
  environment === undefined ? [] : ['--context', `environment=${environment}`];

/**
 * Runs the cdk command of this project, with what it says on this terminal.
 * @returns its exit code
 */
export function runCdk(environment: string | undefined, args: readonly string[]): Promise<number> {
  return new Promise((settle, fail) => {
    const command = join(root, 'node_modules', 'aws-cdk', 'bin', 'cdk');
    const child = spawn(process.execPath, [command, ...args, ...flagsOf(environment)], {
      cwd: root,
      stdio: 'inherit',
    });
    child.once('error', fail);
    child.once('close', (code) => settle(code ?? 1));
  });
}

/**
 * Takes `--env test` (or `--env=test`) out of a command's arguments.
 * @throws UsageError where its name got lost, as that of a shell's variable that is not set: without it the deployment
 *   itself would be meant
 */
export function takeEnvironment(args: readonly string[]): {
  readonly environment: string | undefined;
  readonly rest: readonly string[];
} {
  const isEnvironment = (arg: string): boolean => arg === '--env' || arg.startsWith('--env=');
  const at = args.findIndex(isEnvironment);
  const given = args[at];
  if (given === undefined) return { environment: undefined, rest: args };
  const isApart = given === '--env';
  const environment = isApart ? args[at + 1] : given.slice('--env='.length);
  const rest = args.toSpliced(at, isApart ? 2 : 1);
  if (!environment || environment.startsWith('-') || rest.some(isEnvironment))
    throw new UsageError('--env takes the name of one environment, such as --env test');
  return { environment, rest };
}

/** The settings of an environment, where no cdk command reads them: from its file, and the credentials' own region. */
export function openSettings(environment: string | undefined): Settings {
  const { AWS_REGION, AWS_DEFAULT_REGION } = process.env;
  const file = readSettingsFile(join(root, 'countersign.json'), chosenEnvironment({ environment }, {}));
  return readSettings({ environment }, { CDK_DEFAULT_REGION: AWS_REGION ?? AWS_DEFAULT_REGION }, file);
}
