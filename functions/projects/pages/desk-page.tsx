import { type DeskTab, deskTabs } from '../../../shared/contract/desk-tabs.ts';
import type { DeskQuery } from '../../../shared/contract/routes/projects.ts';
import { ProvisionalNote } from '../../../shared/pages/components.tsx';
import { PagesNav } from '../../../shared/pages/pages-nav.tsx';
import { PostForm } from '../../../shared/pages/post-form.tsx';
import { Told } from '../../../shared/pages/told.tsx';
import { common } from '../../../shared/pages/words/common.ts';
import { amountParts, amountText, unitOf } from '../../../shared/values/amount-text.ts';
import { type Lang, say, type Words } from '../../../shared/values/language.ts';
import { beijingDay } from '../../../shared/values/working-days.ts';
import { roundName } from '../../../shared/workflow/rounds.ts';
import type { ShownDesk } from '../desk/desk.ts';
import type { RoundSum } from '../rounds.ts';
import { deskWords, tabWords } from '../words/desk.ts';
import { importWords } from '../words/imports.ts';
import { roundWords } from '../words/rounds.ts';
import { type Asked, deskHref, isFiltered } from './desk/address.ts';
import { Filters } from './desk/filters.tsx';
import { Line } from './desk/line.tsx';
import { RoundLines, timeLeft } from './round-lines.tsx';

interface FormLink {
  readonly id: string;
  readonly title: Words;
  /** Whether files are read for it. */
  readonly imports?: boolean;
}

export interface DeskPageProps extends ShownDesk {
  readonly lang: Lang;
  readonly roles: readonly string[];
  /** The account that signed in, as its issuer names it, and whether the directory knows whose it is. */
  readonly account: { readonly id: string; readonly isKnown: boolean };
  readonly asked: Asked;
  readonly notice?: DeskQuery['notice'];
  /** To whom a request was given just now, by name. */
  readonly givenTo?: string | undefined;
  /** What can be filled in here. */
  readonly forms: readonly FormLink[];
  readonly stageLabel: (id: string) => string;
}

/** The first page, on which the day's work is done: what waits for me, what is under way, what is done. */
export function DeskPage(props: DeskPageProps) {
  const { lang, forms, rounds, today, submits, decides, notice } = props;
  const words = deskWords[lang];
  return (
    <div class="page desk">
      {notice === 'urged' && (
        <Told title={words.urgedTitle}>
          <p>{words.urgedHow}</p>
        </Told>
      )}
      {notice === 'transferred' && (
        <Told title={words.transferredTitle(props.givenTo)}>
          <p>{words.transferredHow}</p>
        </Told>
      )}
      <div class="page-head">
        <h1>{words.title}</h1>
        {submits && (
          <p class="begin">
            <Begin lang={lang} forms={forms} look="button primary" />
          </p>
        )}
      </div>
      <Tiles {...props} />
      {submits || decides ? <Lists {...props} /> : <NothingToDo {...props} />}
      {rounds.length > 0 && (
        <section class="card">
          <h2>{roundWords[lang].title}</h2>
          <RoundLines lang={lang} rounds={rounds} now={new Date(today.now)} />
        </section>
      )}
      <Places {...props} />
    </div>
  );
}

function Begin({ lang, forms, look }: Pick<DeskPageProps, 'lang' | 'forms'> & { look?: string }) {
  return (
    <>
      {forms.flatMap(({ id, title, imports }) => [
        <a key={id} class={look} href={`/forms/${id}`}>
          {deskWords[lang].begin(say(title, lang))}
        </a>,
        imports && (
          <a key={`${id}/imports`} href={`/forms/${id}/imports`}>
            {importWords[lang].link}
          </a>
        ),
      ])}
    </>
  );
}

/** What the whole list of a decider comes to. */
function Tiles({ lang, asked, all, today, round }: DeskPageProps) {
  const words = deskWords[lang];
  const asking = all.filter(({ actions }) => actions.includes('decide'));
  if (asked.tab !== 'waiting' || asking.length === 0) return null;
  const overdue = asking.filter((item) => item.overdue);
  const day = beijingDay(new Date(today.now));
  const dueToday = asking.filter(
    (item) => !item.overdue && item.deadline !== null && beijingDay(new Date(item.deadline)) === day,
  );
  const sum = asking.reduce(
    (total, { approvedFen, requestedFen }) => total + (approvedFen ?? requestedFen ?? 0),
    0,
  );
  const [figure, unit] = amountParts(sum, lang);
  return (
    <dl class="tiles">
      <div>
        <dt>{words.dueToday}</dt>
        <dd>{dueToday.length}</dd>
      </div>
      <div data-state={overdue.length > 0 ? 'errors' : undefined}>
        <dt>{words.overdue}</dt>
        <dd>{overdue.length}</dd>
      </div>
      <div>
        <dt>{words.sum}</dt>
        <dd>
          {figure} {unit && <small>{unit}</small>}
        </dd>
      </div>
      {round && <RoundTile lang={lang} round={round} now={new Date(today.now)} />}
    </dl>
  );
}

