import { expect, it } from '@jest/globals';
import type { Command } from '../../../shared/workflow/commands.ts';
import { given, inReview, returned, usual } from '../../builders/workflow.ts';

const warn: Command = { type: 'lapse', revision: 2, warning: 1 };
const lapse: Command = { type: 'lapse', revision: 2 };

it('warns the unit of a returned project that is not handed in again', () => {
  const after = given(...returned)
    .when(warn)
    .follows([{ action: 'reminded', revision: 2, requestId: 'P-r2-warning-1' }]);
  expect(after?.events.at(-1)).not.toHaveProperty('stage');
  expect(after?.loaded?.record.version).toBe(3);
});

it('ends it in the end', () => {
  const after = given(...returned)
    .when(lapse)
    .follows([{ action: 'lapsed', revision: 2, from: 'returned', to: 'lapsed', requestId: 'P-r2-lapse' }]);
  expect(after?.loaded?.record.version).toBe(4);
});

it.each([
  ['in review', inReview],
  ['a draft', [usual.create()]],
])('is refused for a project that is %s: only what its unit leaves lying lapses', (_, happened) => {
  given(...happened)
    .when(lapse)
    .refuses('not-in-this-state');
});

it('is refused where the unit has handed it in meanwhile and got it back: that is another wait', () => {
  given(...returned)
    .when({ type: 'lapse', revision: 1 })
    .refuses('not-in-this-state');
});
