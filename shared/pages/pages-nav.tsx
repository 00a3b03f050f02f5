import type { Lang } from '../values/language.ts';
import { pagesWords } from './words/pages.ts';

interface NextPageProps {
  readonly lang: Lang;
  readonly href: string;
  /** What it is called where it is no usual page: 更早的检查点. */
  readonly called?: string | undefined;
}

/** The way on in a list of several pages. */
export const NextPage = ({ lang, href, called }: NextPageProps) => (
  <a class="button" href={href} rel="next">
    {called ?? pagesWords[lang].next}
  </a>
);

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
      {nextHref !== undefined && <NextPage lang={lang} href={nextHref} />}
    </nav>
  );
}
