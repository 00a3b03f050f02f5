import type { ChangeView, FindingView } from '../../../shared/contract/views.ts';
import type { FormDefinition } from '../../../shared/forms/definition.ts';
import { fieldOf, placeOf } from '../../../shared/forms/places.ts';
import { valueText } from '../../../shared/forms/value-text.ts';
import type { Outcome } from '../../../shared/history/vocabulary.ts';
import { Findings, When } from '../../../shared/pages/components.tsx';
import { common, outcomeWords } from '../../../shared/pages/words/common.ts';
import type { Lang } from '../../../shared/values/language.ts';
import { decisionWords } from '../words/decision.ts';

interface PartProps {
  readonly lang: Lang;
  readonly definition: FormDefinition;
}

/** What the unit changed since the revision that was decided on before. */
export function Changes({ lang, definition, changes }: PartProps & { changes: readonly ChangeView[] }) {
  const words = decisionWords[lang];
  if (changes.length === 0) return null;
  return (
    <section>
      <h2>
        {words.changes} <span class="badge info">{words.places(changes.length)}</span>
      </h2>
      <ul class="plain-list changes">
        {changes.map(({ path, before, after }) => {
          const field = fieldOf(definition, path);
          return (
            <li key={path}>
              <span>{placeOf(definition, path, lang)}</span>
              <span>
                <del>{valueText(field, before, lang) || common[lang].none}</del>
                {' → '}
                <ins>{valueText(field, after, lang) || common[lang].none}</ins>
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** What the rules found; a clean result is said too, so that silence is never read as "not checked". */
export function Notes({
  lang,
  definition,
  findings,
  more,
}: PartProps & { findings: readonly FindingView[]; more: number | undefined }) {
  const words = decisionWords[lang];
  return (
    <section>
      <h2>
        {words.findings}{' '}
        {findings.length > 0 && <span class="badge warning">{words.notes(findings.length)}</span>}
      </h2>
      {findings.length > 0 ? (
        <Findings
          lang={lang}
          findings={findings}
          more={more}
          placeOf={(path) => placeOf(definition, path, lang)}
        />
      ) : (
        <p class="soft">{words.noFindings}</p>
      )}
    </section>
  );
}

/** What was decided at a stage before. */
export interface Opinion {
  readonly stage: string;
  readonly by: string;
  readonly at: string;
  readonly outcome: Outcome;
  readonly comment?: string | undefined;
  readonly supplied: readonly (readonly [label: string, text: string])[];
}

/** What the stages before said, with their notes for colleagues. */
export function Opinions({ lang, opinions }: { lang: Lang; opinions: readonly Opinion[] }) {
  if (opinions.length === 0) return null;
  return (
    <section>
      <h2>{decisionWords[lang].opinions}</h2>
      <ul class="plain-list">
        {opinions.map(({ stage, by, at, outcome, comment, supplied }) => (
          <li key={`${stage} ${at}`}>
            <p>
              {stage} · {by} · {outcomeWords[lang][outcome]}{' '}
              <span class="soft">
                <When lang={lang} utc={at} />
              </span>
            </p>
            {supplied.map(([label, text]) => (
              <p key={label} class="soft">
                {`${label}${common[lang].colon}${text}`}
              </p>
            ))}
            {comment && <blockquote>{comment}</blockquote>}
          </li>
        ))}
      </ul>
    </section>
  );
}
