import { expect, it } from '@jest/globals';
import type { Command } from '../../../shared/workflow/commands.ts';
import { aDirectory, atApproval, type Given, given, inReview } from '../../builders/workflow.ts';

const at = { stage: 'finance-review', revision: 1 };
const remind: Command = { type: 'remind', ...at };
/** 9:00 in Beijing, two and four working days after a Wednesday; the evening of the fifth; the morning after a week more. */
const second = { at: '2026-03-20T01:00:00.000Z' };
const fourth = { at: '2026-03-24T01:00:00.000Z' };
const fifth = { at: '2026-03-25T10:00:00.000Z' };
const weekLater = { at: '2026-04-02T01:00:00.000Z' };
const reminded: readonly Given[] = [...inReview, [remind, second], [remind, fourth]];

it('reminds who is asked after two working days, once', () => {
  const after = given(...inReview)
    .when(remind, second)
    .follows([
      {
        action: 'reminded',
        ...at,
        actor: { id: 'sweep', name: 'Countersign', role: 'system', via: 'system' },
        assignees: [{ id: 'reviewer', name: 'reviewer' }],
        requestId: 'P-r1-finance-review-step-0',
      },
    ]);
  expect(after?.loaded?.requests[0]).toMatchObject({ steps: 1, dueAt: fourth.at });
});

it('tells the superior on the evening of the fifth', () => {
  given(...reminded)
    .when(remind, fifth)
    .follows([{ action: 'escalated', assignees: [{ id: 'approver', name: 'approver' }] }]);
});

it('goes on every week after that: a project never dies because a reviewer was slow', () => {
  given(...reminded, [remind, fifth])
    .when(remind, weekLater)
    .follows([{ action: 'reminded', assignees: [{ id: 'reviewer', name: 'reviewer' }] }]);
});

it('keeps the distance to a step that was taken late, and leaves the deadline as it was told', () => {
  // After an outage of twenty days, on the Tuesday after Qingming: the next on Thursday.
  const late = { at: '2026-04-07T02:00:00.000Z' };
  const after = given(...inReview)
    .when(remind, late)
    .follows([{ action: 'reminded' }]);
  expect(after?.loaded?.requests[0]).toMatchObject({
    dueAt: '2026-04-09T01:00:00.000Z',
    deadline: fifth.at,
  });
});

it('reminds who administers where nobody is left to be asked', () => {
  const directory = { ...aDirectory, units: aDirectory.units.slice(0, 1) };
  given(...inReview)
    .in({ directory })
    .when(remind, { ...second, directory })
    .follows([{ action: 'reminded', assignees: [{ id: 'administrator', name: 'administrator' }] }]);
});

it('is refused before it is due', () => {
  given(...inReview)
    .when(remind)
    .refuses('not-due');
  given(...inReview, [remind, second])
    .when(remind, second)
    .refuses('not-due');
});

it('is refused once the request is decided', () => {
  given(...atApproval)
    .when(remind, second)
    .refuses('request-closed');
});
