import type { GivenFile } from '../../history/verification/attachments.ts';
import type { Anchors } from '../../history/verification/checkpoints.ts';
import { type Verdict, verdictOf } from '../../history/verification/verdict.ts';
import { verifyBundle } from '../../history/verification/verify-bundle.ts';
import { NoArchive, openArchive } from './archive.ts';

/**
 * Verifies the bytes of an evidence bundle. What cannot be opened is a finding as well.
 * @param given the files that it names, where they are not in it
 */
export function verifyBundleBytes(
  bytes: Uint8Array,
  anchors: Anchors,
  given: readonly GivenFile[] = [],
): Verdict {
  try {
    return verifyBundle(openArchive(bytes), anchors, given);
  } catch (error) {
    if (!(error instanceof NoArchive)) throw error;
    const { words, file } = error;
    const found = { kind: 'malformed' as const, ...(file === undefined ? {} : { file }), message: words };
    return verdictOf('bundle', { list: [found], count: 1 }, [], []);
  }
}
