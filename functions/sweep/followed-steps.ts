import { type ChangeDeps, changeProject } from '../../shared/project/change.ts';
import { oweFormerLetter } from '../../shared/project/former-mailboxes.ts';
import { projectsBehind } from '../../shared/project/lists.ts';
import { loadProject } from '../../shared/project/load.ts';
import {
  requestsAsking,
  type WaitingAt,
  waitingFor,
  waitingUnder,
} from '../../shared/project/waiting-for.ts';
import { errorFields, log } from '../../shared/runtime/log.ts';
import type { Affected, LostMailbox } from '../../shared/store/directory/affected.ts';
import { loadDirectory } from '../../shared/store/directory/load.ts';
import { successorOf } from '../../shared/store/directory/part.ts';
import { hashedMailbox } from '../../shared/workflow/rerouting.ts';
import type { IsSpent } from './is-spent.ts';

/** The steps in which open requests follow a change of the office: each of a few at a time, from a place on. */

/** So many projects at once: they do not depend on each other. */
export const AT_ONCE = 12;
/** Of projects that change hands together: all of them move the same totals. */
const MERGED_AT_ONCE = 4;
/** So many lines of a unit's projects are read at once. */
const PAGE = 96;

/** Where the time of a run was over. */
interface Place {
  /** The last that was done; undefined before the first. */
  readonly after: string | undefined;
}

export interface Step {
  /** The same in every run that follows the same change. */
  readonly name: string;
  /** @returns the place where the time was over; undefined when all is done */
  readonly run: (from: string | undefined, isSpent: IsSpent) => Promise<Place | undefined>;
}

/** Whether it could be done; what could not is told, and is tried again by the run that follows once more. */
export async function reroute(deps: ChangeDeps, { projectId, stage, revision }: WaitingAt): Promise<void> {
  try {
    await changeProject(deps, projectId, { type: 'reroute', stage, revision });
  } catch (error) {
    log.error('FAILED', { projectId, ...errorFields(error) });
  }
}

/** What waits under a key. */
const underKey = (deps: ChangeDeps, waiting: string): Step => ({
  name: waiting,
  async run(from, isSpent) {
    let after = from;
    do {
      if (isSpent()) return { after };
      const { found, last } = await waitingUnder(deps.database, waiting, after, AT_ONCE);
      await Promise.all(found.map((one) => reroute(deps, one)));
      after = last;
    } while (after !== undefined);
    return undefined;
  },
});

/** Does something with each project of a unit, some at once; what fails is told. */
const ofUnit = (
  deps: ChangeDeps,
  name: string,
  unit: string,
  atOnce: number,
  work: (projectId: string, state: string) => Promise<void>,
): Step => ({
  name,
  async run(from, isSpent) {
    let after = from;
    for (;;) {
      const { projects, last } = await projectsBehind(deps.database, unit, after, PAGE);
      for (let at = 0; at < projects.length; at += atOnce) {
        if (isSpent()) return { after };
        const some = projects.slice(at, at + atOnce);
        await Promise.all(
          some.map(async ({ id, state }) => {
            try {
              await work(id, state);
            } catch (error) {
              log.error('FAILED', { projectId: id, ...errorFields(error) });
            }
          }),
        );
        after = some.at(-1)?.place;
      }
      if (last === undefined) return undefined;
      after = last;
    }
  },
});

/** All open requests of a project. */
async function rerouteProject(deps: ChangeDeps, projectId: string): Promise<void> {
  const loaded = await loadProject(deps.database, projectId);
  for (const request of loaded?.requests ?? []) if (request.status === 'open') await reroute(deps, request);
}

/** What a unit has in review is decided on by others now. */
const declaring = (deps: ChangeDeps, unit: string): Step =>
  ofUnit(deps, `declaring ${unit}`, unit, AT_ONCE, async (projectId, state) => {
    if (state === 'in-review') await rerouteProject(deps, projectId);
  });

/** All that a unit declared goes on under the unit that it was merged into; open requests go where they would there. */
const merged = (deps: ChangeDeps, former: string): Step => ({
  name: `merged ${former}`,
  async run(from, isSpent) {
    const unit = await successorOf(await loadDirectory(deps.database), former);
    if (!unit || unit.id === former) return undefined;
    const { id, name } = unit;
    const step = ofUnit(deps, '', former, MERGED_AT_ONCE, async (projectId) => {
      await changeProject(deps, projectId, { type: 'change-unit', unit: { id, name } });
      await rerouteProject(deps, projectId);
    });
    return step.run(from, isSpent);
  },
});

/**
 * A mailbox that somebody lost is told so, unless that is told already with a request that was open for them: one that
 * asks them by their present mailbox, and says that it was another.
 */
const told = (deps: ChangeDeps, { person, mailbox, until, present, ...reader }: LostMailbox): Step => ({
  name: `mailbox ${person} ${until} ${mailbox}`,
  async run(_, isSpent) {
    if (isSpent()) return { after: undefined };
    const { database, now } = deps;
    const isTold = (await requestsAsking(database, person)).some(({ requestedAt, assignees }) =>
      assignees.some(
        (one) =>
          one.id === person &&
          requestedAt <= until &&
          one.movedAt !== undefined &&
          one.movedAt >= until &&
          one.mailbox === hashedMailbox(present),
      ),
    );
    if (!isTold) await oweFormerLetter(database, person, { ...reader, mailbox, until }, now());
    return undefined;
  },
});

/** All that follows from a change of the office, in the order in which it is done. */
export const stepsOf = (
  deps: ChangeDeps,
  { people, unitsAsked, unitsDeclaring, unitsMerged, lostMailboxes }: Affected,
): Step[] => [
  ...[...[...people].map(waitingFor.person), ...[...unitsAsked].map(waitingFor.nobodyOf)]
    .toSorted()
    .map((waiting) => underKey(deps, waiting)),
  ...lostMailboxes.map((one) => told(deps, one)),
  ...[...unitsDeclaring].toSorted().map((unit) => declaring(deps, unit)),
  ...[...unitsMerged].toSorted().map((unit) => merged(deps, unit)),
];
