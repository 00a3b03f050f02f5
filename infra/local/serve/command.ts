/** Runs a command: says what came of it, or why it failed. @param work undefined where it was called wrongly */
export async function runCommand(usage: string, work: () => Promise<string | undefined>): Promise<void> {
  try {
    const said = await work();
    if (said !== undefined) return console.log(said);
    console.error(`Usage: ${usage}`);
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
  }
  process.exitCode = 1;
}
