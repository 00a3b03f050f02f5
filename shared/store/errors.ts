/** What a store may say that the edge answers; apart from the stores, so that whoever answers needs no SDK. */

/** The contention did not end; the caller's own client may try again. */
export class Busy extends Error {
  override readonly name = 'Busy';
}

/** The disk of a platform on one machine is full, read-only or failing. Nothing was written; reading goes on. */
export class StorageUnavailable extends Error {
  override readonly name = 'StorageUnavailable';
}

/**
 * The tables did not answer in time, or said that they cannot now, however often they were asked. What was to be written
 * may be there: no answer came, or another reading failed after it.
 */
export class StorageSilent extends Error {
  override readonly name = 'StorageSilent';
}

/** The content does not fit into an item, even packed. */
export class ContentTooLarge extends Error {
  override readonly name = 'ContentTooLarge';
}
