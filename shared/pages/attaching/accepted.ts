import { fileKindOf, fileKinds } from '../../values/file-kinds.ts';
import { type Lang, say } from '../../values/language.ts';
import { attachingWords } from '../words/attaching.ts';

/** What names may end with here, in lower case and without the dot; all that is taken where a field does not say. */
export type Ends = readonly string[] | undefined;

const kindsOf = (ends: Ends) =>
  fileKinds.filter((kind) => ends === undefined || kind.ends.some((end) => ends.includes(end)));

/**
 * What the browser's own window offers. With any picture among them a telephone offers its camera as well, and its files
 * beside it.
 */
export function acceptOf(ends: Ends): string {
  const kinds = kindsOf(ends);
  const pictures = kinds.some(({ type }) => type.startsWith('image/')) ? ['image/*'] : [];
  const dotted = kinds.flatMap((kind) =>
    kind.ends.filter((end) => ends?.includes(end) ?? true).map((end) => `.${end}`),
  );
  return [...pictures, ...dotted].join(',');
}

/** `PDF、Word、图片` */
export function kindsText(ends: Ends, lang: Lang): string {
  if (ends === undefined) return attachingWords[lang].allKinds;
  const labels = new Set(kindsOf(ends).map(({ label }) => say(label, lang)));
  return [...labels].join(lang === 'zh' ? '、' : ', ');
}

/** The media type of a file that is taken here, by the end of its name; undefined for what is not. */
export function typeOf(name: string, ends: Ends): string | undefined {
  const kind = fileKindOf(name);
  const end = name.split('.').at(-1)?.toLowerCase() ?? '';
  return kind && (ends?.includes(end) ?? true) ? kind.type : undefined;
}
