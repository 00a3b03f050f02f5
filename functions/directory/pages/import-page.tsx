import { PostForm } from '../../../shared/pages/post-form.tsx';
import { Refusal } from '../../../shared/pages/refusal.tsx';
import { common } from '../../../shared/pages/words/common.ts';
import { type Lang, say } from '../../../shared/values/language.ts';
import { personTable, unitTable } from '../tables/columns.ts';
import { directoryWords } from '../words/directory.ts';
import { Office } from './office.tsx';

/** Where a table is handed in, and where one is taken away. */
export function ImportPage({ lang, refused }: { readonly lang: Lang; readonly refused?: string }) {
  const words = directoryWords[lang];
  return (
    <Office lang={lang} room="imports">
      <h1>{words.imports}</h1>
      {refused !== undefined && (
        <Refusal title={refused}>
          <p>{words.mustCorrect}</p>
        </Refusal>
      )}
      <section class="card">
        <h2>{words.fileTitle}</h2>
        <p class="soft">{words.fileWhat}</p>
        <PostForm action="/directory/imports" enctype="multipart/form-data" class="page">
          <div>
            <label for="file">{words.file}</label>
            <input
              id="file"
              name="file"
              type="file"
              accept=".csv,.txt,.xlsx,text/csv,text/tab-separated-values"
            />
          </div>
          <div>
            <label for="text">{words.text}</label>
            <textarea id="text" name="text" rows={5} />
          </div>
          <label class="choice" for="removeMissing">
            <input id="removeMissing" type="checkbox" name="removeMissing" value="1" /> {words.removeMissing}
          </label>
          <p>
            <button type="submit" class="primary">
              {words.preview}
            </button>
          </p>
        </PostForm>
      </section>
      <section class="card">
        <h2>{words.exportTitle}</h2>
        <p class="soft">{words.exportWhat}</p>
        {(['units', 'people'] as const).map((room) => (
          <p key={room} class="links found-links">
            <b>{words[room]}</b>
            <a href={`/directory/${room}?format=xlsx`}>{words.xlsx}</a>
            <a href={`/directory/${room}?format=csv`}>{words.csv}</a>
          </p>
        ))}
      </section>
      <section class="card">
        <h2>{words.columnsTitle}</h2>
        <p class="soft">{words.columnsWhat}</p>
        <dl class="facts">
          {[[words.unitColumns, unitTable] as const, [words.personColumns, personTable] as const].map(
            ([name, { columns }]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{columns.map(({ label }) => say(label, lang)).join(common[lang].comma)}</dd>
              </div>
            ),
          )}
          <div>
            <dt>{words.postsColumn}</dt>
            <dd>
              <code class="id">{words.postsExample}</code>
            </dd>
          </div>
        </dl>
      </section>
    </Office>
  );
}
