import { beijingDay } from '../values/working-days.ts';
import type { Assignee } from './assignee.ts';
import {
  administratorsOf,
  type Directory,
  type Person,
  personWith,
  successionOf,
  type Unit,
  unitOf,
} from './directory.ts';
import type { Project } from './project.ts';
import { exclusionOf, isAmong } from './separation.ts';
import type { Post, Stage } from './stages.ts';
import type { World } from './world.ts';

/** Which stages a project passes, and whom a stage asks, reminds and tells: all of it from the directory's posts. */

/** The unit whose post a stage asks: of a finance or supervising unit that was merged into another, that one. */
function askedUnitOf(from: Directory, post: Post, unit: string): Unit | undefined {
  const own = unitOf(from, unit);
  const id = { 'own-unit': own?.id, finance: own?.finance, supervisor: own?.supervisor }[post.of];
  if (id === undefined) return undefined;
  return post.of === 'own-unit' ? own : successionOf(from, id).at(-1);
}

type Conditions = Pick<World, 'directory' | 'stages' | 'collectiveThresholdFen'>;

/** The ids of the stages that a project of a unit (USCC) and an amount passes, in their order. */
export function stagesPassed(
  { directory, stages, collectiveThresholdFen: threshold }: Conditions,
  unit: string,
  requestedFen: number,
): string[] {
  const holds = ({ asks, condition }: Stage): boolean => {
    const posts = askedUnitOf(directory, asks, unit)?.posts ?? [];
    if (condition?.postHeld && !posts.some((held) => held.post === asks.post)) return false;
    if (!condition?.fromCollectiveThreshold) return true;
    return threshold !== null && requestedFen >= threshold;
  };
  return stages.filter(holds).map(({ id }) => id);
}

/** Of the stages that a project passes those before one and those after it, which it need not pass itself. */
function stagesAround(conditions: Conditions, unit: string, requestedFen: number, stage: string) {
  const order = conditions.stages.map(({ id }) => id);
  const passes = stagesPassed(conditions, unit, requestedFen);
  const at = order.indexOf(stage);
  const isPassed = (id: string): boolean => passes.includes(id);
  return { before: order.slice(0, at).filter(isPassed), after: order.slice(at + 1).filter(isPassed) };
}

/** The stage that follows one, of those that this project passes; undefined after the last. */
export const stageAfter = (...passing: Parameters<typeof stagesAround>): string | undefined =>
  stagesAround(...passing).after[0];

/** The stage before one, of those that this project passes; undefined before the first. */
export const stageBefore = (...passing: Parameters<typeof stagesAround>): string | undefined =>
  stagesAround(...passing).before.at(-1);

/** The absences of a person that cover a day; together they are one. */
const absencesOn = (person: Person, today: string) =>
  (person.absences ?? []).filter((absence) => absence.from <= today && today <= absence.to);

/** Whether somebody is away today. */
export const isAway = (person: Person, at: string): boolean =>
  absencesOn(person, beijingDay(new Date(at))).length > 0;

const inPlaceOf = (person: Person, holder: Person | undefined): Assignee => ({
  id: person.id,
  name: person.name,
  ...(holder && holder.id !== person.id ? { onBehalfOf: holder.name, onBehalfOfId: holder.id } : {}),
});

const peopleWith = (from: Directory, ids: readonly string[]): Person[] =>
  ids.flatMap((id) => personWith(from, id) ?? []);

/** A person, then whoever stands in for them, and for those, and so on: each once. */
function withStandIns(
  person: Person,
  delegatesOf: (person: Person) => readonly Person[],
  seen: ReadonlySet<string> = new Set(),
): Person[] {
  if (seen.has(person.id)) return [];
  const known = new Set([...seen, person.id]);
  return [person, ...delegatesOf(person).flatMap((one) => withStandIns(one, delegatesOf, known))];
}

/** The ids of those who hold the posts that a stage asks. */
export const holdersAsked = (from: Directory, stage: Stage, unit: string): string[] =>
  (askedUnitOf(from, stage.asks, unit)?.posts ?? [])
    .filter(({ post }) => post === stage.asks.post)
    .map(({ holder }) => holder);

