import type { DeskItem } from '../../../../shared/contract/views.ts';
import { StateBadge } from '../../../../shared/pages/components.tsx';
import { PostForm } from '../../../../shared/pages/post-form.tsx';
import { common, outcomeWords, states } from '../../../../shared/pages/words/common.ts';
import { amountParts, amountText } from '../../../../shared/values/amount-text.ts';
import { provisionalWords } from '../../../../shared/values/calendar/provisional-words.ts';
import { capitalised, type Lang } from '../../../../shared/values/language.ts';
import { workingDaysBetween } from '../../../../shared/values/office-time.ts';
import { dueOf, minuteOf, shortDayOf } from '../../../../shared/values/when.ts';
import { atHour, beijingDay, EVENING } from '../../../../shared/values/working-days.ts';
import { urgingWaits } from '../../../../shared/workflow/urged.ts';
import type { Today } from '../../desk/items.ts';
import { deskWords } from '../../words/desk.ts';

export interface LineProps {
  readonly lang: Lang;
  readonly item: DeskItem;
  readonly today: Today;
  readonly stageLabel: (id: string) => string;
  /** Whether it can be chosen with others to be approved. */
  readonly picks: boolean;
  /** Whether the reader's unit has it in review; otherwise it is with others who decide. */
  readonly submits: boolean;
  /** Whether the list has projects of several units. */
  readonly namesUnit: boolean;
}

// Said outright: laid out as cards on a phone, some browsers forget that a table is one.
const as = (role: 'row' | 'rowheader' | 'cell') => ({ role });

const hrefOf = ({ project, actions }: DeskItem): string =>
  actions.includes('decide') ? `/projects/${project}/decision` : `/projects/${project}`;

/** One line of the desk; on a phone a card. */
export function Line(props: LineProps) {
  const { lang, item, picks } = props;
  const words = deskWords[lang];
  const { project, title, actions, findings } = item;
  const id = `pick-${project}`;
  return (
    <tr {...as('row')}>
      {picks && (
        <td {...as('cell')} class="desk-pick">
          {actions.includes('decide') && (
            <>
              <input
                type="checkbox"
                id={id}
                name="project"
                value={project}
                data-fen={item.approvedFen ?? item.requestedFen ?? 0}
                disabled={(findings?.errors ?? 0) > 0}
              />
              <label for={id}>
                {words.choose}
                <span class="vh">{`${common[lang].colon}${title}`}</span>
              </label>
            </>
          )}
        </td>
      )}
      <th {...as('rowheader')} scope="row" class="desk-title">
        <a href={hrefOf(item)}>{title || words.untitled}</a>
        <About {...props} />
      </th>
      <td {...as('cell')} class="desk-stage">
        <Standing {...props} />
      </td>
      <td {...as('cell')} class="desk-amount">
        <Amount lang={lang} item={item} />
      </td>
      <td {...as('cell')} class="desk-due">
        <Deadline {...props} />
      </td>
      <td {...as('cell')} class="desk-do">
        <Do lang={lang} item={item} today={props.today} />
      </td>
    </tr>
  );
}

interface MarkProps {
  readonly state?: 'warnings' | 'errors';
  readonly children: string;
}

/** A badge in a line of text. A blank parts it from what stands before: where the line breaks, nothing is left of it. */
const Mark = ({ state = 'warnings', children }: MarkProps) => (
  <>
    {' '}
    <span class="badge" data-state={state}>
      {children}
    </span>
  </>
);

/** What it is known by, and what whoever opens it should know. */
function About({ lang, item, namesUnit }: LineProps) {
  const words = deskWords[lang];
  const { project, unit, budgetYear, revision, findings, actions, onBehalfOf, urgedAt, undelivered } = item;
  const decides = actions.includes('decide');
  return (
    <p class="soft">
      {namesUnit && unit.name !== '' && (
        <>
          <bdi>{unit.name}</bdi> ·{' '}
        </>
      )}
      <span class="number">{project}</span>
      {budgetYear !== null && !namesUnit && ` · ${budgetYear}`} · {common[lang].revision(revision)}
      {findings !== null && findings.errors > 0 && (
        <Mark state="errors">{words.errors(findings.errors)}</Mark>
      )}
      {decides && findings !== null && findings.warnings > 0 && (
        <Mark>{words.warnings(findings.warnings)}</Mark>
      )}
      {onBehalfOf !== null && <Mark>{words.onBehalfOf(onBehalfOf)}</Mark>}
      {decides && urgedAt !== null && <Mark>{words.urgedByUnit(shortDayOf(urgedAt, lang))}</Mark>}
      {undelivered && <Mark>{common[lang].undelivered}</Mark>}
      {decides && undelivered && ` ${words.undeliveredHow}`}
    </p>
  );
}

