import { LONGEST_OPINION } from '../../../shared/contract/fields.ts';
import { PostForm } from '../../../shared/pages/post-form.tsx';
import { amountText } from '../../../shared/values/amount-text.ts';
import type { Lang } from '../../../shared/values/language.ts';
import type { Canned } from '../canned.ts';
import { severalWords } from '../words/several.ts';
import { CannedSelect } from './canned-select.tsx';

/** What a request is about, in fen: what is left of it, and once it is decided what was approved. */
export interface About {
  readonly title: string;
  readonly unitName: string;
  readonly fen: number;
}

/** One of the chosen requests: what would be approved, or why it cannot be from a list. */
export type ShownRequest =
  | {
      readonly id: string;
      readonly about: About;
      /** How many findings it has; none of them is an error. */
      readonly notes: number;
      readonly contentHash: string;
    }
  | {
      readonly id: string;
      /** Absent where it is none of the reader's. */
      readonly about?: About;
      readonly why: string;
      /** Whether it can be decided once it is opened. */
      readonly alone: boolean;
    };

/** What became of one of the chosen requests. */
export interface ShownResult {
  readonly id: string;
  /** Absent where it is none of the reader's. */
  readonly about?: About | undefined;
  /** Why nothing was recorded; absent where it was approved. */
  readonly why?: string | undefined;
}

type Ready = Extract<ShownRequest, { contentHash: string }>;

type SeveralPageProps = { readonly lang: Lang } & (
  | {
      readonly requests: readonly ShownRequest[];
      readonly canned?: Canned | undefined;
    }
  | { readonly results: readonly ShownResult[] }
);

/** Several approvals at once: first the summary, then what became of each. */
export const SeveralPage = (props: SeveralPageProps) => (
  <div class="page narrow">
    {'results' in props ? <Results {...props} /> : <Summary {...props} />}
    <p class="links">
      <a href="/">{severalWords[props.lang].back}</a>
    </p>
  </div>
);

function Summary({ lang, requests, canned }: Extract<SeveralPageProps, { requests: unknown }>) {
  const words = severalWords[lang];
  const ready = requests.filter((one): one is Ready => 'contentHash' in one);
  const others = requests.flatMap((one) => ('why' in one ? [one] : []));
  const alone = others.filter((one) => one.alone);
  const over = others.filter((one) => !one.alone);
  const sum = ready.reduce((total, { about }) => total + about.fen, 0);
  return (
    <>
      <PostForm class="card" action="/decisions">
        <h1>{ready.length === 0 ? words.none : words.sum(ready.length, amountText(sum, lang))}</h1>
        <p class="soft">{words.how}</p>
        <ul class="plain-list entries">
          {ready.map((one) => (
            <li key={one.id}>
              <div>
                <Named {...one} />
                <input type="hidden" name="project" value={one.id} />
                <input type="hidden" name={`contentHash.${one.id}`} value={one.contentHash} />
              </div>
              <div class="entry-end">
                <b>{amountText(one.about.fen, lang)}</b>
                <p class="soft">{one.notes === 0 ? words.clean : words.notes(one.notes)}</p>
              </div>
            </li>
          ))}
        </ul>
        {ready.length > 0 && (
          <>
            {canned && <CannedSelect lang={lang} canned={canned} />}
            <label for="comment">{words.comment}</label>
            <textarea id="comment" name="comment" rows={3} maxlength={LONGEST_OPINION} autocomplete="off" />
          </>
        )}
        {ready.length > 0 && (
          <p class="links">
            <button type="submit" name="intent" value="approve" class="primary">
              {words.approve(ready.length)}
            </button>
          </p>
        )}
      </PostForm>
      <ResultList title={words.alone(alone.length)} lang={lang} results={alone} tone="soft" />
      <ResultList title={words.over(over.length)} lang={lang} results={over} tone="soft" />
    </>
  );
}

/** Which one it is, with the way to it. */
const Named = ({ id, about }: Pick<ShownResult, 'id' | 'about'>) => (
  <>
    <a href={`/projects/${id}/decision`}>{about?.title ?? id}</a>
    {about && (
      <p class="soft">
        <bdi>{about.unitName}</bdi> · {id}
      </p>
    )}
  </>
);

function Results({ lang, results }: Extract<SeveralPageProps, { results: unknown }>) {
  const words = severalWords[lang];
  const done = results.filter(({ why }) => why === undefined);
  const failed = results.filter(({ why }) => why !== undefined);
  const sum = done.reduce((total, { about }) => total + (about?.fen ?? 0), 0);
  return (
    <>
      <section class={`callout ${failed.length === 0 ? 'good' : 'warning'}`} role="status">
        <h1>
          {[words.done(done.length, amountText(sum, lang)), failed.length > 0 && words.failed(failed.length)]
            .filter(Boolean)
            .join(' · ')}
        </h1>
      </section>
      <ResultList title={words.notRecorded} lang={lang} results={failed} />
      <ResultList title={words.approved} lang={lang} results={done} />
    </>
  );
}

function ResultList({
  title,
  lang,
  results,
  tone = 'error',
}: {
  readonly title: string;
  /** Of why nothing is recorded: before anything was asked for it is no mistake. */
  readonly tone?: 'error' | 'soft';
  readonly lang: Lang;
  readonly results: readonly ShownResult[];
}) {
  if (results.length === 0) return null;
  return (
    <section class="card">
      <h2>{title}</h2>
      <ul class="plain-list entries">
        {results.map(({ id, about, why }) => (
          <li key={id}>
            <div>
              <Named id={id} about={about} />
              {why !== undefined && <p class={tone}>{why}</p>}
            </div>
            <div class="entry-end">{about && <b>{amountText(about.fen, lang)}</b>}</div>
          </li>
        ))}
      </ul>
    </section>
  );
}
