import type { ComponentChildren } from 'preact';
import type { Lang } from '../../../shared/values/language.ts';
import { type Choice, type Suggestions, searchBy } from '../suggestions.ts';
import { findWords } from '../words/find.ts';
import type { HistoryFiltersShown } from './filters.tsx';

interface SuggestionsProps {
  readonly lang: Lang;
  readonly suggestions: Suggestions;
  /** The filters that stay. */
  readonly query: HistoryFiltersShown;
  readonly hrefOf: (query: HistoryFiltersShown) => string;
}

/** What the words of a search may mean: each a link that searches by it. */
export function SuggestionList({ lang, suggestions, query, hrefOf }: SuggestionsProps) {
  const words = findWords[lang];
  const { people, units, projects, more, searched } = suggestions;
  const kept = keptIn(query, suggestions.words);
  const link = (choice: Choice, text: string) => (
    <a href={hrefOf({ ...kept, ...searchBy(choice) })}>{text}</a>
  );
  const isEmpty = people.length + units.length + projects.length === 0;
  return (
    <section class="card">
      <h2>{isEmpty ? words.nothing(suggestions.words) : words.which(suggestions.words)}</h2>
      <p class="soft">{isEmpty ? words.nothingWhat : words.whichWhat}</p>
      <div class="suggestions">
        <Kind title={words.people} more={more.people ? words.more : null}>
          {people.map(({ id, name, unitName }) => (
            <li key={id}>
              {link({ actor: id }, name)} <span class="soft">{unitName}</span> <span class="soft">{id}</span>
            </li>
          ))}
        </Kind>
        <Kind title={words.units} more={more.units ? words.more : null}>
          {units.map(({ id, name }) => (
            <li key={id}>
              {link({ unit: id }, name)} <span class="soft">{id}</span>
            </li>
          ))}
        </Kind>
        <Kind title={words.projects} more={more.projects && searched === undefined ? words.more : null}>
          {projects.map(({ id, title, unitName, budgetYear }) => (
            <li key={id}>
              {link({ project: id }, title || id)} <span class="soft">{unitName}</span>{' '}
              <span class="soft">{budgetYear === null ? id : `${words.year(budgetYear)} ${id}`}</span>
            </li>
          ))}
        </Kind>
      </div>
      {searched !== undefined && (
        <p class="soft">
          {words.searched(searched)}{' '}
          <a href={`/projects?${new URLSearchParams({ q: suggestions.words })}`}>{words.searchOn}</a>
        </p>
      )}
    </section>
  );
}

/** The filters that stay, from the first page on: what was typed in place of a number or an account were the words. */
const keptIn = (query: HistoryFiltersShown, typed: string): HistoryFiltersShown =>
  Object.fromEntries(
    Object.entries(query).filter(
      ([name, value]) =>
        name !== 'cursor' && !(['project', 'actor', 'unit'].includes(name) && value === typed),
    ),
  );

interface KindProps {
  readonly title: string;
  /** That there are more of the kind, in words. */
  readonly more: string | null;
  readonly children: readonly ComponentChildren[];
}

function Kind({ title, more, children }: KindProps) {
  if (children.length === 0) return null;
  return (
    <section>
      <h3>{title}</h3>
      <ul class="plain-list">{children}</ul>
      {more !== null && <p class="soft">{more}</p>}
    </section>
  );
}
