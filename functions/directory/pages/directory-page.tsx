import type { Lang } from '../../../shared/values/language.ts';
import { directoryWords } from '../words/directory.ts';
import { PersonTable, type ShownPerson, type ShownUnit, UnitTable } from './lists.tsx';
import { Done, Office, Search } from './office.tsx';

interface DirectoryPageProps {
  readonly lang: Lang;
  readonly units: number;
  readonly people: number;
  readonly administrators: readonly { readonly id: string; readonly name: string }[];
  readonly isApplied: boolean;
  /** What a search found first. */
  readonly found?: {
    readonly q: string;
    readonly units: readonly ShownUnit[];
    readonly people: readonly ShownPerson[];
  };
}

/** What there is, a search over all of it, and the ways to each part. */
export function DirectoryPage(props: DirectoryPageProps) {
  const { lang, units, people, administrators, isApplied, found } = props;
  const words = directoryWords[lang];
  return (
    <Office lang={lang} room="overview">
      <div class="page-head">
        <h1>{words.title}</h1>
        <p class="soft">{words.counts(units, people)}</p>
      </div>
      {isApplied && <Done text={words.applied} />}
      <Search lang={lang} action="/directory" q={found?.q ?? ''} />
      {found && <Found lang={lang} found={found} />}
      <section class="card">
        <Kind lang={lang} room="units" count={units} />
        <Kind lang={lang} room="people" count={people} />
      </section>
      <section class="card">
        <h2>{words.imports}</h2>
        <p class="soft">{words.fileWhat}</p>
        <p class="links">
          <a class="button" href="/directory/imports">
            {words.fileTitle}
          </a>
        </p>
      </section>
      <section class="card">
        <h2>{words.administrators}</h2>
        <ul class="plain-list">
          {administrators.map(({ id, name }) => (
            <li key={id}>
              <a href={`/directory/people/${id}`}>{name}</a>
            </li>
          ))}
        </ul>
        <p class="links">
          <a class="button" href="/directory/administrators">
            {words.administrators}
          </a>
        </p>
      </section>
    </Office>
  );
}

/** The ways to the units or the people. */
function Kind(props: { readonly lang: Lang; readonly room: 'units' | 'people'; readonly count: number }) {
  const { lang, room, count } = props;
  const words = directoryWords[lang];
  const path = `/directory/${room}`;
  return (
    <p class="kind found-links">
      <a class="button" href={path}>
        {words[room]} <span class="badge">{count}</span>
      </a>
      <a href={room === 'units' ? '/directory/new-unit' : '/directory/new-person'}>
        {room === 'units' ? words.newUnit : words.newPerson}
      </a>
      <a href={`${path}?format=xlsx`}>{words.xlsx}</a>
      <a href={`${path}?format=csv`}>{words.csv}</a>
    </p>
  );
}

function Found(props: { readonly lang: Lang; readonly found: NonNullable<DirectoryPageProps['found']> }) {
  const { lang, found } = props;
  const words = directoryWords[lang];
  const all = `?q=${encodeURIComponent(found.q)}`;
  if (found.units.length + found.people.length === 0)
    return (
      <section class="card">
        <p class="empty">{words.none}</p>
      </section>
    );
  return (
    <>
      {found.units.length > 0 && (
        <section class="card">
          <h2>{`${words.units} · ${words.matches(found.q)}`}</h2>
          <UnitTable lang={lang} units={found.units} />
          <p class="links">
            <a href={`/directory/units${all}`}>{words.allMatches}</a>
          </p>
        </section>
      )}
      {found.people.length > 0 && (
        <section class="card">
          <h2>{`${words.people} · ${words.matches(found.q)}`}</h2>
          <PersonTable lang={lang} people={found.people} withUnit />
          <p class="links">
            <a href={`/directory/people${all}`}>{words.allMatches}</a>
          </p>
        </section>
      )}
    </>
  );
}
