import * as z from 'zod';
import { day } from '../values/dates.ts';
import { againstLine, issueOf } from '../values/text-schema.ts';

/**
 * The directory: units, the posts that are asked for decisions, and who holds them. Who decides comes from here, not
 * from a token's groups.
 */

const id = z.string().regex(/^[A-Za-z0-9._@-]{1,64}$/);
const name = z.string().min(1).max(100);

export const person = z.strictObject({
  /** The `sub` of the person's tokens, or a name of the bureau's own: then the verified e-mail address matches. */
  id,
  name,
  email: z.email(),
  /** The unit's USCC. */
  unit: z.string().length(18),
  /** Days in Beijing, both included, on which the person decides nothing; the delegate is asked first. */
  absences: z
    .array(z.strictObject({ from: day, to: day, delegate: id.optional() }))
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

export const unit = z.strictObject({
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

/** What a directory's texts lack: checked where one comes in; what is stored was checked by the rules of its time. */
function textsHold({ units, people }: Directory, context: z.RefinementCtx): void {
  const hold = (text: string | undefined, isRequired: boolean, path: (string | number)[]) => {
    const words = text === undefined ? null : againstLine(text, isRequired);
    if (words) context.addIssue({ ...issueOf(words), path });
  };
  for (const [index, one] of units.entries()) {
    hold(one.name, true, ['units', index, 'name']);
    hold(one.address, false, ['units', index, 'address']);
    hold(one.phone, false, ['units', index, 'phone']);
  }
  for (const [index, one] of people.entries()) hold(one.name, true, ['people', index, 'name']);
}

/** A directory as it comes in. */
export const enteredDirectory = directory.superRefine(textsHold);

export const unitOf = (from: Directory, unitId: string): Unit | undefined =>
  from.units.find((one) => one.id === unitId);

export const personWith = (from: Directory, personId: string): Person | undefined =>
  from.people.find((one) => one.id === personId);

/** Who administers: told of what nobody else can see to. */
export const administratorsOf = (from: Directory): Person[] =>
  (from.administrators ?? []).flatMap((personId) => personWith(from, personId) ?? []);

/** A mailbox that a person does not have any more: by it they are known all the same. */
export interface FormerMailbox {
  /** The person's id. */
  readonly person: string;
  /** As it is compared: `normalMailbox`. */
  readonly mailbox: string;
  /** UTC, when another directory took the place of the last one that had it. */
  readonly until: string;
}
