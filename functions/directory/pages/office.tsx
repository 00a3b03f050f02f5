import type { ComponentChildren } from 'preact';
import type { Lang } from '../../../shared/values/language.ts';
import { directoryWords } from '../words/directory.ts';

export type Room =
  | 'overview'
  | 'units'
  | 'people'
  | 'failedMails'
  | 'administrators'
  | 'programs'
  | 'imports';

const ROOMS: readonly { room: Room; href: string }[] = [
  { room: 'overview', href: '/directory' },
  { room: 'units', href: '/directory/units' },
  { room: 'people', href: '/directory/people' },
  { room: 'failedMails', href: '/directory/failed-mails' },
  { room: 'administrators', href: '/directory/administrators' },
  { room: 'programs', href: '/directory/programs' },
  { room: 'imports', href: '/directory/imports' },
];

interface OfficeProps {
  readonly lang: Lang;
  readonly room: Room;
  readonly children: ComponentChildren;
}

/** A page of the directory beside the list of its rooms. */
export function Office({ lang, room, children }: OfficeProps) {
  const words = directoryWords[lang];
  return (
    <div class="office">
      <nav class="rooms" aria-label={words.page}>
        <ul>
          {ROOMS.map(({ room: one, href }) => (
            <li key={one}>
              <a href={href} aria-current={one === room ? 'page' : undefined}>
                {words[one]}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <div class="page">{children}</div>
    </div>
  );
}

interface SearchProps {
  readonly lang: Lang;
  readonly action: string;
  readonly q: string;
}

/** A search by words, and the way back to everything. */
export function Search({ lang, action, q }: SearchProps) {
  const words = directoryWords[lang];
  return (
    <search class="card">
      <form class="search" method="get" action={action}>
        <label for="q">{words.searchWhat}</label>
        <input id="q" name="q" type="search" value={q} maxlength={100} />
        <button type="submit" class="primary">
          {words.search}
        </button>
        {q !== '' && <a href={action}>{words.clear}</a>}
      </form>
    </search>
  );
}

/** That something was done. */
export const Done = ({ text }: { readonly text: string }) => (
  <section class="callout good" role="status">
    <h2>{text}</h2>
  </section>
);
