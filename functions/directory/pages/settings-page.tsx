import type { ComponentChildren } from 'preact';
import type { FindingView } from '../../../shared/contract/views.ts';
import { inputName } from '../../../shared/forms/places.ts';
import { Messages } from '../../../shared/pages/components.tsx';
import { PostForm } from '../../../shared/pages/post-form.tsx';
import { Refusal } from '../../../shared/pages/refusal.tsx';
import { common } from '../../../shared/pages/words/common.ts';
import type { Lang } from '../../../shared/values/language.ts';
import type { Difference } from '../differences.ts';
import { rowsIn, type Typed } from '../settings-fields.ts';
import { type KnownYear, NOTICES_SHOWN } from '../settings-notices.ts';
import { settingsWords } from '../words/settings.ts';
import { DifferenceTable } from './differences.tsx';

export interface SettingsPageProps {
  readonly lang: Lang;
  /** By the path of each field with dots. */
  readonly typed: Typed;
  /** The version that was read; 0 before the first. */
  readonly version: number;
  readonly stages: readonly { readonly id: string; readonly label: string }[];
  /** The trees of performance indicators to choose of. */
  readonly trees: readonly { readonly id: string; readonly label: string }[];
  readonly findings: readonly FindingView[];
  readonly saved: boolean;
  /** What working days are counted by, year by year. */
  readonly years: readonly KnownYear[];
  /** Somebody else was first: what differs between what holds now and what was typed. */
  readonly stale?: readonly Difference[] | undefined;
}

/** What an office decides for itself, for administrators. Its buttons work without a script. */
export function SettingsPage(page: SettingsPageProps) {
  const { lang, findings, stages, typed } = page;
  const words = settingsWords[lang];
  const tree = { page, name: 'indicatorTree', label: words.indicatorTree, help: words.indicatorTreeHelp };
  const opinions = { page, name: 'opinions', label: words.opinionsLabel, help: words.opinionsHelp };
  return (
    <PostForm class="page" action="/settings">
      <input type="hidden" name="version" value={String(page.version)} />
      {/* What Enter presses. */}
      <button type="submit" hidden>
        {words.save}
      </button>
      <h1>{words.title}</h1>
      <p class="soft">{words.lead}</p>
      {page.saved && (
        <section class="callout good" role="status">
          <h2>{words.saved}</h2>
        </section>
      )}
      {page.stale && (
        <Refusal tone="warning" title={words.stale}>
          <p>{words.staleWhat}</p>
          <DifferenceTable lang={lang} differences={page.stale} now={words.now} later={words.mine} />
        </Refusal>
      )}
      {findings.length > 0 && <Found lang={lang} findings={findings} />}
      <section class="card">
        <h2>{words.thresholds}</h2>
        <p class="soft">{words.amount}</p>
        <div class="line">
          <Entry
            page={page}
            name="collectiveThresholdFen"
            label={words.collectiveThresholdFen}
            help={words.collectiveHelp}
          />
          <Entry page={page} name="codeThresholdFen" label={words.codeThresholdFen} help={words.codeHelp} />
        </div>
      </section>
      <section class="card">
        <h2>{words.stages}</h2>
        <p class="soft">{words.stagesHelp}</p>
        {stages.map(({ id, label }) => (
          <Deadlines key={id} page={page} id={id} label={label} />
        ))}
      </section>
      <section class="card">
        <h2>{words.others}</h2>
        <div class="line">
          <Entry page={page} name="lapseDays" label={words.lapseDays} help={words.lapseHelp} numeric />
          <Entry page={page} name="contact" label={words.contact} help={words.contactHelp} />
          <Labelled {...tree}>
            <select {...attributesOf(tree)}>
              <option value="">{words.national}</option>
              {page.trees.map(({ id, label }) => (
                <option key={id} value={id} selected={typed.indicatorTree === id}>
                  {label}
                </option>
              ))}
            </select>
          </Labelled>
        </div>
      </section>
      <section class="card">
        <h2>{words.opinions}</h2>
        <Labelled {...opinions} span="c12">
          <textarea {...attributesOf(opinions)} rows={6}>
            {typed.opinions ?? ''}
          </textarea>
        </Labelled>
      </section>
      <section class="card" id={idOf('rounds')} tabindex={-1}>
        <h2>{words.rounds}</h2>
        <p class="soft">{words.roundsHelp}</p>
        <Messages lang={lang} id={messagesOf('rounds')} found={at(findings, 'rounds')} />
        {Array.from({ length: rowsIn(typed, 'rounds') }, (_, number) => (
          <RoundFields key={number} page={page} at={number} />
        ))}
        <p>
          <button
            type="submit"
            name="intent"
            value="add"
            formaction={onTo(`rounds.${rowsIn(typed, 'rounds')}`)}
            formnovalidate
          >
            {words.add}
          </button>
        </p>
      </section>
      <Notices page={page} />
      <p>
        <button type="submit" class="primary">
          {words.save}
        </button>
      </p>
    </PostForm>
  );
}

