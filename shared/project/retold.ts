import type { HistoryEvent } from '../history/event.ts';
import type { Command } from '../workflow/commands.ts';
import type { Loaded } from './load.ts';

/**
 * The commands that a history tells of: what the door was once asked, as far as events say it. Pure. By them a record
 * is moved again as it was moved then; what no event holds is a loss, and is told instead of guessed.
 */

/** The events of one transaction, in their order: one cause at one time. */
export type Told = readonly [HistoryEvent, ...HistoryEvent[]];

export function transactionsOf(events: readonly HistoryEvent[]): Told[] {
  const all: [HistoryEvent, ...HistoryEvent[]][] = [];
  for (const event of events) {
    const last = all.at(-1);
    if (last && last[0].requestId === event.requestId && last[0].at === event.at) last.push(event);
    else all.push([event]);
  }
  return all;
}

/** What an event binds by a hash, and nothing holds any more. */
export type Loss = 'beginning' | 'content' | 'details' | 'opinion';

/** A command that is left to be made of a content that must be read first. */
export interface HandedIn {
  readonly type: 'handed-in';
  readonly event: HistoryEvent<'submitted'>;
}

/**
 * The token of a request whose real one went with the record: Step Functions knows it not and says so, as it does of
 * one that was waited on long ago. The next execution puts its own in this place, for every order is behind none.
 */
export const LOST_TOKEN = { token: 'lost-with-the-record', tokenOrder: '' } as const;

/** What changes nothing beside the flow, which follows from the events themselves. */
const nothingBeside: Command = { type: 'list' };

/** Whether the requests of a project hold already what an event tells. */
function isThere({ requests }: Pick<Loaded, 'requests'>, event: HistoryEvent): boolean {
  const request = requests.find(
    ({ stage, revision }) => stage === event.stage && revision === event.revision,
  );
  if (!request) return false;
  if (event.action === 'requested') return request.requestedAt === event.at;
  return (
    event.action === 'decided' &&
    [...request.decisions, ...(request.undone ?? [])].some(
      ({ at, by }) => at === event.at && by.id === event.actor.id,
    )
  );
}

function decision(event: HistoryEvent<'decided'>): Command | Loss {
  const { stage, revision, outcome, actor, requestId, contentHash, proof = 'link', comment } = event;
  if (event.detailsHash !== undefined) return 'details';
  if (event.commentHash !== undefined) return 'opinion';
  return {
    type: 'decide',
    ...{ stage, revision, outcome, actor, requestId, contentHash, proof, comment },
    ...(outcome === 'return' && event.next !== undefined ? { to: 'previous-stage' } : {}),
  };
}

/**
 * The command that a transaction's events tell of.
 * @param loaded the project as it was before them
 */
export function retold(
  loaded: Pick<Loaded, 'record' | 'requests'>,
  [event]: Told,
): Command | HandedIn | Loss {
  const { actor, requestId } = event;
  const { version } = loaded.record;
  if (isThere(loaded, event)) return nothingBeside;
  switch (event.action) {
    case 'created':
      return 'beginning';
    case 'submitted':
      return { type: 'handed-in', event };
    case 'requested': {
      const { stage, revision } = event;
      return { type: 'request', stage, revision, ...LOST_TOKEN };
    }
    case 'link-renewed': {
      const [assignee] = event.assignees;
      const { stage, revision } = event;
      return assignee ? { type: 'renew-link', actor, requestId, stage, revision, assignee } : nothingBeside;
    }
    case 'reminded': {
      const { stage, revision } = event;
      return stage === undefined
        ? { type: 'lapse', revision, warning: 1 }
        : { type: 'remind', stage, revision };
    }
    case 'escalated': {
      const { stage, revision } = event;
      return { type: 'remind', stage, revision };
    }
    case 'deadline-changed': {
      const { stage, revision } = event;
      return { type: 'recount-deadline', stage, revision };
    }
    case 'reassigned': {
      const { stage, comment, assignees } = event;
      return { type: 'reassign', actor, requestId, stage, to: assignees.at(-1)?.id ?? '', comment };
    }
    case 'rerouted': {
      const { stage, revision } = event;
      return { type: 'reroute', stage, revision };
    }
    case 'unit-changed':
      return { type: 'change-unit', unit: { id: event.unit, name: loaded.record.unit.name } };
    case 'objected':
      return { type: 'object', actor, requestId, comment: event.comment };
    case 'urged':
      return { type: 'urge', actor, requestId };
    case 'decided':
      return decision(event);
    case 'taken-back': {
      const { stage, revision } = event;
      return { type: 'take-back', actor, requestId, stage, revision };
    }
    case 'recalled':
      return { type: 'recall', actor, requestId, version };
    case 'withdrawn':
      return { type: 'withdraw', actor, requestId, version };
    case 'lapsed':
      return { type: 'lapse', revision: event.revision };
    // Why a mail failed and where it went no event says: the mark is set again by the next mail that fails.
    case 'mail-failed':
    // What a decision ends stands in its own transaction, behind it.
    case 'approved':
    case 'returned':
    case 'rejected':
    // Of other chains.
    case 'directory-changed':
    case 'workflow-changed':
    case 'settings-changed':
    case 'roles-changed':
    case 'program-changed':
    case 'exported':
    case 'verified':
    case 'unmasked':
      return nothingBeside;
  }
}
