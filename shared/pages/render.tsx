import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { beginsWithHistory } from '../identity/begins-with.ts';
import { LANG_TAG, type Lang } from '../values/language.ts';
import { shownText } from '../values/text.ts';
import { type Assets, assets } from './assets.ts';
import { PostForm } from './post-form.tsx';
import { common } from './words/common.ts';
import { frameWords } from './words/frame.ts';

/** What stands around a page's content. */
export interface Frame {
  readonly lang: Lang;
  readonly title: string;
  /** The project that the page is about, where its title alone does not say which page it is. */
  readonly about?: string;
  /** Who is signed in; absent for the holder of a link. */
  readonly person?: {
    readonly name: string;
    readonly unitName?: string;
    readonly roles: readonly string[];
    readonly hasPosts?: boolean;
  };
  readonly current?: Place | 'me';
  /** The page's own address with its query, for the language switch. */
  readonly path: string;
  /** A stylesheet that this page needs beside the common one. */
  readonly style?: 'document';
  readonly script?: keyof Assets;
  /** Whether it shows a page again because something on it could not be done: its title says so first. */
  readonly isFailure?: boolean;
  /** Whether it answers what a page posted, and may show again what was typed there. */
  readonly isAnswer?: boolean;
}

type Place = 'desk' | 'form' | 'projects' | 'requests' | 'directory' | 'settings' | 'history' | 'overview';

const titleOf = ({ lang, title, about, isFailure = false }: Frame): string =>
  [...(isFailure ? [common[lang].error] : []), title, ...(about === undefined ? [] : [about])].join(
    common[lang].colon,
  );

/** A whole HTML document. Nothing in it needs a script, and no style or script stands in it (the CSP forbids both). */
export function renderPage(content: VNode, frame: Frame): string {
  return shownText(`<!doctype html>${renderToString(<Page frame={frame}>{content}</Page>)}`);
}

// A seal: two marks side by side. Inline, so that no page asks for /favicon.ico.
const ICON =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Crect width='16' height='16' rx='3' fill='%230b5cad'/%3E%3Cpath d='m3 8 2 2 3-4m1 2 2 2 3-4' fill='none' stroke='%23fff' stroke-width='1.6'/%3E%3C/svg%3E";

function Page({ frame, children }: { frame: Frame; children: VNode }) {
  const { lang } = frame;
  const words = frameWords[lang];
  return (
    <html lang={LANG_TAG[lang]}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>{`${titleOf(frame)} · ${common[lang].brand}`}</title>
        <link rel="icon" href={ICON} />
        <link rel="stylesheet" href={assets.css} />
        {frame.style && <link rel="stylesheet" href={assets[frame.style]} />}
        <script type="module" src={assets[frame.script ?? 'page']} />
      </head>
      <body data-answer={frame.isAnswer || undefined}>
        <a class="skip" href="#main">
          {words.skip}
        </a>
        <Header frame={frame} />
        <main id="main" tabindex={-1}>
          {children}
        </main>
      </body>
    </html>
  );
}

/** Without roles a place is everybody's; with posts, also theirs who have one. */
interface PlaceAt {
  readonly place: Place;
  readonly href: string;
  readonly roles?: readonly string[];
  readonly withPosts?: true;
}

const PLACES: readonly PlaceAt[] = [
  { place: 'desk', href: '/' },
  { place: 'form', href: '/forms/project-declaration', roles: ['submitter'] },
  { place: 'projects', href: '/projects', roles: ['submitter', 'auditor'], withPosts: true },
  { place: 'requests', href: '/requests', roles: ['administrator'] },
  { place: 'directory', href: '/directory', roles: ['administrator'] },
  { place: 'settings', href: '/settings', roles: ['administrator'] },
  { place: 'history', href: '/history', roles: ['auditor'] },
  { place: 'overview', href: '/history/overview', roles: ['auditor'] },
];

/** By this address the desk is shown to everybody. */
const DESK = '/?tab=waiting';

function Header({ frame }: { frame: Frame }) {
  const { lang, person, path, current } = frame;
  const words = frameWords[lang];
  // The page of a decision link says whose it is, and offers no way into the rest.
  const byLink = path.startsWith('/decisions/');
  return (
    <header class="top">
      <a class="brand" href={person && !byLink ? '/' : '/about'}>
        会签<span class="brand-en"> Countersign</span>
      </a>
      {person && !byLink && (
        <nav class="places" aria-label={words.main}>
          {PLACES.filter(
            ({ roles, withPosts }) =>
              (withPosts && person.hasPosts) || (roles?.some((role) => person.roles.includes(role)) ?? true),
          ).map(({ place, href }) => (
            <a
              key={place}
              href={place === 'desk' && beginsWithHistory(person) ? DESK : href}
              aria-current={current === place ? 'page' : undefined}
            >
              {words[place]}
            </a>
          ))}
        </nav>
      )}
      <div class="who">
        {byLink && <span>{words.linkOnly}</span>}
        {person && !byLink && (
          <a href="/me" aria-current={current === 'me' ? 'page' : undefined}>
            {person.unitName && <span class="who-unit">{person.unitName} · </span>}
            {person.name}
          </a>
        )}
        <LanguageSwitch lang={lang} path={path} />
        {person && !byLink && (
          <PostForm action="/sign-out">
            <button type="submit" class="plain">
              {words.signOut}
            </button>
          </PostForm>
        )}
      </div>
    </header>
  );
}

function LanguageSwitch({ lang, path }: { lang: Lang; path: string }) {
  const names = { zh: '中文', en: 'English' } as const;
  const other = lang === 'zh' ? 'en' : 'zh';
  return (
    <a class="language" href={inLanguage(path, other)} lang={LANG_TAG[other]} hreflang={LANG_TAG[other]}>
      {names[other]}
    </a>
  );
}

/** What a POST acts on, where the answer to it is a page: its own address answers no GET. */
const ACTIONS = /\/(submissions|submit|recall|withdraw|objection|urge|unmask|renew|remove)$/;

/** The same page in another language. */
function inLanguage(path: string, lang: Lang): string {
  const [asked = '/', query = ''] = path.split('?', 2);
  const address = asked.replace(ACTIONS, '');
  const params = new URLSearchParams(query);
  params.set('lang', lang);
  return `${address}?${params}`;
}
