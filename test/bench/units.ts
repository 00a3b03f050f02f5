import { setTimeout as pause } from 'node:timers/promises';
import { perProject } from '../../infra/costs/measured.ts';
import { budget, check, type Outcome } from './budget.ts';
import { type Clients, openClients, quiet, settled, type Way } from './flow.ts';
import type { BenchMetrics, Running } from './npm-start.ts';
import type { Sizes } from './options.ts';
import { printTable } from './report.ts';
import { round } from './statistics.ts';

/** What one project costs, from the submission's POST to the last effect of its approval. */
interface Cost {
  readonly stateTransitions: number;
  readonly invocations: number;
  readonly writeUnits: number;
  readonly readUnits: number;
  readonly mails: number;
}

interface FunctionCost {
  readonly invocations: number;
  readonly writeUnits: number;
  readonly readUnits: number;
}

/** The function that runs by the clock, whatever the projects do. */
const CLOCKWORK = 'sweep';

/** Later than `sweep` looks at a project again after its last event. */
const PAST_THE_LAST_LOOK_S = 6 * 60;
const LONGEST_LOOK_MS = 60_000;

const functionsBetween = (before: BenchMetrics, after: BenchMetrics): Record<string, FunctionCost> =>
  Object.fromEntries(
    Object.entries(after.invocations)
      .map(([name, count]) => {
        const was = before.capacityOf[name];
        const is = after.capacityOf[name];
        return [
          name,
          {
            invocations: count - (before.invocations[name] ?? 0),
            writeUnits: (is?.write ?? 0) - (was?.write ?? 0),
            readUnits: (is?.read ?? 0) - (was?.read ?? 0),
          },
        ] as const;
      })
      .filter(([, cost]) => cost.invocations > 0),
  );

const readsOf = (metrics: BenchMetrics): number => metrics.capacityOf[CLOCKWORK]?.read ?? 0;

/** Lets `sweep` run after so many seconds, and waits until it has. */
async function runAfter(running: Running, before: BenchMetrics, seconds: number): Promise<BenchMetrics> {
  await running.ask('/clock', { advanceSeconds: seconds });
  const deadline = performance.now() + LONGEST_LOOK_MS;
  // A function's units are known when it has ended.
  while (readsOf(await running.metrics()) === readsOf(before)) {
    if (performance.now() > deadline) throw new Error(`${CLOCKWORK} did not run when the clock was advanced`);
    await pause(50);
  }
  await quiet(running);
  return running.metrics();
}

/** More than a run reads that has nothing to do. */
const IDLE_UNITS = 12;

/**
 * Lets `sweep` look once through all units of a new folder for projects that an earlier release handed in: a few hundred
 * in each run, half a unit each. No project costs that.
 */
export async function lookedThrough(running: Running): Promise<void> {
  for (let used = Number.POSITIVE_INFINITY; used > IDLE_UNITS; ) {
    const before = await running.metrics();
    used = readsOf(await runAfter(running, before, PAST_THE_LAST_LOOK_S)) - readsOf(before);
  }
}

/**
 * Approves projects one after the other. `sweep` runs every minute and would add by chance: what it does meanwhile is
 * left out, and its one look at each project afterwards (made to come by advancing the clock) is counted in, as units.
 */
export async function costOf(running: Running, clients: Clients, way: Way, projects: number) {
  const before = await running.metrics();
  for (let count = 0; count < projects; count++) {
    const { mails } = await running.metrics();
    await settled(running, mails, new Set([await clients.approve(way)]));
  }
  const after = await running.metrics();
  const swept = await runAfter(running, after, PAST_THE_LAST_LOOK_S);

  const { [CLOCKWORK]: _, ...working } = functionsBetween(before, after);
  const looks = functionsBetween(after, swept)[CLOCKWORK];
  const functions = { ...working, [CLOCKWORK]: { ...looks, invocations: 0 } as FunctionCost };
  const each = (sum: number): number => round(sum / projects);
  const total = (value: (cost: FunctionCost) => number): number =>
    each(Object.values(functions).reduce((sum, cost) => sum + value(cost), 0));
  const cost: Cost = {
    stateTransitions: each(after.stateTransitions - before.stateTransitions),
    invocations: total((one) => one.invocations),
    writeUnits: total((one) => one.writeUnits),
    readUnits: total((one) => one.readUnits),
    mails: each(after.mails - before.mails),
  };
  const byFunction = Object.fromEntries(
    Object.entries(functions).map(([name, one]) => [
      name,
      {
        invocations: each(one.invocations),
        writeUnits: each(one.writeUnits),
        readUnits: each(one.readUnits),
      },
    ]),
  );
  return { cost, byFunction };
}

/** What an approved project costs: the three calls alone, and with the pages that people open before they decide. */
export async function measureUnits(running: Running, sizes: Sizes): Promise<Outcome> {
  const clients = await openClients(running);
  try {
    // Once, so that nothing of a first use is counted.
    const { mails } = await running.metrics();
    await settled(running, mails, new Set([await clients.approve('pages')]));
    await lookedThrough(running);
    const posts = await costOf(running, clients, 'posts', sizes.projects);
    const pages = await costOf(running, clients, 'pages', sizes.projects);
    printTable(`Per approved project, mean of ${sizes.projects} one after the other`, [
      { 'what is called': 'three POSTs', ...posts.cost },
      { 'what is called': 'with both decision pages', ...pages.cost },
    ]);
    printTable(
      'Of it, by function (with both pages; sweep: its one look afterwards)',
      Object.entries(pages.byFunction).map(([name, cost]) => ({ function: name, ...cost })),
    );
    const { writeUnitsAim, ...bounds } = budget.units;
    const limits = Object.entries(bounds).map(([name, limit]) =>
      check(`${name} per project`, pages.cost[name as keyof Cost], 'most', limit),
    );
    const aim = check('writeUnits per project', pages.cost.writeUnits, 'most', writeUnitsAim, 'aim');
    const named = Object.entries(perProject).map(([name, said]) =>
      check(`${name} per project, as the costs have it`, pages.cost[name as keyof Cost], 'most', said),
    );
    return { numbers: { projects: sizes.projects, posts, pages }, checks: [...limits, aim, ...named] };
  } finally {
    await clients.close();
  }
}
