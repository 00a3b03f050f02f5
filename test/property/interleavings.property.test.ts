import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { openLink } from '../../functions/decisions/open-link.ts';
import { isExpired } from '../../functions/decisions/opened.ts';
import { renewLink } from '../../functions/decisions/renew-link.ts';
import { decisionViewOf } from '../../functions/decisions/view.ts';
import { mailsOwed, owesMail } from '../../shared/effects/mail/owed.ts';
import type { HistoryEvent } from '../../shared/history/event.ts';
import { verifyChain } from '../../shared/history/verification/verify-chain.ts';
import { advance } from '../../shared/workflow/evolve.ts';
import { nothingYet } from '../../shared/workflow/flow.ts';
import { isEnded } from '../builders/workflow.ts';
import { logOf } from '../support/captured-log.ts';
import { openTables, type Tables } from '../support/tables.ts';
import { tries } from '../support/tries.ts';
import {
  type Answered,
  decideWithCode,
  giveTo,
  goOn,
  offices,
  type Step,
  steps,
  suppliedAt,
  take,
  undisturbedSteps,
} from './world/actions.ts';
import { type Office, openWorld, type World } from './world/world.ts';

let tables: Tables;
beforeAll(async () => {
  tables = await openTables();
});
afterAll(() => tables.stop());

const RUNS = Number(process.env.INTERLEAVINGS ?? tries(60));

// Fewer: each of its steps is among those of the other as well.
const CALM_RUNS = Math.ceil(RUNS / 3);

/** Sign-off, two reviewers, one of whom it has to be given to, the collective decision and the approval. */
const MOST_STEPS = 6;

/** Lets everything come to rest: what is on its way arrives, and sweep looks until there is nothing left to do. */
async function settle(world: World): Promise<void> {
  world.mailServerFails(0);
  for (let round = 0; round < 80; round++) {
    const moved = await goOn(world, () => world.process());
    const before = (await world.events()).length;
    // Longer than what failed is put off.
    world.wait(31 * 60);
    await world.sweep(world.process());
    const owed = world.executions.all.some(({ owesCall }) => owesCall);
    if (!moved && !owed && (await world.events()).length === before) return;
  }
  throw new Error('It does not come to rest');
}

/** What somebody decided that they had decided already, without its having been opened again since. */
function decidedTwice(events: readonly HistoryEvent[]): HistoryEvent[] {
  const standing = new Map<string, string>();
  return events.filter(({ action, revision, stage, actor, reopens }) => {
    const own = `${revision} ${stage} ${actor.id}`;
    const isTwice = action === 'decided' && standing.has(own);
    // Sent back to the stage before, both stages are asked again.
    if (reopens !== undefined && action === 'decided') standing.clear();
    else if (action === 'decided') standing.set(own, own);
    if (action === 'taken-back') standing.delete(own);
    return isTwice;
  });
}

/** One outcome, and the history explains it. */
async function historyHolds(world: World, answers: readonly Answered[]): Promise<void> {
  const events = await world.events();
  const { record } = await world.loaded();
  expect(verifyChain(world.id, events, record.head)).toMatchObject({ valid: true });
  expect(advance(nothingYet, events)).toEqual(record.flow);
  expect(
    events.filter(({ action }) => ['approved', 'rejected', 'withdrawn', 'lapsed'].includes(action)).length,
  ).toBeLessThanOrEqual(1);
  const decided = events.filter(({ action }) => action === 'decided');
  expect(decidedTwice(events)).toEqual([]);
  for (const { requestId, person, answer } of answers) {
    const own = decided.filter((event) => event.requestId === requestId);
    expect(own.every(({ actor }) => actor.id === person)).toBe(true);
    if (answer === 'crash') expect(own.length).toBeLessThanOrEqual(1);
    else expect([answer, own.length]).toEqual([answer, answer === 'done' ? 1 : 0]);
  }
}

