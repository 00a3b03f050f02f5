import type { DeadKind, DeadLinkView } from '../../shared/contract/views.ts';
import type { HistoryEvent } from '../../shared/history/event.ts';
import { common } from '../../shared/pages/words/common.ts';
import type { DecisionRecord } from '../../shared/project/records.ts';
import { eventsOf } from '../../shared/store/history-store.ts';
import type { Lang } from '../../shared/values/language.ts';
import { minuteOf, zoneOf } from '../../shared/values/when.ts';
import { personWith } from '../../shared/workflow/directory.ts';
import type { Deps } from './deps.ts';
import type { OpenedLink } from './open-link.ts';
import { isOfFormerMailbox, statusOf } from './status.ts';
import { contentHashOf } from './view.ts';
import { deadLinkWords } from './words/dead-link.ts';

/** What ended the use of a link: why, and when; with the decision, where one was made on the same request. */
interface End {
  readonly kind: DeadKind;
  readonly at?: string | undefined;
  readonly decision?: DecisionRecord | undefined;
}

/** The unit took the request back: to change the declaration, which may be handed in again by now, or for good. */
async function closedBy({ database }: Deps, { loaded, request }: OpenedLink): Promise<End> {
  const { id, flow } = loaded.record;
  const events = await eventsOf(database, id);
  const { revision } = request;
  const found = (action: HistoryEvent['action']) =>
    events.find((event) => event.action === action && event.revision === revision);
  const recalled = found('recalled');
  if (recalled) {
    const isAgain = events.some((event) => event.action === 'submitted' && event.revision > revision);
    return { kind: isAgain ? 'superseded' : 'recalled', at: recalled.at };
  }
  const withdrawn = flow.state === 'withdrawn' ? found('withdrawn') : undefined;
  return withdrawn ? { kind: 'withdrawn', at: withdrawn.at } : { kind: 'closed' };
}

async function reassignedAt({ database }: Deps, { loaded, request, link }: OpenedLink): Promise<End> {
  const events = await eventsOf(database, loaded.record.id);
  const given = events.filter(
    (event) =>
      (event.action === 'reassigned' || event.action === 'rerouted') &&
      event.stage === request.stage &&
      event.revision === request.revision,
  );
  const away = given.findLast(({ assignees }) => assignees?.every(({ id }) => id !== link.assignee.id));
  return { kind: 'reassigned', at: away?.at };
}

async function endOf(deps: Deps, opened: OpenedLink, status: DeadLinkView['status']): Promise<End> {
  const { request, link } = opened;
  const own = request.decisions.find(({ by }) => by.id === link.assignee.id);
  const decision = own ?? request.decisions.at(-1);
  switch (status) {
    case 'decided':
      return { kind: own ? 'decided-by-you' : 'decided', at: decision?.at, decision };
    case 'closed':
      return closedBy(deps, opened);
    case 'reassigned':
      return reassignedAt(deps, opened);
    case 'expired':
      return isOfFormerMailbox(opened)
        ? { kind: 'mailbox-changed' }
        : { kind: 'expired', at: link.expiresAtIso };
  }
}

/** One's own decision whole, a colleague's without what they wrote: whoever has left reads no words any more. */
function shownOf({ kind, decision }: End, { part, link }: OpenedLink): Pick<DeadLinkView, 'decision'> {
  if (!decision) return {};
  const { outcome, at, by, comment, cuts } = decision;
  const inFull = kind === 'decided-by-you' && personWith(part.directory, link.assignee.id) !== undefined;
  return {
    decision: {
      outcome,
      at,
      by: by.name,
      ...(by.onBehalfOf === undefined ? {} : { onBehalfOf: by.onBehalfOf }),
      ...(inFull && comment !== undefined ? { comment } : {}),
      ...(inFull && cuts ? { cuts } : {}),
    },
  };
}

const withZone = (utc: string, lang: Lang): string =>
  `${minuteOf(utc, lang)}${common[lang].inParentheses(zoneOf(lang))}`;

/**
 * What a link says that decides nothing any more; undefined for one that does. Whoever finds it in an old mailbox
 * learns how it ended, and neither what was declared nor what was decided later.
 */
export async function deadLinkOf(
  deps: Deps,
  opened: OpenedLink,
  lang: Lang,
): Promise<DeadLinkView | undefined> {
  const status = statusOf(deps, opened);
  if (status === 'open') return undefined;
  const { link, loaded, request, stage } = opened;
  const { id, name, onBehalfOf } = link.assignee;
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
      outcome: decision?.outcome ?? 'approve',
      by: decision?.by ?? '',
    }),
    assignee: { id, name, ...(onBehalfOf === undefined ? {} : { onBehalfOf }) },
    ...(decision ? { decision } : {}),
  };
}
