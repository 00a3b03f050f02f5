import { normalMailbox } from '../values/mailbox.ts';
import { type FormerMailbox, type Person, personWith, successionOf, unitOf } from './directory.ts';
import { type Project, requestAt } from './project.ts';
import type { Exclusion, Stage } from './stages.ts';
import type { World } from './world.ts';

/**
 * Separation of duties (domain.md §8, 不相容岗位相互分离): maker ≠ reviewer ≠ approver, over all revisions. Two entries
 * of the directory are the same person where the id or a mailbox is the same, in any directory since the project was
 * created: an id is what an administrator calls somebody, a mailbox is where the link arrives.
 */

/** Why a person may not decide at a stage. Each has a code of its own; the edge answers all of them `own-project`. */
export type ExclusionCode =
  | 'made-it'
  | 'own-unit'
  | 'other-unit'
  | 'decided-elsewhere'
  | 'changed-the-office';

type Known = Pick<World, 'directory' | 'formerMailboxes' | 'officeChanges'>;
type Mailboxes = Pick<World, 'directory' | 'formerMailboxes'>;

/** All mailboxes that an id had since a moment, as they are compared. */
function mailboxesOf(
  { directory, formerMailboxes }: Mailboxes,
  id: string,
  since: string,
): ReadonlySet<string> {
  const email = personWith(directory, id)?.email;
  const former = formerMailboxes.filter((one) => one.person === id && one.until >= since);
  return new Set([
    ...(email === undefined ? [] : [normalMailbox(email)]),
    ...former.map((one) => one.mailbox),
  ]);
}

/**
 * Whether any of some ids is the same person as somebody.
 * @param since from when on directories are compared: the project's creation, UTC
 */
export function isAmong(known: Mailboxes, id: string, others: readonly string[], since: string): boolean {
  if (others.includes(id)) return true;
  const own = mailboxesOf(known, id, since);
  return others.some((other) => [...mailboxesOf(known, other, since)].some((mailbox) => own.has(mailbox)));
}

/** The ids of everybody who is or was known under one of an id's mailboxes, itself included. */
function aliasesOf({ directory, formerMailboxes }: Mailboxes, id: string, since: string): string[] {
  const own = mailboxesOf({ directory, formerMailboxes }, id, since);
  const shares = ({ person, mailbox, until }: FormerMailbox) =>
    until >= since && own.has(mailbox) ? [person] : [];
  const present = ({ id: one, email }: Person) => (own.has(normalMailbox(email)) ? [one] : []);
  return [...new Set([id, ...directory.people.flatMap(present), ...formerMailboxes.flatMap(shares)])];
}

/** Who decided at another stage, in their own place or somebody's. */
const decidersElsewhere = ({ flow }: Project, stage: Stage): string[] =>
  flow.deciders
    .filter((one) => one.stage !== stage.id)
    .flatMap(({ person, onBehalfOf }) => (onBehalfOf === undefined ? [person] : [person, onBehalfOf]));

/** Everybody who has had a part in a project: who made it, was asked about it, or decided on it. */
const partiesOf = ({ editors, flow, requests }: Project): string[] => [
  ...editors,
  ...flow.authors,
  ...flow.deciders.flatMap(({ person, onBehalfOf }) => [person, onBehalfOf ?? []].flat()),
  ...requests.flatMap(({ assignees }) =>
    assignees.flatMap(({ id, onBehalfOfId }) => [id, onBehalfOfId ?? []].flat()),
  ),
];

/**
 * Who changed, in the project's life, one of its parties, or the posts of its unit or of those that decide on it: nobody
 * chooses who decides and decides then. An absence of one's own is no such change, unless whom one named for it has
 * decided at another stage in somebody's place.
 */
function officeChangers(project: Project, stage: Stage, known: Known): string[] {
  const { createdAt, flow } = project;
  const { id } = project.unit;
  const { finance, supervisor } = unitOf(known.directory, id) ?? {};
  // Those units that have others in their place now, too: who changed what went on under which decides who is asked.
  const units = [finance, supervisor].flatMap((one = '') => successionOf(known.directory, one));
  const looked = new Set([...partiesOf(project), id, finance, supervisor, ...units.map((one) => one.id)]);
  const standIns = flow.deciders
    .filter((one) => one.stage !== stage.id && one.onBehalfOf !== undefined)
    .map(({ person }) => person);
  return known.officeChanges
    .filter(({ at }) => at >= createdAt)
    .filter(({ of, delegate }) =>
      delegate === undefined ? looked.has(of) : isAmong(known, delegate, standIns, createdAt),
    )
    .map(({ by }) => by);
}

/** Why a person may not decide on a project at a stage, or null. */
export function exclusionOf(project: Project, stage: Stage, id: string, world: Known): ExclusionCode | null {
  const { createdAt, unit, editors, flow } = project;
  const isOf = (one: string): boolean => personWith(world.directory, one)?.unit === unit.id;
  const reasons: Readonly<Record<Exclusion, () => ExclusionCode | false>> = {
    editors: () => isAmong(world, id, [...editors, ...flow.authors], createdAt) && 'made-it',
    'own-unit': () => aliasesOf(world, id, createdAt).some(isOf) && 'own-unit',
    'other-units': () => !isOf(id) && 'other-unit',
    'earlier-deciders': () =>
      isAmong(world, id, decidersElsewhere(project, stage), createdAt) && 'decided-elsewhere',
  };
  for (const exclusion of stage.excludes) {
    const reason = reasons[exclusion]();
    if (reason) return reason;
  }
  return isAmong(world, id, officeChangers(project, stage, world), createdAt) ? 'changed-the-office' : null;
}

/**
 * Whether somebody has answered the request of a stage and revision already, under this id or another of the same
 * mailbox. What they decided before it was asked again stands in nobody's way.
 */
export const hasDecided = (
  project: Project,
  at: { readonly stage: string; readonly revision: number },
  id: string,
  world: Known,
): boolean =>
  isAmong(
    world,
    id,
    (requestAt(project, at)?.decisions ?? []).map(({ by }) => by.id),
    project.createdAt,
  );
