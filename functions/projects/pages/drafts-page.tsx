import type { DraftLine, FindingView, SubmissionResult } from '../../../shared/contract/views.ts';
import { More, StateBadge } from '../../../shared/pages/components.tsx';
import { EnterPressesNothing } from '../../../shared/pages/enter.tsx';
import { PagesNav } from '../../../shared/pages/pages-nav.tsx';
import { PostForm } from '../../../shared/pages/post-form.tsx';
import { common } from '../../../shared/pages/words/common.ts';
import { amountText } from '../../../shared/values/amount-text.ts';
import type { Lang } from '../../../shared/values/language.ts';
import { minuteOf } from '../../../shared/values/when.ts';
import { draftsWords } from '../words/drafts.ts';

interface DraftsPageProps {
  readonly lang: Lang;
  readonly drafts: readonly DraftLine[];
  readonly isFirst: boolean;
  readonly nextHref?: string | undefined;
  readonly submitted?: Submitted;
}

/** What became of those that were submitted just now. */
interface Submitted {
  readonly results: readonly SubmissionResult[];
  /** By the ids of drafts. */
  readonly titles: ReadonlyMap<string, string>;
}

/** The unit's drafts with what is found in each; those without errors can be submitted together. */
export function DraftsPage({ lang, drafts, isFirst, nextHref, submitted }: DraftsPageProps) {
  const words = draftsWords[lang];
  const ready = drafts.filter(isReady);
  return (
    <div class="page">
      <div class="page-head">
        <h1>{words.title}</h1>
      </div>
      {submitted && <Results lang={lang} {...submitted} />}
      <section class="card">
        {drafts.length === 0 ? (
          <p class="empty">{isFirst && nextHref === undefined ? words.none : words.noneHere}</p>
        ) : (
          // As on the desk: coming back ticks no line that is another draft's by then.
          <PostForm action="/drafts/submissions" autocomplete="off">
            <EnterPressesNothing />
            <p class="soft">{words.how}</p>
            <ul class="plain-list entries">
              {drafts.map((draft) => (
                <Draft key={draft.id} lang={lang} draft={draft} />
              ))}
            </ul>
            <p class="links">
              <button type="submit" class="primary" disabled={ready.length === 0}>
                {words.submit}
              </button>
            </p>
          </PostForm>
        )}
      </section>
      <PagesNav lang={lang} firstHref="/drafts" isFirst={isFirst} nextHref={nextHref} />
    </div>
  );
}

const errorsIn = (findings: readonly FindingView[]) =>
  findings.filter(({ severity }) => severity === 'error');
const isReady = ({ findings }: DraftLine): boolean => errorsIn(findings).length === 0;

function Draft({ lang, draft }: { lang: Lang; draft: DraftLine }) {
  const words = draftsWords[lang];
  const { id, version, title, state, budgetYear, revision, requestedFen, savedAt, findings } = draft;
  const errors = errorsIn(findings).length;
  const warnings = findings.length - errors;
  return (
    <li>
      <div>
        <label class="choice">
          <input type="checkbox" name="draft" value={`${id} ${version}`} disabled={errors > 0} />{' '}
          {title || words.untitled}
        </label>
        <p class="soft">
          <a href={`/projects/${id}?check=1`}>{id}</a>
          {budgetYear !== null && ` · ${budgetYear}`} · {common[lang].revision(revision)} ·{' '}
          {words.saved(minuteOf(savedAt, lang))}
        </p>
        {findings.length > 0 && (
          <details>
            <summary>
              {[errors > 0 && words.errors(errors), warnings > 0 && words.warnings(warnings)]
                .filter(Boolean)
                .join(lang === 'zh' ? '，' : ', ')}
            </summary>
            <ul class="plain-list">
              {findings.map(({ rule, path, severity, message }) => (
                <li key={`${rule} ${path}`} class={severity}>
                  <span class="vh">{`${common[lang][severity]}${common[lang].colon}`}</span>
                  {message}
                </li>
              ))}
            </ul>
            <More lang={lang} more={draft.moreFindings} />
          </details>
        )}
      </div>
      <div class="entry-end">
        {requestedFen !== null && <b>{amountText(requestedFen, lang)}</b>}
        <p>
          <StateBadge lang={lang} state={state} />
        </p>
      </div>
    </li>
  );
}

function Results({ lang, titles, results }: Submitted & { lang: Lang }) {
  const words = draftsWords[lang];
  const sent = results.filter(({ status }) => status === 200).length;
  return (
    <section class={`callout ${sent === results.length ? 'good' : 'warning'}`} role="status">
      <h2>{words.sent(sent, results.length)}</h2>
      <ul>
        {results.map(({ id, status, title, detail, errors }) => (
          <li key={id}>
            <a href={`/projects/${id}`}>{titles.get(id) || id}</a>
            {common[lang].colon}
            {status === 200 ? words.submitted : (detail ?? title)}
            {errors && (
              <p class="soft">
                {errors
                  .slice(0, 3)
                  .map(({ message }) => message)
                  .join(common[lang].semicolon)}
              </p>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
