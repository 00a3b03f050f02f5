import { expect, it } from '@jest/globals';
import type { Command } from '../../../shared/workflow/commands.ts';
import { atApproval, by, given, inReview, usual } from '../../builders/workflow.ts';

const object: Command = {
  type: 'object',
  actor: by('maker'),
  requestId: 'object',
  comment: '设备单价低于询价结果',
};
const cut = usual.approve('reviewer', 'finance-review', {
  cuts: [{ line: 1, amountFen: 5_000_000, reason: '按上年标准核减此项支出' }],
});

it('says why the unit does not agree to a cut; it moves nothing', () => {
  const after = given(...inReview, cut)
    .when(object)
    .follows([{ action: 'objected', revision: 1, comment: '设备单价低于询价结果' }]);
  expect(after?.loaded?.record).toMatchObject({
    version: 3,
    flow: { state: 'in-review', stage: 'approval' },
    objections: [{ revision: 1, by: { id: 'maker' } }],
  });
});

it('is refused where nothing was cut', () => {
  given(...atApproval)
    .when(object)
    .refuses('nothing-cut');
});

it('is refused where nothing is in review', () => {
  given(usual.create()).when(object).refuses('not-in-this-state');
});
