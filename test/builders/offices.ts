import { checkCharacter } from '../../shared/values/uscc.ts';
import type { Directory, Person, Unit } from '../../shared/workflow/directory.ts';

/** Small offices beside each other in one directory, each of its own people: what changes in one concerns no other. */

/** A declaring unit, the bureau that decides on it, and everybody in them. */
export interface SmallOffice {
  readonly unit: Unit;
  readonly bureau: Unit;
  readonly people: readonly Person[];
}

/** A USCC that holds, for the number of a unit. */
export function usccAt(number: number): string {
  const first = `11530121MB9${String(number).padStart(6, '0')}`;
  return `${first}${checkCharacter(first)}`;
}

export type PostOfSubject = 'reviewer' | 'approver';

/**
 * An office in which the subject holds one of the posts, with the deputy as the post's delegate, and a colleague the
 * other post; one more person holds none. Their ids end with the office's number.
 */
export function aSmallOffice(number: number, post: PostOfSubject): SmallOffice {
  const [unit, bureau] = [usccAt(2 * number), usccAt(2 * number + 1)];
  const person = (role: string, of: string): Person => ({
    id: `${role}-${number}`,
    name: `${role}-${number}（示例）`,
    email: `${role}-${number}@countersign.example`,
    unit: of,
  });
  const [subject, colleague] = [`subject-${number}`, `colleague-${number}`];
  const others = post === 'reviewer' ? 'approver' : 'reviewer';
  return {
    unit: { id: unit, name: `单位${number}（示例）`, finance: bureau },
    bureau: {
      id: bureau,
      name: `财政局${number}（示例）`,
      posts: [
        { post, holder: subject, delegates: [`deputy-${number}`] },
        { post: others, holder: colleague },
      ],
    },
    people: ['subject', 'deputy', 'other', 'colleague'].map((role) => person(role, bureau)),
  };
}

export const withOffices = (directory: Directory, offices: readonly SmallOffice[]): Directory => ({
  ...directory,
  units: [...directory.units, ...offices.flatMap(({ unit, bureau }) => [unit, bureau])],
  people: [...directory.people, ...offices.flatMap(({ people }) => people)],
});
