import * as z from 'zod';
import type { Words } from '../values/language.ts';
import { normalText } from '../values/text.ts';
import { againstLine, issueOf } from '../values/text-schema.ts';

/** Canned opinions (常用意见): sentences that stand ready for whoever decides, those of the office and one's own. */

const MOST_CANNED = 20;
const LONGEST_CANNED = 200;

const tooMany: Words = { zh: `最多 ${MOST_CANNED} 条`, en: `There can be ${MOST_CANNED} at most` };
const tooLong: Words = {
  zh: `不能超过 ${LONGEST_CANNED} 字`,
  en: `it can have ${LONGEST_CANNED} characters at most`,
};

export const cannedOpinions = z
  .array(z.string().meta({ maxLength: LONGEST_CANNED }))
  .superRefine((all, context) => {
    if (all.length > MOST_CANNED) context.addIssue(issueOf(tooMany));
    for (const [at, text] of all.slice(0, MOST_CANNED).entries()) {
      const words = text.length > LONGEST_CANNED ? tooLong : againstLine(text, true);
      if (!words) continue;
      const which = { zh: `第 ${at + 1} 条：${words.zh}`, en: `Number ${at + 1}: ${words.en}` };
      context.addIssue({ ...issueOf(which), path: [at] });
    }
  })
  .meta({ maxItems: MOST_CANNED });
export type CannedOpinions = z.infer<typeof cannedOpinions>;

/** As a field has them, one on each line: each once, and no empty ones. */
export const typedOpinions = (text: string): string[] => [
  ...new Set(
    normalText(text)
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== ''),
  ),
];

/** With one more, in front; as they are where it is there already, or is none, or there is no room. */
export function withCanned(opinions: CannedOpinions, text: string): CannedOpinions {
  const [line = '', ...more] = typedOpinions(text);
  const next = [line, ...opinions];
  return more.length === 0 && !opinions.includes(line) && cannedOpinions.safeParse(next).success
    ? next
    : opinions;
}