/** What the round that is on comes to against its ceiling, and how long it is open. */
function RoundTile({ lang, round, now }: { lang: Lang; round: RoundSum; now: Date }) {
  const words = deskWords[lang];
  const { committedFen, ceilingFen } = round;
  const unit = unitOf([committedFen, ceilingFen ?? 0]);
  const [committed] = amountParts(committedFen, lang, unit);
  return (
    <div
      class="tile-round"
      data-state={ceilingFen !== null && committedFen > ceilingFen ? 'errors' : undefined}
    >
      <dt>
        {roundName(round, lang)} <span>{timeLeft(round.closesAt, now, lang)}</span>
      </dt>
      <dd>
        {ceilingFen === null
          ? words.committed(amountText(committedFen, lang, unit))
          : words.committedOf(committed, amountText(ceilingFen, lang, unit))}
      </dd>
    </div>
  );
}

/** How many a tab has; of what is done, where there are more than a page, so many at least. */
const countShown = (tab: DeskTab, { asked, tabs, items, next }: DeskPageProps): string | null => {
  const count = tabs[tab];
  if (count !== null) return String(count);
  const isFirst = asked.tab === tab && !isFiltered(asked) && asked.cursor === undefined;
  return isFirst && next !== null ? `${items.length}+` : null;
};

function Tabs(props: DeskPageProps) {
  const { lang, asked } = props;
  const words = deskWords[lang];
  return (
    <nav class="tabs" aria-label={words.tabsLabel}>
      {deskTabs.map((tab) => (
        <a key={tab} href={deskHref({ tab })} aria-current={asked.tab === tab ? 'page' : undefined}>
          {tabWords[lang][tab]}
          {countShown(tab, props) !== null && <span class="badge">{countShown(tab, props)}</span>}
        </a>
      ))}
    </nav>
  );
}

function Lists(props: DeskPageProps) {
  const { lang, asked, items, all, submits, more } = props;
  const words = deskWords[lang];
  const isLong = all.length > 1 || isFiltered(asked) || asked.cursor !== undefined;
  return (
    <section class="desk-lists" aria-label={tabWords[lang][asked.tab]}>
      <Tabs {...props} />
      {(isLong || !props.place) && (
        <div class="desk-head">
          <Filters {...props} />
          <Place {...props} />
        </div>
      )}
      {more && <p class="callout warning">{words.more}</p>}
      {items.length === 0 ? <Empty {...props} /> : <Table {...props} />}
      <PagesNav
        lang={lang}
        firstHref={deskHref({ ...asked, cursor: undefined })}
        isFirst={asked.cursor === undefined}
        nextHref={props.next === null ? undefined : deskHref({ ...asked, cursor: props.next })}
      />
      {asked.tab === 'waiting' && submits && items.some(({ actions }) => actions.includes('save')) && (
        <p class="links">
          <a href="/drafts">{words.drafts}</a>
        </p>
      )}
    </section>
  );
}

/** Which of how many the page has. */
function Place({ lang, place, items }: DeskPageProps) {
  if (!place || place.count === 0 || items.length === 0) return null;
  const { before, count } = place;
  return <p class="soft desk-place">{deskWords[lang].place(before + 1, before + items.length, count)}</p>;
}

function Empty({ lang, asked, next, submits, decides, forms }: DeskPageProps) {
  const words = deskWords[lang];
  if (isFiltered(asked) || next !== null || asked.cursor !== undefined)
    return (
      <p class="card empty">
        {next === null ? words.noneMeant : words.noneHere}{' '}
        <a href={deskHref({ tab: asked.tab })}>{words.clear}</a>
      </p>
    );
  if (asked.tab === 'done') return <p class="card empty">{words.nothingDone}</p>;
  if (asked.tab === 'mine')
    return <p class="card empty">{submits ? words.nothingMine : words.nothingElsewhere}</p>;
  return (
    <div class="card empty">
      {decides && <p>{words.nothingAsked}</p>}
      {submits && (
        <>
          <p>{words.nothingToRevise}</p>
          <p class="links">
            <Begin lang={lang} forms={forms} />
          </p>
        </>
      )}
      <p>
        <a href="/about">{words.about}</a>
      </p>
    </div>
  );
}

