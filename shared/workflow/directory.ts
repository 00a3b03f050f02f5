import * as z from 'zod';
import type { Assignee } from './commands.ts';
import type { Decider } from './flow.ts';
import type { Post, Stage } from './stages.ts';

/**
 * The directory: units, the posts that are asked for decisions, and who holds them. Who decides comes from here, not
 * from a token's groups.
 */

const id = z.string().regex(/^[A-Za-z0-9._@-]{1,64}$/);
const name = z.string().min(1).max(100);

const person = z.strictObject({
  /** The `sub` of the person's tokens, or a name of the bureau's own: then the verified e-mail address matches. */
  id,
  name,
  email: z.email(),
  /** The unit's USCC. */
  unit: z.string().length(18),
  /** Days in Beijing, both included, on which the person decides nothing; the delegate is asked first. */
  absences: z
    .array(z.strictObject({ from: z.iso.date(), to: z.iso.date(), delegate: id.optional() }))
    .max(20)
    .optional(),
  /** Mails and pages are in this language unless the person chose another. */
  lang: z.enum(['zh', 'en']).optional(),
});
export type Person = z.infer<typeof person>;

const post = z.strictObject({
  /** `reviewer`, `approver`, `head`: the word that a stage asks for. */
  post: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/),
  holder: id,
  /** Who is asked in the holder's place while the holder may not decide or is away, in this order. */
  delegates: z.array(id).max(10).optional(),
});

const unit = z.strictObject({
  /** USCC */
  id: z.string().length(18),
  name,
  address: z.string().max(200).optional(),
  phone: z.string().max(40).optional(),
  /** The unit whose posts review and approve this unit's projects, and its supervising department. */
  finance: z.string().length(18).optional(),
  supervisor: z.string().length(18).optional(),
  posts: z.array(post).max(50).optional(),
});
export type Unit = z.infer<typeof unit>;

function referencesHold(
  directory: { units: Unit[]; people: Person[]; administrators?: string[] | undefined },
  context: z.RefinementCtx,
): void {
  const units = new Set(directory.units.map((one) => one.id));
  const people = new Set(directory.people.map((one) => one.id));
  const demand = (holds: boolean, path: (string | number)[], message: string) => {
    if (!holds) context.addIssue({ code: 'custom', path, message });
  };
  demand(units.size === directory.units.length, ['units'], 'a unit is listed twice');
  demand(people.size === directory.people.length, ['people'], 'a person is listed twice');
  for (const [index, one] of directory.people.entries()) {
    demand(units.has(one.unit), ['people', index, 'unit'], 'names no unit of this directory');
    for (const [at, { delegate }] of (one.absences ?? []).entries()) {
      const path = ['people', index, 'absences', at, 'delegate'];
      demand(delegate === undefined || people.has(delegate), path, 'names no person of this directory');
    }
  }
  for (const [index, administrator] of (directory.administrators ?? []).entries()) {
    demand(people.has(administrator), ['administrators', index], 'names no person of this directory');
  }
  for (const [index, one] of directory.units.entries()) {
    for (const key of ['finance', 'supervisor'] as const) {
      const other = one[key];
      demand(
        other === undefined || units.has(other),
        ['units', index, key],
        'names no unit of this directory',
      );
    }
    for (const [postIndex, held] of (one.posts ?? []).entries()) {
      const path = ['units', index, 'posts', postIndex];
      demand(people.has(held.holder), [...path, 'holder'], 'names no person of this directory');
      for (const [delegateIndex, delegate] of (held.delegates ?? []).entries()) {
        demand(
          people.has(delegate),
          [...path, 'delegates', delegateIndex],
          'names no person of this directory',
        );
      }
    }
  }
}

export const directory = z
  .strictObject({
    units: z.array(unit).max(2_000),
    people: z.array(person).max(10_000),
    /** Who is told when a stage has nobody to ask, when a deadline has passed, and when a mail cannot be delivered. */
    administrators: z.array(id).max(20).optional(),
  })
  .superRefine(referencesHold);
export type Directory = z.infer<typeof directory>;

export const emptyDirectory: Directory = { units: [], people: [] };

export const unitOf = (from: Directory, unitId: string): Unit | undefined =>
  from.units.find((one) => one.id === unitId);

/** The person of a token: by id, else by the verified e-mail address. */
export function personOf(
  from: Directory,
  principal: { id: string; email?: string | undefined },
): Person | undefined {
  const email = principal.email?.toLowerCase();
  return (
    from.people.find((one) => one.id === principal.id) ??
    (email === undefined ? undefined : from.people.find((one) => one.email.toLowerCase() === email))
  );
}

/** What exclusions look at. */
export interface Parties {
  readonly unit: string;
  /** Who created, edited or submitted any revision. */
  readonly editors: readonly string[];
  readonly deciders: readonly Decider[];
}

