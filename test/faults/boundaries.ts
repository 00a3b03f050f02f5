import { crc32 } from 'node:zlib';
import { type Blow, blowKinds, type Call, likeness } from '../../infra/local/control/struck-calls.ts';
import type { Flow } from './flow.ts';
import { kinds } from './kinds.ts';
import type { Recording, Trial } from './trial.ts';

export type Recordings = ReadonlyMap<Flow, Recording>;

/** Where flows meet one and the same boundary, in the order of flows and calls. */
export type Boundary = readonly Omit<Trial, 'kind'>[];

// A loop's first pass, its second, and one of all further ones.
const passes = 3;

/** Which faults are tried. */
export interface Part {
  readonly kinds: readonly Blow[];
  /** `every`: each boundary meets each kind that can befall it; `dealt`: each meets the one that was tried least. */
  readonly faults: 'every' | 'dealt';
  /** The `index`th (from 1) of `of` parts. */
  readonly shard: { readonly index: number; readonly of: number };
}

/** By it a boundary is known, in whatever flow it is met. */
const boundaryOf = (call: Call): string => `${likeness(call)} | ${Math.min(call.nth, passes)}`;

/**
 * What the flows' calls come to: calls are at one boundary that the same function makes, invoked for the same, about the
 * same, as the how manieth of such in its invocation; whatever goes on from there is the same code.
 */
export function boundariesIn(recordings: Recordings): readonly Boundary[] {
  const found = new Map<string, Omit<Trial, 'kind'>[]>();
  for (const [flow, { calls }] of recordings)
    for (const call of calls) {
      const name = boundaryOf(call);
      const places = found.get(name) ?? [];
      found.set(name, places);
      places.push({ flow, call });
    }
  // Where days pass only what is met nowhere else is tried.
  return [...found.values()].map((places) => {
    const soon = places.filter(({ flow }) => !flow.bySchedules);
    return soon.length > 0 ? soon : places;
  });
}

const canBefall =
  (kind: Blow) =>
  ({ flow, call }: Boundary[number]): boolean =>
    kinds[kind].befalls(call) && !flow.spares?.includes(kind);

const befalling = (boundary: Boundary, wanted: readonly Blow[]): readonly Blow[] =>
  wanted.filter((kind) => boundary.some(canBefall(kind)));

/** Each boundary with each kind that can befall it: at places spread over all at which flows meet it. */
export const everyFault = (boundaries: readonly Boundary[], wanted: readonly Blow[]): readonly Trial[] =>
  boundaries.flatMap((boundary) =>
    befalling(boundary, wanted).map((kind, index, all) => {
      const places = boundary.filter(canBefall(kind));
      const place = places[Math.floor((index * places.length) / all.length)];
      if (place === undefined) throw new Error(`${kind} befalls no call of its boundary`);
      return { ...place, kind };
    }),
  );

/** Each boundary with one kind, and in one flow: those that were dealt least, and of these the rarest. */
export function dealtFaults(boundaries: readonly Boundary[], wanted: readonly Blow[]): readonly Trial[] {
  const inFlow = tally<Flow>();
  const ofKind = tally<Blow>();
  const choice = new Map(
    blowKinds.map((kind) => [kind, boundaries.filter((one) => befalling(one, [kind]).length > 0).length]),
  );
  // What few flows meet comes first, so that there is a choice left for the others.
  const rarestFirst = boundaries.toSorted((a, b) => flowsOf(a) - flowsOf(b));
  return rarestFirst.flatMap((boundary) => {
    const [kind] = befalling(boundary, wanted).toSorted(
      (a, b) => ofKind.of(a) - ofKind.of(b) || (choice.get(a) ?? 0) - (choice.get(b) ?? 0),
    );
    if (kind === undefined) return [];
    const [place] = boundary
      .filter(canBefall(kind))
      .toSorted((a, b) => inFlow.of(a.flow) - inFlow.of(b.flow));
    if (place === undefined) return [];
    ofKind.add(kind);
    inFlow.add(place.flow);
    return [{ ...place, kind }];
  });
}

/** For each of some flows the boundary that fewest others meet, where it meets it. */
export const rarestIn = (boundaries: readonly Boundary[], flows: readonly Flow[]): readonly Boundary[] =>
  flows.flatMap((flow) => {
    const isMet = (boundary: Boundary): boolean => boundary.some((place) => place.flow === flow);
    const [rarest = []] = boundaries.filter(isMet).toSorted((a, b) => flowsOf(a) - flowsOf(b));
    return [rarest.filter((place) => place.flow === flow)];
  });

/** The faults of one part; of those that are dealt, a flow that the part leaves out has one more. */
export function trialsOf(recordings: Recordings, { faults, kinds: wanted, shard }: Part): readonly Trial[] {
  // By what it is, not by its place: recordings differ by a few calls, and all parts together must be the whole.
  const isOurs = (what: string): boolean => crc32(what) % shard.of === shard.index - 1;
  const boundaries = boundariesIn(recordings);
  if (faults === 'every')
    return everyFault(boundaries, wanted).filter(({ call, kind }) => isOurs(`${boundaryOf(call)} | ${kind}`));
  const ours = boundaries.filter(([place]) => place !== undefined && isOurs(boundaryOf(place.call)));
  const dealt = dealtFaults(ours, wanted);
  const met = new Set(dealt.map(({ flow }) => flow));
  const leftOut = [...recordings.keys()].filter((flow) => !met.has(flow));
  return [...dealt, ...dealtFaults(rarestIn(boundaries, leftOut), wanted)];
}

const flowsOf = (boundary: Boundary): number => new Set(boundary.map(({ flow }) => flow)).size;

function tally<T>() {
  const counts = new Map<T, number>();
  const of = (what: T): number => counts.get(what) ?? 0;
  return { of, add: (what: T) => void counts.set(what, of(what) + 1) };
}
