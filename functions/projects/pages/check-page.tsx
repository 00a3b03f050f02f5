import type { ProjectView } from '../../../shared/contract/views.ts';
import type { FormDefinition } from '../../../shared/forms/definition.ts';
import { fieldId, placeOf } from '../../../shared/forms/places.ts';
import type { FilesShown } from '../../../shared/pages/attaching/files-shown.ts';
import { Headline } from '../../../shared/pages/components.tsx';
import { DeclarationView } from '../../../shared/pages/declaration-view.tsx';
import { PostForm } from '../../../shared/pages/post-form.tsx';
import { common } from '../../../shared/pages/words/common.ts';
import { type Lang, say } from '../../../shared/values/language.ts';
import { formWords } from '../words/form.ts';
import { FindingList } from './form/finding-list.tsx';

export interface CheckPageProps {
  readonly lang: Lang;
  readonly definition: FormDefinition;
  readonly project: ProjectView;
  readonly files?: FilesShown;
  /** Of what was returned: where it goes when it is submitted. */
  readonly onward?: { readonly to: string; readonly why: 'direct' | 'anew' | 'unnamed' } | undefined;
}

function wayOnward({ to, why }: NonNullable<CheckPageProps['onward']>, lang: Lang): string {
  const words = formWords[lang];
  const said = { direct: words.onwardDirect, anew: words.onwardAnew, unnamed: words.onwardUnnamed };
  return said[why](to);
}

/** The last look before submitting what can be handed in: its warnings, the whole of it, and the one button that does. */
export function CheckPage({ lang, definition, project, onward, files }: CheckPageProps) {
  const words = formWords[lang];
  const address = `/projects/${project.id}`;
  return (
    <div class="page">
      <div class="page-head">
        <div>
          <h1>{words.checkTitle}</h1>
          <p class="soft">
            {say(definition.title, lang)} · {words.draft(project.id)} ·{' '}
            {common[lang].revision(project.revision)}
          </p>
        </div>
        <a class="button" href={address}>
          {words.goBack}
        </a>
      </div>
      <FindingList
        lang={lang}
        findings={project.findings}
        more={project.moreFindings}
        isStopped={false}
        hrefOf={(path) => `${address}#${fieldId(path)}`}
        placeOf={(path) => placeOf(definition, path, lang)}
      />
      {project.findings.length === 0 && (
        <section class="callout good">
          <p>{words.checkFine}</p>
        </section>
      )}
      <section class="card project">
        {project.requestedFen !== null && <Headline lang={lang} fen={project.requestedFen} />}
        <h2>{project.title || words.untitled}</h2>
        <DeclarationView
          lang={lang}
          definition={definition}
          declaration={project.declaration}
          files={files}
        />
      </section>
      <PostForm class="card links" action={`${address}/submit`}>
        <input type="hidden" name="version" value={project.version} />
        {onward && <p>{wayOnward(onward, lang)}</p>}
        <a class="button" href={address}>
          {words.goBack}
        </a>{' '}
        <button type="submit" class="primary">
          {words.submitChecked}
        </button>
      </PostForm>
    </div>
  );
}

export const checkTitle = (lang: Lang): string => formWords[lang].checkTitle;