/** Nobody approves from a list what asks for a code or for something to be filled in; what was opened was asked. */
async function listsHold(world: World, { asksForCode }: Office): Promise<void> {
  for (const event of await world.events()) {
    if (event.action !== 'decided') continue;
    const { openedAt, requestedAt = '', at, together, outcome, stage, proof } = event;
    if (openedAt !== undefined) expect([requestedAt <= openedAt, openedAt <= at]).toEqual([true, true]);
    if (together === undefined) continue;
    expect([asksForCode, outcome, proof]).toEqual([false, 'approve', 'session']);
    expect(stage).not.toBe('collective-decision');
  }
}

/** Nothing waits where nothing is asked; in review exactly one execution waits, with the token that the record has. */
async function executionsHold(world: World): Promise<void> {
  const { record, requests } = await world.loaded();
  const { flow } = record;
  const running = world.executions.all.filter(({ status }) => status === 'RUNNING');
  if (flow.state !== 'in-review') {
    expect(running).toEqual([]);
    expect(requests.filter(({ status }) => status === 'open')).toEqual([]);
    return;
  }
  const open = requests.filter(({ status }) => status === 'open');
  expect(open.map(({ revision, stage }) => [revision, stage])).toEqual([[flow.revision, flow.stage]]);
  expect(running.map(({ token, stage }) => [token, stage])).toEqual([[open[0]?.token, flow.stage]]);
}

/** No mail said what was not so, none contradicts the outcome, and none is owed. */
async function mailsHold(world: World): Promise<void> {
  expect(world.wrong).toEqual([]);
  const loaded = await world.loaded();
  const events = await world.events();
  expect(events.filter((event) => owesMail(loaded, event))).toEqual([]);
  const ends = { 已批准: 'approved', 未予批准: 'rejected', 已撤销: 'withdrawn', 逾期失效: 'lapsed' } as const;
  const { state } = loaded.record.flow;
  for (const [tag, end] of Object.entries(ends)) {
    const told = world.mails.filter((mail) => mail.tag === tag);
    if (state !== end) expect(told).toEqual([]);
    else if (end !== 'withdrawn') expect(told.length).toBeGreaterThan(0);
  }
}

/** Whoever is asked has their link. */
async function askedAreMailed(world: World): Promise<void> {
  const loaded = await world.loaded();
  const owing = (await world.events()).filter((event) =>
    mailsOwed(loaded, event).some(({ to }) => to === 'asked'),
  );
  expect(owing).toEqual([]);
}

/** A link decides for its person while the request is open and the week lasts, and for nobody else ever. */
async function linksHold(world: World): Promise<void> {
  const process = world.process();
  const deps = world.decisionParts(process);
  const { requests } = await world.loaded();
  for (const { token, person } of world.mails) {
    if (token === undefined) continue;
    const opened = await openLink(deps, token, undefined);
    expect(opened.assignee.id).toBe(person);
    const { status } = await decisionViewOf(deps, opened, 'zh');
    const request = requests.find(
      ({ revision, stage }) => revision === opened.request.revision && stage === opened.request.stage,
    );
    const isAsked = request?.assignees.some(({ id }) => id === person) ?? false;
    const isAlive = !isExpired(deps, opened);
    if (request?.status === 'open') {
      const isDone = request.decisions.some(({ by }) => by.id === person);
      expect(status).toBe(isDone ? 'decided' : isAsked ? (isAlive ? 'open' : 'expired') : 'reassigned');
    } else expect(isAsked ? ['closed', 'decided'] : ['reassigned']).toContain(status);
    const other = person === 'reviewer' ? 'reviewer2' : 'reviewer';
    await expect(
      openLink(deps, token, { id: other, name: other, roles: ['reviewer'], via: 'session' }),
    ).rejects.toMatchObject({ code: 'other-person' });
  }
}

