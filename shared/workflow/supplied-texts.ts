import { childOf, valueText } from '../forms/value-text.ts';
import type { Lang } from '../values/language.ts';
import type { Stage } from './stages.ts';

/** What a decider supplied, as label and text; without what is for colleagues only, unless the reader is one. */
export const suppliedTexts = (
  stage: Stage | undefined,
  supplied: unknown,
  lang: Lang,
  reader: { readonly seesInternal: boolean },
): (readonly [label: string, text: string])[] =>
  (stage?.supplies ?? [])
    .filter(({ internal }) => reader.seesInternal || !internal)
    .map((field) => [field.label[lang], valueText(field, childOf(supplied, field.key), lang)] as const)
    .filter(([, text]) => text !== '');
