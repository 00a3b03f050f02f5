import { digest } from '../history/digest.ts';
import type { EventBody, EventOf } from '../history/event.ts';
import type { Flow, ReviewFlow, StoredFlow } from './flow.ts';
import { makersOf } from './makers.ts';

const withOne = (list: readonly string[], item: string): readonly string[] =>
  list.includes(item) ? list : [...list, item];

function facts(flow: StoredFlow) {
  const { revision, requestedFen, approvedFen, contentHash, shownHash, authors, deciders, passedOver } = flow;
  return {
    ...{ revision, requestedFen, approvedFen, contentHash, shownHash, authors, deciders },
    ...(passedOver === undefined ? {} : { passedOver }),
  };
}

/** What the next decider sees after a cut is another content, bound to the cut by its details. */
const afterCut = (flow: ReviewFlow, event: EventOf<'decided'>): string =>
  event.approvedFen !== undefined && event.approvedFen !== (flow.approvedFen ?? flow.requestedFen)
    ? digest({ shown: flow.shownHash, details: event.detailsHash ?? null, approvedFen: event.approvedFen })
    : flow.shownHash;

/** Back at a stage, which is asked again on what it was asked about: what was decided there and since counts no more. */
function reopened(
  { passedOver = [], ...flow }: ReviewFlow,
  stage: string,
  { contentHash, approvedFen }: EventOf<'taken-back'>['reopens'],
): ReviewFlow {
  const still = passedOver.filter((one) => one.stage !== stage);
  return {
    ...flow,
    ...(still.length > 0 ? { passedOver: still } : {}),
    stage,
    asked: null,
    shownHash: contentHash,
    approvedFen: approvedFen ?? null,
  };
}

/** Open again at the stage, for those whom it asked, with what others of them approved. */
function takenBack(
  flow: ReviewFlow,
  { stage, revision, assignees, approvals, reopens }: EventOf<'taken-back'>,
): Flow {
  const asked = {
    stage,
    revision,
    assignees: assignees.map(({ id }) => id),
    approvals: approvals.map(({ id }) => id),
  };
  return { ...reopened(flow, stage, reopens), asked };
}

function decided(flow: ReviewFlow, event: EventOf<'decided'>): Flow {
  const { id: person, onBehalfOfId } = event.actor;
  const decider = { stage: flow.stage, revision: flow.revision, person };
  const deciders = [
    ...flow.deciders,
    onBehalfOfId === undefined ? decider : { ...decider, onBehalfOf: onBehalfOfId },
  ];
  // `approved`, `returned` or `rejected` in the same transaction moves the state; `next` moves the stage.
  if (event.reopens && event.next !== undefined)
    return reopened({ ...flow, deciders }, event.next, event.reopens);
  if (event.outcome !== 'approve') return { ...flow, deciders, asked: null };
  const approved = {
    ...flow,
    deciders,
    approvedFen: event.approvedFen ?? flow.approvedFen ?? flow.requestedFen,
    shownHash: afterCut(flow, event),
  };
  if (event.next !== undefined) return { ...approved, stage: event.next, asked: null };
  const { asked } = flow;
  return { ...approved, asked: asked && { ...asked, approvals: [...asked.approvals, event.actor.id] } };
}

function inReview(flow: ReviewFlow, event: EventBody): Flow {
  switch (event.action) {
    case 'requested': {
      const assignees = event.assignees.map((assignee) => assignee.id);
      return { ...flow, asked: { stage: event.stage, revision: flow.revision, assignees, approvals: [] } };
    }
    case 'reassigned':
    case 'rerouted': {
      const assignees = event.assignees.map((assignee) => assignee.id);
      return flow.asked ? { ...flow, asked: { ...flow.asked, assignees } } : flow;
    }
    case 'decided':
      return decided(flow, event);
    case 'taken-back':
      return takenBack(flow, event);
    case 'approved':
      return { ...facts(flow), state: 'approved', approvedFen: event.approvedFen };
    case 'returned':
      return { ...facts(flow), state: 'returned', revision: flow.revision + 1 };
    case 'recalled':
      return { ...facts(flow), state: 'draft', revision: flow.revision + 1 };
    case 'rejected':
      return { ...facts(flow), state: 'rejected' };
    default:
      return flow;
  }
}

/** The state after an event. An event that does not fit the state changes nothing: `decide` never makes one. */
function evolve(flow: Flow, event: EventBody): Flow {
  if (flow.state === 'none') {
    if (event.action !== 'created') return flow;
    return {
      state: 'draft',
      revision: 1,
      requestedFen: null,
      approvedFen: null,
      contentHash: null,
      shownHash: null,
      authors: makersOf(event.actor),
      deciders: [],
    };
  }
  if (
    event.action === 'withdrawn' &&
    (flow.state === 'draft' || flow.state === 'returned' || flow.state === 'in-review')
  ) {
    return { ...facts(flow), state: 'withdrawn' };
  }
  if (event.action === 'lapsed' && flow.state === 'returned') return { ...facts(flow), state: 'lapsed' };
  if (flow.state === 'in-review') return inReview(flow, event);
  const drafted = flow.state === 'draft' || flow.state === 'returned';
  if (event.action !== 'submitted' || !drafted) return flow;
  const { passedOver: _, ...before } = facts(flow);
  return {
    ...before,
    ...(event.passedOver ? { passedOver: event.passedOver } : {}),
    state: 'in-review',
    stage: event.next,
    asked: null,
    contentHash: event.contentHash,
    shownHash: event.contentHash,
    requestedFen: event.requestedFen,
    approvedFen: null,
    authors: makersOf(event.actor).reduce(withOne, flow.authors),
  };
}

/**
 * A flow moved on by the events of one transaction. The whole history moves `nothingYet` to where the project stands:
 * it needs no stages, the events say where each decision led.
 */
export function advance(flow: Flow, events: readonly EventBody[]): StoredFlow {
  const after = events.reduce<Flow>(evolve, flow);
  if (after.state === 'none') throw new Error('No event of this transaction begins a project');
  return after;
}
