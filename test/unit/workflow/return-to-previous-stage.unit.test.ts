import { expect, it } from '@jest/globals';
import { atApproval, given, hashOf, inReview, usual } from '../../builders/workflow.ts';

const back = (more: object = {}) => usual.return('approver', 'approval', { to: 'previous-stage', ...more });
const cuts = [{ line: 1, amountFen: 5_000_000, reason: '按上年标准核减此项支出' }];

/** With a cut by the reviewer, which the approver does not agree with. */
const cutAtApproval = [
  ...inReview,
  usual.approve('reviewer', 'finance-review', { cuts }),
  usual.request('approval'),
];
const shownIn = (given_: ReturnType<typeof given>): string => {
  const { flow } = given_.story().loaded?.record ?? {};
  return flow?.shownHash ?? '';
};

it('asks the stage before again, on the same revision; the unit has nothing to do', () => {
  const after = given(...atApproval)
    .when(back())
    .follows([{ action: 'decided', outcome: 'return', stage: 'approval', next: 'finance-review' }]);
  expect(after?.loaded?.record.flow).toMatchObject({
    state: 'in-review',
    stage: 'finance-review',
    revision: 1,
    asked: null,
    approvedFen: null,
  });
});

it('undoes what the stage before decided, a cut as well, and keeps it for the history', () => {
  const contentHash = shownIn(given(...cutAtApproval));
  const after = given(...cutAtApproval)
    .when(back({ contentHash }))
    .follows([{ action: 'decided', next: 'finance-review' }]);
  const { record, requests = [] } = after?.loaded ?? {};
  expect(record?.flow.approvedFen).toBeNull();
  expect(
    requests.map(({ status, decisions, undone = [] }) => [status, decisions.length, undone.length]),
  ).toEqual([
    ['decided', 0, 1],
    ['decided', 0, 1],
  ]);
  expect(requests[0]?.undone).toMatchObject([{ outcome: 'approve', cuts }]);
});

it('is another asking: the first page decides nothing of the second, and its people may decide again', () => {
  const again = [...atApproval, back(), usual.request('finance-review')];
  const asked = given(...again);
  asked.when(usual.approve('reviewer', 'finance-review', { requestId: 'stale' })).refuses('content-changed');
  const contentHash = shownIn(asked);
  expect(contentHash).not.toBe(hashOf(1));
  const approved = usual.approve('reviewer', 'finance-review', { requestId: 'again', contentHash });
  const after = asked.when(approved).follows([{ action: 'decided', next: 'approval' }]);
  expect(after?.loaded?.requests[0]).toMatchObject({ times: 2, status: 'decided' });
  // And so does whoever sent it back.
  given(...again, approved, usual.request('approval'))
    .when(usual.approve('approver', 'approval', { requestId: 'end', contentHash }))
    .follows([{ action: 'decided' }, { action: 'approved', approvedFen: 30_000_000 }]);
});

it('is asked under a name of its own: what the flow does by itself happens again', () => {
  const after = given(...atApproval, back()).when(usual.request('finance-review')).after;
  expect(
    after?.events.filter(({ action }) => action === 'requested').map(({ requestId }) => requestId),
  ).toEqual(['P-r1-finance-review', 'P-r1-approval', 'P-r1-finance-review-asked-2']);
});

it('needs a reason like every return', () => {
  given(...atApproval)
    .when(back({ comment: '不行' }))
    .refuses('reason-required', '/comment');
});

it('is refused at the first stage, which has none before', () => {
  given(...inReview)
    .when(usual.return('reviewer', 'finance-review', { to: 'previous-stage' }))
    .refuses('no-previous-stage');
});

it('takes back into review a stage that was passed over: it decides on this revision then', () => {
  const fields = ['/plan/0'];
  const story = [
    ...atApproval,
    usual.return('approver', 'approval', { fields }),
    usual.submit(4, 2),
    usual.request('approval', 2),
  ];
  expect(given(...story).story().loaded?.record.flow.passedOver).toEqual([
    { stage: 'finance-review', revision: 1 },
  ]);
  const after = given(...story)
    .when(back({ revision: 2, contentHash: hashOf(2), requestId: 'back' }))
    .follows([{ action: 'decided', next: 'finance-review' }]);
  expect(after?.loaded?.record.flow).not.toHaveProperty('passedOver');
});
