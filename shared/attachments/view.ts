import type { AttachmentView } from '../contract/views.ts';
import type { Mask } from '../values/masking/mask.ts';
import { type AttachmentRecord, type ScanRules, statusOf } from './record.ts';

/** An attachment as its reader sees it, under the name that it has where they see it. */
export const attachmentViewOf = (
  record: AttachmentRecord,
  rules: ScanRules,
  shown: { readonly name?: string | undefined; readonly mask: Mask },
): AttachmentView => ({
  id: record.id,
  name: shown.mask(shown.name ?? record.name),
  type: record.type,
  size: record.size,
  sha256: record.sha256,
  ...statusOf(record, rules),
  at: record.at,
  by: record.by,
});