/** The id of the unit whose post a stage asks: open requests are listed by it. */
export const unitAskedAt = (from: Directory, stage: Stage, unit: string): string =>
  askedUnitOf(from, stage.asks, unit)?.id ?? unit;

/**
 * Who is asked at a stage: the holder of each post, or the first delegate where the holder is away or excluded. Empty
 * where nobody eligible holds the post.
 */
export function route(project: Project, stage: Stage, world: World): Assignee[] {
  const { directory } = world;
  const today = beijingDay(new Date(world.at));
  const askedUnit = askedUnitOf(directory, stage.asks, project.unit.id);
  const assignees: Assignee[] = [];
  const mayDecide = ({ id }: Person): boolean => exclusionOf(project, stage, id, world) === null;
  // One mailbox is asked once, whatever ids it has.
  const isAsked = ({ id }: Person): boolean =>
    isAmong(
      world,
      id,
      assignees.map((one) => one.id),
      project.createdAt,
    );
  // Whoever may not decide names nobody to decide for them; the post's own delegates take over.
  const delegatesToday = (person: Person): Person[] =>
    mayDecide(person)
      ? peopleWith(
          directory,
          absencesOn(person, today).flatMap(({ delegate }) => delegate ?? []),
        )
      : [];
  for (const held of askedUnit?.posts ?? []) {
    if (held.post !== stage.asks.post) continue;
    const eligible = peopleWith(directory, [held.holder, ...(held.delegates ?? [])])
      .flatMap((one) => withStandIns(one, delegatesToday))
      .find((candidate) => !isAway(candidate, world.at) && mayDecide(candidate));
    if (eligible && !isAsked(eligible))
      assignees.push(inPlaceOf(eligible, personWith(directory, held.holder)));
  }
  return assignees;
}

/**
 * To whom a request of a stage can be given: the holders of its post, whom a holder named for an absence, and the
 * post's delegates. Whether they may decide on a project is `exclusionOf`'s to say.
 */
export function holdersAndDelegates(directory: Directory, stage: Stage, unit: string): Assignee[] {
  const held = (askedUnitOf(directory, stage.asks, unit)?.posts ?? []).filter(
    ({ post }) => post === stage.asks.post,
  );
  const everNamed = (person: Person): Person[] =>
    peopleWith(
      directory,
      (person.absences ?? []).flatMap(({ delegate }) => delegate ?? []),
    );
  const all = held.flatMap(({ holder, delegates = [] }) =>
    peopleWith(directory, [holder, ...delegates])
      .flatMap((one) => withStandIns(one, everNamed))
      .map((person) => inPlaceOf(person, personWith(directory, holder))),
  );
  // Who holds a post takes nobody's place, also where they stand in for a colleague.
  const byOwnPost = all.toSorted(
    (a, b) => Number(a.onBehalfOfId !== undefined) - Number(b.onBehalfOfId !== undefined),
  );
  return byOwnPost.filter((one, index) => byOwnPost.findIndex(({ id }) => id === one.id) === index);
}

/**
 * Who can really be given a request of a project: those of them who are there and may decide on it, and not whoever
 * gives it.
 * @param giver the administrator's id
 */
export const mayBeGiven = (
  project: Project,
  stage: Stage,
  giver: string,
  world: Pick<World, 'at' | 'directory' | 'formerMailboxes' | 'officeChanges'>,
): Assignee[] =>
  holdersAndDelegates(world.directory, stage, project.unit.id).filter(
    ({ id }) =>
      !peopleWith(world.directory, [id]).some((person) => isAway(person, world.at)) &&
      exclusionOf(project, stage, id, world) === null &&
      !isAmong(world, id, [giver], project.createdAt),
  );

/** Who is told when a stage's deadline has passed: the superior's post, else the administrators. */
export function superiorsOf(from: Directory, stage: Stage, unitId: string): Assignee[] {
  const { escalatesTo } = stage;
  const posts = (escalatesTo && askedUnitOf(from, escalatesTo, unitId)?.posts) ?? [];
  const holders = posts
    .filter((held) => held.post === escalatesTo?.post)
    .flatMap((held) => personWith(from, held.holder) ?? []);
  return (holders.length > 0 ? holders : administratorsOf(from)).map(({ id, name }) => ({ id, name }));
}
