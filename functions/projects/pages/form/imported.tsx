import type { FormDefinition } from '../../../../shared/forms/definition.ts';
import { fieldId, placeOf } from '../../../../shared/forms/places.ts';
import type { Lang } from '../../../../shared/values/language.ts';
import type { ToldImport } from '../../told-import.ts';
import { importWords } from '../../words/imports.ts';

interface ImportedProps {
  readonly lang: Lang;
  readonly definition: FormDefinition;
  readonly told: ToldImport;
  /** The fields that the page shows: what they are not can only be named. */
  readonly shown: ReadonlySet<string>;
}

type Source = NonNullable<ToldImport['placed'][number]['source']>;

/** What a page lists of what found no place: nobody puts in more by hand. */
const MOST_LISTED = 200;

/** What an import says of itself: how much was understood, what is to be checked, what found no place. */
export function ImportedView({ lang, definition, told, shown }: ImportedProps) {
  const words = importWords[lang];
  const { placed, inferred, notPlaced } = told;
  const field = (path: string) =>
    shown.has(path) ? (
      <a href={`#${fieldId(path)}`}>{placeOf(definition, path, lang)}</a>
    ) : (
      <b>{placeOf(definition, path, lang)}</b>
    );
  const found = placed.flatMap(({ path, source }) => (source ? [{ path, source }] : []));
  return (
    <section class="card imported" aria-labelledby="imported" data-imported>
      <h2 id="imported">{words.account}</h2>
      <p>
        <span class="badge" data-state="complete" data-count="placed">
          {words.placed(placed.length)}
        </span>{' '}
        <span class="badge warning" data-count="inferred">
          {words.inferred(inferred.length)}
        </span>{' '}
        <span class="badge info" data-count="open">
          {words.notPlaced(notPlaced.length)}
        </span>
      </p>
      {told.source.length > 0 && <p class="soft">{words.complete}</p>}
      <h3 data-open-title hidden={notPlaced.length === 0}>
        {words.notPlacedTitle}
      </h3>
      <ul class="pieces" data-open-list>
        {notPlaced.slice(0, MOST_LISTED).map(({ place, text, message, spans }, index) => (
          <li key={index} data-open={spans?.map(({ piece }) => piece).join(' ')}>
            <q>{text}</q>{' '}
            <span class="soft" data-why>
              {place !== '' && `${place} `}
              {message}
            </span>
          </li>
        ))}
      </ul>
      {notPlaced.length > MOST_LISTED && (
        <p class="soft">{words.moreNotPlaced(notPlaced.length - MOST_LISTED)}</p>
      )}
      {inferred.length > 0 && (
        <details open={told.source.length === 0}>
          <summary>{words.inferredTitle(inferred.length)}</summary>
          <ul>
            {inferred.map(({ path, message, source }, index) => (
              <li key={index}>
                {field(path)}
                {lang === 'zh' ? '：' : ': '}
                {message}
                {source && <Printed lang={lang} {...source} />}
              </li>
            ))}
          </ul>
        </details>
      )}
      {found.length > 0 && (
        <details>
          <summary>{words.sources(found.length)}</summary>
          <ul>
            {found.map(({ path, source }) => (
              <li key={path}>
                {field(path)}
                <Printed lang={lang} {...source} />
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

/** What the file says where a value was read. */
const Printed = ({ lang, text, place }: Source & { readonly lang: Lang }) => (
  <span class="soft">
    {' '}
    {importWords[lang].printed} <q>{text}</q>
    {place !== '' && ` ${place}`}
  </span>
);
