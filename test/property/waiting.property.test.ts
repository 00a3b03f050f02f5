import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { isWorkday } from 'chinese-days';
import fc from 'fast-check';
import type { HistoryEvent } from '../../shared/history/event.ts';
import { beijingDay } from '../../shared/values/working-days.ts';
import { logOf } from '../support/captured-log.ts';
import { openTables, type Tables } from '../support/tables.ts';
import { tries } from '../support/tries.ts';
import { goOn, take } from './world/actions.ts';
import { MailDown, openWorld, plainOffice, type World } from './world/world.ts';

/**
 * Whenever the sweep happens to run and whatever becomes of the mails meanwhile, the steps of a wait come in their order
 * and at their distance from the mail before, and what a warning says of the lapse is so. The laws are computed here a
 * second time, day by day.
 */

let tables: Tables;
beforeAll(async () => {
  tables = await openTables();
});
afterAll(() => tables.stop());

const HOUR = 3_600;
const WEEK_MS = 7 * 24 * HOUR * 1000;

const moments = fc.array(
  fc.record({
    /** Hours since the sweep before: minutes, an ordinary day, or an outage. */
    after: fc.oneof(
      { weight: 2, arbitrary: fc.constantFrom(0.05, 1, 7, 24) },
      { weight: 2, arbitrary: fc.integer({ min: 1, max: 8 * 24 }) },
      { weight: 1, arbitrary: fc.integer({ min: 1, max: 93 * 24 }) },
    ),
    mail: fc.constantFrom('goes', 'goes', 'goes', 'is lost', 'is down'),
  }),
  { minLength: 12, maxLength: 30 },
);
type Moments = typeof moments extends fc.Arbitrary<infer T> ? T : never;

/** Delivers what the stream has, as far as the mail goes. */
async function deliverAll(world: World): Promise<void> {
  try {
    for (let round = 0; round < 4 && (await goOn(world, () => world.process())); round++);
  } catch (error) {
    if (!(error instanceof MailDown)) throw error;
  }
}

/** Lets the schedule run at these moments only. */
async function sweepAt(world: World, at: Moments): Promise<void> {
  for (const { after, mail } of at) {
    world.wait(after * HOUR);
    world.mailServerFails(mail === 'is down' ? 1000 : 0);
    await world.sweep(world.process());
    if (mail === 'is lost')
      for (const event of await world.undelivered('send-mail')) world.lose('send-mail', event);
    await deliverAll(world);
  }
}

/** So many working days lie between two days, the first not counted. */
function workingDays(from: Date, to: Date): number {
  let count = 0;
  for (
    let at = from.getTime() + 24 * HOUR * 1000;
    beijingDay(new Date(at)) <= beijingDay(to);
    at += 24 * HOUR * 1000
  )
    if (isWorkday(beijingDay(new Date(at)))) count += 1;
  return count;
}

interface Told {
  readonly event: HistoryEvent;
  /** When its mail went out; undefined while none has. */
  readonly at: Date | undefined;
  readonly text: string;
}

/** The events of a wait with the mails that told of them. */
async function toldOf(world: World, actions: readonly string[]): Promise<Told[]> {
  const events = (await world.events()).filter(({ action }) => actions.includes(action));
  const { sent } = await world.loaded();
  return events.map((event) => {
    const at = sent.get(event.seq);
    const text = world.mails.findLast(({ seq }) => seq === event.seq)?.text ?? '';
    return { event, at: at === undefined ? undefined : new Date(at), text };
  });
}

/** Each step with the one before it, which had been mailed by then. */
const pairsOf = (told: readonly Told[]) =>
  told.slice(1).map(({ event }, index) => {
    const before = told[index]?.at;
    if (before === undefined) throw new Error(`${event.action} came before the mail of the step before it`);
    return { index, before, at: new Date(event.at) };
  });

async function worldOf(): Promise<World> {
  const world = await openWorld(await tables.fresh(), plainOffice, async () => {});
  await deliverAll(world);
  await deliverAll(world);
  return world;
}

describe('a request, whenever the sweep runs', () => {
  it('is reminded of twice, escalated, and reminded of every week: none is skipped, none follows too soon', async () => {
    let steps = 0;
    await fc.assert(
      fc.asyncProperty(moments, async (at) => {
        const world = await worldOf();
        await logOf(() => sweepAt(world, at));
        const told = await toldOf(world, ['requested', 'reminded', 'escalated']);
        expect(told.map(({ event }) => event.action)).toEqual(
          told.map((_, index) => (index === 0 ? 'requested' : index === 3 ? 'escalated' : 'reminded')),
        );
        for (const { index, before, at: taken } of pairsOf(told)) {
          steps += 1;
          expect(isWorkday(beijingDay(taken))).toBe(true);
          if (index < 3) expect(workingDays(before, taken)).toBeGreaterThanOrEqual([2, 2, 1][index] ?? 0);
          else expect(taken.getTime() - before.getTime()).toBeGreaterThanOrEqual(WEEK_MS);
        }
      }),
      // A busy machine tries fewer; what failed is told without a search for less of it.
      { numRuns: tries(25), interruptAfterTimeLimit: 200_000, endOnFailure: true },
    );
    expect(steps).toBeGreaterThan(2 * tries(25));
  }, 300_000);
});

describe('a returned project, whenever the sweep runs', () => {
  it('is warned twice, lapses a week after each warning, and never before the day that a letter says', async () => {
    let lapsed = 0;
    await fc.assert(
      fc.asyncProperty(moments, async (at) => {
        const world = await worldOf();
        const decision = {
          kind: 'decide',
          link: 2,
          outcome: 'return',
          cuts: false,
          toPreviousStage: false,
          stale: false,
        } as const;
        await take(world, { action: decision }, []);
        await logOf(() => sweepAt(world, at));
        const told = await toldOf(world, ['returned', 'reminded', 'lapsed']);
        expect(told.map(({ event }) => event.action)).toEqual(
          ['returned', 'reminded', 'reminded', 'lapsed'].slice(0, told.length),
        );
        const end = told[3]?.event.at;
        if (end !== undefined) lapsed += 1;
        for (const { index, before, at: taken } of pairsOf(told)) {
          const days = (index === 0 ? 46 : 7) * 24 * HOUR * 1000;
          expect(taken.getTime() - before.getTime()).toBeGreaterThanOrEqual(days);
          expect(isWorkday(beijingDay(taken))).toBe(true);
          if (index === 0) continue;
          const [, year, month, day] =
            /请于(\d+)年(\d+)月(\d+)日(?:（暂定）)?前/.exec(told[index]?.text ?? '') ?? [];
          const said = `${year}-${month?.padStart(2, '0')}-${day?.padStart(2, '0')}`;
          if (end !== undefined) expect(beijingDay(new Date(end)) >= said).toBe(true);
          // A day that a step taken in time would keep.
          const weeks = index === 1 ? 2 : 1;
          expect(Date.parse(said) - Date.parse(beijingDay(before))).toBeGreaterThanOrEqual(weeks * WEEK_MS);
          expect(isWorkday(said)).toBe(true);
        }
      }),
      // A busy machine tries fewer; what failed is told without a search for less of it.
      { numRuns: tries(25), interruptAfterTimeLimit: 200_000, endOnFailure: true },
    );
    expect(lapsed).toBeGreaterThan(0);
  }, 300_000);
});
