import type * as z from 'zod';
import type { Finding } from '../forms/finding.ts';
import { pointerOf } from '../forms/pointer.ts';
import type { Words } from '../values/language.ts';
import { wordsOf } from '../values/text-schema.ts';

const shape = (path: readonly PropertyKey[], message: Words): Finding => ({
  rule: 'shape',
  severity: 'error',
  path: pointerOf(path),
  message,
});

interface Bounds {
  readonly most: (bound: number | bigint) => Words;
  readonly least: (bound: number | bigint) => Words;
}

const ofNumbers: Bounds = {
  most: (bound) => ({ zh: `不能大于 ${bound}`, en: `Must be ${bound} or less` }),
  least: (bound) => ({ zh: `不能小于 ${bound}`, en: `Must be ${bound} or more` }),
};

const ofTexts: Bounds = {
  most: (bound) => ({ zh: `最多 ${bound} 个字符`, en: `Must have ${bound} characters or fewer` }),
  least: (bound) => ({ zh: `至少 ${bound} 个字符`, en: `Must have ${bound} characters or more` }),
};

const ofLists: Bounds = {
  most: (bound) => ({ zh: `最多 ${bound} 项`, en: `Must have ${bound} entries or fewer` }),
  least: (bound) => ({ zh: `至少 ${bound} 项`, en: `Must have ${bound} entries or more` }),
};

/** How a bound is said of what it bounds. */
const boundsOf = (origin: string): Bounds =>
  origin === 'string' ? ofTexts : origin === 'array' || origin === 'set' ? ofLists : ofNumbers;

function findingsOf(issue: z.core.$ZodIssue): Finding[] {
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) =>
        shape([...issue.path, key], { zh: '没有这一项', en: 'There is no such field' }),
      );
    case 'invalid_type':
      return [
        issue.input === undefined
          ? shape(issue.path, { zh: '缺少这一项', en: 'This field is missing' })
          : shape(issue.path, { zh: '类型不对', en: 'The type is wrong' }),
      ];
    case 'too_big':
      return [shape(issue.path, boundsOf(issue.origin).most(issue.maximum))];
    case 'too_small':
      return [shape(issue.path, boundsOf(issue.origin).least(issue.minimum))];
    case 'invalid_value': {
      const values = issue.values.map(String).join(', ');
      return [shape(issue.path, { zh: `应为其中之一：${values}`, en: `Must be one of: ${values}` })];
    }
    // A schema's own rule says what it found: in both languages, or in its message.
    case 'custom':
      return [shape(issue.path, wordsOf(issue) ?? { zh: `不符合要求：${issue.message}`, en: issue.message })];
    default:
      return [shape(issue.path, { zh: '格式不对', en: 'The format is wrong' })];
  }
}

/** What a schema says of a body, as findings. The value itself is quoted only by a rule of the schema's own. */
export const shapeFindings = (error: z.ZodError): Finding[] => error.issues.flatMap(findingsOf);