/** Approves what is open by the links that were mailed, to the end; whoever was away is there again. */
async function finish(world: World): Promise<void> {
  await world.setAway(world.process(), new Set());
  await settle(world);
  for (let step = 0; step < MOST_STEPS; step++) {
    const { record, requests } = await world.loaded();
    if (record.flow.state !== 'in-review') return;
    const open = requests.find(({ status }) => status === 'open');
    const hasDecided = (id: string): boolean => open?.decisions.some(({ by }) => by.id === id) ?? false;
    const asked = open?.assignees.find(({ id }) => !hasDecided(id))?.id;
    if (asked === undefined) {
      // Given to one alone where two must approve: the administrators hear of it, and give it to the other.
      const other = ['reviewer', 'reviewer2'].find((id) => !hasDecided(id));
      await giveTo(world, world.process(), other ?? '');
      await settle(world);
      continue;
    }
    const deps = world.decisionParts(world.process());
    const newest = async () => {
      const token = world.mails.findLast((mail) => mail.person === asked && mail.token !== undefined)?.token;
      if (token === undefined) throw new Error(`${asked} was mailed no link`);
      const opened = await openLink(deps, token, undefined);
      return { token, opened, view: await decisionViewOf(deps, opened, 'zh') };
    };
    let link = await newest();
    if (link.view.status === 'expired') {
      await renewLink(deps, link.opened, `renew-${step}`);
      await settle(world);
      link = await newest();
    }
    expect(link.view.status).toBe('open');
    const input = {
      outcome: 'approve',
      contentHash: link.view.contentHash,
      ...suppliedAt(link.opened.request.stage),
    } as const;
    await decideWithCode(world, deps, link.opened, input, `finish-${step}`);
    await settle(world);
  }
  expect((await world.loaded()).record.flow.state).toBe('approved');
}

async function holds(world: World, office: Office, answers: readonly Answered[]): Promise<void> {
  await historyHolds(world, answers);
  await listsHold(world, office);
  await executionsHold(world);
  await mailsHold(world);
  await linksHold(world);
}

describe('any order of decisions, time-outs, withdrawals, redeliveries, sweeps and crashes', () => {
  it(
    'has one outcome, which the history explains and no mail contradicts; nothing waits after the end',
    async () => {
      const seen = new Map<string, number>();
      await fc.assert(
        fc.asyncProperty(
          offices,
          steps,
          fc.scheduler(),
          async (office: Office, rounds: readonly (readonly Step[])[], scheduler) => {
            const fresh = await tables.fresh();
            const world = await openWorld(fresh, office, () => scheduler.schedule(Promise.resolve()));
            const run = async (): Promise<void> => {
              const answers: Answered[] = [];
              for (const round of rounds) await Promise.all(round.map((step) => take(world, step, answers)));
              await settle(world);
              await holds(world, office, answers);
              const { state } = (await world.loaded()).record.flow;
              seen.set(state, (seen.get(state) ?? 0) + 1);
              await finish(world);
              if (isEnded((await world.loaded()).record.flow)) await executionsHold(world);
            };
            await logOf(() => scheduler.waitFor(run()));
          },
        ),
        // A busy machine tries fewer.
        { numRuns: RUNS, interruptAfterTimeLimit: RUNS * 4_000 },
      );
      if (process.env.INTERLEAVINGS) console.log(Object.fromEntries(seen));
    },
    RUNS * 8_000,
  );
});

describe('any order of what people do while nothing goes wrong', () => {
  it(
    'leaves nothing to a sweep: whoever is next is asked and mailed at once',
    async () => {
      await fc.assert(
        fc.asyncProperty(offices, undisturbedSteps, fc.scheduler(), async (office, rounds, scheduler) => {
          const fresh = await tables.fresh();
          const world = await openWorld(fresh, office, () => scheduler.schedule(Promise.resolve()));
          const run = async (): Promise<void> => {
            for (const round of rounds) await Promise.all(round.map((step) => take(world, step, [])));
            while (await goOn(world, () => world.process()));
            await executionsHold(world);
            await askedAreMailed(world);
          };
          await logOf(() => scheduler.waitFor(run()));
        }),
        { numRuns: CALM_RUNS, interruptAfterTimeLimit: CALM_RUNS * 4_000 },
      );
    },
    CALM_RUNS * 8_000,
  );
});