const at = (findings: readonly FindingView[], name: string): FindingView[] =>
  findings.filter(({ path }) => inputName(path) === name);

const idOf = (name: string): string => `f-${name}`;
const messagesOf = (name: string): string => `m-${name}`;

/** Where the hands go on after a button that brings the whole page anew. */
const onTo = (name: string): string => `/settings#${idOf(name)}`;

function Found({ lang, findings }: Pick<SettingsPageProps, 'lang' | 'findings'>) {
  return (
    <Refusal title={settingsWords[lang].found(findings.length)}>
      <ul>
        {findings.map(({ path, message }) => (
          <li key={`${path} ${message}`}>
            <a href={`#${idOf(placeOf(inputName(path)))}`}>{message}</a>
          </li>
        ))}
      </ul>
    </Refusal>
  );
}

/** The field that a finding stands at: what is found in a single unit's ceiling or in one opinion, at their field. */
const placeOf = (name: string): string =>
  name.replace(/^(rounds\.\d+\.unitCeilings|notices\.\d+\.(?:daysOff|workdays)|opinions)\..*$/, '$1');

interface EntryProps {
  readonly page: SettingsPageProps;
  readonly name: string;
  readonly label: string;
  readonly help?: string;
  readonly numeric?: boolean;
  readonly time?: boolean;
  readonly span?: 'c3' | 'c4' | 'c6' | 'c12';
}

/** What ties an input to its label, its help and what was found about it. */
const attributesOf = ({ page, name, help }: EntryProps) => {
  const found = page.findings.some(({ path }) => placeOf(inputName(path)) === name);
  const describedBy = [...(help ? [`h-${name}`] : []), ...(found ? [messagesOf(name)] : [])].join(' ');
  return {
    id: idOf(name),
    name,
    'aria-invalid': found ? ('true' as const) : undefined,
    'aria-describedby': describedBy === '' ? undefined : describedBy,
  };
};

function Labelled({
  page,
  name,
  label,
  help,
  span = 'c6',
  children,
}: EntryProps & { children: ComponentChildren }) {
  const found = page.findings.filter(({ path }) => placeOf(inputName(path)) === name);
  return (
    <div class={span}>
      <label for={idOf(name)}>{label}</label>
      {children}
      {help && (
        <p class="help" id={`h-${name}`}>
          {help}
        </p>
      )}
      <Messages lang={page.lang} id={messagesOf(name)} found={found} />
    </div>
  );
}

function Entry(props: EntryProps) {
  const { page, name, numeric, time } = props;
  return (
    <Labelled {...props}>
      <input
        {...attributesOf(props)}
        {...(time ? { type: 'datetime-local' } : { autocomplete: 'off' })}
        inputmode={numeric ? 'numeric' : undefined}
        value={page.typed[name] ?? ''}
      />
    </Labelled>
  );
}

function Deadlines({ page, id, label }: { page: SettingsPageProps; id: string; label: string }) {
  const words = settingsWords[page.lang];
  const name = `stages.${id}.deadlines`;
  const steps = [words.remind, words.again, words.deadline];
  return (
    <fieldset class="group" id={idOf(name)} tabindex={-1}>
      <legend class="stage-name">{label}</legend>
      <div class="line">
        {steps.map((step, number) => (
          <Entry key={step} page={page} name={`${name}.${number}`} label={step} span="c4" numeric />
        ))}
      </div>
      <Messages lang={page.lang} id={messagesOf(name)} found={at(page.findings, name)} />
    </fieldset>
  );
}

