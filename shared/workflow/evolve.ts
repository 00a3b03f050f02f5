import type { EventBody } from '../history/event.ts';
import { nextStage } from './decide.ts';
import type { Flow, ReviewFlow, StoredFlow } from './flow.ts';
import { nothingYet } from './flow.ts';
import type { Stage } from './stages.ts';

const withOne = (list: readonly string[], item: string): readonly string[] =>
  list.includes(item) ? list : [...list, item];

function facts(flow: Exclude<Flow, { state: 'none' }>) {
  const { revision, requestedFen, contentHash, authors, deciders } = flow;
  return { revision, requestedFen, contentHash, authors, deciders };
}

function decided(flow: ReviewFlow, event: EventBody, stages: readonly Stage[]): Flow {
  const deciders = [...flow.deciders, { stage: flow.stage, revision: flow.revision, person: event.actor.id }];
  const next = event.outcome === 'approve' ? nextStage(stages, flow.stage) : undefined;
  // Without a next stage the same transaction holds `approved`, `returned` or `rejected`, which moves the state.
  return { ...flow, deciders, asked: null, stage: next?.id ?? flow.stage };
}

/** The state after an event. An event that does not fit the state changes nothing: `decide` never makes one. */
export function evolve(flow: Flow, event: EventBody, stages: readonly Stage[]): Flow {
  if (flow.state === 'none') {
    if (event.action !== 'created') return flow;
    return {
      state: 'draft',
      revision: 1,
      requestedFen: null,
      contentHash: null,
      authors: [event.actor.id],
      deciders: [],
    };
  }
  switch (event.action) {
    case 'submitted': {
      const first = stages[0];
      if (!first || (flow.state !== 'draft' && flow.state !== 'returned') || !event.contentHash) return flow;
      return {
        ...facts(flow),
        state: 'in-review',
        stage: first.id,
        asked: null,
        contentHash: event.contentHash,
        requestedFen: event.requestedFen ?? null,
        authors: withOne(flow.authors, event.actor.id),
      };
    }
    case 'requested': {
      if (flow.state !== 'in-review' || !event.stage) return flow;
      const assignees = (event.assignees ?? []).map((assignee) => assignee.id);
      return { ...flow, asked: { stage: event.stage, revision: flow.revision, assignees } };
    }
    case 'decided':
      return flow.state === 'in-review' ? decided(flow, event, stages) : flow;
    case 'approved':
      if (flow.state !== 'in-review') return flow;
      return { ...facts(flow), state: 'approved', approvedFen: event.approvedFen ?? 0 };
    case 'returned':
      if (flow.state !== 'in-review') return flow;
      return { ...facts(flow), state: 'returned', revision: flow.revision + 1 };
    case 'recalled':
      if (flow.state !== 'in-review') return flow;
      return { ...facts(flow), state: 'draft', revision: flow.revision + 1 };
    case 'rejected':
    case 'withdrawn':
      return flow.state === 'approved' ? flow : { ...facts(flow), state: event.action };
    default:
      return flow;
  }
}

/** A flow moved on by the events of one transaction. */
export function advance(flow: Flow, events: readonly EventBody[], stages: readonly Stage[]): StoredFlow {
  const after = events.reduce<Flow>((state, event) => evolve(state, event, stages), flow);
  if (after.state === 'none') throw new Error('No event of this transaction begins a project');
  return after;
}

/** The state that a history leads to. */
export const replay = (events: readonly EventBody[], stages: readonly Stage[]): Flow =>
  events.reduce<Flow>((flow, event) => evolve(flow, event, stages), nothingYet);
