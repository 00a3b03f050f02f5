import { once } from '../../values/once.ts';
import { actions, actor } from '../event.ts';
import { outcomes, projectStates, proofs } from '../vocabulary.ts';
import { digestOrNothing, type ReadEvent } from './read-event.ts';

/**
 * Which member of an event was changed. A hash says only that something is not as it was; but a value that was put in
 * can be taken out again: whatever makes the content fit its hash again is what stood there. Tried are the values that
 * the neighbours have in the same place, all values of the short lists, and absence.
 */

export interface Changed {
  /** As in `actor.name`. */
  readonly field: string;
  /** What stood there; undefined: nothing. */
  readonly was: unknown;
}

const lists = once(
  (): Readonly<Record<string, readonly unknown[]>> => ({
    action: actions(),
    outcome: outcomes,
    from: projectStates,
    to: projectStates,
    proof: proofs,
    'actor.role': actor.unwrap().shape.role.options,
    'actor.via': actor.unwrap().shape.via.options,
  }),
);

/** How far an event is looked for under other numbers. */
const NUMBERS_AROUND = 64;

const objectOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};

/** The members of an event, those of its actor as `actor.name`. */
function flat(members: Readonly<Record<string, unknown>>): Map<string, unknown> {
  const { actor: who, hash: _, ...rest } = members;
  const inner = Object.entries(objectOf(who)).map(([key, value]) => [`actor.${key}`, value] as const);
  return new Map([...Object.entries(rest), ...inner]);
}

function raised(values: ReadonlyMap<string, unknown>): Record<string, unknown> {
  const top: Record<string, unknown> = {};
  const who: Record<string, unknown> = {};
  for (const [name, value] of values) {
    if (value === undefined) continue;
    if (name.startsWith('actor.')) who[name.slice('actor.'.length)] = value;
    else top[name] = value;
  }
  return { ...top, actor: who };
}

const around = (seq: number): number[] =>
  Array.from({ length: 2 * NUMBERS_AROUND + 1 }, (_, at) => seq - NUMBERS_AROUND + at).filter(
    (number) => number >= 1,
  );

/** What might have stood in each place, the likeliest first. */
function candidates(
  read: ReadEvent,
  neighbours: readonly ReadEvent[],
  previousHash: string,
): Map<string, Set<unknown>> {
  const found = new Map<string, Set<unknown>>([
    ['seq', new Set(around(read.seq))],
    ['previousHash', new Set([previousHash])],
    ...Object.entries(lists).map(([name, values]) => [name, new Set(values)] as const),
  ]);
  for (const neighbour of neighbours) {
    for (const [name, value] of flat(neighbour.members)) {
      found.set(name, (found.get(name) ?? new Set()).add(value));
    }
  }
  for (const name of flat(read.members).keys()) {
    found.set(name, (found.get(name) ?? new Set()).add(undefined));
  }
  return found;
}

/** @returns undefined where no single value that is at hand explains it */
export function nameField(
  read: ReadEvent,
  neighbours: readonly ReadEvent[],
  previousHash: string,
): Changed | undefined {
  const values = flat(read.members);
  const fits = (changed: ReadonlyMap<string, unknown>): boolean =>
    digestOrNothing(raised(changed)) === read.hash;
  for (const [field, tried] of candidates(read, neighbours, previousHash)) {
    for (const was of tried) {
      if (fits(new Map(values).set(field, was))) return { field, was };
    }
  }
  return undefined;
}
