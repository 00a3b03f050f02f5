import { setTimeout as pause } from 'node:timers/promises';
import { isRecord } from './assembly/is-record.ts';

// What the operating system says of a disk that takes nothing: full, over a quota or a limit, read-only, failing …
const systemCodes: ReadonlySet<unknown> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG', 'EROFS', 'EIO']);
// … and SQLite: READONLY, IOERR and FULL, each the low byte of an extended code.
const sqliteCodes: ReadonlySet<number> = new Set([8, 10, 13]);

/** How soon what a disk did not take is tried again. */
export const retryMs = 1000;

/** Whether an error says that the disk takes no writes at present. What was to be written is not there. */
export function isDiskError(error: unknown): boolean {
  if (!isRecord(error)) return false;
  const { code, errcode } = error;
  return code === 'ERR_SQLITE_ERROR' ? sqliteCodes.has(Number(errcode) & 0xff) : systemCodes.has(code);
}

// The embedded database has no code for it.
const DATABASE_WORDS = /disk is full|disk I\/O error|readonly database/;

/** What a person is told beside an error that comes of such a disk; nothing beside any other. */
export const diskHint = (error: unknown): string =>
  isDiskError(error) || (error instanceof Error && DATABASE_WORDS.test(error.message))
    ? '. The disk takes no writes: it is full, over a quota or a limit, read-only or failing (df -h, mount). ' +
      'What was acknowledged before is on it; make room, and do the same again'
    : '';

/** For what can be done without, or is written again soon. @returns whether it was written */
export function tryWrite(write: () => void): boolean {
  try {
    write();
    return true;
  } catch (error) {
    if (isDiskError(error)) return false;
    throw error;
  }
}

/** For what must not be lost: writes again and again, so that freeing space is enough to go on. */
export async function untilWritten(write: () => void | Promise<void>): Promise<void> {
  for (;;)
    try {
      return await write();
    } catch (error) {
      await untilThereIsSpace(error);
    }
}

/** Waits before whatever a full disk has stopped is done once more. @throws the error, if it is of another kind */
export async function untilThereIsSpace(error: unknown): Promise<void> {
  if (!isDiskError(error)) throw error;
  await pause(retryMs, undefined, { ref: false });
}
