import { expect, it } from '@jest/globals';
import { cutsSoFar } from '../../../shared/project/cuts-so-far.ts';
import { standingOn } from '../../../shared/project/made-decisions.ts';
import { type Given, given, inReview, usual } from '../../builders/workflow.ts';

const cutTo = (amountFen: number) => [{ line: 1, amountFen, reason: '按上年标准核减此项支出' }];

it('the last word on a line is the last that was said, also where the clock was set back between two', () => {
  const reviewed: readonly Given[] = [
    ...inReview,
    [
      usual.approve('reviewer', 'finance-review', { cuts: cutTo(5_000_000) }),
      { at: '2026-03-18T03:00:00.000Z' },
    ],
    usual.request('approval'),
  ];
  const contentHash = given(...reviewed).story().loaded?.record.flow.shownHash;
  const { loaded } = given(...reviewed, [
    usual.approve('approver', 'approval', { contentHash, cuts: cutTo(4_000_000) }),
    { at: '2026-03-18T02:00:00.000Z' },
  ]).story();
  if (!loaded) throw new Error('There is no project');
  expect(cutsSoFar(loaded, 1)).toMatchObject([{ line: 1, amountFen: 4_000_000, stage: 'approval' }]);
  expect(standingOn(loaded, 1).map(({ stage }) => stage)).toEqual(['finance-review', 'approval']);
});
