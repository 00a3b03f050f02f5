import { setTimeout as pause } from 'node:timers/promises';
import type { Blow, Place } from '../../infra/local/control/struck-calls.ts';
import type { Flow } from './flow.ts';
import { kinds } from './kinds.ts';
import { openStage, type Stage } from './stage.ts';
import {
  attempt,
  type Recording,
  recheck,
  record,
  rehearse,
  type Trial,
  titleOf,
  type Verdict,
} from './trial.ts';

export interface Options {
  readonly flows: readonly Flow[];
  readonly kinds: readonly Blow[];
  /** `every`: each call meets each kind that can befall it; `dealt`: each call meets the one that was tried least. */
  readonly faults: 'every' | 'dealt';
  /** The `index`th (from 1) of `of` parts. */
  readonly shard: { readonly index: number; readonly of: number };
  /** A line for whoever waits. */
  readonly report: (line: string) => void;
}

export interface Outcome {
  /** The faults that met their calls. */
  readonly tried: readonly Trial[];
  /** Of these: what was wrong with each that did not survive. */
  readonly failures: readonly string[];
  /** Chains and records that are broken at the end. */
  readonly broken: readonly string[];
  /** Faults whose calls did not come again when they were awaited. */
  readonly missed: readonly Trial[];
}

export const told = ({ tried, failures }: Outcome): string =>
  `faults tried: ${tried.length}, survived: ${tried.length - failures.length}`;

type Recordings = ReadonlyMap<Flow, Recording>;

// What runs beside each other waits more than it works: for hangs, for pauses before a retry.
const atOnce = 6;
// Two runs can share a batch of the stream, of which nobody can say whose call it is: whoever missed its call tries again
// with nothing beside it.
const mostRounds = 3;
// A hung call takes effect ten seconds later.
const lateEffectsMs = 11_000;

/** Records every flow, tries the faults, and looks at everything once more at the end. */
export async function campaign(options: Options): Promise<Outcome> {
  const { flows, report } = options;
  const here = flows.filter(({ bySchedules }) => !bySchedules);
  const later = flows.filter(({ bySchedules }) => bySchedules);
  let recordings: Recordings = new Map();
  const dies = ({ kind }: Trial): boolean => kinds[kind].where === 'dying';
  const outcomes = [
    await onStage(here, async (stage) => {
      recordings = await recordAll(stage, here);
      const survived = trialsOf(recordings, options).filter((trial) => !dies(trial));
      return tryAll(stage, survived, recordings, report, beside);
    }),
    await onStage(here, (stage) =>
      tryAll(stage, trialsOf(recordings, options).filter(dies), recordings, report, oneByOne(stage)),
    ),
    await onStage(later, async (stage) => {
      const own = await recordAll(stage, later);
      return tryAll(stage, trialsOf(own, options), own, report, oneByOne(stage));
    }),
  ];
  return {
    tried: outcomes.flatMap(({ tried }) => tried),
    failures: outcomes.flatMap(({ failures }) => failures),
    broken: outcomes.flatMap(({ broken }) => broken),
    missed: outcomes.flatMap(({ missed }) => missed),
  };
}

const nothing: Outcome = { tried: [], failures: [], broken: [], missed: [] };

async function onStage(flows: readonly Flow[], work: (stage: Stage) => Promise<Outcome>): Promise<Outcome> {
  if (flows.length === 0) return nothing;
  const stage = await openStage();
  try {
    return await work(stage);
  } finally {
    await stage.close();
  }
}

/** Whether others may be played at the same time. */
const isBeside = ({ alone, bySchedules }: Flow): boolean => !alone && !bySchedules;

async function recordAll(stage: Stage, flows: readonly Flow[]): Promise<Recordings> {
  // What a function's thread reads once, and keeps, is no part of what it does every time.
  const rehearsed = (flow: Flow): Promise<void> => rehearse(stage, flow);
  await inLanes(flows.filter(isBeside), atOnce, rehearsed);
  await inLanes(
    flows.filter((flow) => !isBeside(flow)),
    1,
    rehearsed,
  );
  const recordings = new Map<Flow, Recording>();
  for (const flow of flows) recordings.set(flow, await record(stage, flow));
  return recordings;
}

