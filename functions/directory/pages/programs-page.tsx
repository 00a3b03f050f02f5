import type { ComponentChildren } from 'preact';
import { programRoles } from '../../../shared/contract/roles.ts';
import { LONGEST_PROGRAM_NAME } from '../../../shared/contract/routes/programs.ts';
import type { FindingView, ProgramView } from '../../../shared/contract/views.ts';
import { About, Facts } from '../../../shared/pages/components.tsx';
import { PostForm } from '../../../shared/pages/post-form.tsx';
import { Refusal } from '../../../shared/pages/refusal.tsx';
import { Table } from '../../../shared/pages/table.tsx';
import { common } from '../../../shared/pages/words/common.ts';
import type { Lang } from '../../../shared/values/language.ts';
import { dayOf } from '../../../shared/values/when.ts';
import { directoryWords } from '../words/directory.ts';
import { programWords } from '../words/programs.ts';
import { Done, Office } from './office.tsx';

/** What was typed, by the names of the fields. */
export type TypedProgram = Readonly<Record<string, string>>;

interface ProgramsPageProps {
  readonly lang: Lang;
  readonly programs: readonly ProgramView[];
  readonly typed: TypedProgram;
  readonly findings: readonly FindingView[];
  readonly notice: 'renewed' | 'revoked' | undefined;
  /** Days in Beijing between which a key may end. */
  readonly today: string;
  readonly last: string;
}

/** The programs with keys of their own, and a new one. */
export function ProgramsPage(page: ProgramsPageProps) {
  const { lang, programs, notice } = page;
  const words = programWords[lang];
  return (
    <Office lang={lang} room="programs">
      <h1>{directoryWords[lang].programs}</h1>
      {notice && <Done text={notice === 'renewed' ? words.renewedDone : words.revokedDone} />}
      <p class="soft">{words.what}</p>
      <section class="card">
        <h2>{words.listed}</h2>
        {programs.length === 0 ? (
          <p class="empty">{words.none}</p>
        ) : (
          <Table
            named
            columns={[
              { heading: words.name },
              { heading: words.role },
              { heading: words.actsFor },
              { heading: words.until },
              { heading: words.lastUsed },
              { heading: words.state },
            ]}
            rows={programs.map((program) => ({
              key: program.id,
              cells: [
                <span key="name">
                  {program.name} <code class="id">{program.id}</code>
                </span>,
                words[program.role],
                <ActsFor key="for" lang={lang} program={program} />,
                <time key="until">{program.until}</time>,
                program.lastUsed ? (
                  <time key="used">{program.lastUsed}</time>
                ) : (
                  <span class="soft">{words.never}</span>
                ),
                <State key="state" page={page} program={program} />,
              ],
            }))}
          />
        )}
      </section>
      <NewProgram page={page} />
    </Office>
  );
}

function ActsFor({ lang, program }: { readonly lang: Lang; readonly program: ProgramView }) {
  const { person, unit, state } = program;
  const gone = state === 'not-listed' ? common[lang].inParentheses(programWords[lang].notThere) : '';
  if (person)
    return (
      <>
        {gone === '' ? <a href={`/directory/people/${person.id}`}>{person.name}</a> : `${person.name}${gone}`}
        {unit && <span class="soft"> {unit.name}</span>}
      </>
    );
  return unit ? (
    <a href={`/directory/units/${unit.id}`}>{unit.name}</a>
  ) : (
    <span class="soft">{programWords[lang].notThere}</span>
  );
}

const tones = { valid: 'good', expired: 'warning', revoked: '', 'not-listed': 'warning' } as const;

function State({ page, program }: { readonly page: ProgramsPageProps; readonly program: ProgramView }) {
  const { lang, today, last } = page;
  const words = programWords[lang];
  const { id, name, state, until, revoked, madeBy, madeAt } = program;
  const address = `/directory/programs/${id}`;
  return (
    <>
      <span class={`badge wraps ${tones[state]}`}>{words[state]}</span>
      <p class="soft">{words.madeBy(madeBy.name, dayOf(madeAt, lang))}</p>
      {revoked ? (
        <p class="soft">{words.revokedBy(revoked.by.name, dayOf(revoked.at, lang))}</p>
      ) : (
        <details>
          <summary aria-label={words.changeOf(name)}>{words.change}</summary>
          <PostForm action={`${address}/renew`}>
            <label for={`until-${id}`}>{words.newUntil}</label>
            <input
              id={`until-${id}`}
              name="until"
              type="date"
              value={until}
              min={today}
              max={last}
              required
              autocomplete="off"
            />
            <p>
              <button type="submit">
                {words.renew}
                <About lang={lang} what={`${name} ${id}`} />
              </button>
            </p>
          </PostForm>
          <PostForm action={`${address}/revoke`}>
            <p class="help">{words.revokeWhat}</p>
            <p>
              <button type="submit" class="danger">
                {words.revoke}
                <About lang={lang} what={`${name} ${id}`} />
              </button>
            </p>
          </PostForm>
        </details>
      )}
    </>
  );
}

