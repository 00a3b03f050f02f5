import { expect, it } from '@jest/globals';
import type { Command } from '../../../shared/workflow/commands.ts';
import { defaultStages } from '../../../shared/workflow/stages.ts';
import { atApproval, by, type Given, given, inReview, usual } from '../../builders/workflow.ts';

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

it('is done while nobody has decided, whoever has looked at it', () => {
  given(...inReview, 'opened')
    .when(recall(2))
    .follows([{ action: 'recalled' }]);
});

it('is done after an approval as well, until somebody looks at it at the next stage', () => {
  const approved = [...inReview, usual.approve('reviewer', 'finance-review')];
  given(...approved)
    .when(recall(3))
    .follows([{ action: 'recalled', revision: 1 }]);
  const after = given(...atApproval)
    .when(recall(3))
    .follows([{ action: 'recalled', revision: 1 }]);
  expect(after?.loaded?.requests.map(({ status }) => status)).toEqual(['decided', 'closed']);
  given(...atApproval, 'opened')
    .when(recall(3))
    .refuses('opened-since');
});

it('is refused where one of several has approved and others must as well', () => {
  const two = { stages: defaultStages.map((one) => ({ ...one, quorum: 2 })) };
  const part: readonly Given[] = [
    usual.create(),
    [usual.submit(1), two],
    [usual.request('finance-review'), two],
    [usual.approve('reviewer', 'finance-review'), two],
  ];
  given(...part)
    .when(recall(3), two)
    .refuses('already-decided');
});

it('is refused after the end', () => {
  given(...atApproval, usual.approve('approver', 'approval'))
    .when(recall(4))
    .refuses('not-in-this-state');
});

it('is refused for what is not in review', () => {
  given(usual.create()).when(recall(1)).refuses('not-in-this-state');
});

it('is refused over a version that has changed since', () => {
  given(...inReview)
    .when(recall(1))
    .refuses('stale-version');
});
