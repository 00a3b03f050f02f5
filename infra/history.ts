/**
 * `npm run history -- <command> …`: what an audit office does with the history from a shell of its own.
 *
 *   export   takes events away as one file, complete and checked (`npm run history -- export --help`)
 *   verify   verifies such a file, or an evidence bundle, without network and account
 *
 * It ends with 0 where all holds, with 1 where something failed or does not hold, with 2 where it was called wrongly.
 */
import { exportHistory, exportUsage } from './commands/export-history.ts';
import { wordsOf } from './commands/telling.ts';
import { UsageError } from './commands/usage-error.ts';
import { verifyFile, verifyUsage } from './commands/verify-file.ts';

interface Command {
  readonly usage: string;
  run(args: readonly string[]): Promise<void>;
}

const commands: ReadonlyMap<string, Command> = new Map([
  ['export', { usage: exportUsage, run: exportHistory }],
  ['verify', { usage: verifyUsage, run: verifyFile }],
]);

async function main([name = '', ...args]: readonly string[]): Promise<void> {
  const command = commands.get(name);
  const usages = command ? [command.usage] : [...commands.values()].map(({ usage }) => usage);
  if (args.includes('--help') || name === '--help') {
    console.log(usages.join('\n\n'));
    return;
  }
  if (!command) throw new UsageError(usages.join('\n\n'));
  await command.run(args);
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  console.error(wordsOf(error));
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
