import * as z from 'zod';
import { issueOf, textOf } from '../values/text-schema.ts';
import { isReason, reasonWords, SHORTEST_REASON } from '../workflow/reason.ts';

/** What bodies and forms of several functions hold. */

// A reason stands in its event, which is to stay small; 200 Chinese characters are 600 bytes.
export const LONGEST_COMMENT = 200;

/** A page of it. Its event has no more than its hash where it is long. */
export const LONGEST_OPINION = 1_000;

export const comment = textOf(LONGEST_COMMENT, true);

/** What a decider says. It has as many characters as people count: one outside the basic plane is one. */
export const opinion = textOf(2 * LONGEST_OPINION, true)
  .superRefine((text, context) => {
    if ([...text].length > LONGEST_OPINION)
      context.addIssue({ code: 'too_big', origin: 'string', maximum: LONGEST_OPINION, input: text });
  })
  .meta({ maxLength: LONGEST_OPINION });

/** Why something is done: R30's measure, for all that needs a reason. */
export const reason = comment
  .superRefine((text, context) => {
    if (!isReason(text)) context.addIssue(issueOf(reasonWords));
  })
  .meta({ minLength: SHORTEST_REASON });

/** What a page posts that has only its button. */
export const emptyForm = z.lazy(() => z.object({}));

/** A whole number of a query, in digits, as every amount: `1e3`, `0x10` and a blank are numbers to JavaScript alone. */
export const wholeNumber = (minimum: number, maximum: number) =>
  z
    .string()
    .regex(/^-?\d{1,16}$/)
    .pipe(z.coerce.number<string>().int().min(minimum).max(maximum))
    .meta({ type: 'integer', minimum, maximum, pattern: undefined });
