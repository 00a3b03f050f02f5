import { withMaskedFiles } from '../forms/files-in.ts';
import { childOf, valueText } from '../forms/value-text.ts';
import type { Lang } from '../values/language.ts';
import { type Mask, maskTexts, unmasked } from '../values/masking/mask.ts';
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

type Supplied = Readonly<Record<string, unknown>>;

/** What a decider supplied, as its reader may see it. */
export const maskSupplied = <Given extends Supplied | undefined>(
  stage: Stage | undefined,
  supplied: Given,
  mask: Mask,
): Given | Supplied =>
  supplied === undefined || mask === unmasked
    ? supplied
    : withMaskedFiles(stage?.supplies ?? [], supplied, maskTexts<Record<string, unknown>>(supplied, mask));
