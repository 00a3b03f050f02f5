import * as z from 'zod';
import { diskHint } from '../local/disk.ts';

/** What is told of an error: its own words, and those of what caused it, where a connection failed. */
export function wordsOf(error: unknown): string {
  if (error instanceof z.ZodError) return z.prettifyError(error);
  if (!(error instanceof Error)) return String(error);
  return error.message === 'fetch failed' && error.cause instanceof Error
    ? `${error.message} (${error.cause.message || String(error.cause)})`
    : `${error.message}${diskHint(error)}`;
}

/** Runs a command; what goes wrong is told in its own words, without the place in the code. */
export async function telling(run: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await run();
  } catch (error) {
    console.error(wordsOf(error));
    process.exitCode = 1;
  }
}
