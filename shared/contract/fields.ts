import * as z from 'zod';
import type { Words } from '../values/language.ts';
import { faultIn, faultWords } from '../values/text.ts';
import { isReason, reasonWords, SHORTEST_REASON } from '../workflow/reason.ts';

/** What bodies and forms of several functions hold. */

// A comment stands in its event, which stays under a kilobyte; 200 Chinese characters are 600 bytes.
export const LONGEST_COMMENT = 200;

/** What a schema's own rule found, in both languages: `shapeFindings` says it in the reader's. */
export const issueOf = (words: Words) => ({ code: 'custom' as const, message: words.en, params: { words } });

/** Text from people (`values/text.ts`), of several lines. */
export const textOf = (most: number) =>
  z
    .string()
    .max(most)
    .superRefine((text, context) => {
      const fault = faultIn(text, true);
      if (fault) context.addIssue(issueOf(faultWords(fault)));
    });

export const comment = textOf(LONGEST_COMMENT);

/** Why something is done: R30's measure, for all that needs a reason. */
export const reason = comment
  .superRefine((text, context) => {
    if (!isReason(text)) context.addIssue(issueOf(reasonWords));
  })
  .meta({ minLength: SHORTEST_REASON });

/** What a page posts that has only its button. */
export const emptyForm = z.object({});
