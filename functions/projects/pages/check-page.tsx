import type { FindingView, ProjectView } from '../../../shared/contract/views.ts';
import type { FormDefinition } from '../../../shared/forms/definition.ts';
import { fieldId, placeOf } from '../../../shared/forms/places.ts';
import { Headline, More } from '../../../shared/pages/components.tsx';
import { DeclarationView } from '../../../shared/pages/declaration-view.tsx';
import { common } from '../../../shared/pages/words/common.ts';
import { type Lang, say } from '../../../shared/values/language.ts';
import { formWords } from '../words/form.ts';

interface CheckPageProps {
  readonly lang: Lang;
  readonly definition: FormDefinition;
  readonly project: ProjectView;
}

/** The last look before submitting: all that was found, the whole declaration, and the button that hands it in. */
export function CheckPage({ lang, definition, project }: CheckPageProps) {
  const words = formWords[lang];
  const address = `/projects/${project.id}`;
  const errors = project.findings.filter(({ severity }) => severity === 'error');
  const warnings = project.findings.filter(({ severity }) => severity === 'warning');
  const list = (findings: readonly FindingView[], title: string) =>
    findings.length > 0 && (
      <section class={`callout ${findings[0]?.severity}`}>
        <h2>{title}</h2>
        <ul>
          {findings.map(({ rule, path, message }) => (
            <li key={`${rule} ${path}`}>
              <a href={`${address}#${fieldId(path)}`}>{message}</a>{' '}
              <span class="soft">{placeOf(definition, path, lang)}</span>
            </li>
          ))}
        </ul>
      </section>
    );
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
      {list(errors, words.checkErrors(errors.length))}
      {list(warnings, words.warningsTitle(warnings.length))}
      <More lang={lang} more={project.moreFindings} />
      {project.findings.length === 0 && (
        <section class="callout good">
          <p>{words.checkFine}</p>
        </section>
      )}
      <section class="card project">
        {project.requestedFen !== null && <Headline lang={lang} fen={project.requestedFen} />}
        <h2>{project.title || words.untitled}</h2>
        <DeclarationView lang={lang} definition={definition} declaration={project.declaration} />
      </section>
      <form class="card links" method="post" action={`${address}/submit`}>
        <input type="hidden" name="version" value={project.version} />
        <a class="button" href={address}>
          {words.goBack}
        </a>{' '}
        {errors.length === 0 && (
          <button type="submit" class="primary">
            {words.submitChecked}
          </button>
        )}
      </form>
    </div>
  );
}
