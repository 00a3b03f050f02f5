import type { ComponentChildren } from 'preact';
import type { FindingView } from '../contract/views.ts';
import type { ProjectStateName } from '../history/vocabulary.ts';
import { amountParts, amountTexts } from '../values/amount-text.ts';
import { provisionalWords } from '../values/calendar/provisional-words.ts';
import { LANG_TAG, type Lang } from '../values/language.ts';
import { inWords } from '../values/money.ts';
import { dueOf, minuteOf, zoneOf } from '../values/when.ts';
import { common, states } from './words/common.ts';

export function StateBadge({ lang, state }: { lang: Lang; state: ProjectStateName }) {
  return (
    <span class="badge" data-state={state}>
      {states[lang][state]}
    </span>
  );
}

const zoneIn = (lang: Lang): string => common[lang].inParentheses(zoneOf(lang));

/** A moment in Beijing's time. The zone is named beside it, or once for all on a page of many. */
export function When({ lang, utc, zone = false }: { lang: Lang; utc: string; zone?: boolean }) {
  return (
    <time datetime={utc} title={zoneOf(lang)}>
      {minuteOf(utc, lang)}
      {zone && zoneIn(lang)}
    </time>
  );
}

/** A moment by which something is due, with weekday and zone: `11月18日周三 18:00 前（北京时间）`. */
export function Due(props: {
  readonly lang: Lang;
  readonly utc: string;
  readonly overdue?: boolean;
  /** The year's holidays are not announced: the page says once, by `ProvisionalNote`, what that means. */
  readonly provisional?: boolean | undefined;
}) {
  const { lang, utc, overdue = false, provisional = false } = props;
  return (
    <>
      <time datetime={utc}>
        {lang === 'zh' ? `${dueOf(utc, lang)} 前` : `by ${dueOf(utc, lang)}`}
        {zoneIn(lang)}
      </time>
      {provisional && provisionalWords.mark[lang]}
      {overdue && (
        <>
          {' '}
          <span class="badge warning">{common[lang].overdue}</span>
        </>
      )}
    </>
  );
}

/** Of several buttons that say the same, what this one is about: heard, and not seen. */
export const About = ({ lang, what }: { lang: Lang; what: string }) => (
  <span class="vh">{`${common[lang].colon}${what}`}</span>
);

/** What it means that a date on the page is provisional. */
export const ProvisionalNote = ({ lang }: { lang: Lang }) => (
  <p class="soft">{provisionalWords.note[lang]}</p>
);

/** An amount of which all else follows: large, exact, and in the words of the official document. */
export function Headline({ lang, fen }: { lang: Lang; fen: number }) {
  const [figure, unit] = amountParts(fen, lang);
  return (
    <p class="headline">
      <span class="figure">
        <b>{figure}</b> {unit}
      </span>
      <span class="in-words" lang={LANG_TAG.zh}>
        {inWords(fen)}
      </span>
    </p>
  );
}

/** Facts as name and value; what has no value is left out. */
export function Facts({ facts }: { facts: readonly (readonly [string, ComponentChildren])[] }) {
  return (
    <dl class="facts">
      {facts
        .filter(([, value]) => value !== null && value !== undefined && value !== '')
        .map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}

/** A hash short enough to compare by eye; the whole of it in its title. */
export function Hash({ value }: { value: string }) {
  return (
    <code class="hash" title={value}>
      {`${value.slice(0, 4)} ${value.slice(4, 8)} … ${value.slice(-4)}`}
    </code>
  );
}

/** Requested and, once it is decided, approved: `31.50 万元 → 30.50 万元`. */
export function Amounts(props: { lang: Lang; requestedFen: number | null; approvedFen: number | null }) {
  const { lang, requestedFen, approvedFen } = props;
  const words = common[lang];
  if (requestedFen === null) return null;
  const [requested, approved] = amountTexts([requestedFen, approvedFen ?? requestedFen], lang);
  return (
    <span class="amounts">
      {approvedFen !== requestedFen && requested}
      {approvedFen !== null && approvedFen !== requestedFen && ' → '}
      {approvedFen !== null && (
        <b>
          <span class="vh">{words.approved} </span>
          {approved}
        </b>
      )}
    </span>
  );
}

/** What was found in a submitted declaration, where it can no longer be corrected. */
export function Findings(props: {
  readonly lang: Lang;
  readonly findings: readonly FindingView[];
  /** How many there are beside these. */
  readonly more: number | undefined;
  readonly placeOf: (pointer: string) => string;
}) {
  return (
    <>
      <ul class="plain-list">
        {props.findings.map(({ rule, path, message, severity }) => (
          <li key={`${rule} ${path}`} class={severity}>
            <span class="vh">{`${common[props.lang][severity]}${common[props.lang].colon}`}</span>
            {message} <span class="soft">{props.placeOf(path)}</span>
          </li>
        ))}
      </ul>
      <More lang={props.lang} more={props.more} />
    </>
  );
}

/** What is wrong with what was typed into a field, beside it. @param id for the field's `aria-describedby` */
export function Messages({
  lang,
  id,
  found,
}: {
  lang: Lang;
  id: string;
  found: readonly { message: string }[];
}) {
  if (found.length === 0) return null;
  return (
    <div class="messages" id={id}>
      {found.map(({ message }) => (
        <p key={message} class="error">
          <span class="vh">{`${common[lang].error}${common[lang].colon}`}</span>
          {message}
        </p>
      ))}
    </div>
  );
}

/** That a list of findings is not all of them. */
export const More = ({ lang, more }: { readonly lang: Lang; readonly more: number | undefined }) =>
  more === undefined ? null : <p class="soft">{common[lang].more(more)}</p>;
