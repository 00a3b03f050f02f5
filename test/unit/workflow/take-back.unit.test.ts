import { expect, it } from '@jest/globals';
import type { Command } from '../../../shared/workflow/commands.ts';
import type { Directory } from '../../../shared/workflow/directory.ts';
import { defaultStages } from '../../../shared/workflow/stages.ts';
import type { World } from '../../../shared/workflow/world.ts';
import { aDirectory, atApproval, by, type Given, given, inReview, usual } from '../../builders/workflow.ts';

const takeBack = (who = 'reviewer', stage = 'finance-review', more: object = {}): Command => ({
  type: 'take-back',
  actor: by(who, 'reviewer', 'link'),
  requestId: 'take-back',
  stage,
  revision: 1,
  ...more,
});
const approved: readonly Given[] = [...inReview, usual.approve('reviewer', 'finance-review')];
const after = (minutes: number, seconds = 0): Partial<World> => ({
  at: new Date(Date.parse('2026-03-18T02:00:00.000Z') + (minutes * 60 + seconds) * 1_000).toISOString(),
});

it('opens the request again with its old deadline, and keeps the decision for the history', () => {
  const before = given(...inReview).story();
  const result = given(...approved)
    .when(takeBack(), after(9, 59))
    .follows([{ action: 'taken-back', stage: 'finance-review', revision: 1 }]);
  const { record, requests } = result?.loaded ?? {};
  expect(record?.flow).toMatchObject({
    state: 'in-review',
    stage: 'finance-review',
    approvedFen: null,
    asked: { stage: 'finance-review', assignees: ['reviewer'], approvals: [] },
  });
  const { deadline, requestedAt, askedUnit } = before.loaded?.requests[0] ?? {};
  expect(requests).toMatchObject([
    { status: 'open', deadline, requestedAt, askedUnit, decisions: [], undone: [{ outcome: 'approve' }] },
  ]);
});

it('closes what the next stage was asked', () => {
  const result = given(...atApproval)
    .when(takeBack())
    .follows([{ action: 'taken-back' }]);
  expect(result?.loaded?.requests.map(({ status }) => status)).toEqual(['open', 'closed']);
});

it('takes a cut back with it', () => {
  const cuts = [{ line: 1, amountFen: 5_000_000, reason: '按上年标准核减此项支出' }];
  const cut = [...inReview, usual.approve('reviewer', 'finance-review', { cuts }), usual.request('approval')];
  const result = given(...cut)
    .when(takeBack())
    .follows([{ action: 'taken-back' }]);
  expect(result?.loaded?.record.flow.approvedFen).toBeNull();
});

it('lets its maker decide anew, on what is shown then, and the next stage is asked anew', () => {
  const again = given(...atApproval, takeBack());
  again.when(usual.approve('reviewer', 'finance-review', { requestId: 'stale' })).refuses('content-changed');
  const { flow } = again.story().loaded?.record ?? {};
  const contentHash = flow?.shownHash;
  const anew = usual.approve('reviewer', 'finance-review', { requestId: 'anew', contentHash });
  again.when(anew).follows([{ action: 'decided', next: 'approval' }]);
  given(...atApproval, takeBack(), anew)
    .when(usual.request('approval'))
    .follows([{ action: 'requested', requestId: 'P-r1-approval-asked-2' }]);
});

it('leaves what others of the stage approved', () => {
  const stages = defaultStages.map((one) => ({ ...one, quorum: 2 }));
  const directory: Directory = {
    ...aDirectory,
    units: aDirectory.units.map(({ posts, ...one }) => ({
      ...one,
      ...(posts ? { posts: [...posts, { post: 'reviewer', holder: 'reviewer2' }] } : {}),
    })),
  };
  const all = { stages, directory };
  const both: readonly Given[] = [
    usual.create(),
    [usual.submit(1), all],
    [usual.request('finance-review'), all],
    [usual.approve('reviewer', 'finance-review'), { ...all, ...after(1) }],
    [usual.approve('reviewer2', 'finance-review'), { ...all, ...after(2) }],
  ];
  // The first is no longer the last word: the second was on it.
  const setBack = [
    ...both.slice(0, -2),
    [usual.approve('reviewer', 'finance-review'), { ...all, ...after(5) }],
    both.at(-1) ?? 'opened',
  ] as readonly Given[];
  for (const made of [both, setBack])
    given(...made)
      .when(takeBack('reviewer'), { ...all, ...after(3) })
      .refuses('opened-since');
  const result = given(...both)
    .when(takeBack('reviewer2'), { ...all, ...after(3) })
    .follows([{ action: 'taken-back', approvals: [{ id: 'reviewer', name: 'reviewer' }] }]);
  expect(result?.loaded).toMatchObject({
    record: { flow: { asked: { approvals: ['reviewer'] }, approvedFen: 30_000_000 } },
    requests: [{ status: 'open', decisions: [{ by: { id: 'reviewer' } }] }],
  });
});

it('is refused once somebody has looked at it at the next stage, or decided', () => {
  given(...atApproval, 'opened')
    .when(takeBack())
    .refuses('opened-since');
  given(...inReview, usual.approve('reviewer', 'finance-review'), usual.request('approval'))
    .when(takeBack())
    .follows([{ action: 'taken-back' }]);
});

it('is possible within ten minutes, and not as long as a clock was ahead that was set back since', () => {
  const decidedAt = (minutes: number): readonly Given[] => [
    ...inReview,
    [usual.approve('reviewer', 'finance-review'), after(minutes)],
  ];
  given(...decidedAt(5))
    .when(takeBack())
    .follows([{ action: 'taken-back' }]);
  given(...decidedAt(24 * 60))
    .when(takeBack())
    .refuses('too-late');
});

it('is refused after ten minutes', () => {
  given(...approved)
    .when(takeBack(), after(10))
    .refuses('too-late');
});

it('is refused once it has taken effect: at the end, and after a return', () => {
  given(...atApproval, usual.approve('approver', 'approval'))
    .when(takeBack('approver', 'approval'))
    .refuses('has-taken-effect');
  given(...atApproval, usual.reject('approver', 'approval'))
    .when(takeBack('approver', 'approval'))
    .refuses('has-taken-effect');
  given(...inReview, usual.return('reviewer', 'finance-review'))
    .when(takeBack())
    .refuses('has-taken-effect');
});

it('is refused to whoever did not decide, twice, and of a return to the stage before', () => {
  given(...approved)
    .when(takeBack('reviewer2'))
    .refuses('nothing-to-take-back');
  given(...approved, takeBack())
    .when(takeBack('reviewer', 'finance-review', { requestId: 'twice' }))
    .refuses('nothing-to-take-back');
  given(...atApproval, usual.return('approver', 'approval', { to: 'previous-stage' }))
    .when(takeBack('approver', 'approval'))
    .refuses('nothing-to-take-back');
});
