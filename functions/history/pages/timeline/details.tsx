import type { HistoryEvent } from '../../../../shared/history/event.ts';
import { FileLinks } from '../../../../shared/pages/attaching/file-links.tsx';
import { noFilesShown } from '../../../../shared/pages/attaching/files-shown.ts';
import { Due, Hash } from '../../../../shared/pages/components.tsx';
import { common, roleWords } from '../../../../shared/pages/words/common.ts';
import { amountText, changeText, reducedText } from '../../../../shared/values/amount-text.ts';
import type { Calendar } from '../../../../shared/values/calendar/calendar.ts';
import { capitalised, type Lang } from '../../../../shared/values/language.ts';
import { spanOfSeconds } from '../../../../shared/values/when.ts';
import { isCountedProvisionally } from '../../../../shared/values/working-days.ts';
import { becauseWords, historyWords } from '../../words/history.ts';
import type { CutLine, DecisionDetails } from './decision-details.ts';

interface DetailsProps {
  /** By it a deadline is known to stand firm, or to be provisional. */
  readonly calendar: Calendar;
  readonly lang: Lang;
  readonly event: HistoryEvent;
  readonly stageLabel: (id: string) => string;
  /** What the decision's record adds, where the page has it. */
  readonly decision?: DecisionDetails | undefined;
  /** Whether the reader may look at the office's own chain. */
  readonly audits?: boolean;
}

/** People by name, with whose place they take. */
const namesOf = (people: HistoryEvent['assignees'] = [], lang: Lang): string =>
  people
    .map(({ name, onBehalfOf }) =>
      onBehalfOf ? `${name}${common[lang].inParentheses(historyWords[lang].onBehalf(onBehalfOf))}` : name,
    )
    .join(common[lang].comma);

/** What a change of the office did to a request, and which version of the directory it follows. */
function reroutedText(event: HistoryEvent<'rerouted'>, lang: Lang): string {
  const { joined, left, assignees, directory, because = [] } = event;
  const words = historyWords[lang];
  const reasons = because.map(({ name, why }) => becauseWords[lang][why](name)).join(common[lang].comma);
  const parts = [
    assignees.length === 0 ? words.nobodyLeft : joined.length > 0 ? words.givenTo(namesOf(joined, lang)) : '',
    left.length > 0 ? words.insteadOf(namesOf(left, lang)) : '',
    reasons === '' ? '' : words.because(reasons),
    words.byDirectory(directory),
  ].filter((part) => part !== '');
  return capitalised(parts.join(common[lang].semicolon));
}

/** Whom an event names: who was asked, reminded, told, given the request, or has other roles now. */
function namedIn(event: HistoryEvent, lang: Lang): string {
  const { action, assignees = [] } = event;
  if (action === 'rerouted') return reroutedText(event, lang);
  if (action === 'unit-changed')
    return [
      historyWords[lang].formerUnit(event.formerUnit, event.unit),
      historyWords[lang].byDirectory(event.directory),
    ].join(common[lang].semicolon);
  if (assignees.length === 0) return '';
  const words = historyWords[lang];
  const names = namesOf(assignees, lang);
  switch (action) {
    case 'reminded':
    case 'deadline-changed':
    case 'escalated':
      return words.toldThem(names);
    case 'reassigned':
      return words.givenTo(names);
    case 'link-renewed':
    case 'mail-failed':
      return words.sentTo(names);
    case 'roles-changed':
    case 'program-changed':
      return names;
    default:
      return words.assignees(names);
  }
}

/** Whether an event names a deadline that may still move: its page says what that means. */
export const isProvisional = (event: HistoryEvent, calendar: Calendar): boolean =>
  event.action === 'deadline-changed' && isCountedProvisionally(calendar, event.at, event.deadline);

/** `单位审签（第 1 次申报）、财务审核（第 1 次申报）` */
const passedOverText = (
  stages: NonNullable<HistoryEvent['passedOver']>,
  lang: Lang,
  stageLabel: DetailsProps['stageLabel'],
): string =>
  stages
    .map(
      ({ stage, revision }) =>
        stageLabel(stage) + common[lang].inParentheses(common[lang].revision(revision)),
    )
    .join(common[lang].comma);

