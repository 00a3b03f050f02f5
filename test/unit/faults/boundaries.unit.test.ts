import { describe, expect, it } from '@jest/globals';
import { blowKinds, type Call } from '../../../infra/local/control/struck-calls.ts';
import {
  boundariesIn,
  dealtFaults,
  everyFault,
  type Recordings,
  rarestIn,
  trialsOf,
} from '../../faults/boundaries.ts';
import type { Flow } from '../../faults/flow.ts';
import { kinds } from '../../faults/kinds.ts';
import type { Trial } from '../../faults/trial.ts';

const flow = (name: string, more: Partial<Flow> = {}): Flow => ({
  name,
  play: async () => {},
  ends: 'draft',
  history: [],
  ...more,
});
const call = (operation: string, more: Partial<Call> = {}): Call => ({
  function: 'projects',
  cause: 'POST /projects',
  operation,
  about: 'Projects P#',
  number: 1,
  nth: 1,
  position: 1,
  ...more,
});
const recorded = (...flows: readonly (readonly [Flow, readonly Call[]])[]): Recordings =>
  new Map(flows.map(([one, calls]) => [one, { calls, mails: new Set<string>() }]));

it('the same call is one boundary in every flow; another cause, subject or pass of a loop is another', () => {
  const boundaries = boundariesIn(
    recorded(
      [flow('a'), [call('PutItem'), call('PutItem', { number: 2 })]],
      [flow('b'), [call('PutItem'), call('PutItem', { cause: 'PUT /projects/{id}' })]],
      [flow('c'), [call('PutItem', { about: 'Projects L#' }), call('PutItem', { nth: 2 })]],
      [flow('d'), [3, 4, 5].map((nth) => call('PutItem', { nth }))],
    ),
  );
  expect(boundaries.map((places) => places.map((one) => one.flow.name).join(''))).toEqual([
    'aab',
    'b',
    'c',
    'c',
    'ddd',
  ]);
});

it('a boundary that is met without waiting for days is not tried where days pass', () => {
  const later = flow('later', { bySchedules: true });
  const calls = [call('PutItem'), call('GetItem')];
  const boundaries = boundariesIn(recorded([later, calls], [flow('soon'), [call('PutItem')]]));
  expect(boundaries.map((places) => places.map((one) => one.flow.name))).toEqual([['soon'], ['later']]);
});

it('every boundary meets every kind that can befall it, once, at places all over the flows', () => {
  const flows = ['a', 'b', 'c', 'd', 'e'].map((name) => flow(name));
  const boundaries = boundariesIn(
    recorded(...flows.map((one) => [one, [call('PutItem'), call('GetItem')]] as const)),
  );
  const trials = everyFault(boundaries, blowKinds);
  const of = (operation: string) => trials.filter((trial) => trial.call.operation === operation);
  expect(of('PutItem').map(({ kind }) => kind)).toEqual(blowKinds);
  expect(of('GetItem').map(({ kind }) => kind)).toEqual([
    'refused',
    'throttled',
    'failed',
    'hang',
    'thread-killed',
  ]);
  for (const operation of ['PutItem', 'GetItem'])
    expect(new Set(of(operation).map((trial) => trial.flow))).toEqual(new Set(flows));
});

it('a death at a reading is tried where nothing was written before it, and nowhere else', () => {
  expect(kinds['thread-killed'].befalls(call('Query', { position: 1 }))).toBe(true);
  expect(kinds['thread-killed'].befalls(call('Query', { position: 2 }))).toBe(false);
  expect(kinds['thread-killed'].befalls(call('PutItem', { position: 2 }))).toBe(true);
});

it('dealt faults leave out no flow, and take what few flows meet first', () => {
  const flows = ['a', 'b', 'c'].map((name) => flow(name));
  const shared = [call('PutItem'), call('UpdateItem')];
  const own = call('DeleteItem');
  const trials = dealtFaults(
    boundariesIn(
      recorded(...flows.map((one, index) => [one, index === 0 ? [...shared, own] : shared] as const)),
    ),
    blowKinds,
  );
  expect(trials[0]).toMatchObject({ flow: flows[0], call: own });
  expect(trials.map((trial) => trial.flow.name)).toEqual(['a', 'b', 'c']);
  expect(new Set(trials.map(({ kind }) => kind)).size).toBe(3);
});

