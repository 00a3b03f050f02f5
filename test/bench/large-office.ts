import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Directory, directory } from '../../shared/workflow/directory.ts';
import { checkout } from './npm-start.ts';

/** The directory that `npm start` begins with. */
export const sampleDirectory = (): Directory =>
  directory.parse(
    JSON.parse(readFileSync(join(checkout, 'infra', 'local', 'sample-directory.json'), 'utf8')),
  );

const personAt = (number: number): string => `person-${number}`;
const unitAt = (number: number): string => `9153012100000${String(number).padStart(5, '0')}`;

/** One finance bureau for so many units. */
const UNITS_OF_A_BUREAU = 100;

/**
 * The sample with more units and people around it, to so many in all. Whoever stands beside each other in a list is of
 * different units, as in most offices; every hundredth unit is a bureau, with posts of its own.
 */
export function officeOf(units: number, people: number): Directory {
  const sample = sampleDirectory();
  const more = units - sample.units.length;
  const bureau = (number: number): number => number - (number % UNITS_OF_A_BUREAU);
  const posts = (number: number) => [
    { post: 'reviewer', holder: personAt(number), delegates: [personAt(number + 1)] },
    { post: 'approver', holder: personAt(number + 2), delegates: [personAt(number + 3)] },
  ];
  return {
    ...sample,
    units: [
      ...sample.units,
      ...Array.from({ length: more }, (_, number) => ({
        id: unitAt(number),
        name: `单位${number}（示例）`,
        finance: unitAt(bureau(number)),
        ...(bureau(number) === number ? { posts: posts(number) } : {}),
      })),
    ],
    people: [
      ...sample.people,
      ...Array.from({ length: people - sample.people.length }, (_, number) => ({
        id: personAt(number),
        name: `人员${number}（示例）`,
        email: `${personAt(number)}@countersign.example`,
        unit: unitAt(number % more),
      })),
    ],
  };
}
