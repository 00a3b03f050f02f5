import type { DeadKind, DeadLinkView } from '../../shared/contract/views.ts';
import { common } from '../../shared/pages/words/common.ts';
import { asProject } from '../../shared/project/load.ts';
import { everDecided } from '../../shared/project/made-decisions.ts';
import type { DecisionRecord } from '../../shared/project/records.ts';
import { eventsOf } from '../../shared/store/history-store.ts';
import type { Lang } from '../../shared/values/language.ts';
import { minuteOf, zoneOf } from '../../shared/values/when.ts';
import { personWith } from '../../shared/workflow/directory.ts';
import { takeBackRefusal, takeBackUntil } from '../../shared/workflow/taking-back.ts';
import { followedBy, isFinal } from './consequences.ts';
import type { Deps } from './deps.ts';
import type { OpenedRequest } from './opened.ts';
import { isOfFormerMailbox, statusOf } from './status.ts';
import { contentHashOf } from './view.ts';
import { whyAway, whyClosed } from './why-dead.ts';
import { deadLinkWords } from './words/dead-link.ts';

/** What ended the use of a link: why, and when; with the decision, where one was made on the same request. */
interface End {
  readonly kind: DeadKind;
  readonly at?: string | undefined;
  readonly decision?: DecisionRecord | undefined;
}

async function endOf(deps: Deps, opened: OpenedRequest, status: DeadLinkView['status']): Promise<End> {
  const { request, way, assignee, loaded } = opened;
  const history = () => eventsOf(deps.database, loaded.record.id);
  const decisions = everDecided(request);
  const own = decisions.findLast(({ by }) => by.id === assignee.id);
  const decision = own ?? decisions.at(-1);
  switch (status) {
    case 'decided':
      return { kind: own ? 'decided-by-you' : 'decided', at: decision?.at, decision };
    case 'closed':
      return whyClosed(await history(), request);
    case 'reassigned':
      return whyAway(await history(), request, assignee.id);
    case 'expired':
      return isOfFormerMailbox(opened)
        ? { kind: 'mailbox-changed' }
        : { kind: 'expired', at: way.by === 'link' ? way.expiresAt : undefined };
  }
}

/** One's own decision whole, a colleague's without what they wrote: whoever has left reads no words any more. */
function shownOf({ kind, decision }: End, { part, assignee }: OpenedRequest): Pick<DeadLinkView, 'decision'> {
  if (!decision) return {};
  const { outcome, to, at, by, comment, cuts, approvedFen } = decision;
  const inFull = kind === 'decided-by-you' && personWith(part.directory, assignee.id) !== undefined;
  return {
    decision: {
      outcome,
      ...(to === undefined ? {} : { to }),
      at,
      by: by.name,
      ...(by.onBehalfOf === undefined ? {} : { onBehalfOf: by.onBehalfOf }),
      ...(inFull && comment !== undefined ? { comment } : {}),
      ...(inFull && cuts ? { cuts } : {}),
      ...(inFull && approvedFen !== undefined ? { approvedFen } : {}),
    },
  };
}

/** What followed from one's own decision, where it still counts. */
function followedOf(
  opened: OpenedRequest,
  { kind, decision }: End,
  lang: Lang,
): Pick<DeadLinkView, 'followed' | 'final'> {
  const counts = decision !== undefined && opened.request.decisions.includes(decision);
  if (kind !== 'decided-by-you' || !counts) return {};
  return {
    followed: followedBy(opened, decision, lang),
    ...(isFinal(opened, decision) ? { final: true } : {}),
  };
}

/** Until when the decision can be taken back by the link's holder, where it can be. */
function takeBackOf(
  { now }: Deps,
  { loaded, request, assignee }: OpenedRequest,
): Pick<DeadLinkView, 'takeBackUntil'> {
  const { stage, revision, decisions } = request;
  const own = decisions.findLast(({ by }) => by.id === assignee.id);
  const refused = takeBackRefusal(
    asProject(loaded),
    { stage, revision, person: assignee.id },
    now().toISOString(),
  );
  return own && refused === null ? { takeBackUntil: takeBackUntil(own) } : {};
}

const withZone = (utc: string, lang: Lang): string =>
  `${minuteOf(utc, lang)}${common[lang].inParentheses(zoneOf(lang))}`;

/**
 * What a link says that decides nothing any more; undefined for one that does. Whoever finds it in an old mailbox
 * learns how it ended, and neither what was declared nor what was decided later.
 */
export async function deadLinkOf(
  deps: Deps,
  opened: OpenedRequest,
  lang: Lang,
): Promise<DeadLinkView | undefined> {
  const status = statusOf(deps, opened);
  if (status === 'open') return undefined;
  const { assignee, loaded, request, stage } = opened;
  const { id, name, onBehalfOf } = assignee;
  const end = await endOf(deps, opened, status);
  const { decision } = shownOf(end, opened);
  return {
    project: { id: loaded.record.id, unit: loaded.record.unit, revision: request.revision },
    stage: stage.id,
    // It says nothing of the content: a program that decides late is told what became of it, not that a hash is missing.
    contentHash: contentHashOf(opened),
    status,
    kind: end.kind,
    ...(end.at === undefined ? {} : { at: end.at }),
    message: deadLinkWords[lang][end.kind]({
      when: end.at === undefined ? '' : withZone(end.at, lang),
      did: decision?.to ?? decision?.outcome ?? 'approve',
      by: decision?.by ?? '',
    }),
    assignee: { id, name, ...(onBehalfOf === undefined ? {} : { onBehalfOf }) },
    ...(decision ? { decision } : {}),
    ...followedOf(opened, end, lang),
    ...takeBackOf(deps, opened),
  };
}
