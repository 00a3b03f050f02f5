import type { FindingView } from '../../../shared/contract/views.ts';
import { Facts, Messages, When } from '../../../shared/pages/components.tsx';
import { PostForm } from '../../../shared/pages/post-form.tsx';
import { Refusal } from '../../../shared/pages/refusal.tsx';
import { Table } from '../../../shared/pages/table.tsx';
import { common, roleWords } from '../../../shared/pages/words/common.ts';
import { type Lang, say } from '../../../shared/values/language.ts';
import type { Difference } from '../differences.ts';
import type { OwnDecisions } from '../me/decided.ts';
import { personForm, type Typed } from '../piece-form.ts';
import type { Names } from '../references.ts';
import { directoryWords, postName } from '../words/directory.ts';
import { meWords } from '../words/me.ts';
import { DifferenceTable } from './differences.tsx';
import type { HeldPost } from './lists.tsx';
import { Done } from './office.tsx';
import { OwnDecisionList } from './own-decisions.tsx';
import { inputOf, PieceRows, SuggestionLists, type Suggestions } from './piece-fields.tsx';
import { Refused } from './piece-page.tsx';
import type { StageLabel } from './waiting.tsx';

/** A session in the list of one's own. */
export interface ShownSession {
  readonly current: boolean;
  /** UTC */
  readonly signedInAt: string | null;
  readonly seenAt: string | null;
  readonly until: string;
}

/** What of a person is their own to change, as it stands in the fields. */
export interface OwnFields {
  readonly language: string;
  readonly mail: string;
  readonly followsUnit: boolean;
  readonly absences: Typed;
  /** The version that was read, without quotes. */
  readonly version: string;
  readonly findings: readonly FindingView[];
  readonly names: Names;
  readonly suggestions: Suggestions;
  /** What was saved just now. */
  readonly notice?: 'saved' | 'opinions';
  /** Somebody else was first: what differs between what is there now and what was typed. */
  readonly stale?: readonly Difference[];
}

/** Canned opinions as they stand in their field, one on each line. */
export interface OwnOpinions {
  readonly typed: string;
  /** The version that was read, without quotes. */
  readonly version: string;
  /** Another window was first: those that are stored now, one on each line. */
  readonly stored?: string;
}

export interface MePageProps {
  readonly lang: Lang;
  /** As the directory knows the person, or the token. */
  readonly who: {
    readonly name: string;
    readonly id: string;
    readonly email?: string | undefined;
    readonly unitName?: string | undefined;
  };
  readonly roles: readonly (keyof typeof roleWords.zh)[];
  /** Undefined of somebody whom the directory does not know. */
  readonly own?:
    | {
        readonly fields: OwnFields;
        readonly held: readonly HeldPost[];
        readonly standsInFor: readonly { readonly id: string; readonly name: string }[];
        readonly decided: OwnDecisions;
        readonly opinions: OwnOpinions;
      }
    | undefined;
  readonly sessions: readonly ShownSession[];
  readonly stageLabel: StageLabel;
}