function RoundFields({ page, at: number }: { page: SettingsPageProps; at: number }) {
  const words = settingsWords[page.lang];
  const field = (key: string) => ({ page, name: `rounds.${number}.${key}` });
  const kind = { ...field('kind'), label: words.kind };
  const unitCeilings = { ...field('unitCeilings'), label: words.unitCeilings, help: words.unitCeilingsHelp };
  return (
    <fieldset class="group" id={idOf(`rounds.${number}`)} tabindex={-1}>
      <legend>{words.round(number + 1)}</legend>
      <div class="line">
        <Entry {...field('id')} label={words.id} help={words.idHelp} />
        <Entry {...field('name')} label={words.name} />
        <Entry {...field('budgetYear')} label={words.budgetYear} numeric />
        <Labelled {...kind}>
          <select {...attributesOf(kind)}>
            {(['initial', 'supplementary'] as const).map((value) => (
              <option key={value} value={value} selected={page.typed[kind.name] === value}>
                {words[value]}
              </option>
            ))}
          </select>
        </Labelled>
        <Entry {...field('opensAt')} label={words.opensAt} span="c4" time />
        <Entry {...field('closesAt')} label={words.closesAt} span="c4" time />
        <Entry
          {...field('correctionsUntil')}
          label={words.correctionsUntil}
          help={words.correctionsHelp}
          span="c4"
          time
        />
        <Entry {...field('ceilingFen')} label={words.ceilingFen} help={words.ceilingHelp} />
        <Entry {...field('unitCeilingFen')} label={words.unitCeilingFen} help={words.amount} />
        <Labelled {...unitCeilings} span="c12">
          <textarea {...attributesOf(unitCeilings)} rows={2}>
            {page.typed[unitCeilings.name] ?? ''}
          </textarea>
        </Labelled>
      </div>
      <p>
        <button
          type="submit"
          name="intent"
          value={`remove:${number}`}
          class="danger"
          formaction={onTo('rounds')}
          formnovalidate
        >
          {words.remove}
          <span class="vh"> {words.round(number + 1)}</span>
        </button>
      </p>
    </fieldset>
  );
}

/** Which years' holidays are known, and those that the office entered itself. */
function Notices({ page }: { page: SettingsPageProps }) {
  const { lang, years } = page;
  const words = settingsWords[lang];
  const by = (...kinds: readonly KnownYear['by'][]): string =>
    years
      .filter((one) => kinds.includes(one.by))
      .map(({ year }) => year)
      .join(common[lang].comma);
  const [known, entered, provisional] = [by('release', 'office'), by('office'), by('provisional')];
  return (
    <section class="card" id={idOf('notices')} tabindex={-1}>
      <h2>{words.notices}</h2>
      <p class="soft">{words.noticesHelp}</p>
      <p>
        {words.yearsKnown(known)} {entered !== '' && words.yearsEntered(entered)}
      </p>
      {provisional !== '' && (
        <p>
          <b>{words.yearsProvisional(provisional)}</b>
        </p>
      )}
      <input type="hidden" name={NOTICES_SHOWN} value="" />
      <Messages lang={lang} id={messagesOf('notices')} found={at(page.findings, 'notices')} />
      {Array.from({ length: rowsIn(page.typed, 'notices') }, (_, number) => (
        <NoticeFields key={number} page={page} at={number} />
      ))}
      <p>
        <button
          type="submit"
          name="intent"
          value="add-notice"
          formaction={onTo(`notices.${rowsIn(page.typed, 'notices')}`)}
          formnovalidate
        >
          {words.addNotice}
        </button>
      </p>
    </section>
  );
}

function NoticeFields({ page, at: number }: { page: SettingsPageProps; at: number }) {
  const words = settingsWords[page.lang];
  const field = (key: string) => ({ page, name: `notices.${number}.${key}` });
  const days = (['daysOff', 'workdays'] as const).map((key) => ({
    ...field(key),
    label: words[key],
    help: words[`${key}Help`],
  }));
  return (
    <fieldset class="group" id={idOf(`notices.${number}`)} tabindex={-1}>
      <legend>{words.notice(number + 1)}</legend>
      <div class="line">
        <Entry {...field('year')} label={words.year} span="c3" numeric />
        <Entry {...field('source')} label={words.source} help={words.sourceHelp} span="c6" />
        {days.map((one) => (
          <Labelled key={one.name} {...one}>
            <textarea {...attributesOf(one)} rows={8}>
              {page.typed[one.name] ?? ''}
            </textarea>
          </Labelled>
        ))}
      </div>
      <p>
        <button
          type="submit"
          name="intent"
          value={`remove-notice:${number}`}
          class="danger"
          formaction={onTo('notices')}
          formnovalidate
        >
          {words.removeNotice}
          <span class="vh"> {words.notice(number + 1)}</span>
        </button>
      </p>
    </fieldset>
  );
}
