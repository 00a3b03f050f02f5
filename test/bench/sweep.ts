import type { Deps } from '../../functions/sweep/repair.ts';
import { sweep } from '../../functions/sweep/sweep.ts';
import { openExecutions } from '../../shared/effects/executions.ts';
import { lazyTransport } from '../../shared/effects/mail/lazy-transport.ts';
import { whatIsDue } from '../../shared/project/due.ts';
import { saveRecount } from '../../shared/store/calendar-store.ts';
import { eventsOf } from '../../shared/store/history-store.ts';
import { aStore } from '../builders/object-store.ts';
import { budget, check, type Outcome } from './budget.ts';
import type { Sizes } from './options.ts';
import { printTable } from './report.ts';
import { round } from './statistics.ts';
import { eachOf, openStore, type Store, type Used } from './store.ts';
import { laidToRest, placeRequests } from './stored-requests.ts';

/** As the issue of a quiet week has it: a few of all that is open have waited too long. */
const DUE = 20;

/**
 * A week without holidays, times of Beijing. Reminders come two working days after the asking, at nine; what was asked
 * on Monday is due on Wednesday, and again on Friday.
 */
const noon = (day: number): Date => new Date(`2026-03-0${day}T12:00:00+08:00`);
const [MONDAY, TUESDAY, WEDNESDAY, THURSDAY] = [noon(2), noon(3), noon(4), noon(5)];

interface Row extends Used {
  readonly open: number;
  readonly due: number;
  /** Those who were reminded, by the history. */
  readonly reminded: number;
}

const nowhere = 'http://127.0.0.1:9';
/** `sweep` reminds by events alone: neither mail nor flow is touched, and a call to either would fail. */
const outside = {
  transport: lazyTransport({
    MAIL_TRANSPORT: 'smtp',
    MAIL_CONFIGURATION_SET: '',
    MAIL_FROM: 'bench@countersign.example',
    SMTP_SECRET: 'nowhere',
  }),
  settings: { BASE_URL: nowhere },
  executions: openExecutions({}),
};

function depsAt({ database, rules }: Store, now: Date): Deps {
  const { executions, ...delivery } = outside;
  return { delivery: { ...delivery, database, rules, now: () => now }, executions, store: aStore() };
}

/** A store that the sweep knows: its very first run looks at all that is open, to learn whom each request waits for. */
async function openKnownStore(): Promise<Store> {
  const store = await openStore(MONDAY);
  await sweep(depsAt(store, MONDAY), {});
  return store;
}

async function sweepAt(store: Store, now: Date, open: number, due: readonly string[]): Promise<Row> {
  const { database } = store;
  const used = await store.used(() => sweep(depsAt(store, now), {}));
  let reminded = 0;
  await eachOf(due, 8, async (id) => {
    if ((await eventsOf(database, id)).at(-1)?.action === 'reminded') reminded += 1;
    await laidToRest(database, id, now);
  });
  return { open, due: due.length, reminded, ...used };
}

/** A quiet week: since the release all that is open was looked at, and is counted by its calendar. */
async function countedThroughout({ database, rules }: Store): Promise<void> {
  const { version } = await rules.calendar();
  const at = MONDAY.toISOString();
  await saveRecount(database, { calendar: version, since: at, begun: at, quiet: true, done: true });
}

/** One sweep with `DUE` due among so many open; with `more`, one with none before it and one with twice as many after. */
async function rowsOf(open: number, more: boolean): Promise<Row[]> {
  const store = await openKnownStore();
  try {
    await countedThroughout(store);
    const due = await placeRequests(store, DUE, MONDAY);
    const later = more ? await placeRequests(store, 2 * DUE, TUESDAY) : [];
    await placeRequests(store, open - due.length - later.length, WEDNESDAY);
    return [
      ...(more ? [await sweepAt(store, TUESDAY, open, [])] : []),
      await sweepAt(store, WEDNESDAY, open, due),
      ...(more ? [await sweepAt(store, THURSDAY, open, later)] : []),
    ];
  } finally {
    await store.close();
  }
}

