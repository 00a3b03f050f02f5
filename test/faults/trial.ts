import { setTimeout as pause } from 'node:timers/promises';
import { type Blow, type Call, likeness, type Place } from '../../infra/local/control/struck-calls.ts';
import type { HistoryEvent } from '../../shared/history/event.ts';
import type { Flow } from './flow.ts';
import { Late, play, quiet, type Run, recordOf, referenceOf, Untrue } from './run.ts';
import type { Stage } from './stage.ts';

/** What a flow calls when nothing befalls it, and whom it mails. */
export interface Recording {
  readonly calls: readonly Call[];
  /** What was mailed to whom: `requested 3 reviewer`. */
  readonly mails: ReadonlySet<string>;
}

export interface Trial {
  readonly flow: Flow;
  readonly call: Call;
  readonly kind: Blow;
}

/** What came of a trial: the fault did not meet its call, or it did, and this is wrong. */
export type Verdict = 'missed' | { readonly wrong: readonly string[]; readonly run: Run };

export const titleOf = ({ flow, call, kind }: Trial): string =>
  `${flow.name}: ${likeness(call)} #${call.number}: ${kind}`;

/** A call as a blow is bound to it. */
export const placeOf = ({ nth: _, position: __, ...place }: Call): Place => place;

let played = 0;
const newName = (): string => `run-${process.pid}-${++played}`;

// How long after all that a flow waits for its fault may still come.
const lastMs = 2_000;

/** Plays a flow with nothing wrong, and nobody watches. */
export async function rehearse(stage: Stage, flow: Flow): Promise<void> {
  const run = play(stage, newName());
  await flow.play(run);
  await run.history(...flow.history);
}

/** Plays a flow with nothing wrong, on functions that have run before. @throws Error where it does not end as its table says */
export async function record(stage: Stage, flow: Flow): Promise<Recording> {
  const name = newName();
  await stage.begin(name, { alone: flow.bySchedules === true });
  const run = play(stage, name);
  await flow.play(run);
  const events = await run.history(...flow.history);
  await quiet(stage);
  const { calls } = await stage.about(name);
  await stage.end(name);
  const mails = await mailed(run, events);
  await ended(stage, run, flow, mails);
  return { calls, mails };
}

/** Plays a flow with one fault in it. */
export async function attempt(stage: Stage, trial: Trial, expected: Recording): Promise<Verdict> {
  const { flow, call, kind } = trial;
  const name = newName();
  await stage.begin(name, { alone: flow.bySchedules === true, blow: { ...placeOf(call), kind } });
  const run = play(stage, name);
  const deaths = stage.deaths();
  try {
    await flow.play(run);
    await ended(stage, run, flow, expected.mails);
    return (await met(stage, name, deaths)) ? { wrong: [], run } : 'missed';
  } catch (error) {
    if (error instanceof Untrue || error instanceof Late) return { wrong: [error.message], run };
    throw error;
  } finally {
    await stage.end(name);
  }
}

/** Whether the fault met its call: that may come after all that the flow waits for. */
async function met(stage: Stage, name: string, deaths: number): Promise<boolean> {
  const end = performance.now() + lastMs;
  do {
    await stage.revive();
    // A host that died of it knows nothing of it any more.
    if (stage.deaths() > deaths || (await stage.about(name)).struck) return true;
    await pause(lastMs / 20);
  } while (performance.now() < end);
  return false;
}

/** Waits until a flow has ended as it must. */
async function ended(stage: Stage, run: Run, flow: Flow, mails: ReadonlySet<string>): Promise<void> {
  const events = await run.history(...flow.history);
  await run.until(
    `the state ${flow.ends}`,
    async () => (await recordOf(stage, run))?.flow.state === flow.ends,
  );
  await run.until('its mails', async () => {
    const sent = await mailed(run, events);
    return [...mails].every((mail) => sent.has(mail));
  });
}

/** What was mailed about the events of a run, and to whom. */
async function mailed(run: Run, events: readonly HistoryEvent[]): Promise<Set<string>> {
  const own = (await run.mails()).map((mail) => referenceOf(mail).slice(run.project().length + 1));
  return new Set(
    own.map((reference) => {
      const [, seq = '', person = ''] = /^(\d+)-(.+)$/.exec(reference) ?? [];
      return `${events[Number(seq) - 1]?.action} ${seq} ${person}`;
    }),
  );
}

/** Looks once more, when everything has come to rest: nothing was done twice, or late. */
export async function recheck(flow: Flow, run: Run, expected: Recording): Promise<string[]> {
  try {
    const events = await run.history(...flow.history);
    const mails = await mailed(run, events);
    const strange = [...mails].filter((mail) => !expected.mails.has(mail));
    return strange.map((mail) => `A mail that contradicts: ${mail}`);
  } catch (error) {
    if (error instanceof Untrue || error instanceof Late) return [error.message];
    throw error;
  }
}
