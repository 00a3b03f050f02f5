import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { openApi } from '../../../functions/static/openapi.ts';
import { form } from '../../../shared/declaration/forms/project-declaration.ts';
import {
  actions,
  type EventBody,
  type EventOf,
  type HistoryEvent,
  historyEvent,
} from '../../../shared/history/event.ts';

const golden = join(import.meta.dirname, '../../fixtures/golden/events/answer.json');
const events = historyEvent.array().parse(JSON.parse(readFileSync(golden, 'utf8')));

/** The golden events of each action: among them one with no member that it could do without. */
const byAction = [...Map.groupBy(events, ({ action }) => action)];
/** A value of every member that any event has. */
const members = new Map(events.flatMap((event) => Object.entries(event)));

/** What events of each action may lack: a release wrote it without, or it is not always there to be said. */
const optional: Readonly<Record<string, readonly string[]>> = {
  created: ['budgetYear'],
  submitted: ['round', 'passedOver'],
  requested: ['budgetYear', 'deadline', 'calendar'],
  reminded: ['budgetYear', 'stage', 'assignees'],
  escalated: ['budgetYear'],
  'deadline-changed': ['budgetYear'],
  reassigned: ['budgetYear'],
  rerouted: ['budgetYear', 'deadline', 'calendar', 'because'],
  'unit-changed': ['budgetYear'],
  objected: ['budgetYear'],
  urged: ['budgetYear'],
  'mail-failed': ['budgetYear', 'stage', 'revision'],
  lapsed: ['budgetYear'],
  'link-renewed': ['budgetYear'],
  decided: [
    ...[
      'budgetYear',
      'next',
      'approvedFen',
      'comment',
      'commentHash',
      'detailsHash',
      'proof',
      'requestedAt',
      'deadline',
      'marks',
      'openedAt',
      'together',
      'reopens',
    ],
  ],
  'taken-back': ['budgetYear'],
  approved: ['budgetYear', 'stage', 'requestedFen'],
  returned: ['budgetYear'],
  rejected: ['budgetYear'],
  recalled: ['budgetYear'],
  withdrawn: ['budgetYear'],
  'program-changed': ['unit'],
  exported: ['projectId', 'unit', 'detailsHash'],
  unmasked: ['projectId', 'unit'],
};

describe.each(byAction)('an event `%s`', (action, own) => {
  const known = new Set([...own.flatMap((event) => Object.keys(event)), ...(optional[action] ?? [])]);

  it('needs every member but those that some may lack', () => {
    const needed = [...known].filter((name) => !optional[action]?.includes(name));
    for (const event of own) {
      for (const name of Object.keys(event)) {
        const { [name]: _, ...rest }: Record<string, unknown> = event;
        expect([name, historyEvent.safeParse(rest).success]).toEqual([name, !needed.includes(name)]);
      }
    }
  });

  it('has no member of another action', () => {
    const foreign = [...members].filter(([name]) => !known.has(name));
    expect(foreign.length).toBeGreaterThan(0);
    for (const event of own)
      for (const [name, value] of foreign) {
        const { error } = historyEvent.safeParse({ ...event, [name]: value });
        expect(error?.issues).toEqual([
          expect.objectContaining({ code: 'unrecognized_keys', keys: [name], path: [] }),
        ]);
      }
  });
});

it('moves a project to no state but that of its action', () => {
  const moves = events.filter(({ to }) => to !== undefined);
  expect(new Set(moves.map(({ to }) => to)).size).toBe(7);
  for (const event of moves) {
    const other = event.to === 'rejected' ? 'lapsed' : 'rejected';
    expect(historyEvent.safeParse({ ...event, to: other }).error?.issues).toEqual([
      expect.objectContaining({ path: ['to'] }),
    ]);
  }
});

it('is described to programs by its action', () => {
  const document = z.object({ components: z.object({ schemas: z.record(z.string(), z.unknown()) }) });
  const { Event, ...schemas } = document.parse(openApi('https://countersign.example', '1', [form])).components
    .schemas;
  expect(Event).toMatchObject({
    discriminator: { propertyName: 'action' },
    oneOf: actions().map((action) => ({ $ref: `#/components/schemas/Event.${action}` })),
  });
  for (const [action, own] of byAction) {
    const described = z.object({ properties: z.looseObject({}), required: z.array(z.string()) });
    const { properties, required } = described.parse(schemas[`Event.${action}`]);
    for (const event of own)
      expect(Object.keys(properties)).toEqual(expect.arrayContaining(Object.keys(event)));
    const lacking = Object.keys(properties).filter((name) => !required.includes(name));
    expect(lacking.sort()).toEqual([...(optional[action] ?? [])].sort());
  }
});

// What does not compile is held by the type checker: an expectation that is not met is an error of its own.
describe('the type of an event', () => {
  const base = {
    ...{
      at: '2026-03-02T01:00:00.000Z',
      requestId: 'r',
      projectId: '2021-7K3M-9QXD',
      unit: 'u',
      revision: 1,
    },
    actor: { id: 'approver', name: '审批人戊（示例）', role: 'approver', via: 'link' },
  } as const;
  const review = { stage: 'approval', requestedFen: 2, contentHash: '0'.repeat(64) } as const;
  const end = { from: 'in-review', to: 'approved' } as const;

  it('demands what an action must have and takes nothing of another', () => {
    // @ts-expect-error a decision has an outcome
    const undecided: EventBody = { ...base, ...review, action: 'decided' };
    // @ts-expect-error an approval has an amount
    const unpriced: EventBody = { ...base, ...end, action: 'approved' };
    const decided = { ...base, ...review, action: 'decided', outcome: 'approve' } as const;
    // @ts-expect-error a decision has no scope
    const foreign: EventBody = { ...decided, scope: '/' };
    const approved = { ...base, ...end, action: 'approved', approvedFen: 2 } as const;
    // @ts-expect-error what is absent is omitted
    const absent: EventOf<'approved'> = { ...approved, stage: undefined };
    // @ts-expect-error no event is without an action
    const nothing: EventBody = { ...base, revision: 1 };
    const bodies = [undecided, unpriced, foreign, absent, nothing];
    const place = { chain: base.projectId, seq: 1, previousHash: '0'.repeat(64), hash: '0'.repeat(64) };
    const parsed = bodies.map((body) => historyEvent.safeParse({ ...body, ...place }).success);
    expect(parsed).toEqual([false, false, false, false, false]);
  });

  it('lets any member be read of an event of any action, and is known by its action', () => {
    const amounts = events.map((event: HistoryEvent): number | undefined => event.approvedFen);
    expect(amounts).toContain(undefined);
    const left = events.flatMap((event): number[] =>
      event.action === 'approved' ? [event.approvedFen] : [],
    );
    expect(left).toEqual([30_000_000, 31_500_000]);
  });
});
