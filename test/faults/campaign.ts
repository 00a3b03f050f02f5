import { setTimeout as pause } from 'node:timers/promises';
import type { Blow, Place } from '../../infra/local/control/struck-calls.ts';
import { blowKinds } from '../../infra/local/control/struck-calls.ts';
import type { Flow } from './flows.ts';
import { kinds } from './kinds.ts';
import { openStage, type Stage } from './stage.ts';
import { attempt, type Recording, recheck, record, type Trial, titleOf, type Verdict } from './trial.ts';

export interface Options {
  readonly flows: readonly Flow[];
  readonly kinds: readonly Blow[];
  /** `every`: each call meets each kind that can befall it; `dealt`: each call meets one, turn by turn. */
  readonly faults: 'every' | 'dealt';
  /** The `index`th (from 1) of `of` parts. */
  readonly shard: { readonly index: number; readonly of: number };
  /** A line for whoever waits. */
  readonly report: (line: string) => void;
}

export interface Outcome {
  readonly tried: number;
  readonly survived: number;
  /** Faults that did not survive: what was wrong. */
  readonly failures: readonly string[];
  /** Calls that did not come again when they were awaited, so that their faults could not be tried. */
  readonly missed: readonly string[];
}

// What runs beside each other waits more than it works: for hangs, for pauses before a retry.
const atOnce = 6;
// Two threads of a function can share one batch of two runs: whoever missed its call tries again with nothing beside it.
const alone = 1;
const mostTries = 3;
// A hung call takes effect ten seconds later.
const lateEffectsMs = 11_000;

/** Records every flow, tries the faults, and looks at everything once more at the end. */
export async function campaign(options: Options): Promise<Outcome> {
  const beside = await openStage();
  try {
    const recordings = new Map<Flow, Recording>();
    // What a function's thread reads once, and keeps, is no part of what it does every time.
    await inLanes(options.flows, atOnce, async (flow) => void (await record(beside, flow)));
    for (const flow of options.flows) recordings.set(flow, await record(beside, flow));
    const trials = trialsOf(recordings, options);
    const [dying, others] = [where(trials, 'dying'), where(trials, 'beside')];
    options.report(`${options.flows.length} flows, ${trials.length} faults`);
    const first = await tryAll(beside, others, recordings, options.report);
    const second = dying.length === 0 ? nothing : await tryDying(dying, recordings, options.report);
    return {
      tried: first.tried + second.tried,
      survived: first.survived + second.survived,
      failures: [...first.failures, ...second.failures],
      missed: [...first.missed, ...second.missed],
    };
  } finally {
    await beside.close();
  }
}

const nothing: Outcome = { tried: 0, survived: 0, failures: [], missed: [] };

const where = (trials: readonly Trial[], wanted: 'beside' | 'dying') =>
  trials.filter(({ kind }) => kinds[kind].where === wanted);

/** The enumeration: every call of every flow, with the kinds that can befall it. */
function trialsOf(recordings: ReadonlyMap<Flow, Recording>, options: Options): Trial[] {
  const places = [...recordings].flatMap(([flow, { calls }]) => calls.map((place) => ({ flow, place })));
  const wanted = (place: Place) => options.kinds.filter((kind) => kinds[kind].befalls(place));
  const trials = places.flatMap(({ flow, place }, turn) => {
    const possible = wanted(place);
    const dealt = possible[turn % possible.length];
    const chosen = options.faults === 'every' ? possible : dealt === undefined ? [] : [dealt];
    return chosen.map((kind) => ({ flow, place, kind }));
  });
  return trials.filter((_, index) => index % options.shard.of === options.shard.index - 1);
}

interface Tried {
  readonly trial: Trial;
  readonly verdict: Exclude<Verdict, 'missed'>;
}

/** Tries faults beside each other on one platform that goes on living. */
async function tryAll(
  stage: Stage,
  trials: readonly Trial[],
  recordings: ReadonlyMap<Flow, Recording>,
  report: (line: string) => void,
): Promise<Outcome> {
  const tried: Tried[] = [];
  let waiting = [...trials];
  for (let round = 1; round <= mostTries && waiting.length > 0; round++) {
    const missed: Trial[] = [];
    const one = async (trial: Trial): Promise<void> => {
      const verdict = await attempt(stage, trial, recordingOf(recordings, trial));
      if (verdict === 'missed') missed.push(trial);
      else tried.push({ trial, verdict });
      for (const line of verdict === 'missed' ? [] : verdict.wrong) report(`${titleOf(trial)}: ${line}`);
    };
    const [single, several] = [waiting.filter(({ flow }) => flow.alone), waiting.filter(({ flow }) => !flow.alone)];
    await inLanes(several, round === 1 ? atOnce : alone, one);
    await inLanes(single, alone, one);
    waiting = missed;
  }
  return outcomeOf(stage, tried, waiting, recordings);
}

/** Tries faults that kill, one after the other. */
async function tryDying(
  trials: readonly Trial[],
  recordings: ReadonlyMap<Flow, Recording>,
  report: (line: string) => void,
): Promise<Outcome> {
  const stage = await openStage();
  try {
    const tried: Tried[] = [];
    const missed: Trial[] = [];
    for (const trial of trials) {
      const verdict = await attempt(stage, trial, recordingOf(recordings, trial));
      if (verdict === 'missed') missed.push(trial);
      else tried.push({ trial, verdict });
      for (const line of verdict === 'missed' ? [] : verdict.wrong) report(`${titleOf(trial)}: ${line}`);
      // The fourth end of its database within ten minutes ends a host.
      if (trial.kind === 'database-killed') await stage.restart();
    }
    return await outcomeOf(stage, tried, missed, recordings);
  } finally {
    await stage.close();
  }
}

async function outcomeOf(
  stage: Stage,
  tried: readonly Tried[],
  missed: readonly Trial[],
  recordings: ReadonlyMap<Flow, Recording>,
): Promise<Outcome> {
  await pause(lateEffectsMs);
  await stage.nudge();
  await pause(lateEffectsMs);
  const failures: string[] = [];
  for (const { trial, verdict } of tried) {
    const later =
      verdict.wrong.length > 0
        ? []
        : await recheck(trial.flow, verdict.run, recordingOf(recordings, trial));
    const wrong = [...verdict.wrong, ...later];
    if (wrong.length > 0) failures.push(`${titleOf(trial)}: ${wrong.join('; ')}`);
  }
  const broken = await stage.broken();
  return {
    tried: tried.length,
    survived: tried.length - failures.length,
    failures: [...failures, ...broken],
    missed: missed.map(titleOf),
  };
}

function recordingOf(recordings: ReadonlyMap<Flow, Recording>, { flow }: Trial): Recording {
  const found = recordings.get(flow);
  if (found === undefined) throw new Error(`${flow.name} was not recorded`);
  return found;
}

async function inLanes<T>(items: readonly T[], lanes: number, work: (item: T) => Promise<void>): Promise<void> {
  const queue = items.values();
  const lane = async (): Promise<void> => {
    for (const item of queue) await work(item);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

export const everyKind: readonly Blow[] = blowKinds;
