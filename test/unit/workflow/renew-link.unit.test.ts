import { expect, it } from '@jest/globals';
import type { Command } from '../../../shared/workflow/commands.ts';
import { atApproval, by, given, inReview } from '../../builders/workflow.ts';

const at = { stage: 'finance-review', revision: 1 };
const renew = (id: string, time = 1): Command => ({
  type: 'renew-link',
  actor: by(id, 'reviewer', 'link'),
  requestId: `renew-${time}`,
  ...at,
  assignee: { id, name: id },
});

const recall: Command = { type: 'recall', actor: by('maker'), requestId: 'recall', version: 2 };

it('has a fresh link mailed to the person who asks, and to nobody else', () => {
  const after = given(...inReview)
    .when(renew('reviewer'))
    .follows([{ action: 'link-renewed', ...at, assignees: [{ id: 'reviewer', name: 'reviewer' }] }]);
  expect(after?.loaded?.requests[0]?.assignees).toMatchObject([{ id: 'reviewer', renewals: 1 }]);
});

it('is refused to whoever is not asked', () => {
  given(...inReview)
    .when(renew('approver'))
    .refuses('not-asked');
});

it('is refused once the request is decided', () => {
  given(...atApproval)
    .when(renew('reviewer'))
    .refuses('already-decided');
});

it('is refused where the unit has taken the project back', () => {
  given(...inReview, recall)
    .when(renew('reviewer'))
    .refuses('request-closed');
});

it('is refused after 24 of them: two a month for a year of waiting', () => {
  const often = Array.from({ length: 24 }, (_, time) => renew('reviewer', time));
  given(...inReview, ...often)
    .when(renew('reviewer', 25))
    .refuses('too-many-links');
});
