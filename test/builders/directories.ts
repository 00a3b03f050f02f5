import fc from 'fast-check';
import { allOf } from '../../shared/store/directory/load.ts';
import { normalMailbox } from '../../shared/values/mailbox.ts';
import type { Directory, FormerMailbox, Person, Unit } from '../../shared/workflow/directory.ts';
import { finance, unit } from './workflow.ts';

export const peopleIds = ['p0', 'p1', 'p2', 'p3', 'p4', 'p5', 'p6', 'p7'] as const;
export const anyPerson = fc.constantFrom(...peopleIds);
// Few mailboxes, in several writings: people share and exchange them.
const mailbox = fc
  .tuple(fc.nat(13), fc.constantFrom('', 'A', 'ａ'))
  .map(([number, writing]) => `${writing || 'a'}${number}@countersign.example`);
const days = fc.constantFrom('2026-03-01', '2026-03-10', '2026-03-18', '2026-12-31');

const person = (one: string) =>
  fc.record({
    id: fc.constant(one),
    name: fc.constant(one),
    email: mailbox,
    unit: fc.constantFrom(unit.id, finance.id, finance.id, finance.id),
    absences: fc.array(
      fc.record({ from: days, to: days, delegate: anyPerson }, { requiredKeys: ['from', 'to'] }),
      {
        maxLength: 1,
      },
    ),
  });
const post = (names: readonly string[]) =>
  fc.record({
    post: fc.constantFrom(...names),
    holder: anyPerson,
    delegates: fc.uniqueArray(anyPerson, { maxLength: 3 }),
  });

/** Another unit that may decide, by itself or as what the bureau went on as. */
const otherBureau = { id: '11530121MB1000101G', name: '示例财政局二（示例）' };
const bureauPosts = fc.array(post(['reviewer', 'reviewer', 'approver', 'approver', 'secretary']), {
  minLength: 4,
  maxLength: 8,
});

/** Which bureau decides on the unit's projects, and which of the two has gone on as the other. */
interface Succession {
  readonly decides: string;
  readonly merged: string | undefined;
}
export const anySuccession: fc.Arbitrary<Succession> = fc.record({
  decides: fc.constantFrom(finance.id, finance.id, otherBureau.id),
  merged: fc.constantFrom(undefined, undefined, finance.id, otherBureau.id),
});

/** A directory in which that is so, and all else as it was. */
export const withSuccession = (directory: Directory, { decides, merged }: Succession): Directory => ({
  ...directory,
  units: directory.units.map(({ successor: _, ...one }) => ({
    ...one,
    ...(one.id === unit.id ? { finance: decides } : {}),
    ...(one.id === merged ? { successor: one.id === finance.id ? otherBureau.id : finance.id } : {}),
  })),
});

/**
 * Any office of eight people, who share and exchange mailboxes and posts; one of them may be gone. Two bureaus decide:
 * one of them may have gone on as the other.
 */
export const anyDirectory: fc.Arbitrary<Directory> = fc
  .record({
    people: fc.tuple(...peopleIds.map(person)),
    gone: fc.subarray([...peopleIds], { maxLength: 1 }),
    own: fc.array(post(['head']), { maxLength: 1 }),
    bureau: bureauPosts,
    others: bureauPosts,
    succession: anySuccession,
    administrators: fc.uniqueArray(anyPerson, { minLength: 1, maxLength: 2 }),
  })
  .map(({ people, gone, own, bureau, others, succession, administrators }) =>
    withSuccession(
      {
        units: [
          { ...unit, posts: own },
          { ...finance, posts: bureau },
          { ...otherBureau, posts: others },
        ],
        people: people.filter((one) => !gone.includes(one.id as (typeof peopleIds)[number])),
        administrators,
      },
      succession,
    ),
  );

/**
 * What mailboxes a change of the directory leaves behind: those of people who have another one now, or have left. With
 * the present ones they are every version of the directory, as far as it tells people apart.
 */
export function leftBehind(before: Directory, after: Directory, at: string): FormerMailbox[] {
  const now = new Map(after.people.map(({ id, email }) => [id, normalMailbox(email)]));
  return before.people
    .map(({ id, email }) => ({ person: id, mailbox: normalMailbox(email), until: at }))
    .filter(({ person, mailbox }) => now.get(person) !== mailbox);
}

/** Of the writings of a mailbox those that can be stored: full-width forms cannot. */
export const storable = (directory: Directory): Directory => ({
  ...directory,
  people: directory.people.map((one) => ({ ...one, email: one.email.replace('ａ', 'A') })),
});

/** Puts a directory in place of another, id by id. */
export function replacing(before: Directory, after: Directory) {
  const all = allOf(after);
  const gone = <V>(had: readonly { readonly id: string }[], has: ReadonlyMap<string, V>) =>
    had.filter(({ id }) => !has.has(id)).map(({ id }): [string, null] => [id, null]);
  return {
    ...all,
    units: new Map<string, Unit | null>([...all.units, ...gone(before.units, all.units)]),
    people: new Map<string, Person | null>([...all.people, ...gone(before.people, all.people)]),
  };
}
