import type { FindingView } from '../../../../shared/contract/views.ts';
import { More } from '../../../../shared/pages/components.tsx';
import type { Lang } from '../../../../shared/values/language.ts';
import { formWords } from '../../words/form.ts';

/** So many warnings stand open; more would push the first field off the screen. */
const FEW = 3;

export interface FindingListProps {
  readonly lang: Lang;
  readonly findings: readonly FindingView[];
  /** How many there are beside these. */
  readonly more?: number | undefined;
  /** Errors keep it from being handed in, be they listed or not: then no word of what warnings do not do. */
  readonly isStopped: boolean;
  /** The page answers an attempt that failed: reading begins here. */
  readonly begins?: boolean;
  /** Where the field of a JSON Pointer is. */
  readonly hrefOf: (path: string) => string;
  readonly placeOf: (path: string) => string;
}

/** Everything that was found, each a link to its field: errors open, warnings folded where they are many. */
export function FindingList(props: FindingListProps) {
  const { lang, findings, more, isStopped, begins } = props;
  const words = formWords[lang];
  const errors = findings.filter(({ severity }) => severity === 'error');
  const warnings = findings.filter(({ severity }) => severity === 'warning');
  return (
    <>
      {errors.length > 0 && (
        <section class="callout error" id="errors" tabindex={-1} autofocus={begins}>
          <h2>{words.errorsTitle(errors.length)}</h2>
          <Links {...props} findings={errors} />
        </section>
      )}
      {warnings.length > 0 && (
        <details class="callout warning" id="warnings" open={warnings.length <= FEW}>
          <summary>
            <h2>
              {isStopped ? words.warningsBesides(warnings.length) : words.warningsTitle(warnings.length)}
            </h2>
          </summary>
          <Links {...props} findings={warnings} />
        </details>
      )}
      {findings.length > 0 && <More lang={lang} more={more} />}
    </>
  );
}

const Links = ({ findings, hrefOf, placeOf }: FindingListProps) => (
  <ul>
    {findings.map(({ rule, path, message }) => (
      <li key={`${rule} ${path} ${message}`}>
        {path === '' ? (
          message
        ) : (
          <>
            <a href={hrefOf(path)}>{message}</a> <span class="soft">{placeOf(path)}</span>
          </>
        )}
      </li>
    ))}
  </ul>
);
