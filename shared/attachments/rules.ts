import * as z from 'zod';
import { attachmentSettings } from '../runtime/settings.ts';
import type { ScanRules } from './record.ts';

/** What a deployment takes as attachments, by its settings. */
export interface AttachmentRules extends ScanRules {
  /** What scans: `none` where nothing does. */
  readonly scanner: 'none' | 'clamd' | 'guardduty';
  /** Of one file. */
  readonly mostBytes: number;
  /** Of all files of a project that its draft may name. */
  readonly mostBytesInAll: number;
}

const settings = z.object(attachmentSettings);

export const attachmentRules = (config: z.infer<typeof settings>): AttachmentRules => ({
  scanner: config.FILE_SCANNER,
  unscannedFiles: config.UNSCANNED_FILES,
  lockedFiles: config.LOCKED_FILES,
  mostBytes: config.ATTACHMENT_BYTES,
  mostBytesInAll: config.ATTACHMENTS_BYTES,
});

/** So many files of a project are one page, and one read of the table. */
export const MOST_ATTACHMENTS = 200;

/** How long after its beginning an upload that did not arrive, or was not scanned, is looked at. */
export const FIRST_LOOK_MS = 10 * 60_000;