async function measureReads(sizes: Sizes): Promise<Outcome> {
  const most = Math.max(...sizes.openRequests);
  const rows: Row[] = [];
  for (const open of sizes.openRequests) rows.push(...(await rowsOf(open, open === most)));
  printTable(
    'One run of `sweep`: what it asks of the database',
    rows.map((row) => ({ ...row })),
  );
  const reads = rows.filter(({ due }) => due === DUE).map(({ readUnits }) => readUnits);
  const spread = round(Math.max(...reads) - Math.min(...reads));
  const readsAt = (due: number): number =>
    rows.find((row) => row.open === most && row.due === due)?.readUnits ?? Number.NaN;
  const perDue = round((readsAt(2 * DUE) - readsAt(0)) / (2 * DUE));
  const wanted = rows.reduce((sum, { due }) => sum + due, 0);
  const reminded = rows.reduce((sum, row) => sum + row.reminded, 0);
  const { spreadUnits, unitsIdle, unitsPerDue } = budget.sweep;
  return {
    numbers: { rows, perDue },
    checks: [
      check(`sweep: of ${wanted} due, reminded`, reminded, 'least', wanted),
      check(`sweep: read units with ${DUE} due, spread to ${most} open`, spread, 'most', spreadUnits),
      check('sweep: read units with nothing due', readsAt(0), 'most', unitsIdle),
      check('sweep: read units for each that is due', perDue, 'most', unitsPerDue),
    ],
  };
}

interface Run {
  readonly dueAtOnce: number;
  readonly run: number;
  readonly items: number;
  readonly ms: number;
}

async function countDue({ database }: Store, now: Date): Promise<number> {
  let count = 0;
  for await (const _ of whatIsDue(database, now)) count += 1;
  return count;
}

/** So many come due at once, as after an outage: one run after the other, until nothing is left. */
async function runsOf(dueAtOnce: number): Promise<Run[]> {
  const store = await openKnownStore();
  try {
    await placeRequests(store, dueAtOnce, MONDAY);
    const runs: Run[] = [];
    for (let left = dueAtOnce; left > 0; ) {
      const { ms } = await store.used(() => sweep(depsAt(store, WEDNESDAY), {}));
      const after = await countDue(store, WEDNESDAY);
      if (after >= left) throw new Error(`A run of the sweep did nothing of ${left}`);
      runs.push({ dueAtOnce, run: runs.length + 1, items: left - after, ms });
      left = after;
    }
    return runs;
  } finally {
    await store.close();
  }
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);
const msPerItem = (runs: readonly Run[]): number =>
  round(sum(runs.map(({ ms }) => ms)) / sum(runs.map(({ items }) => items)), 2);

async function measureBacklog(sizes: Sizes): Promise<Outcome> {
  const [few, many] = sizes.dueAtOnce;
  const [ofFew, ofMany] = [await runsOf(few), await runsOf(many)];
  const runs = [...ofFew, ...ofMany];
  printTable(
    'Much that is due at once: run after run',
    runs.map((row) => ({ ...row })),
  );
  const [perFew, perMany] = [msPerItem(ofFew), msPerItem(ofMany)];
  const longest = round(Math.max(...runs.map(({ ms }) => ms)) / 1000, 1);
  const { longestRunSeconds, runsOfMany, itemRatio } = budget.sweep;
  return {
    numbers: { runs, msPerItem: { [few]: perFew, [many]: perMany } },
    checks: [
      check(`sweep: runs, one a minute, until ${many} are done`, ofMany.length, 'most', runsOfMany),
      check('sweep: seconds of the longest run', longest, 'most', longestRunSeconds),
      check(
        `sweep: time for one of ${many}, as against ${few}`,
        round(perMany / perFew, 2),
        'most',
        itemRatio,
      ),
    ],
  };
}

/** What a run of `sweep` costs: its reads shall follow what is due, and not what is open; its time is bounded. */
export async function measureSweep(sizes: Sizes): Promise<Outcome> {
  const reads = await measureReads(sizes);
  const backlog = await measureBacklog(sizes);
  return {
    numbers: { reads: reads.numbers, backlog: backlog.numbers },
    checks: [...reads.checks, ...backlog.checks],
  };
}
