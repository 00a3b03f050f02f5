import { expect, it } from '@jest/globals';
import type { Command } from '../../../shared/workflow/commands.ts';
import { atApproval, given, inReview } from '../../builders/workflow.ts';

const postpone = (until: string): Command => ({
  type: 'postpone',
  stage: 'finance-review',
  revision: 1,
  until,
});

it('puts off what is due on a day off, without an event', () => {
  const after = given(...inReview)
    .when(postpone('2026-03-23T01:00:00.000Z'))
    .follows([]);
  expect(after?.loaded?.requests[0]).toMatchObject({ dueAt: '2026-03-23T01:00:00.000Z', steps: 0 });
});

it('is refused where it would bring a step forward', () => {
  given(...inReview)
    .when(postpone('2026-03-19T01:00:00.000Z'))
    .refuses('not-due');
});

it('is refused once the request is decided', () => {
  given(...atApproval)
    .when(postpone('2026-03-23T01:00:00.000Z'))
    .refuses('request-closed');
});
