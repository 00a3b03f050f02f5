import * as z from 'zod';
import { issueOf, textOf } from '../values/text-schema.ts';
import { isReason, reasonWords, SHORTEST_REASON } from '../workflow/reason.ts';

/** What bodies and forms of several functions hold. */

// A comment stands in its event, which stays under a kilobyte; 200 Chinese characters are 600 bytes.
export const LONGEST_COMMENT = 200;

export const comment = textOf(LONGEST_COMMENT, true);

/** Why something is done: R30's measure, for all that needs a reason. */
export const reason = comment
  .superRefine((text, context) => {
    if (!isReason(text)) context.addIssue(issueOf(reasonWords));
  })
  .meta({ minLength: SHORTEST_REASON });

/** What a page posts that has only its button. */
export const emptyForm = z.object({});