/** The enumeration: every call of every flow, with the kinds that can befall it. Each flow has a part in each shard. */
function trialsOf(recordings: Recordings, { faults, kinds: wanted, shard }: Options): readonly Trial[] {
  const isOurs = (_: unknown, index: number): boolean => index % shard.of === shard.index - 1;
  const possible = (place: Place) => wanted.filter((kind) => kinds[kind].befalls(place));
  const ours = [...recordings].flatMap(([, { calls }]) => calls.filter(isOurs));
  const choice = new Map(wanted.map((kind) => [kind, ours.filter(kinds[kind].befalls).length]));
  const times = new Map<Blow, number>();
  const least = (place: Place): Blow[] => {
    // Of those that were tried as often, first the one that the fewest calls can meet.
    const [kind] = possible(place).toSorted(
      (a, b) => (times.get(a) ?? 0) - (times.get(b) ?? 0) || (choice.get(a) ?? 0) - (choice.get(b) ?? 0),
    );
    if (kind === undefined) return [];
    times.set(kind, (times.get(kind) ?? 0) + 1);
    return [kind];
  };
  return [...recordings].flatMap(([flow, { calls }]) =>
    faults === 'every'
      ? calls.flatMap((place) => possible(place).map((kind) => ({ flow, place, kind }))).filter(isOurs)
      : calls.filter(isOurs).flatMap((place) => least(place).map((kind) => ({ flow, place, kind }))),
  );
}

interface Tried {
  readonly trial: Trial;
  readonly verdict: Exclude<Verdict, 'missed'>;
}

/** Tries the faults of one round. */
type Round = (
  waiting: readonly Trial[],
  tryOne: (trial: Trial) => Promise<void>,
  round: number,
) => Promise<void>;

/** Beside each other, on a platform that survives them. */
const beside: Round = async (waiting, tryOne, round) => {
  await inLanes(
    waiting.filter(({ flow }) => isBeside(flow)),
    round === 1 ? atOnce : 1,
    tryOne,
  );
  await inLanes(
    waiting.filter(({ flow }) => !isBeside(flow)),
    1,
    tryOne,
  );
};

/** One after the other, on a platform that may die of them. */
const oneByOne =
  (stage: Stage): Round =>
  async (waiting, tryOne) => {
    for (const trial of waiting) {
      await tryOne(trial);
      // The fourth end of its database within ten minutes ends a host.
      if (trial.kind === 'database-killed') await stage.restart();
    }
  };

/** Tries faults, those that missed their calls once more in each further round, and looks at everything at the end. */
async function tryAll(
  stage: Stage,
  trials: readonly Trial[],
  recordings: Recordings,
  report: Options['report'],
  inRound: Round,
): Promise<Outcome> {
  const tried: Tried[] = [];
  let waiting = trials;
  for (let round = 1; round <= mostRounds && waiting.length > 0; round++) {
    const missed: Trial[] = [];
    const tryOne = async (trial: Trial): Promise<void> => {
      const verdict = await attempt(stage, trial, recordingOf(recordings, trial));
      if (verdict === 'missed') missed.push(trial);
      else tried.push({ trial, verdict });
      tell(report, trial, verdict);
    };
    await inRound(waiting, tryOne, round);
    waiting = missed;
  }
  return outcomeOf(stage, tried, waiting, recordings);
}

const tell = (report: Options['report'], trial: Trial, verdict: Verdict): void =>
  report(`${verdict === 'missed' ? 'missed ' : verdict.wrong.length > 0 ? 'WRONG ' : ''}${titleOf(trial)}`);

/** Lets everything come to rest, and looks again. */
async function outcomeOf(
  stage: Stage,
  tried: readonly Tried[],
  missed: readonly Trial[],
  recordings: Recordings,
): Promise<Outcome> {
  await pause(lateEffectsMs);
  await stage.nudge();
  await pause(lateEffectsMs);
  const failures: string[] = [];
  for (const { trial, verdict } of tried) {
    const again = () => recheck(trial.flow, verdict.run, recordingOf(recordings, trial));
    const wrong = verdict.wrong.length > 0 ? verdict.wrong : await again();
    if (wrong.length > 0) failures.push(`${titleOf(trial)}: ${wrong.join('; ')}`);
  }
  const broken = await stage.broken();
  return { tried: tried.map(({ trial }) => trial), failures, broken, missed };
}

function recordingOf(recordings: Recordings, { flow }: Trial): Recording {
  const found = recordings.get(flow);
  if (found === undefined) throw new Error(`${flow.name} was not recorded`);
  return found;
}

async function inLanes<T>(
  items: readonly T[],
  lanes: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const queue = items.values();
  const lane = async (): Promise<void> => {
    for (const item of queue) await work(item);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}
