import type { ComponentChildren } from 'preact';
import { NextPage } from '../../../shared/pages/pages-nav.tsx';
import type { Lang } from '../../../shared/values/language.ts';
import { directoryWords } from '../words/directory.ts';
import { Done, Office, Search } from './office.tsx';

interface ListPageProps {
  readonly lang: Lang;
  readonly room: 'units' | 'people';
  readonly q: string;
  readonly nextHref: string | undefined;
  readonly isEmpty: boolean;
  readonly isRemoved: boolean;
  readonly children: ComponentChildren;
}

/** The units or the people, a page of them, with their search and what can be taken away as a file. */
export function ListPage({ lang, room, q, nextHref, isEmpty, isRemoved, children }: ListPageProps) {
  const words = directoryWords[lang];
  const path = `/directory/${room}`;
  return (
    <Office lang={lang} room={room}>
      <div class="page-head">
        <h1>{words[room]}</h1>
        <a class="button primary" href={room === 'units' ? '/directory/new-unit' : '/directory/new-person'}>
          {room === 'units' ? words.newUnit : words.newPerson}
        </a>
      </div>
      {isRemoved && <Done text={words.removed} />}
      <Search lang={lang} action={path} q={q} />
      <section class="card">
        {q !== '' && <p class="soft">{words.matches(q)}</p>}
        {isEmpty ? <p class="empty">{words.none}</p> : children}
        <p class="links found-links">
          {nextHref && <NextPage lang={lang} href={nextHref} />}
          <a href={`${path}?format=xlsx`}>{words.xlsx}</a>
          <a href={`${path}?format=csv`}>{words.csv}</a>
        </p>
      </section>
    </Office>
  );
}
