import type { ComponentChildren } from 'preact';
import type { FindingView } from '../../../shared/contract/views.ts';
import { PostForm } from '../../../shared/pages/post-form.tsx';
import { Refusal } from '../../../shared/pages/refusal.tsx';
import { type Lang, say } from '../../../shared/values/language.ts';
import type { Difference } from '../differences.ts';
import type { PieceForm, Typed } from '../piece-form.ts';
import type { Names } from '../references.ts';
import { directoryWords } from '../words/directory.ts';
import { DifferenceTable } from './differences.tsx';
import { Done, Office } from './office.tsx';
import { inputOf, PieceFields, PieceRows, SuggestionLists, type Suggestions } from './piece-fields.tsx';

export interface PiecePageProps {
  readonly lang: Lang;
  readonly form: PieceForm;
  /** Undefined for one that is new. */
  readonly id: string | undefined;
  /** What it is called; of a new one nothing. */
  readonly title: string;
  readonly typed: Typed;
  /** The version that was read, without quotes; empty for one that is new. */
  readonly version: string;
  readonly findings: readonly FindingView[];
  readonly suggestions: Suggestions;
  /** What those are called whom the fields name. */
  readonly names: Names;
  readonly isSaved?: boolean;
  /** Somebody else was first: what differs between what is there now and what was typed. */
  readonly stale?: { readonly isGone: boolean; readonly differences: readonly Difference[] };
  /** What else there is to say of it. */
  readonly children?: ComponentChildren;
}

const listOf = ({ kind }: PieceForm): string => (kind === 'unit' ? '/directory/units' : '/directory/people');

/** A unit or a person to look at and to change. Nothing is saved before what it does was shown. */
export function PiecePage(props: PiecePageProps) {
  const { lang, form, id, title, typed, version, findings, suggestions, names, stale, children } = props;
  const words = directoryWords[lang];
  const list = listOf(form);
  const action = id === undefined ? list : `${list}/${id}`;
  return (
    <Office lang={lang} room={form.kind === 'unit' ? 'units' : 'people'}>
      <h1>{title}</h1>
      {props.isSaved && <Done text={words.saved} />}
      {stale && <Stale lang={lang} stale={stale} />}
      {findings.length > 0 && <Refused title={words.refused} findings={findings} />}
      <PostForm action={action} class="page">
        <input type="hidden" name="version" value={version} autocomplete="off" />
        {/* What Enter presses. */}
        <button type="submit" name="intent" value="check" hidden>
          {words.check}
        </button>
        <section class="card">
          <h2>{words.basics}</h2>
          <PieceFields
            lang={lang}
            form={form}
            typed={typed}
            findings={findings}
            names={names}
            isNew={id === undefined}
          />
        </section>
        <section class="card" id={inputOf(`/${form.rows.key}`)} tabindex={-1}>
          <h2>{say(form.rows.label, lang)}</h2>
          <p class="soft">{form.kind === 'unit' ? words.postsHelp : words.absencesHelp}</p>
          <PieceRows
            lang={lang}
            form={form}
            typed={typed}
            findings={findings}
            names={names}
            action={action}
          />
        </section>
        <SuggestionLists suggestions={suggestions} />
        <p class="actions">
          <button type="submit" name="intent" value="check" class="primary">
            {words.check}
          </button>{' '}
          <a class="button" href={action}>
            {words.cancel}
          </a>
        </p>
      </PostForm>
      {children}
      {id !== undefined && <Remove lang={lang} form={form} action={action} version={version} />}
    </Office>
  );
}

function Stale({
  lang,
  stale,
}: {
  readonly lang: Lang;
  readonly stale: NonNullable<PiecePageProps['stale']>;
}) {
  const words = directoryWords[lang];
  return (
    <Refusal tone="warning" title={stale.isGone ? words.gone : words.stale}>
      {!stale.isGone && (
        <>
          <p>{words.staleWhat}</p>
          <DifferenceTable lang={lang} differences={stale.differences} now={words.now} later={words.mine} />
        </>
      )}
    </Refusal>
  );
}

/** What stands against saving, each with the way to its field. */
export function Refused({
  title,
  findings,
}: {
  readonly title: string;
  readonly findings: readonly FindingView[];
}) {
  return (
    <Refusal title={title}>
      <ul>
        {findings.map(({ path, message }) => (
          <li key={`${path} ${message}`}>
            {/^(\/[a-z]+|\/[a-z]+\/\d+\/[a-z]+(\/\d+)?)$/.test(path) ? (
              <a href={`#${inputOf(path.replace(/(\/[a-z]+\/\d+\/[a-z]+)\/\d+$/, '$1'))}`}>{message}</a>
            ) : (
              message
            )}
          </li>
        ))}
      </ul>
    </Refusal>
  );
}

function Remove(props: {
  readonly lang: Lang;
  readonly form: PieceForm;
  readonly action: string;
  readonly version: string;
}) {
  const { lang, form, action, version } = props;
  const words = directoryWords[lang];
  return (
    <details class="card confirm">
      <summary>{form.kind === 'unit' ? words.removeUnit : words.removePerson}</summary>
      <p>{form.kind === 'unit' ? words.removeUnitWhat : words.removePersonWhat}</p>
      <PostForm action={`${action}/remove`}>
        <input type="hidden" name="version" value={version} autocomplete="off" />
        <button type="submit" class="danger" name="intent" value="check">
          {words.removeCheck}
        </button>
      </PostForm>
    </details>
  );
}
