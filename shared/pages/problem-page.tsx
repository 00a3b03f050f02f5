import type { ProblemCode } from '../contract/problem-codes.ts';
import type { FindingView } from '../contract/views.ts';
import type { Lang } from '../values/language.ts';
import { More } from './components.tsx';
import { PostForm } from './post-form.tsx';
import { adviceOn } from './words/advice.ts';
import { common } from './words/common.ts';
import { problemWords } from './words/problem.ts';
import { Written } from './written.tsx';

export interface ProblemPageProps {
  readonly lang: Lang;
  readonly status: number;
  /** The stable, kebab-case code that programs get too. */
  readonly code: ProblemCode;
  readonly title: string;
  readonly detail?: string;
  readonly errors?: readonly FindingView[];
  readonly moreErrors?: number;
  /** Where it can be done all the same, by the reader's own click. */
  readonly goOn?: string;
  /** Where signing in leads back to the page that was asked for. */
  readonly signInHref?: string;
  /** What was posted and came to nothing: this page alone holds it, and sends it once more. */
  readonly again?: { readonly action: string; readonly fields: readonly (readonly [string, string])[] };
  /** Texts that were posted and refused. */
  readonly written?: readonly string[];
  /** Whether it answers what a page posted: what it cannot hold is gone with the page. */
  readonly isPosted?: boolean;
  /** Where signing out leads, which opens what this person may not. */
  readonly signOutTo?: string | undefined;
}

/** Something could not be done: what, why, and what to do next. */
export function ProblemPage(props: ProblemPageProps) {
  const {
    lang,
    status,
    code,
    title,
    detail,
    errors,
    moreErrors,
    goOn,
    signOutTo,
    signInHref = '/sign-in',
    again,
    written = [],
  } = props;
  const words = problemWords[lang];
  const signsIn = isForSigningIn(props);
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
        {signOutTo === undefined ? (
          <p>{adviceFor(props)}</p>
        ) : (
          <PostForm action="/sign-out">
            <input type="hidden" name="returnTo" value={signOutTo} />
            <button type="submit" class="primary">
              {words.signOut}
            </button>
          </PostForm>
        )}
        <Written lang={lang} texts={written} />
        {again && status === 401 && <SignInBeside lang={lang} signInHref={signInHref} {...again} />}
        {again && status !== 401 && (
          <>
            <p>{words.heldHere}</p>
            <Again text={words.sendOnce} {...again} />
          </>
        )}
        {!again && (
          <p class="links">
            {goOn !== undefined && (
              <>
                <a class="button primary" href={goOn}>
                  {words.goOn}
                </a>{' '}
              </>
            )}
            <a class="button" href={signsIn ? signInHref : '/'}>
              {signsIn ? words.signIn : words.desk}
            </a>
          </p>
        )}
        <p class="soft">{`${words.code}${common[lang].colon}${code}`}</p>
      </section>
    </div>
  );
}

type AgainProps = NonNullable<ProblemPageProps['again']>;

/** Signing in beside this page, so that it keeps what was typed, and sending that once more. */
function SignInBeside(props: AgainProps & { lang: Lang; signInHref: string }) {
  const { lang, signInHref, ...again } = props;
  const words = problemWords[lang];
  return (
    <>
      <p>{words.held}</p>
      <ol class="steps">
        <li>
          <a class="button" href={signInHref} target="_blank" rel="noopener">
            {words.signInBeside}
          </a>
        </li>
        <li>
          <Again text={words.sendAgain} {...again} />
        </li>
      </ol>
    </>
  );
}

/** Sends what the page holds: with the key that it came with, so that nothing is carried out twice. */
const Again = ({ text, action, fields }: AgainProps & { text: string }) => (
  <form method="post" action={action} data-unsaved>
    {fields.map(([name, value], index) => (
      <input key={index} type="hidden" name={name} value={value} autocomplete="off" />
    ))}
    <button type="submit" class="primary">
      {text}
    </button>
  </form>
);

/** Whether all that is left to do is to sign in, perhaps once more. */
const isForSigningIn = ({ status, code }: ProblemPageProps): boolean =>
  status === 401 || code === 'sign-in-failed';

/** What was asked for, or sent, cannot be as it is: people can put that right. */
const WRONG = new Set([400, 413, 415, 422]);

function adviceFor(props: ProblemPageProps): string {
  const { code, status, lang, isPosted, again } = props;
  const words = problemWords[lang];
  const advice = adviceOn(code, lang);
  if (advice !== undefined) return advice;
  if (isForSigningIn(props)) return '';
  // What was posted and the page does not hold is gone with it.
  if (status >= 500) return isPosted && !again ? words.brokenPosted : words.broken;
  if (!WRONG.has(status)) return words.back;
  return isPosted ? words.invalid : words.wrongAddress;
}
