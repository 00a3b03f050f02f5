import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { asProject } from '../../shared/project/load.ts';
import { waitingFor, waitsUnder } from '../../shared/project/waiting-for.ts';
import { affectedBetween } from '../../shared/store/directory/affected.ts';
import { partOf } from '../../shared/store/directory/part.ts';
import { type DirectorySnapshot, snapshotOf } from '../../shared/store/directory/snapshot.ts';
import { snapshotWith } from '../../shared/store/directory/with-change.ts';
import { beijingDay } from '../../shared/values/working-days.ts';
import type { Assignee } from '../../shared/workflow/assignee.ts';
import type { Command } from '../../shared/workflow/commands.ts';
import type { Directory } from '../../shared/workflow/directory.ts';
import { route } from '../../shared/workflow/routing.ts';
import type { World } from '../../shared/workflow/world.ts';
import {
  anyDirectory,
  anyPerson,
  anySuccession,
  peopleIds,
  replacing,
  storable,
  withSuccession,
} from '../builders/directories.ts';
import { nowhere } from '../builders/nowhere.ts';
import { aWorld, by, nothing, type Story, step, unit, usual } from '../builders/workflow.ts';
import { tries } from '../support/tries.ts';

/** Some projects, each by somebody, in whatever office there is when it is their turn. */
const projects = fc.array(anyPerson, { minLength: 1, maxLength: 3 });

/** What happens next: the office changes, days go by, or one of the projects goes on. */
const move = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('office' as const),
      directory: anyDirectory.map(storable),
      // Also by somebody of the office, for whom an absence of their own is no change of it.
      by: anyPerson,
    }),
  },
  {
    weight: 2,
    // By somebody who has nothing to do with any project: nothing else is changed by it.
    arbitrary: fc.record({ kind: fc.constant('succession' as const), succession: anySuccession }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('days' as const), count: fc.integer({ min: 1, max: 9 }) }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('decide' as const), which: fc.nat(5) }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('give' as const), which: fc.nat(5), to: anyPerson }),
  },
);

const openOf = ({ loaded }: Story) => loaded?.requests.find(({ status }) => status === 'open');
const isStory = (next: ReturnType<typeof step>): next is Story => !('refused' in next);
/** The story goes on, or stays where it is. */
const goneOn = (story: Story, command: Command, world: World): Story => {
  const next = step(story, command, world);
  return isStory(next) ? next : story;
};

/** A project is handed in, and asked for a decision at the stage where it stands. */
const asked = (story: Story, world: World): Story => {
  const flow = story.loaded?.record.flow;
  return flow?.state === 'in-review' && !flow.asked ? goneOn(story, usual.request(flow.stage), world) : story;
};

/**
 * Where nobody chose or has decided, whom a fresh routing would ask is asked: where that is nobody, the administrators
 * are told.
 */
function routedAsToday(story: Story, world: World): void {
  const request = openOf(story);
  const stage = world.stages.find(({ id }) => id === request?.stage);
  if (!story.loaded || !request || !stage || request.given || request.decisions.length > 0) return;
  const names = (people: readonly Assignee[]) => people.map((one) => `${one.id} ${one.onBehalfOfId ?? ''}`);
  expect(names(request.assignees)).toEqual(names(route(asProject(story.loaded), stage, world)));
}

describe('open requests', () => {
  it('are asked, after whatever became of the office, of exactly whom they would be asked today', async () => {
    let moved = 0;
    await fc.assert(
      fc.asyncProperty(
        anyDirectory.map(storable),
        projects,
        fc.array(move, { minLength: 1, maxLength: 12 }),
        async (first, makers, moves) => {
          let time = Date.parse('2026-02-27T01:00:00.000Z');
          const at = () => new Date(time).toISOString();
          let whole: Directory = { units: [], people: [] };
          let snapshot: DirectorySnapshot = snapshotOf(nowhere);
          const change = async (next: Directory, changer: string) => {
            snapshot = await snapshotWith(snapshot, replacing(whole, next), { by: changer, at: at() });
            whole = next;
          };
          await change(first, 'p0');
          const worldNow = async () =>
            aWorld({ at: at(), ...(await partOf(snapshot, { units: [unit.id], people: peopleIds })) });
          let followed = { snapshot, day: beijingDay(new Date(time)) };
          const world = await worldNow();
          const stories = makers.map((maker) =>
            asked(
              goneOn(goneOn(nothing, usual.create({ actor: by(maker) }), world), usual.submit(1), world),
              world,
            ),
          );

          for (const [number, one] of moves.entries()) {
            time += 60_000;
            if (one.kind === 'days') time += one.count * 24 * 60 * 60_000;
            if (one.kind === 'office') await change(one.directory, one.by);
            if (one.kind === 'succession') await change(withSuccession(whole, one.succession), 'nobody');
            const now = await worldNow();
            const today = beijingDay(new Date(time));
            const { people, unitsAsked, unitsDeclaring } = await affectedBetween(
              followed.snapshot,
              snapshot,
              {
                followed: followed.day,
                today,
              },
            );
            const keys = new Set([
              ...[...people].map(waitingFor.person),
              ...[...unitsAsked].map(waitingFor.nobodyOf),
            ]);
            followed = { snapshot, day: today };
            for (const [index, story] of stories.entries()) {
              const request = openOf(story);
              if (!request) continue;
              const { stage, revision } = request;
              const isLooked =
                unitsDeclaring.has(unit.id) || waitsUnder(request).some((key) => keys.has(key));
              const next = step(story, { type: 'reroute', stage, revision }, now);
              if (isStory(next)) moved += 1;
              // What is not looked at would be refused: it is asked of whom it is to be asked.
              if (!isLooked)
                expect(isStory(next) ? next.events.at(-1) : next).toEqual({ refused: 'already-asked' });
              else if (isStory(next)) stories[index] = next;
              routedAsToday(stories[index] ?? nothing, now);
            }
            if (one.kind !== 'decide' && one.kind !== 'give') continue;
            const index = one.which % stories.length;
            const story = stories[index] ?? nothing;
            const request = openOf(story);
            if (!request) continue;
            const [who] = request.assignees;
            const { stage, revision } = request;
            const command: Command =
              one.kind === 'give'
                ? {
                    type: 'reassign',
                    actor: by('administrator', 'administrator'),
                    requestId: `give-${number}`,
                    stage,
                    to: one.to,
                    comment: '岗位调整，改由他人办理此件',
                  }
                : usual.approve(who?.id ?? 'nobody', stage, { revision });
            stories[index] = asked(goneOn(story, command, now), now);
          }
        },
      ),
      { numRuns: tries(300) },
    );
    // The law says something only where requests do move.
    expect(moved).toBeGreaterThan(tries(50));
  });
});
