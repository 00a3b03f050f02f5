import type { Lang } from '../values/language.ts';
import { problemWords } from './words/problem.ts';

/** Words of somebody: neither a key nor a number. */
const WRITTEN = /[\p{Script=Han}\s]/u;
const SHORTEST_WRITTEN = 10;

/** The texts in what a page posted. */
export const writtenIn = (form: URLSearchParams | undefined): readonly string[] =>
  [...(form?.values() ?? [])].filter(
    (text) => text.trim().length >= SHORTEST_WRITTEN && WRITTEN.test(text.trim()),
  );

/** Texts that a page posted for nothing: it shows them, so that nobody has to write them anew. */
export function Written({ lang, texts }: { lang: Lang; texts: readonly string[] }) {
  if (texts.length === 0) return null;
  return (
    <>
      <p class="soft">{problemWords[lang].written}</p>
      {texts.map((text) => (
        <blockquote key={text}>{text}</blockquote>
      ))}
    </>
  );
}
