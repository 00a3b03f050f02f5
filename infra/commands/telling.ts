import * as z from 'zod';

/** Runs a command; what goes wrong is told in its own words, without the place in the code. */
export async function telling(run: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await run();
  } catch (error) {
    console.error(
      error instanceof z.ZodError ? z.prettifyError(error) : error instanceof Error ? error.message : error,
    );
    process.exitCode = 1;
  }
}
