import type { Anchors } from '../../history/verification/checkpoints.ts';
import { type Verdict, verdictOf } from '../../history/verification/verdict.ts';
import { verifyBundle } from '../../history/verification/verify-bundle.ts';
import { NoArchive, openArchive } from './archive.ts';

/** Verifies the bytes of an evidence bundle. What cannot be opened is a finding as well. */
export function verifyBundleBytes(bytes: Uint8Array, anchors: Anchors): Verdict {
  try {
    return verifyBundle(openArchive(bytes), anchors);
  } catch (error) {
    if (!(error instanceof NoArchive)) throw error;
    const { words, file } = error;
    const found = { kind: 'malformed' as const, ...(file === undefined ? {} : { file }), message: words };
    return verdictOf('bundle', { list: [found], count: 1 }, [], []);
  }
}
