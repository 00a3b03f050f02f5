import * as z from 'zod';

/** What bodies and forms of several functions hold. */

// A comment stands in its event, which stays under a kilobyte; 200 Chinese characters are 600 bytes.
export const LONGEST_COMMENT = 200;

export const reason = z
  .string()
  .min(2)
  .max(LONGEST_COMMENT)
  .refine((text) => text.isWellFormed());

/** What a page posts that has only its button. */
export const emptyForm = z.object({});