const times = { waiting: 'deadline', mine: 'deadline', elsewhere: 'handedIn', done: 'at' } as const;
const standings = { waiting: 'stageOrState', mine: 'standing', done: 'result' } as const;

// Said outright: laid out as cards on a phone, some browsers forget that a table is one.
const as = (role: 'table' | 'row' | 'columnheader') => ({ role });

/** What can be chosen is approved together; of what stands alone in its list nothing is. */
function Table(props: DeskPageProps) {
  const { lang, asked, items, all, decides, submits } = props;
  const words = deskWords[lang];
  const picks = asked.tab === 'waiting' && items.some(({ actions }) => actions.includes('decide'));
  const namesUnit = decides || new Set(all.map(({ unit }) => unit.id)).size > 1;
  const table = (
    <table {...as('table')} class="desk-table">
      <thead>
        <tr {...as('row')}>
          {picks && <PickAll lang={lang} />}
          <Heading>{words.project}</Heading>
          <Heading>{words[standings[asked.tab]]}</Heading>
          <Heading figure>{common[lang].requested}</Heading>
          <Heading>{words[times[asked.tab === 'mine' && !submits ? 'elsewhere' : asked.tab]]}</Heading>
          <Heading hidden>{words.action}</Heading>
        </tr>
      </thead>
      <tbody>
        {items.map((item) => (
          <Line key={`${item.project} ${item.stage}`} {...{ ...props, item, picks, namesUnit }} />
        ))}
      </tbody>
    </table>
  );
  return (
    <>
      {picks ? (
        // A browser that comes back would tick by the number of a line, which is another project's by then.
        <PostForm class="desk-picks" action="/decisions" autocomplete="off">
          {table}
          <div class="desk-bar">
            <span class="picked" role="status" data-sum={words.pickedSum}>
              {words.picked}
            </span>
            <span class="soft">{words.severalHow}</span>
            <button type="submit" class="primary">
              {words.several}
            </button>
          </div>
        </PostForm>
      ) : (
        table
      )}
      <p class="soft">{common[lang].zoneNote}</p>
      {items.some(({ deadlineProvisional }) => deadlineProvisional) && <ProvisionalNote lang={lang} />}
    </>
  );
}

/** Chooses all lines of the page, by a script alone. */
const PickAll = ({ lang }: { lang: Lang }) => (
  <th {...as('columnheader')} scope="col" class="desk-pick">
    <span class="vh">{deskWords[lang].choose}</span>
    <span class="pick-all" hidden>
      <input type="checkbox" id="pick-all" autocomplete="off" />
      <label for="pick-all">{deskWords[lang].chooseAll}</label>
    </span>
  </th>
);

function Heading(props: { children: string; figure?: boolean; hidden?: boolean }) {
  const { children, figure = false, hidden = false } = props;
  return (
    <th {...as('columnheader')} scope="col" class={figure ? 'num' : undefined}>
      {hidden ? <span class="vh">{children}</span> : children}
    </th>
  );
}

const places = [
  { role: 'administrator', href: '/requests', words: 'requests', what: 'requestsWhat' },
  { role: 'administrator', href: '/settings', words: 'settings', what: 'settingsWhat' },
  { role: 'auditor', href: '/history', words: 'audit', what: 'auditWhat' },
] as const;

const placesOf = ({ roles }: Pick<DeskPageProps, 'roles'>) =>
  places.filter(({ role }) => roles.includes(role));

/** Somebody who signed in and has no work anywhere: what is missing, and who can mend it. */
function NothingToDo({ lang, roles, account }: DeskPageProps) {
  if (placesOf({ roles }).length > 0) return null;
  const words = deskWords[lang];
  return (
    <section class="card">
      <p>{account.isKnown ? words.noRole : words.unknown}</p>
      <p class="soft">{words.account(account.id)}</p>
    </section>
  );
}

/** Where else somebody's work is. */
const Places = ({ lang, roles }: DeskPageProps) => (
  <>
    {placesOf({ roles }).map(({ href, words, what }) => (
      <section key={href} class="card">
        <h2>{deskWords[lang][words]}</h2>
        <p class="soft">{deskWords[lang][what]}</p>
        <p class="links">
          <a class="button" href={href}>
            {deskWords[lang][words]}
          </a>
        </p>
      </section>
    ))}
  </>
);
