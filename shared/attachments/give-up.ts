import type { Database } from '../store/database.ts';
import type { ObjectStore } from './object-store.ts';
import type { AttachmentRecord } from './record.ts';
import { removeAttachment } from './record-store.ts';

/**
 * Removes an attachment that nothing names, its record before its bytes. Bytes without a record are nobody's: what the
 * store does not remove now goes with its lifecycle, and whoever asked has nothing to do again.
 * @param dueAt when it was due as it was read, for whoever nobody asked
 * @returns false where it is kept, or was begun anew: nothing was removed
 */
export async function giveUpAttachment(
  { database, store }: { readonly database: Database; readonly store: Pick<ObjectStore, 'remove'> },
  record: AttachmentRecord,
  dueAt?: string,
): Promise<boolean> {
  const isRemoved = await removeAttachment(database, record, dueAt);
  // The store has logged why not.
  if (isRemoved) await store.remove(record).catch(() => {});
  return isRemoved;
}
