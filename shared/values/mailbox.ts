/**
 * A mail address as it is compared: upper case and full-width forms are folded. Dots and plus parts are not, since they
 * may well be other mailboxes.
 */
export const normalMailbox = (address: string): string => address.normalize('NFKC').trim().toLowerCase();