/** Somebody's own page: what they choose, when they are away, what they hold and have done, where they are signed in. */
export function MePage({ lang, who, roles, own, sessions, stageLabel }: MePageProps) {
  const words = meWords[lang];
  const office = directoryWords[lang];
  return (
    <div class="page">
      <h1>{words.title}</h1>
      {own?.fields.notice && (
        <Done text={own.fields.notice === 'saved' ? words.saved : words.opinionsSaved} />
      )}
      {own?.fields.stale && <Stale lang={lang} title={words.stale} differences={own.fields.stale} />}
      {own && <OpinionsOvertaken lang={lang} {...own.opinions} />}
      {own && own.fields.findings.length > 0 && (
        <Refused title={words.refused} findings={own.fields.findings} />
      )}
      {!own && (
        <section class="callout">
          <h2>{words.unknown}</h2>
          <p>{words.unknownWhat}</p>
        </section>
      )}
      <section class="card">
        <h2>{words.basics}</h2>
        <Facts
          facts={[
            [office.name, who.name],
            [office.account, who.id],
            [office.mailbox, who.email],
            [office.unit, who.unitName],
            [
              words.roles,
              roles.map((role) => roleWords[lang][role]).join(common[lang].comma) || words.noRoles,
            ],
          ]}
        />
        {own && <p class="soft">{words.byAdministrator}</p>}
      </section>
      {own && (
        <>
          <OwnForm lang={lang} fields={own.fields} />
          <OwnOpinions lang={lang} {...own} />
          <Posts lang={lang} {...own} />
          <section class="card">
            <h2>{words.decided}</h2>
            {own.decided.decisions.length > 0 ? (
              <OwnDecisionList lang={lang} decisions={own.decided.decisions} stageLabel={stageLabel} />
            ) : (
              own.decided.next === null && <p class="empty">{words.nothingDecided}</p>
            )}
            {own.decided.next !== null && (
              <p class="links">
                <a href="/me/decisions">{words.allDecided}</a>
              </p>
            )}
          </section>
        </>
      )}
      <Sessions lang={lang} sessions={sessions} />
    </div>
  );
}

interface StaleProps {
  readonly lang: Lang;
  readonly title: string;
  readonly differences: readonly Difference[];
}

function Stale({ lang, title, differences }: StaleProps) {
  const words = meWords[lang];
  const { now, mine } = directoryWords[lang];
  return (
    <Refusal tone="warning" title={title}>
      {differences.length > 0 && (
        <>
          <p>{words.staleWhat}</p>
          <DifferenceTable lang={lang} differences={differences} now={now} later={mine} />
        </>
      )}
    </Refusal>
  );
}

function OpinionsOvertaken({ lang, typed, stored }: OwnOpinions & { readonly lang: Lang }) {
  if (stored === undefined) return null;
  const { opinionsStale, opinionsLabel } = meWords[lang];
  const differences = [{ label: opinionsLabel, before: stored, after: typed }];
  return <Stale lang={lang} title={opinionsStale} differences={differences} />;
}

interface ChoiceProps {
  readonly name: string;
  readonly label: string;
  readonly options: readonly (readonly [value: string, label: string])[];
  readonly value: string;
  readonly help?: string;
}

function Choice({ name, label, options, value, help }: ChoiceProps) {
  const id = inputOf(`/${name}`);
  return (
    <div>
      <label for={id}>{label}</label>
      <select id={id} name={name} autocomplete="off" aria-describedby={help && `${id}-help`}>
        {options.map(([one, text]) => (
          <option key={one} value={one} selected={one === value}>
            {text}
          </option>
        ))}
      </select>
      {help && (
        <p class="help" id={`${id}-help`}>
          {help}
        </p>
      )}
    </div>
  );
}

function OwnForm({ lang, fields }: { readonly lang: Lang; readonly fields: OwnFields }) {
  const words = meWords[lang];
  const { zh, en } = directoryWords[lang];
  const { language, mail, followsUnit, absences, version, findings, names, suggestions } = fields;
  return (
    <PostForm action="/me" class="page">
      <input type="hidden" name="version" value={version} autocomplete="off" />
      {/* What Enter presses. */}
      <button type="submit" name="intent" value="save" hidden>
        {words.save}
      </button>
      <section class="card">
        <h2>{words.choices}</h2>
        <div class="piece-fields">
          <Choice
            name="language"
            label={words.language}
            value={language}
            help={words.languageHelp}
            options={[
              ['zh', zh],
              ['en', en],
            ]}
          />
          <Choice
            name="mail"
            label={words.mail}
            value={mail}
            options={[
              ['each', words.each],
              ['daily', words.daily],
            ]}
          />
        </div>
        <div class="check">
          <input
            type="checkbox"
            id="follows-unit"
            name="followsUnit"
            value="yes"
            checked={followsUnit}
            autocomplete="off"
          />
          <label for="follows-unit">{words.followsUnit}</label>
        </div>
      </section>
      <section class="card" id={inputOf(`/${personForm.rows.key}`)} tabindex={-1}>
        <h2>{say(personForm.rows.label, lang)}</h2>
        <p class="soft">{words.absencesWhat}</p>
        <PieceRows
          lang={lang}
          form={personForm}
          typed={absences}
          findings={findings}
          names={names}
          action="/me"
        />
      </section>
      <SuggestionLists suggestions={suggestions} />
      <p class="actions">
        <button type="submit" name="intent" value="save" class="primary">
          {words.save}
        </button>
      </p>
    </PostForm>
  );
}

