import type { DecisionView, FindingView } from '../../../shared/contract/views.ts';
import type { FormDefinition } from '../../../shared/forms/definition.ts';
import { placeOf } from '../../../shared/forms/places.ts';
import { Findings } from '../../../shared/pages/components.tsx';
import { reducedText } from '../../../shared/values/amount-text.ts';
import type { Lang } from '../../../shared/values/language.ts';
import { decisionWords } from '../words/decision.ts';
import type { Tried } from './typed.ts';

interface PreviewProps {
  readonly lang: Lang;
  readonly definition: FormDefinition;
  readonly decision: Pick<DecisionView, 'findings'>;
  readonly action: string;
  readonly tried?: Tried | undefined;
}

// Whoever tried goes on reading here; where nothing could be tried, at what is said of that.
const TRIED = 'tried';

/** What the cuts would lead to that is not so already; the same finding with another figure is not new. */
const newFindings = (before: readonly FindingView[], after: readonly FindingView[]): FindingView[] =>
  after.filter(({ rule, path }) => !before.some((known) => known.rule === rule && known.path === path));

/**
 * The way to see what cuts lead to before they are decided. Its button is the first of the form: the Enter key in any
 * input tries, and never decides.
 */
export function Preview({ lang, definition, decision, action, tried }: PreviewProps) {
  const words = decisionWords[lang];
  const found = tried ? newFindings(decision.findings, tried.view.findings) : [];
  return (
    <div class="preview">
      {tried && (
        <div
          class={`callout ${found.length === 0 ? 'good' : 'warning'}`}
          id={TRIED}
          tabindex={-1}
          role="status"
        >
          <p>
            <b>{words.previewed(reducedText(tried.view.project, lang))}</b>
          </p>
          <p>{found.length === 0 ? words.previewClean : words.previewFindings}</p>
          {found.length > 0 && (
            <Findings
              lang={lang}
              findings={found}
              more={tried?.view.moreFindings}
              placeOf={(path) => placeOf(definition, path, lang)}
            />
          )}
          <p>{words.previewSubmit}</p>
        </div>
      )}
      <p class="help" id="preview-help">
        {words.cutHelp}
      </p>
      <button
        type="submit"
        name="outcome"
        value="preview"
        formaction={`${action}#${TRIED}`}
        aria-describedby="preview-help"
      >
        {words.preview}
      </button>
    </div>
  );
}
