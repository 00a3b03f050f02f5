import { setTimeout as pause } from 'node:timers/promises';
import { boundariesIn, type Part, type Recordings, trialsOf } from './boundaries.ts';
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

export interface Options extends Part {
  readonly flows: readonly Flow[];
  /** How many platforms work beside each other. */
  readonly platforms: number;
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

export const told = ({ tried, failures, missed }: Outcome): string =>
  `faults tried: ${tried.length}, survived: ${tried.length - failures.length}, not met: ${missed.length}`;

// What runs beside each other waits more than it works: for hangs, for pauses before a retry.
const atOnce = 12;
// Two runs can share a batch of the stream, of which nobody can say whose call it is: whoever missed its call tries again
// with nothing beside it.
const mostRounds = 3;
// A hung call takes effect ten seconds later.
const lateEffectsMs = 11_000;
// Whoever waits lets time pass for all: with so many faults a platform comes through a few hours, and nobody who waits in
// an earlier run is reminded meanwhile.
const mostOnPlatform = 100;
// The fourth end of its database within ten minutes ends a host.
const mostDatabaseEnds = 3;

/** Records every flow, tries the faults, and looks at everything once more at the end. */
export async function campaign(options: Options): Promise<Outcome> {
  const { flows, report } = options;
  const recordings = await recordAll(flows);
  const trials = trialsOf(recordings, options);
  report(`${trials.length} faults at ${boundariesIn(recordings).length} boundaries of ${flows.length} flows`);
  const outcomes: Outcome[] = [];
  await inLanes(platformfuls(trials), options.platforms, async (some) => {
    outcomes.push(await onStage((stage) => tryAll(stage, some, recordings, report)));
  });
  return {
    tried: outcomes.flatMap(({ tried }) => tried),
    failures: outcomes.flatMap(({ failures }) => failures),
    broken: outcomes.flatMap(({ broken }) => broken),
    missed: outcomes.flatMap(({ missed }) => missed),
  };
}

async function onStage<T>(work: (stage: Stage) => Promise<T>): Promise<T> {
  const stage = await openStage();
  try {
    return await work(stage);
  } finally {
    await stage.close();
  }
}

/** Whether others may be played at the same time. */
const isBeside = ({ alone, bySchedules }: Flow): boolean => !alone && !bySchedules;
const isBySchedules = ({ bySchedules }: Flow): boolean => bySchedules === true;

/** Flows in which days pass have a platform of their own. */
async function recordAll(flows: readonly Flow[]): Promise<Recordings> {
  const recordings = new Map<Flow, Recording>();
  for (const some of [flows.filter((one) => !isBySchedules(one)), flows.filter(isBySchedules)])
    if (some.length > 0)
      await onStage(async (stage) => {
        // What a function's thread reads once, and keeps, is no part of what it does every time.
        const rehearsed = (flow: Flow): Promise<void> => rehearse(stage, flow);
        await inLanes(some.filter(isBeside), atOnce, rehearsed);
        await inLanes(
          some.filter((flow) => !isBeside(flow)),
          1,
          rehearsed,
        );
        for (const flow of some) recordings.set(flow, await record(stage, flow));
      });
  return recordings;
}

const dies = ({ kind }: Trial): boolean => kinds[kind].where === 'dying';

/** What is tried on one platform each: what kills it, what lets days pass, and all others. */
function platformfuls(trials: readonly Trial[]): readonly (readonly Trial[])[] {
  const {
    later = [],
    dying = [],
    beside = [],
  } = Object.groupBy(trials, (trial) =>
    isBySchedules(trial.flow) ? 'later' : dies(trial) ? 'dying' : 'beside',
  );
  return [later, dying, beside].flatMap((some) => {
    const parts = Math.ceil(some.length / mostOnPlatform);
    return Array.from({ length: parts }, (_, part) => some.filter((_trial, index) => index % parts === part));
  });
}

interface Tried {
  readonly trial: Trial;
  readonly verdict: Exclude<Verdict, 'missed'>;
}

/** Tries faults, those that missed their calls once more in each further round, and looks at everything at the end. */
async function tryAll(
  stage: Stage,
  trials: readonly Trial[],
  recordings: Recordings,
  report: Options['report'],
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
    const isApart = (trial: Trial): boolean => dies(trial) || !isBeside(trial.flow);
    await inLanes(
      waiting.filter((trial) => !isApart(trial)),
      round === 1 ? atOnce : 1,
      tryOne,
    );
    await oneByOne(stage, waiting.filter(isApart), tryOne);
    waiting = missed;
  }
  return outcomeOf(stage, tried, waiting, recordings);
}

/** One after the other, on a platform that may die of them. */
async function oneByOne(
  stage: Stage,
  trials: readonly Trial[],
  tryOne: (trial: Trial) => Promise<void>,
): Promise<void> {
  let ends = 0;
  for (const trial of trials) {
    const deaths = stage.deaths();
    await tryOne(trial);
    ends = stage.deaths() > deaths ? 0 : ends + (trial.kind === 'database-killed' ? 1 : 0);
    if (ends < mostDatabaseEnds) continue;
    await stage.restart();
    ends = 0;
  }
}

function tell(report: Options['report'], trial: Trial, verdict: Verdict): void {
  if (verdict === 'missed') report(`missed ${titleOf(trial)}`);
  else if (verdict.wrong.length > 0) report(`WRONG ${titleOf(trial)}: ${verdict.wrong.join('; ')}`);
  else report(titleOf(trial));
}

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