/** Why a person may not decide at a stage, or null (domain.md §8: maker ≠ reviewer ≠ approver, over all revisions). */
export function exclusionOf(
  stage: Stage,
  parties: Parties,
  who: { readonly id: string; readonly unit: string | undefined },
): 'own-project' | null {
  const holds = {
    editors: parties.editors.includes(who.id),
    'own-unit': who.unit === parties.unit,
    'other-units': who.unit !== parties.unit,
    'earlier-deciders': parties.deciders.some(
      (one) => (one.person === who.id || one.onBehalfOf === who.id) && one.stage !== stage.id,
    ),
  };
  return stage.excludes.some((exclusion) => holds[exclusion]) ? 'own-project' : null;
}

/** The unit whose post a stage asks. */
function askedUnitOf(from: Directory, post: Post, unit: string): Unit | undefined {
  const own = unitOf(from, unit);
  const id = { 'own-unit': own?.id, finance: own?.finance, supervisor: own?.supervisor }[post.of];
  return id === undefined ? undefined : unitOf(from, id);
}

/** What the conditions of stages look at. */
export interface Situation {
  readonly unit: string;
  readonly requestedFen: number;
  /** From this amount on a decision is taken collectively; null where the deployment sets none. */
  readonly collectiveThresholdFen: number | null;
}

/** The stages that a project passes, in their order. */
export function stagesPassed(from: Directory, stages: readonly Stage[], situation: Situation): string[] {
  const holds = ({ asks, condition }: Stage): boolean => {
    const posts = askedUnitOf(from, asks, situation.unit)?.posts ?? [];
    if (condition?.postHeld && !posts.some((held) => held.post === asks.post)) return false;
    if (!condition?.fromCollectiveThreshold) return true;
    const threshold = situation.collectiveThresholdFen;
    return threshold !== null && situation.requestedFen >= threshold;
  };
  return stages.filter(holds).map(({ id }) => id);
}

/** Who is asked at a stage: the holder of each post, or the first delegate where the holder is away or excluded. */
export interface Routing {
  /** The unit whose post is asked: open requests are listed by it. */
  readonly askedUnit: string;
  /** Empty where nobody eligible holds the post. */
  readonly assignees: readonly Assignee[];
}

export function route(from: Directory, stage: Stage, parties: Parties, today: string): Routing {
  const askedUnit = askedUnitOf(from, stage.asks, parties.unit);
  const assignees: Assignee[] = [];
  const mayDecide = (who: Person): boolean => exclusionOf(stage, parties, who) === null;
  for (const held of askedUnit?.posts ?? []) {
    if (held.post !== stage.asks.post) continue;
    const holder = personWith(from, held.holder);
    // Whoever may not decide names nobody to decide for them; the post's own delegates take over.
    const named = holder && mayDecide(holder) ? absenceOf(holder, today)?.delegate : undefined;
    const eligible = candidatesOf(from, held, named).find(
      (candidate) => !absenceOf(candidate, today) && mayDecide(candidate),
    );
    if (!eligible || assignees.some((one) => one.id === eligible.id)) continue;
    assignees.push(assigneeOf(eligible, holder));
  }
  return { askedUnit: askedUnit?.id ?? parties.unit, assignees };
}

const personWith = (from: Directory, personId: string): Person | undefined =>
  from.people.find((one) => one.id === personId);

const absenceOf = (person: Person, today: string) =>
  person.absences?.find((absence) => absence.from <= today && today <= absence.to);

const assigneeOf = (person: Person, holder: Person | undefined): Assignee => ({
  id: person.id,
  name: person.name,
  ...(holder && holder.id !== person.id ? { onBehalfOf: holder.name, onBehalfOfId: holder.id } : {}),
});

/** The holder of a post, whom the holder named for an absence, then the post's delegates. */
function candidatesOf(from: Directory, held: z.infer<typeof post>, named: string | undefined): Person[] {
  const ids = [held.holder, ...(named === undefined ? [] : [named]), ...(held.delegates ?? [])];
  return ids.flatMap((personId) => personWith(from, personId) ?? []);
}

/** Who administers: told of what nobody else can see to. */
export const administratorsOf = (from: Directory): Assignee[] =>
  (from.administrators ?? []).flatMap((personId) => {
    const person = personWith(from, personId);
    return person ? [assigneeOf(person, undefined)] : [];
  });

/** Who is told when a stage's deadline has passed: the superior's post, else the administrators. */
export function superiorsOf(from: Directory, stage: Stage, unitId: string): Assignee[] {
  const { escalatesTo } = stage;
  const posts = (escalatesTo && askedUnitOf(from, escalatesTo, unitId)?.posts) ?? [];
  const holders = posts
    .filter((held) => held.post === escalatesTo?.post)
    .flatMap((held) => personWith(from, held.holder) ?? [])
    .map((person) => assigneeOf(person, undefined));
  return holders.length > 0 ? holders : administratorsOf(from);
}
