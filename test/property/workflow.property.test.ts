import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Actor, EventBody } from '../../shared/history/event.ts';
import type { Command } from '../../shared/workflow/commands.ts';
import { decide, isRefusal } from '../../shared/workflow/decide.ts';
import { evolve, replay } from '../../shared/workflow/evolve.ts';
import { type Flow, isEnded, nothingYet } from '../../shared/workflow/flow.ts';
import { defaultStages } from '../../shared/workflow/stages.ts';

const people = ['unit-a', 'unit-b', 'reviewer', 'approver'] as const;
const stages = ['finance-review', 'approval'];
const asked = { deadline: '2021-03-12T10:00:00.000Z', calendar: 'test' };
const wasAsked = { requestedAt: '2021-03-05T01:00:00.000Z', deadline: asked.deadline };
const hashes = ['a'.repeat(64), 'b'.repeat(64)] as const;

const actor: fc.Arbitrary<Actor> = fc
  .constantFrom(...people)
  .map((id) => ({ id, name: id, role: 'submitter', via: 'session' }));
const stage = fc.constantFrom(...stages);
const revision = fc.integer({ min: 1, max: 3 });

const command: fc.Arbitrary<Command> = fc.oneof(
  fc.constant<Command>({ type: 'create' }),
  fc.record({
    type: fc.constant('submit' as const),
    budgetYear: fc.constant(2021),
    requestedFen: fc.nat(10 ** 9),
    contentHash: fc.constantFrom(...hashes),
    passes: fc.constant(stages),
  }),
  fc.record({
    type: fc.constant('request' as const),
    stage,
    revision,
    assignees: fc.subarray([...people]).map((ids) => ids.map((id) => ({ id, name: id }))),
    deadline: fc.constant(asked.deadline),
    calendar: fc.constant(asked.calendar),
  }),
  fc.record({
    type: fc.constant('renew-link' as const),
    stage,
    revision,
    assignee: fc.constantFrom(...people).map((id) => ({ id, name: id })),
  }),
  fc.record({
    type: fc.constant('decide' as const),
    stage,
    revision,
    outcome: fc.constantFrom('approve' as const, 'return' as const, 'reject' as const),
    contentHash: fc.constantFrom(...hashes),
    comment: fc.constantFrom('', '请补充测算依据和支出标准'),
    excluded: fc.constantFrom(null, 'own-project' as const),
    requestedAt: fc.constant(wasAsked.requestedAt),
    deadline: fc.constant(wasAsked.deadline),
    passes: fc.constant(stages),
  }),
  fc.constant<Command>({ type: 'recall' }),
  fc.constant<Command>({ type: 'withdraw' }),
);

interface Run {
  readonly flow: Flow;
  readonly events: readonly EventBody[];
  readonly flows: readonly Flow[];
}

/** Sends commands one after the other, as the store does, and keeps every state in between. */
function run(commands: readonly { command: Command; actor: Actor }[]): Run {
  let flow: Flow = nothingYet;
  const events: EventBody[] = [];
  const flows: Flow[] = [flow];
  for (const [index, { command: sent, actor: sender }] of commands.entries()) {
    const cause = { actor: sender, at: new Date(index).toISOString(), requestId: String(index) };
    const decision = decide(flow, sent, cause, { projectId: 'p', unit: 'u' }, defaultStages);
    if (isRefusal(decision)) continue;
    for (const event of decision) flow = evolve(flow, event);
    events.push(...decision);
    flows.push(flow);
  }
  return { flow, events, flows };
}

const commands = fc.array(fc.record({ command, actor }), { maxLength: 40 });
const runs = { numRuns: 2_000 };

