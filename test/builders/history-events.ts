import type { Actor, EventBody } from '../../shared/history/event.ts';

export const BEGIN = Date.parse('2026-03-30T00:00:00.000Z');

const people = ['p0', 'p1', 'p2', 'p3'];
/** Whoever does something: the product itself as well. */
export const actors = [...people, 'flow'];
export const units = ['u0', 'u1', 'u2'];
export const projects = ['2026-AAAA-0001', '2026-AAAA-0002', '2026-AAAA-0003', '2026-AAAA-0004'];
export const stages = ['finance-review', 'approval'];

/** The same numbers in every run: a failure is repeated by running it again. */
export function numbers(seed: number) {
  let state = seed;
  return (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

type Random = ReturnType<typeof numbers>;
const oneOf = <T>(random: Random, of: readonly T[]): T => of[random(of.length)] as T;

export function aBody(random: Random, at: number): readonly [string, EventBody] {
  const kind = random(10);
  const actor: Actor = {
    id: oneOf(random, actors),
    name: '（示例）',
    role: 'reviewer',
    via: 'link',
    ...(random(3) === 0 ? { onBehalfOf: '（示例）', onBehalfOfId: oneOf(random, people) } : {}),
  };
  const common = { at: new Date(at).toISOString(), actor, requestId: `r${at}` };
  if (kind === 0) return ['rules', { ...common, action: 'roles-changed', assignees: [], comment: '—' }];
  if (kind === 1)
    return [
      `reader:${oneOf(random, people)}`,
      { ...common, action: 'exported', scope: '/history', count: 3 },
    ];
  const project = oneOf(random, projects);
  const about = {
    ...common,
    projectId: project,
    // A project may move to another unit in this model: the engine must not lean on it.
    unit: oneOf(random, units),
    budgetYear: 2026 + random(2),
    revision: 1,
  };
  const stage = oneOf(random, stages);
  const requestedFen = random(20) * 1_000_000;
  const asked = { requestedFen, contentHash: '0'.repeat(64) };
  switch (random(5)) {
    case 0:
      return [project, { ...about, action: 'requested', stage, assignees: [] }];
    case 1:
    case 2:
      return [
        project,
        { ...about, action: 'submitted', next: stage, from: 'draft', to: 'in-review', ...asked },
      ];
    default:
      return [
        project,
        {
          ...about,
          action: 'decided',
          stage,
          outcome: oneOf(random, ['approve', 'return'] as const),
          ...asked,
          ...(random(2) === 0 ? { approvedFen: random(20) * 1_000_000 } : {}),
        },
      ];
  }
}

/** Events in bursts within a millisecond, and over a quarter: both are where a cursor could lose its place. */
export function bodies(random: Random, count: number): (readonly [string, EventBody])[] {
  let at = BEGIN;
  return Array.from({ length: count }, () => {
    at += random(3) === 0 ? 0 : random(24 * 60 * 60_000);
    return aBody(random, at);
  });
}
