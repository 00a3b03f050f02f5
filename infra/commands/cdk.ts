import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import { chosenEnvironment, readSettings, type Settings } from '../config.ts';
import { readSettingsFile } from '../settings-file.ts';

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
 * What a command was called with: its own arguments, and behind a `--` what the cdk command itself shall be told. That
 * one passes over what it does not know, so that an `--env` that was mistyped would mean the deployment itself.
 */
export function splitArguments(args: readonly string[]): {
  readonly own: string[];
  readonly ofCdk: string[];
} {
  const end = args.includes('--') ? args.indexOf('--') : args.length;
  return { own: args.slice(0, end), ofCdk: args.slice(end + 1) };
}

/** The settings of an environment, where no cdk command reads them: from its file, and the credentials' own region. */
export function openSettings(environment: string | undefined): Settings {
  const { AWS_REGION, AWS_DEFAULT_REGION } = process.env;
  const file = readSettingsFile(join(root, 'countersign.json'), chosenEnvironment({ environment }, {}));
  return readSettings({ environment }, { CDK_DEFAULT_REGION: AWS_REGION ?? AWS_DEFAULT_REGION }, file);
}
