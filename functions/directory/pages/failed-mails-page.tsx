import type { FailedMailLine } from '../../../shared/contract/views.ts';
import { About, When } from '../../../shared/pages/components.tsx';
import { NextPage } from '../../../shared/pages/pages-nav.tsx';
import { PostForm } from '../../../shared/pages/post-form.tsx';
import { Table } from '../../../shared/pages/table.tsx';
import { common } from '../../../shared/pages/words/common.ts';
import type { Lang } from '../../../shared/values/language.ts';
import type { PieceForm, Typed } from '../piece-form.ts';
import { directoryWords } from '../words/directory.ts';
import { failedMailsWords } from '../words/failed-mails.ts';
import { Office } from './office.tsx';
import { HiddenFields, SuggestionLists, type Suggestions } from './piece-fields.tsx';
import { TransferForm } from './transfer.tsx';
import type { StageLabel } from './waiting.tsx';

/** A person or unit whose address can be corrected here: posted as its own page posts it. */
export interface Correction {
  readonly form: PieceForm;
  readonly address: string;
  /** The field of the address; `typed` has all the others. */
  readonly key: string;
  readonly typed: Typed;
  readonly version: string;
  readonly href: string;
}

/** Whom mails did not reach. */
export interface Unreached {
  readonly person: string;
  readonly name: string;
  readonly mails: readonly FailedMailLine[];
  /** Absent of somebody who is in no directory. */
  readonly correction: Correction | undefined;
  /** How many open requests wait for them. */
  readonly waiting: number;
}

interface FailedMailsPageProps {
  readonly lang: Lang;
  readonly unreached: readonly Unreached[];
  readonly suggestions: Suggestions;
  readonly nextHref: string | undefined;
  readonly stageLabel: StageLabel;
}

/** The mails that did not arrive, person by person: the address to correct, and requests to give to somebody else. */
export function FailedMailsPage(props: FailedMailsPageProps) {
  const { lang, unreached, suggestions, nextHref, stageLabel } = props;
  const words = failedMailsWords[lang];
  return (
    <Office lang={lang} room="failedMails">
      <h1>{directoryWords[lang].failedMails}</h1>
      <p class="soft">{words.what}</p>
      {unreached.length === 0 && (
        <section class="card">
          <p class="empty">{words.none}</p>
        </section>
      )}
      {unreached.map((one) => (
        <Person key={one.person} lang={lang} unreached={one} stageLabel={stageLabel} />
      ))}
      <SuggestionLists suggestions={suggestions} />
      {nextHref !== undefined && (
        <p class="links">
          <NextPage lang={lang} href={nextHref} />
        </p>
      )}
      {unreached.length > 0 && <p class="soft">{common[lang].zoneNote}</p>}
    </Office>
  );
}

function Person(props: {
  readonly lang: Lang;
  readonly unreached: Unreached;
  readonly stageLabel: StageLabel;
}) {
  const { lang, unreached, stageLabel } = props;
  const words = failedMailsWords[lang];
  const { person, name, mails, correction, waiting } = unreached;
  return (
    <section class="card">
      <h2>
        {correction ? <a href={correction.href}>{name}</a> : name}{' '}
        <span class="badge warning">{words.mails(mails.length)}</span>
      </h2>
      <Table
        named
        columns={[
          { heading: words.project },
          { heading: words.mail },
          { heading: words.reason },
          { heading: words.when },
        ]}
        rows={mails.map(({ projectId, title, stage, asks, reason, at }) => ({
          key: `${projectId} ${at} ${asks}`,
          cells: [
            <span key="project">
              {title} <span class="soft">{projectId}</span>
            </span>,
            asks && stage !== null ? words.request(stageLabel(stage)) : words.notice,
            words[reason],
            <When key="when" lang={lang} utc={at} />,
          ],
        }))}
      />
      {mails.some(({ corrected }) => corrected) && <p>{words.corrected}</p>}
      {correction ? (
        <Correct lang={lang} person={person} name={name} correction={correction} />
      ) : (
        <p class="soft">{words.notThere}</p>
      )}
      {waiting > 0 && <TransferForm lang={lang} person={person} name={name} count={waiting} />}
    </section>
  );
}

function Correct(props: {
  readonly lang: Lang;
  readonly person: string;
  readonly name: string;
  readonly correction: Correction;
}) {
  const { lang, person, name, correction } = props;
  const words = failedMailsWords[lang];
  const { form, address, key, typed, version, href } = correction;
  const id = `address-${person}`;
  return (
    <PostForm action={href} class="search">
      <input type="hidden" name="version" value={version} autocomplete="off" />
      <HiddenFields form={form} typed={typed} />
      <label for={id}>
        {words.newAddress}
        <About lang={lang} what={name} />
      </label>
      <input id={id} name={key} value={address} inputmode="email" autocomplete="off" required />
      <button type="submit" name="intent" value="check">
        {words.correct}
        <About lang={lang} what={name} />
      </button>
    </PostForm>
  );
}
