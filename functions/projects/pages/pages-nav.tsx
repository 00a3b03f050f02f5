import type { Lang } from '../../../shared/values/language.ts';
import { pagesWords } from '../words/pages.ts';

interface PagesNavProps {
  readonly lang: Lang;
  readonly firstHref: string;
  readonly isFirst: boolean;
  readonly nextHref?: string | undefined;
}

/** The way to the first page and to the next, where there is more than one. */
export function PagesNav({ lang, firstHref, isFirst, nextHref }: PagesNavProps) {
  const words = pagesWords[lang];
  if (isFirst && nextHref === undefined) return null;
  return (
    <nav class="links" aria-label={words.pages}>
      {!isFirst && <a href={firstHref}>{words.first}</a>}
      {nextHref !== undefined && (
        <a class="button" href={nextHref} rel="next">
          {words.next}
        </a>
      )}
    </nav>
  );
}
