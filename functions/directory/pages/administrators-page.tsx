import type { FindingView } from '../../../shared/contract/views.ts';
import { PostForm } from '../../../shared/pages/post-form.tsx';
import { Refusal } from '../../../shared/pages/refusal.tsx';
import { common } from '../../../shared/pages/words/common.ts';
import type { Lang } from '../../../shared/values/language.ts';
import { directoryWords } from '../words/directory.ts';
import { DifferenceTable } from './differences.tsx';
import { Done, Office } from './office.tsx';

interface AdministratorsPageProps {
  readonly lang: Lang;
  readonly administrators: readonly { readonly id: string; readonly name: string }[];
  /** One in each line. */
  readonly typed: string;
  readonly version: string;
  readonly findings: readonly FindingView[];
  readonly isStale: boolean;
  readonly isSaved: boolean;
}

/** Who administers. */
export function AdministratorsPage(props: AdministratorsPageProps) {
  const { lang, administrators, typed, version, findings, isStale, isSaved } = props;
  const words = directoryWords[lang];
  return (
    <Office lang={lang} room="administrators">
      <h1>{words.administrators}</h1>
      {isSaved && <Done text={words.saved} />}
      {isStale && (
        <Refusal tone="warning" title={words.stale}>
          <p>{`${words.administratorsAre}${common[lang].colon}${administrators.map(({ name }) => name).join(common[lang].comma)}`}</p>
        </Refusal>
      )}
      <section class="card">
        <h2>{words.administratorsAre}</h2>
        <ul class="plain-list">
          {administrators.map(({ id, name }) => (
            <li key={id}>
              <a href={`/directory/people/${id}`}>{name}</a> <span class="soft">{id}</span>
            </li>
          ))}
        </ul>
        <PostForm action="/directory/administrators">
          <input type="hidden" name="version" value={version} autocomplete="off" />
          <label for="people">{words.administratorsField}</label>
          <textarea
            id="people"
            name="people"
            rows={4}
            aria-describedby={findings.length > 0 ? 'people-help people-found' : 'people-help'}
            aria-invalid={findings.length > 0 ? 'true' : undefined}
            autofocus={findings.length > 0}
          >
            {typed}
          </textarea>
          <p class="help" id="people-help">
            {words.administratorsWhat}
          </p>
          {findings.length > 0 && (
            <div class="messages" id="people-found">
              {findings.map(({ path, message }) => (
                <p key={path} class="error">
                  {message}
                </p>
              ))}
            </div>
          )}
          <p class="links">
            <button type="submit" name="intent" value="check" class="primary">
              {words.check}
            </button>
          </p>
        </PostForm>
      </section>
    </Office>
  );
}

interface Named {
  readonly id: string;
  readonly name: string;
}

/** Who is added to the list and who is taken from it, before it is saved. */
export function AdministratorsLook(props: {
  readonly lang: Lang;
  readonly before: readonly Named[];
  readonly after: readonly Named[];
  readonly version: string;
}) {
  const { lang, before, after, version } = props;
  const words = directoryWords[lang];
  const named = (people: readonly Named[]): string =>
    people.map(({ id, name }) => `${name}${common[lang].inParentheses(id)}`).join('\n');
  const isSame = named(before) === named(after);
  const difference = { label: words.administrators, before: named(before), after: named(after) };
  return (
    <Office lang={lang} room="administrators">
      <h1>{`${words.beforeSaving} · ${words.administrators}`}</h1>
      <section class="card">
        {isSame ? (
          <p class="empty">{words.unchanged}</p>
        ) : (
          <DifferenceTable lang={lang} differences={[difference]} now={words.now} later={words.later} />
        )}
      </section>
      <PostForm action="/directory/administrators">
        <input type="hidden" name="version" value={version} autocomplete="off" />
        <input type="hidden" name="people" value={after.map(({ id }) => id).join('\n')} />
        <p class="actions">
          {!isSame && (
            <button type="submit" class="primary" name="intent" value="save">
              {words.save}
            </button>
          )}{' '}
          <button type="submit" name="intent" value="edit">
            {words.edit}
          </button>
        </p>
      </PostForm>
    </Office>
  );
}
