import fc from 'fast-check';
import type { EventBody } from '../../shared/history/event.ts';

const text = fc.string({ unit: 'grapheme', maxLength: 20 });
const hash = fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 64, maxLength: 64 });
const fen = fc.nat(1e12);
const stage = fc.constantFrom('finance-review', 'approval');
const revision = fc.integer({ min: 1, max: 9 });
const is = <const Value>(value: Value) => fc.constant(value);

const actor = fc.record(
  {
    id: text,
    name: text,
    role: fc.constantFrom('submitter', 'reviewer', 'system'),
    via: fc.constantFrom('session', 'link', 'system'),
    onBehalfOf: text,
  },
  { requiredKeys: ['id', 'name', 'role', 'via'] },
);

/** Bodies of several actions with whatever texts and amounts their members take, with and without the optional ones. */
export function anyBody(at: fc.Arbitrary<string>): fc.Arbitrary<EventBody> {
  const about = { at, actor, projectId: text, unit: text, requestId: text };
  return fc.oneof(
    fc.record({ ...about, action: is('created'), revision, to: is('draft') }),
    fc.record({
      ...{ ...about, action: is('submitted'), budgetYear: fc.integer(), next: stage, revision },
      ...{ from: is('returned'), to: is('in-review'), requestedFen: fen, contentHash: hash },
    }),
    fc.record({
      ...{ ...about, action: is('requested'), stage, revision },
      assignees: fc.array(fc.record({ id: text, name: text }), { maxLength: 2 }),
    }),
    fc
      .record({
        required: fc.record({
          ...{
            ...about,
            action: is('decided'),
            stage,
            revision,
            outcome: fc.constantFrom('approve', 'return'),
          },
          ...{ requestedFen: fen, contentHash: hash },
        }),
        optional: fc.record(
          { comment: text, next: stage, approvedFen: fen, proof: is('link') },
          { requiredKeys: [] },
        ),
      })
      .map(({ required, optional }) => ({ ...required, ...optional })),
    fc.record({
      ...{ ...about, action: is('approved'), revision, from: is('in-review'), to: is('approved') },
      approvedFen: fen,
    }),
  );
}