/** `打开 12 秒后决定 · 与另 29 件一并同意`; empty where nothing says how it was read. */
function readText({ at, openedAt, together }: HistoryEvent<'decided'>, lang: Lang): string {
  const words = historyWords[lang];
  const opened =
    openedAt === undefined
      ? together !== undefined && words.notOpened
      : words.openedFor(spanOfSeconds((Date.parse(at) - Date.parse(openedAt)) / 1_000, lang));
  return [opened, together !== undefined && words.together(together)].filter(Boolean).join(' · ');
}

const isCut = (event: HistoryEvent): event is HistoryEvent<'decided'> & { approvedFen: number } =>
  event.action === 'decided' && event.approvedFen !== undefined && event.approvedFen !== event.requestedFen;

/** The changes of the directory up to a time, the newest first; an absence that began then may stand further down. */
const directoryChangeBefore = (at: string): string =>
  `/history?${new URLSearchParams({ chain: 'rules', action: 'directory-changed', to: at, order: 'newest' })}`;

/** `submitter, reviewer → —` as an event of roles keeps it, in the reader's words; what is no role stays as it is. */
function rolesText(change: string, lang: Lang): string {
  const words = new Map<string, string>(Object.entries(roleWords[lang]));
  return change.replace(/[a-z]+/g, (role) => words.get(role) ?? role).replaceAll(', ', common[lang].comma);
}

/** What an event says besides who and when. */
export function Details({ lang, event, decision, calendar, stageLabel, audits }: DetailsProps) {
  const words = historyWords[lang];
  const { action, comment, commentHash } = event;
  const named = namedIn(event, lang);
  const read = action === 'decided' ? readText(event, lang) : '';
  return (
    <>
      {action === 'submitted' && (
        <p class="soft">
          {common[lang].revision(event.revision)}
          {` · ${amountText(event.requestedFen, lang)} · `}
          {words.content} <Hash value={event.contentHash} />
        </p>
      )}
      {action === 'submitted' && event.passedOver && (
        <p>{words.passedOver(stageLabel(event.next), passedOverText(event.passedOver, lang, stageLabel))}</p>
      )}
      {event.reopens && event.next !== undefined && <p>{words.reopens(stageLabel(event.next))}</p>}
      {(action === 'directory-changed' || action === 'workflow-changed' || action === 'settings-changed') && (
        <p>
          <a href={`/history/details/${event.detailsHash}`}>{words.inForce}</a>
        </p>
      )}
      {action === 'deadline-changed' && (
        <p>
          <Due lang={lang} utc={event.deadline} provisional={isProvisional(event, calendar)} />
        </p>
      )}
      {named && <p class="soft">{named}</p>}
      {read && <p class="soft">{read}</p>}
      {audits && (action === 'rerouted' || action === 'unit-changed') && (
        <p>
          <a href={directoryChangeBefore(event.at)}>{words.directoryChange}</a>
        </p>
      )}
      {action === 'approved' && <p>{`${common[lang].approved} ${amountText(event.approvedFen, lang)}`}</p>}
      {decision?.cuts.map((cut) => (
        <p key={cut.line}>{cutText(cut, lang)}</p>
      ))}
      {isCut(event) && !decision && <p>{`${common[lang].approved} ${reducedText(event, lang)}`}</p>}
      {decision?.supplied.map(([label, text]) => (
        <p key={label} class="soft">
          {`${label}${common[lang].colon}${text}`}
        </p>
      ))}
      {decision?.files?.map(({ label, value }) => (
        <div key={label}>
          <span class="soft">{`${label}${common[lang].colon}`}</span>
          <FileLinks lang={lang} value={value} files={{ ...noFilesShown, base: decision.attachments }} />
        </div>
      ))}
      {comment &&
        (action === 'roles-changed' ? (
          <p>{rolesText(comment, lang)}</p>
        ) : (
          <blockquote>{`“${comment}”`}</blockquote>
        ))}
      {commentHash !== undefined && comment === undefined && <p class="error">{words.opinionLost}</p>}
      {decision && decision.places.length > 0 && (
        <p>
          <span class="badge warning wraps">{words.opens(decision.places.join(common[lang].comma))}</span>
        </p>
      )}
    </>
  );
}

/** `第 3 项 安全生产月系列活动 5.00 → 4.00 万元：“按上年执行数核定”` */
function cutText({ line, name, beforeFen, amountFen, reason }: CutLine, lang: Lang): string {
  const amounts = changeText(beforeFen, amountFen, lang);
  return `${historyWords[lang].cutLine(line + 1, name)} ${amounts}${common[lang].colon}“${reason}”`;
}