/** The stage, and who has it since when; otherwise the state, or what was decided. */
function Standing({ lang, item, today, stageLabel, submits }: LineProps) {
  const words = deskWords[lang];
  const { state, standing, stage, outcome, asked } = item;
  if (outcome !== null)
    return (
      <>
        {outcomeWords[lang][outcome]}
        {stage && <p class="soft">{capitalised(stageLabel(stage))}</p>}
        {standing !== undefined && (
          <p class="soft">
            {words.standsNow}
            {common[lang].colon}
            {states[lang][standing]}
          </p>
        )}
      </>
    );
  if (state !== null && !stage) return <StateBadge lang={lang} state={state} />;
  const days = asked && Math.floor(workingDaysBetween(today.calendar, asked.since, today.now));
  return (
    <>
      {stage && stageLabel(stage)}
      {asked && (
        <p class="soft">
          {asked.names.join(common[lang].comma)}
          <br />
          {words.since(shortDayOf(asked.since, lang), days ?? 0)}
        </p>
      )}
      {submits && state === 'in-review' && item.actions.length === 0 && <p class="soft">{words.nobody}</p>}
    </>
  );
}

/** What it is about: what cuts have left of it, and what it was. */
function Amount({ lang, item: { requestedFen, approvedFen } }: Pick<LineProps, 'lang' | 'item'>) {
  if (requestedFen === null) return null;
  const [figure, unit] = amountParts(approvedFen ?? requestedFen, lang);
  return (
    <>
      <b>{figure}</b>
      {unit && <span class="soft"> {unit}</span>}
      {approvedFen !== null && approvedFen !== requestedFen && (
        <p class="soft">{deskWords[lang].requested(amountText(requestedFen, lang))}</p>
      )}
    </>
  );
}

/** By when, and how long that is: overdue, today, so many working days after today. */
function Deadline({ lang, item, submits, today: { now, calendar } }: LineProps) {
  const words = deskWords[lang];
  const { deadline, overdue, deadlineProvisional, since, outcome } = item;
  const isElsewhere = !submits && deadline === null && item.state === 'in-review';
  if ((outcome !== null || isElsewhere) && since !== null)
    return (
      <time class="soft" datetime={since}>
        {minuteOf(since, lang)}
      </time>
    );
  if (deadline === null) return null;
  const daysBetween = (from: string, to: string) => Math.ceil(workingDaysBetween(calendar, from, to));
  const today = beijingDay(new Date(now));
  const isToday = beijingDay(new Date(deadline)) === today;
  return (
    <>
      {overdue ? (
        <span class="badge" data-state="errors">
          {words.overdueBy(daysBetween(deadline, now))}
        </span>
      ) : isToday ? (
        <span class="badge warning">{words.today}</span>
      ) : (
        <span class="left">{words.left(daysBetween(atHour(today, EVENING).toISOString(), deadline))}</span>
      )}{' '}
      <time datetime={deadline}>
        {dueOf(deadline, lang)}
        {deadlineProvisional && provisionalWords.mark[lang]}
      </time>
    </>
  );
}

/** The button that does the thing. */
function Do({ lang, item, today }: Pick<LineProps, 'lang' | 'item' | 'today'>) {
  const words = deskWords[lang];
  const { project, title, actions, state, urgedAt } = item;
  const name = <span class="vh">{`${common[lang].colon}${title || words.untitled}`}</span>;
  const waits = urgingWaits(today.calendar, urgedAt ?? '', new Date(today.now));
  if (actions.includes('urge') && waits)
    return (
      <p class="soft">
        {urgedAt !== null && `${words.urged(shortDayOf(urgedAt, lang))}${common[lang].semicolon}`}
        {words.urgeFrom(dueOf(waits.from.toISOString(), lang))}
      </p>
    );
  if (actions.includes('urge'))
    return (
      <PostForm action={`/projects/${project}/urge`}>
        <input type="hidden" name="seen" value={urgedAt ?? ''} />
        <input type="hidden" name="from" value="desk" />
        <button type="submit">
          {words.urge}
          {name}
        </button>
        {urgedAt !== null && <p class="soft">{words.urged(shortDayOf(urgedAt, lang))}</p>}
      </PostForm>
    );
  const label = actions.includes('decide')
    ? common[lang].decide
    : state === 'returned'
      ? words.revise
      : state === 'draft'
        ? words.continue
        : words.open;
  return (
    <a class={actions.length > 0 ? 'button does' : 'button'} href={hrefOf(item)}>
      {label}
      {name}
    </a>
  );
}
