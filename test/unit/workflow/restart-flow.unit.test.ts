import { expect, it } from '@jest/globals';
import { given, inReview, usual } from '../../builders/workflow.ts';

it('goes on in the next attempt, without an event', () => {
  const after = given(...inReview)
    .when({ type: 'restart-flow', attempt: 1 })
    .follows([]);
  expect(after?.loaded?.record).toMatchObject({ attempt: 2, version: 2 });
});

it('is refused where somebody was first, or nothing is in review', () => {
  given(...inReview, { type: 'restart-flow', attempt: 1 })
    .when({ type: 'restart-flow', attempt: 1 })
    .refuses('not-in-this-state');
  given(usual.create()).when({ type: 'restart-flow', attempt: 1 }).refuses('not-in-this-state');
});
