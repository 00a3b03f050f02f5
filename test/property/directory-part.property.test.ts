import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { asProject } from '../../shared/project/load.ts';
import { partOf } from '../../shared/store/directory/part.ts';
import { snapshotOf } from '../../shared/store/directory/snapshot.ts';
import { snapshotWith } from '../../shared/store/directory/with-change.ts';
import type { Directory, FormerMailbox } from '../../shared/workflow/directory.ts';
import type { Project } from '../../shared/workflow/project.ts';
import {
  holdersAndDelegates,
  route,
  stagesPassed,
  superiorsOf,
  unitAskedAt,
} from '../../shared/workflow/routing.ts';
import { exclusionOf, isAmong } from '../../shared/workflow/separation.ts';
import { defaultStages } from '../../shared/workflow/stages.ts';
import type { World } from '../../shared/workflow/world.ts';
import { anyDirectory, anyPerson, leftBehind, replacing, storable } from '../builders/directories.ts';
import { nowhere } from '../builders/nowhere.ts';
import { aWorld, given, unit, usual } from '../builders/workflow.ts';

const { loaded } = given(usual.create()).story();
if (!loaded) throw new Error('A draft that was created is there');
const drafted = asProject(loaded);

describe('the part of the directory that a project has to do with', () => {
  it('answers every question of the core as the whole directory with its whole past does', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyDirectory.map(storable), { minLength: 1, maxLength: 4 }),
        fc.array(anyPerson, { minLength: 1, maxLength: 3 }),
        fc.array(anyPerson, { maxLength: 2 }),
        async (directories, makers, others) => {
          let snapshot = snapshotOf(nowhere);
          let former: readonly FormerMailbox[] = [];
          let whole: Directory = { units: [], people: [] };
          for (const [day, next] of directories.entries()) {
            const at = `2026-03-0${day + 1}T01:00:00.000Z`;
            snapshot = await snapshotWith(snapshot, replacing(whole, next), { by: 'administrator', at });
            former = [...former, ...leftBehind(whole, next, at)];
            whole = next;
          }
          const people = [...makers, ...others];
          const part = await partOf(snapshot, { units: [unit.id], people });
          const project: Project = { ...drafted, editors: makers, createdAt: '2026-03-02T00:00:00.000Z' };
          const answersIn = (world: World) =>
            defaultStages.map((stage) => ({
              passed: stagesPassed(world, unit.id, 1),
              asked: unitAskedAt(world.directory, stage, unit.id),
              route: route(project, stage, world),
              candidates: holdersAndDelegates(world.directory, stage, unit.id).map((one) => ({
                one,
                excluded: exclusionOf(project, stage, one.id, world),
              })),
              superiors: superiorsOf(world.directory, stage, unit.id),
              excluded: people.map((one) => exclusionOf(project, stage, one, world)),
              same: people.map((one) => isAmong(world, one, makers, project.createdAt)),
            }));
          const at = '2026-03-18T02:00:00.000Z';
          expect(answersIn(aWorld({ at, ...part }))).toEqual(
            answersIn(aWorld({ at, directory: whole, formerMailboxes: former })),
          );
        },
      ),
      { numRuns: 200 },
    );
  });
});