function NewProgram({ page }: { readonly page: ProgramsPageProps }) {
  const { lang, findings, typed, today, last } = page;
  const words = programWords[lang];
  return (
    <section class="card">
      <h2>{words.add}</h2>
      {findings.length > 0 && (
        <Refusal title={words.refused}>
          <ul>
            {findings.map(({ path, message }) => (
              <li key={`${path} ${message}`}>
                {path === '' ? message : <a href={`#${path.slice(1)}`}>{message}</a>}
              </li>
            ))}
          </ul>
        </Refusal>
      )}
      <PostForm action="/directory/programs">
        <div class="piece-fields">
          <Field page={page} name="name" label={words.name} help={words.nameHelp}>
            <input
              {...attributesOf(page, 'name', true)}
              value={typed.name ?? ''}
              required
              maxlength={LONGEST_PROGRAM_NAME}
            />
          </Field>
          <Field page={page} name="role" label={words.role}>
            <select {...attributesOf(page, 'role', false)} required>
              <option value="">{words.choose}</option>
              {programRoles.map((role) => (
                <option key={role} value={role} selected={typed.role === role}>
                  {words[role]}
                </option>
              ))}
            </select>
          </Field>
          <Field page={page} name="person" label={words.person} help={words.personHelp}>
            <input {...attributesOf(page, 'person', true)} value={typed.person ?? ''} maxlength={100} />
          </Field>
          <Field page={page} name="unit" label={words.unit} help={words.unitHelp}>
            <input {...attributesOf(page, 'unit', true)} value={typed.unit ?? ''} maxlength={100} />
          </Field>
          <Field page={page} name="until" label={words.newUntil}>
            <input
              {...attributesOf(page, 'until', false)}
              type="date"
              value={typed.until ?? ''}
              min={today}
              max={last}
              required
            />
          </Field>
        </div>
        <p class="actions">
          <button type="submit" class="primary">
            {words.addDo}
          </button>
        </p>
      </PostForm>
    </section>
  );
}

const foundAt = ({ findings }: ProgramsPageProps, name: string) =>
  findings.filter(({ path }) => path === `/${name}`);

function attributesOf(page: ProgramsPageProps, name: string, hasHelp: boolean) {
  const isWrong = foundAt(page, name).length > 0;
  const described = [hasHelp && `${name}-help`, isWrong && `${name}-found`].filter(Boolean).join(' ');
  return {
    id: name,
    name,
    autocomplete: 'off',
    'aria-invalid': isWrong ? ('true' as const) : undefined,
    'aria-describedby': described === '' ? undefined : described,
  };
}

function Field(props: {
  readonly page: ProgramsPageProps;
  readonly name: string;
  readonly label: string;
  readonly help?: string;
  readonly children: ComponentChildren;
}) {
  const { page, name, label, help, children } = props;
  const found = foundAt(page, name);
  return (
    <div>
      <label for={name}>{label}</label>
      {children}
      {help !== undefined && (
        <p class="help" id={`${name}-help`}>
          {help}
        </p>
      )}
      {found.length > 0 && (
        <div class="messages" id={`${name}-found`}>
          {found.map(({ message }) => (
            <p key={message} class="error">
              {message}
            </p>
          ))}
        </div>
      )}
    </div>
  );
}

interface NewKeyPageProps {
  readonly lang: Lang;
  readonly program: ProgramView;
  /** The key itself: `key` is a word of the renderer's own. */
  readonly secret: string;
}

/** The only time that a key is seen. */
export function NewKeyPage({ lang, program, secret }: NewKeyPageProps) {
  const words = programWords[lang];
  const { name, role, person, unit, until } = program;
  return (
    <Office lang={lang} room="programs">
      <h1>{`${words.made} · ${name}`}</h1>
      <section class="callout warning" role="status">
        <h2>{words.once}</h2>
      </section>
      <section class="card">
        <label for="key">{words.key}</label>
        <input id="key" value={secret} readonly autocomplete="off" spellcheck={false} />
        <p class="help">{words.use}</p>
        <Facts
          facts={[
            [words.role, words[role]],
            [words.actsFor, person?.name ?? unit?.name],
            [words.until, until],
          ]}
        />
      </section>
      <p class="actions">
        <a class="button" href="/directory/programs">
          {words.back}
        </a>
      </p>
    </Office>
  );
}
