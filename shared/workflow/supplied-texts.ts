import { withMaskedFiles } from '../forms/files-in.ts';
import { childOf, isFilled, valueText } from '../forms/value-text.ts';
import type { Lang } from '../values/language.ts';
import { type Mask, maskTexts, unmasked } from '../values/masking/mask.ts';
import type { Stage, Supply } from './stages.ts';

/** What is for colleagues only is for nobody else. */
interface Reader {
  readonly seesInternal: boolean;
}

const seenBy = (stage: Stage | undefined, { seesInternal }: Reader): readonly Supply[] =>
  (stage?.supplies ?? []).filter(({ internal }) => seesInternal || !internal);

const textsOf = (fields: readonly Supply[], supplied: unknown, lang: Lang) =>
  fields
    .map((field) => [field.label[lang], valueText(field, childOf(supplied, field.key), lang)] as const)
    .filter(([, text]) => text !== '');

/** What a decider supplied, as label and text; without what is for colleagues only, unless the reader is one. */
export const suppliedTexts = (
  stage: Stage | undefined,
  supplied: unknown,
  lang: Lang,
  reader: Reader,
): (readonly [label: string, text: string])[] => textsOf(seenBy(stage, reader), supplied, lang);

/** The same for pages, on which a file is the way to itself: its texts, and its lists of files by their label. */
export function suppliedShown(stage: Stage | undefined, supplied: unknown, lang: Lang, reader: Reader) {
  const fields = seenBy(stage, reader);
  return {
    supplied: textsOf(
      fields.filter(({ kind }) => kind !== 'files'),
      supplied,
      lang,
    ),
    files: fields
      .filter(({ kind, key }) => kind === 'files' && isFilled(childOf(supplied, key)))
      .map(({ label, key }): SuppliedFiles => ({ label: label[lang], value: childOf(supplied, key) })),
  };
}

/** A list of files that a decider supplied. */
export interface SuppliedFiles {
  readonly label: string;
  readonly value: unknown;
}

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
