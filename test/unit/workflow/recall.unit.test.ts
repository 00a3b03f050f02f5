import { expect, it } from '@jest/globals';
import type { Command } from '../../../shared/workflow/commands.ts';
import { atApproval, by, given, inReview, usual } from '../../builders/workflow.ts';

const recall = (version: number): Command => ({
  type: 'recall',
  actor: by('maker'),
  requestId: 'recall',
  version,
});

it('opens the next revision under the same number and closes the request', () => {
  const after = given(...inReview)
    .when(recall(2))
    .follows([{ action: 'recalled', revision: 1, from: 'in-review', to: 'draft' }]);
  expect(after?.loaded).toMatchObject({
    record: { version: 3, flow: { state: 'draft', revision: 2 } },
    requests: [{ status: 'closed' }],
  });
});

it('is refused once anybody has decided', () => {
  given(...atApproval)
    .when(recall(3))
    .refuses('already-decided');
});

it('is refused for what is not in review', () => {
  given(usual.create()).when(recall(1)).refuses('not-in-this-state');
});

it('is refused over a version that has changed since', () => {
  given(...inReview)
    .when(recall(1))
    .refuses('stale-version');
});