function OwnOpinions({
  lang,
  opinions,
  fields: { findings },
}: Pick<NonNullable<MePageProps['own']>, 'opinions' | 'fields'> & { readonly lang: Lang }) {
  const words = meWords[lang];
  const id = inputOf('/opinions');
  const found = findings.filter(({ path }) => path === '/opinions');
  return (
    <PostForm class="card" action="/me/opinions">
      <input type="hidden" name="version" value={opinions.version} autocomplete="off" />
      <h2>{words.opinions}</h2>
      <label for={id}>{words.opinionsLabel}</label>
      <textarea
        id={id}
        name="opinions"
        rows={5}
        autocomplete="off"
        aria-invalid={found.length > 0 ? 'true' : undefined}
        aria-describedby={`${id}-help${found.length > 0 ? ` ${id}-found` : ''}`}
      >
        {opinions.typed}
      </textarea>
      <Messages lang={lang} id={`${id}-found`} found={found} />
      <p class="help" id={`${id}-help`}>
        {words.opinionsHelp}
      </p>
      <p class="actions">
        <button type="submit">{words.opinionsSave}</button>
      </p>
    </PostForm>
  );
}

function Posts({
  lang,
  held,
  standsInFor,
}: Pick<NonNullable<MePageProps['own']>, 'held' | 'standsInFor'> & { readonly lang: Lang }) {
  const words = meWords[lang];
  const office = directoryWords[lang];
  return (
    <section class="card">
      <h2>{words.posts}</h2>
      {held.length === 0 ? (
        <p class="empty">{words.noPosts}</p>
      ) : (
        <Table
          named
          columns={[{ heading: office.unitName }, { heading: office.posts }, { heading: office.as }]}
          rows={held.map(({ unit, unitName, post, isHolder }) => ({
            key: `${unit} ${post} ${isHolder}`,
            cells: [unitName, postName(post, lang), isHolder ? office.holds : office.standsIn],
          }))}
        />
      )}
      <Facts
        facts={[
          [
            words.standsInFor,
            standsInFor.map(({ name }) => name).join(common[lang].comma) || words.standsInForNobody,
          ],
        ]}
      />
    </section>
  );
}

function Sessions({ lang, sessions }: Pick<MePageProps, 'lang' | 'sessions'>) {
  const words = meWords[lang];
  const whenOf = (utc: string | null) => (utc === null ? '—' : <When lang={lang} utc={utc} />);
  return (
    <section class="card">
      <h2>{words.sessions}</h2>
      {sessions.length === 0 ? (
        <p class="empty">{words.noSessions}</p>
      ) : (
        <>
          <Table
            columns={[{ heading: words.signedInAt }, { heading: words.seenAt }, { heading: words.until }]}
            rows={sessions.map(({ current, signedInAt, seenAt, until }, index) => ({
              key: index,
              cells: [
                <>
                  {whenOf(signedInAt)} {current && <span class="badge info">{words.here}</span>}
                </>,
                whenOf(seenAt),
                whenOf(until),
              ],
            }))}
          />
          <PostForm action="/sign-out">
            <p class="soft">{words.everywhereWhat}</p>
            <p class="links">
              <button type="submit" name="everywhere" value="yes">
                {words.everywhere}
              </button>
            </p>
          </PostForm>
        </>
      )}
    </section>
  );
}
