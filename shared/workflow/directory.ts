import * as z from 'zod';
import { day } from '../values/dates.ts';
import type { Words } from '../values/language.ts';
import { againstLine, issueOf } from '../values/text-schema.ts';

/**
 * The directory: units, the posts that are asked for decisions, and who holds them. Who decides comes from here, not
 * from a token's groups.
 */

const id = z.string().regex(/^[A-Za-z0-9._@-]{1,64}$/);
const name = z.string().min(1).max(100);

export const person = z.lazy(() =>
  z.strictObject({
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
    /** Whether the person is told what becomes of all projects of the unit, not of their own alone. */
    followsUnit: z.boolean().optional(),
    /** A mail for each matter, or one digest on each working day; each, unless the person chose. */
    mail: z.enum(['each', 'daily']).optional(),
  }),
);
export type Person = z.infer<typeof person>;

const post = z.lazy(() =>
  z.strictObject({
    /** `reviewer`, `approver`, `head`: the word that a stage asks for. */
    post: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/),
    holder: id,
    /** Who is asked in the holder's place while the holder may not decide or is away, in this order. */
    delegates: z.array(id).max(10).optional(),
  }),
);

export const unit = z.lazy(() =>
  z.strictObject({
    /** USCC */
    id: z.string().length(18),
    name,
    address: z.string().max(200).optional(),
    phone: z.string().max(40).optional(),
    /** The unit whose posts review and approve this unit's projects, and its supervising department. */
    finance: z.string().length(18).optional(),
    supervisor: z.string().length(18).optional(),
    posts: z.array(post).max(50).optional(),
    /** The unit's own mailbox, which is told what becomes of its projects. */
    contact: z.email().optional(),
    /** The unit that it was merged into, or that has its new code: its projects go on there. */
    successor: z.string().length(18).optional(),
  }),
);
export type Unit = z.infer<typeof unit>;

export const directory = z.lazy(() =>
  z.strictObject({
    units: z.array(unit).max(2_000),
    people: z.array(person).max(10_000),
    /** Who is told when a stage has nobody to ask, when a deadline has passed, and when a mail cannot be delivered. */
    administrators: z.array(id).max(20).optional(),
  }),
);
export type Directory = z.infer<typeof directory>;

/** A text of one line as it comes in; what is stored was checked by the rules of its time. */
const entered = <T extends z.ZodString>(text: T, isRequired: boolean) =>
  text.superRefine((value, context) => {
    const words = againstLine(value, isRequired);
    if (words) context.addIssue(issueOf(words));
  });

/** A unit as it comes in. */
export const enteredUnit = z.lazy(() =>
  unit.unwrap().extend({
    name: entered(name, true),
    address: entered(z.string().max(200), false).optional(),
    phone: entered(z.string().max(40), false).optional(),
  }),
);

/** A person as they come in; full-width forms in an address are what an input method left. */
export const enteredPerson = z.lazy(() =>
  person.unwrap().extend({
    name: entered(name, true),
    email: z.string().normalize('NFKC').trim().regex(z.regexes.email).meta({ format: 'email' }),
  }),
);

function listedOnce({ units, people }: Directory, context: z.RefinementCtx): void {
  const once = (key: 'units' | 'people', all: readonly { readonly id: string }[], words: Words) => {
    const seen = new Set<string>();
    for (const [index, one] of all.entries()) {
      if (seen.has(one.id)) context.addIssue({ ...issueOf(words), path: [key, index, 'id'] });
      seen.add(one.id);
    }
  };
  once('units', units, { zh: '该单位重复列出', en: 'This unit is listed twice' });
  once('people', people, { zh: '该人员重复列出', en: 'This person is listed twice' });
}

/** A directory as it comes in; whether what its parts say of each other holds is `checkChange`'s to say. */
export const enteredDirectory = z.lazy(() =>
  directory
    .unwrap()
    .extend({ units: z.array(enteredUnit).max(2_000), people: z.array(enteredPerson).max(10_000) })
    .superRefine(listedOnce),
);

export const unitOf = (from: Directory, unitId: string): Unit | undefined =>
  from.units.find((one) => one.id === unitId);

/** A unit, and those that it went on as one after the other: merged into another, or under a new code. */
export function successionOf(from: Directory, unitId: string): Unit[] {
  const units: Unit[] = [];
  for (let next: string | undefined = unitId; next !== undefined; next = units.at(-1)?.successor) {
    const found = unitOf(from, next);
    if (!found || units.includes(found)) break;
    units.push(found);
  }
  return units;
}

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

/** Somebody changed a unit's posts, or a person. */
export interface OfficeChange {
  /** The id of the unit or the person. */
  readonly of: string;
  /** The id of who did it. */
  readonly by: string;
  /** UTC; of several changes of theirs the last. */
  readonly at: string;
  /** The id of whom they named for an absence of their own: that, and nothing else of the office, was changed. */
  readonly delegate?: string | undefined;
}
