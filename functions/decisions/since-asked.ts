import type { RequestRecord } from '../../shared/project/records.ts';

/** Whether a request can have been opened at a time: since it was asked, and by now. */
export const isSinceAsked = (
  { requestedAt }: Pick<RequestRecord, 'requestedAt'>,
  openedAt: string,
  now: Date,
): boolean => openedAt >= requestedAt && openedAt <= now.toISOString();