it('a kind that a flow spares is tried where another flow meets the boundary, or nowhere', () => {
  const spared = flow('spared', { spares: ['host-killed'] });
  const trials = everyFault(
    boundariesIn(
      recorded(
        [spared, [call('PutItem'), call('PutItem', { cause: 'PUT /projects/{id}' })]],
        [flow('other'), [call('PutItem')]],
      ),
    ),
    ['host-killed'],
  );
  expect(trials.map((trial) => trial.flow.name)).toEqual(['other']);
});

it('of a flow that a part leaves out, the boundary is taken that fewest others meet, and where it meets it', () => {
  const [a, b] = [flow('a'), flow('b')];
  const own = call('PutItem', { cause: 'PUT /projects/{id}' });
  const boundaries = boundariesIn(recorded([a, [call('PutItem')]], [b, [call('PutItem'), own]]));
  expect(rarestIn(boundaries, [b, a]).map((places) => places.map((one) => one.call))).toEqual([
    [own],
    [call('PutItem')],
  ]);
});

describe('parts', () => {
  const of = 8;
  // The last meets one call alone, so that most parts would leave it out.
  const flows = ['a', 'b', 'rare'].map((name) => flow(name));
  const routes = Array.from({ length: 40 }, (_, index) => `PUT /projects/${index}`);
  const recordedAt = (causes: readonly string[]): Recordings =>
    recorded(
      ...flows.map((one) => {
        const met = one.name === 'rare' ? routes.slice(0, 1) : causes;
        return [
          one,
          met.flatMap((cause) => [call('PutItem', { cause }), call('GetItem', { cause })]),
        ] as const;
      }),
    );
  const whole = recordedAt(routes);
  const partsOf = (recordings: Recordings, faults: 'every' | 'dealt') =>
    Array.from({ length: of }, (_, index) =>
      trialsOf(recordings, { kinds: blowKinds, faults, shard: { index: index + 1, of } }),
    );
  /** What is tried, wherever it is met. */
  const boundary = ({ call: { cause, operation } }: Trial): string => `${cause} ${operation}`;
  const fault = (trial: Trial): string => `${boundary(trial)} ${trial.kind}`;

  it('are together every fault, each of them in one part, and no part is empty', () => {
    const parts = partsOf(whole, 'every');
    const faults = everyFault(boundariesIn(whole), blowKinds).map(fault);
    expect(parts.flat().map(fault).sort()).toEqual(faults.sort());
    expect(new Set(faults).size).toBe(faults.length);
    expect(parts.filter((part) => part.length === 0)).toEqual([]);
  });

  it('keep what they have when calls come that were not recorded before', () => {
    const more = recordedAt(['POST /before', ...routes.slice(0, 20), 'POST /between', ...routes.slice(20)]);
    const isNew = ({ call: { cause } }: Trial): boolean => cause.startsWith('POST');
    const after = partsOf(more, 'every');
    expect(after.flat().filter(isNew)).not.toEqual([]);
    const kept = after.map((part) => part.filter((trial) => !isNew(trial)).map(fault));
    expect(kept).toEqual(partsOf(whole, 'every').map((part) => part.map(fault)));
  });

  it('of dealt faults are together every boundary, and each has every flow', () => {
    const parts = partsOf(whole, 'dealt');
    const all = new Set(everyFault(boundariesIn(whole), blowKinds).map(boundary));
    expect(new Set(parts.flat().map(boundary))).toEqual(all);
    // Beside its own a part has one fault at most for each flow that it would leave out.
    expect(parts.flat().length).toBeLessThanOrEqual(all.size + of * flows.length);
    for (const part of parts) expect(new Set(part.map((trial) => trial.flow))).toEqual(new Set(flows));
  });
});
