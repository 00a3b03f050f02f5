import { type ParseArgsConfig, parseArgs } from 'node:util';
import { wordsOf } from './telling.ts';

/**
 * Reads what a command was called with. Called wrongly, it says what is wrong and how it is called, and ends: nothing was
 * done.
 */
export function readArguments<const Config extends ParseArgsConfig>(
  usage: string,
  config: Config,
): ReturnType<typeof parseArgs<Config>> {
  try {
    return parseArgs(config);
  } catch (error) {
    // Node goes on with how an argument may begin with a dash, which none here does.
    const [what] = (error instanceof Error ? error.message : String(error)).split(/[.\n]+\s*To specify/);
    console.error(`${what}\nUsage: ${usage}`);
    return process.exit(1);
  }
}

/** Runs a command: says what came of it, or why it failed. @param work undefined where it was called wrongly */
export async function runCommand(usage: string, work: () => Promise<string | undefined>): Promise<void> {
  try {
    const said = await work();
    if (said !== undefined) return console.log(said);
    console.error(`Usage: ${usage}`);
  } catch (error) {
    console.error(wordsOf(error));
  }
  process.exitCode = 1;
}
