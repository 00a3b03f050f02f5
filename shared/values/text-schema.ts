import * as z from 'zod';
import type { Words } from './language.ts';
import { faultIn, faultWords, saysSomething } from './text.ts';

/** The definition of text (`text.ts`) as schemas, for what does not come in a form. */

/** What a schema's own rule found, in both languages: whoever answers says it in the reader's. */
export const issueOf = (words: Words) => ({ code: 'custom' as const, message: words.en, params: { words } });

const withWords = z.object({ words: z.object({ zh: z.string(), en: z.string() }) });

/** What `issueOf` put into an issue, if it was made by it. */
export const wordsOf = ({ params }: z.core.$ZodIssueCustom): Words | undefined =>
  withWords.safeParse(params).data?.words;

const required: Words = {
  zh: '请填写文字：至少一个字母、汉字或数字',
  en: 'Enter a text: at least one letter or digit',
};

/** A text that may be empty, of several lines where `lines` says so; the label names it in what is found. */
export const textOf = (most: number, lines: boolean, label?: Words) =>
  z
    .string()
    .max(most)
    .superRefine((text, context) => {
      const fault = faultIn(text, lines);
      if (fault) context.addIssue(issueOf(faultWords(fault, label)));
    });

/** What stands against a text of one line, if anything does; one that is required says something. */
export function againstLine(text: string, isRequired: boolean): Words | null {
  const fault = faultIn(text, false);
  if (fault) return faultWords(fault);
  return isRequired && !saysSomething(text) ? required : null;
}
