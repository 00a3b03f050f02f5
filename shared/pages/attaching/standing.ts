import type { AttachmentView } from '../../contract/views.ts';

/** How an attachment stands, and of what is refused or could not be scanned: why. */
export type Standing = Pick<AttachmentView, 'status' | 'reason'>;