describe('any sequence of commands', () => {
  it('leads to the state that its events replay to', () => {
    fc.assert(
      fc.property(commands, (sent) => {
        const { flow, events } = run(sent);
        expect(replay(events)).toEqual(flow);
      }),
      runs,
    );
  });

  it('never leads to a state that is not defined', () => {
    fc.assert(
      fc.property(commands, (sent) => {
        for (const flow of run(sent).flows) {
          if (flow.state === 'none') continue;
          expect(flow.revision).toBeGreaterThanOrEqual(1);
          if (flow.state !== 'in-review') continue;
          expect(stages).toContain(flow.stage);
          if (flow.asked) expect(flow.asked).toMatchObject({ stage: flow.stage, revision: flow.revision });
        }
      }),
      runs,
    );
  });

  it('ends a project once at the most, and nothing happens after the end', () => {
    fc.assert(
      fc.property(commands, (sent) => {
        const { events, flows } = run(sent);
        const ends = events.filter(({ action }) => ['approved', 'rejected', 'withdrawn'].includes(action));
        expect(ends.length).toBeLessThanOrEqual(1);
        const end = flows.findIndex((flow) => isEnded(flow));
        if (end >= 0) expect(flows).toHaveLength(end + 1);
        if (ends[0]) expect(events.at(-1)).toBe(ends[0]);
      }),
      runs,
    );
  });

  it('lets only an asked person decide, once for a stage of a revision, on the content that was handed in', () => {
    fc.assert(
      fc.property(commands, (sent) => {
        const { events } = run(sent);
        const decided = events.filter(({ action }) => action === 'decided');
        const keys = decided.map((event) => `${event.revision} ${event.stage}`);
        expect(new Set(keys).size).toBe(keys.length);
        for (const event of decided) {
          const asked = events.find(
            (one) =>
              one.action === 'requested' && one.stage === event.stage && one.revision === event.revision,
          );
          const handedIn = events.find(
            (one) => one.action === 'submitted' && one.revision === event.revision,
          );
          expect(asked?.assignees?.map(({ id }) => id)).toContain(event.actor.id);
          expect(event.contentHash).toBe(handedIn?.contentHash);
        }
      }),
      runs,
    );
  });

  it('reaches approval only through every stage of the last revision', () => {
    fc.assert(
      fc.property(commands, (sent) => {
        const { flow, events } = run(sent);
        if (flow.state !== 'approved') return;
        const passed = events
          .filter(
            (one) => one.action === 'decided' && one.outcome === 'approve' && one.revision === flow.revision,
          )
          .map((one) => one.stage);
        expect(passed).toEqual(stages);
      }),
      runs,
    );
  });
});

/** The sequences above are random: this one shows that they can reach the end, so that the laws are not empty. */
describe('the happy path', () => {
  it('reads created, submitted, requested, decided, requested, decided, approved', () => {
    const by = (id: string): Actor => ({ id, name: id, role: 'submitter', via: 'session' });
    const one = { contentHash: hashes[0], revision: 1 };
    const approve = {
      type: 'decide',
      ...one,
      ...wasAsked,
      outcome: 'approve',
      excluded: null,
      passes: stages,
    } as const;
    const ask = (at: string, id: string) =>
      ({ type: 'request', stage: at, revision: 1, assignees: [{ id, name: id }], ...asked }) as const;
    const { events, flow } = run([
      { actor: by('unit-a'), command: { type: 'create' } },
      {
        actor: by('unit-a'),
        command: {
          type: 'submit',
          budgetYear: 2021,
          requestedFen: 5,
          contentHash: one.contentHash,
          passes: stages,
        },
      },
      { actor: by('flow'), command: ask('finance-review', 'reviewer') },
      { actor: by('reviewer'), command: { ...approve, stage: 'finance-review' } },
      { actor: by('flow'), command: ask('approval', 'approver') },
      { actor: by('approver'), command: { ...approve, stage: 'approval' } },
    ]);
    expect(events.map(({ action }) => action)).toEqual([
      'created',
      'submitted',
      'requested',
      'decided',
      'requested',
      'decided',
      'approved',
    ]);
    expect(flow).toMatchObject({ state: 'approved', approvedFen: 5 });
  });
});
