import type { FindingView } from '../contract/views.ts';
import type { Lang } from '../values/language.ts';
import { More } from './components.tsx';
import { common } from './words/common.ts';
import { problemWords } from './words/problem.ts';

export interface ProblemPageProps {
  readonly lang: Lang;
  readonly status: number;
  /** The stable, kebab-case code that programs get too. */
  readonly code: string;
  readonly title: string;
  readonly detail?: string;
  readonly errors?: readonly FindingView[];
  readonly moreErrors?: number;
  /** Where it can be done all the same, by the reader's own click. */
  readonly goOn?: string;
  /** Where signing in leads back to the page that was asked for. */
  readonly signInHref?: string;
}

/** Something could not be done: what, why, and what to do next. */
export function ProblemPage(props: ProblemPageProps) {
  const { lang, status, code, title, detail, errors, moreErrors, goOn, signInHref = '/sign-in' } = props;
  const words = problemWords[lang];
  return (
    <div class="page narrow">
      <section class="card problem">
        <h1>{title}</h1>
        {detail && <p>{detail}</p>}
        {errors && errors.length > 0 && (
          <ul>
            {errors.map(({ rule, path, message }) => (
              <li key={`${rule} ${path}`}>{message}</li>
            ))}
          </ul>
        )}
        <More lang={lang} more={moreErrors} />
        <p>{goOn === undefined ? adviceFor(status, lang) : words.recorded}</p>
        <p class="links">
          {goOn !== undefined && (
            <>
              <a class="button primary" href={goOn}>
                {words.goOn}
              </a>{' '}
            </>
          )}
          <a class="button" href={status === 401 ? signInHref : '/'}>
            {status === 401 ? words.signIn : words.desk}
          </a>
        </p>
        <p class="soft">{`${words.code}${common[lang].colon}${code}`}</p>
      </section>
    </div>
  );
}

function adviceFor(status: number, lang: Lang): string {
  const words = problemWords[lang];
  if (status === 401 || status === 403) return status === 401 ? '' : words.forbidden;
  if (status === 409 || status === 412) return words.stale;
  if (status === 429) return words.tooMany;
  if (status >= 500) return words.broken;
  return status === 400 || status === 413 || status === 415 || status === 422 || status === 428
    ? words.invalid
    : words.back;
}
