import type { FormDefinition } from '../../../shared/forms/definition.ts';
import { PostForm } from '../../../shared/pages/post-form.tsx';
import { Refusal } from '../../../shared/pages/refusal.tsx';
import { type Lang, say } from '../../../shared/values/language.ts';
import { importWords } from '../words/imports.ts';

interface ImportPageProps {
  readonly lang: Lang;
  readonly definition: FormDefinition;
  /** Why a file was not read. */
  readonly refused?: string;
}

/** Where a file is handed in that becomes the content of a form. */
export function ImportPage({ lang, definition, refused }: ImportPageProps) {
  const words = importWords[lang];
  return (
    <div class="page">
      <h1>{words.title}</h1>
      <p class="soft">{say(definition.title, lang)}</p>
      {refused !== undefined && (
        <Refusal title={words.mustChoose}>
          <p>{refused}</p>
        </Refusal>
      )}
      <section class="card">
        <p>{words.what}</p>
        <PostForm action={`/forms/${definition.id}/imports`} enctype="multipart/form-data" class="page">
          <div>
            <label for="file">{words.file}</label>
            <input
              id="file"
              name="file"
              type="file"
              required
              aria-describedby="large"
              accept=".docx,.txt,.json"
            />
            <p id="large" class="soft">
              {words.large}
            </p>
          </div>
          <p>
            <button type="submit" class="primary">
              {words.read}
            </button>
          </p>
        </PostForm>
      </section>
    </div>
  );
}
